"""What is taken for staff hours is said where a bell schedule does not name them, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner import api
from tests.intake.small_workspace import BELLS, DISTRICT, the_problem, write_workspace


def said(place: Path) -> list[str]:
    return [assumption for assumption in api.prepare(place).assumptions if "staff_hours" in assumption]


def test_it_is_said_with_the_dial(tmp_path: Path) -> None:
    (sentence,) = said(write_workspace(tmp_path))
    assert "bell schedules regular" in sentence
    assert "45 minutes after the last bell" in sentence
    assert "'staff_minutes_after_last_bell' in district.yaml" in sentence


def test_the_district_sets_the_minutes(tmp_path: Path) -> None:
    changes = {"district.yaml": DISTRICT + "staff_minutes_after_last_bell: 90\n"}
    (sentence,) = said(write_workspace(tmp_path, changes))
    assert "90 minutes after the last bell" in sentence


@pytest.mark.parametrize(
    "changes",
    [
        {"bells/regular.yaml": BELLS + "staff_hours: {start: 13:00, end: 14:00}\n"},
        {"district.yaml": DISTRICT + "staff_minutes_after_last_bell: 0\n"},
    ],
)
def test_it_is_not_said_where_nothing_is_assumed(tmp_path: Path, changes: dict[str, str]) -> None:
    assert said(write_workspace(tmp_path, changes)) == []


@pytest.mark.parametrize("minutes", ["-1", "241", "long"])
def test_minutes_that_cannot_be(tmp_path: Path, minutes: str) -> None:
    text = DISTRICT + f"staff_minutes_after_last_bell: {minutes}\n"
    found = the_problem(tmp_path, {"district.yaml": text})
    assert (found.file, found.line) == ("district.yaml", 12)
