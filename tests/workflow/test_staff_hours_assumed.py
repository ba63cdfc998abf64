"""drillplanner states the staff hours that it assumes if a bell schedule has none, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner import api
from tests.intake.small_workspace import BELLS, DISTRICT, the_problem, write_workspace


def staff_hour_assumptions(place: Path) -> list[str]:
    return [assumption for assumption in api.prepare(place).assumptions if "staff_hours" in assumption]


def test_the_assumption_names_the_setting_that_changes_it(tmp_path: Path) -> None:
    (sentence,) = staff_hour_assumptions(write_workspace(tmp_path))
    assert "bell schedules regular" in sentence
    assert "45 minutes after the last bell" in sentence
    assert "'staff_minutes_after_last_bell' in district.yaml" in sentence


def test_the_district_can_set_the_minutes_after_the_last_bell(tmp_path: Path) -> None:
    changes = {"district.yaml": DISTRICT + "staff_minutes_after_last_bell: 90\n"}
    (sentence,) = staff_hour_assumptions(write_workspace(tmp_path, changes))
    assert "90 minutes after the last bell" in sentence


@pytest.mark.parametrize(
    "changes",
    [
        {"bells/regular.yaml": BELLS + "staff_hours: {start: 13:00, end: 14:00}\n"},
        {"district.yaml": DISTRICT + "staff_minutes_after_last_bell: 0\n"},
    ],
)
def test_nothing_is_assumed_if_staff_hours_are_given_or_turned_off(
    tmp_path: Path, changes: dict[str, str]
) -> None:
    assert staff_hour_assumptions(write_workspace(tmp_path, changes)) == []


@pytest.mark.parametrize("minutes", ["-1", "241", "long"])
def test_minutes_out_of_range_are_refused(tmp_path: Path, minutes: str) -> None:
    text = DISTRICT + f"staff_minutes_after_last_bell: {minutes}\n"
    problem = the_problem(tmp_path, {"district.yaml": text})
    assert (problem.file, problem.line) == ("district.yaml", 12)
