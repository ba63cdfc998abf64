"""What nobody says of counselors is said, and what the bells and the state bring is worked out for each campus."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.model import PeriodTag
from tests.intake.small_workspace import BELLS, CAMPUSES, DISTRICT, write_workspace


def with_days(*cells: str) -> str:
    """The small workspace's campuses with the days of counselors at its end."""
    head, *lines = CAMPUSES.splitlines()
    written = [f"{line},{cell}" for line, cell in zip(lines, cells, strict=True)]
    return "\n".join([f"{head},counselor_days", *written]) + "\n"


def said(place: Path) -> list[str]:
    return [assumption for assumption in api.prepare(place).assumptions if "counselor_days" in assumption]


def test_it_is_said_once_for_all_campuses(tmp_path: Path) -> None:
    (sentence,) = said(write_workspace(tmp_path))
    assert "a counselor is at the campuses ('counselor_days')" in sentence
    assert "plays no part" in sentence


def test_it_is_said_of_those_campuses_that_are_silent(tmp_path: Path) -> None:
    (sentence,) = said(write_workspace(tmp_path, {"campuses.csv": with_days("monday", "")}))
    assert "a counselor is at elm ('counselor_days')" in sentence


@pytest.mark.parametrize(
    "changes",
    [
        {"campuses.csv": with_days("monday;friday", "none")},
        {"district.yaml": DISTRICT + "weights: {counselor: 0}\n"},
    ],
)
def test_it_is_not_said_where_nothing_is_assumed(tmp_path: Path, changes: dict[str, str]) -> None:
    assert said(write_workspace(tmp_path, changes)) == []


def test_moments_come_from_the_bells_of_a_full_day_and_seasons_from_the_state(tmp_path: Path) -> None:
    changes = {"district.yaml": DISTRICT.replace("state: NJ", "state: OH")}
    limits = api.prepare(write_workspace(tmp_path, changes)).limits
    assert list(limits) == ["oak", "elm"]
    for campus in limits.values():
        assert [coverage.moments for coverage in campus.coverages] == [(PeriodTag.LUNCH,)]
        assert [season.first.isoformat() for season in campus.seasons] == ["2026-01-31"]


def test_bells_without_lunch_leave_no_moment(tmp_path: Path) -> None:
    changes = {"bells/regular.yaml": BELLS.replace(", tags: [lunch]", "")}
    limits = api.prepare(write_workspace(tmp_path, changes)).limits
    assert [limit.coverages for limit in limits.values()] == [(), ()]
