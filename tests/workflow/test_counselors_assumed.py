"""Assumptions about counselors, and the year limits that follow from bells and state for each campus."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.model import PeriodTag
from tests.intake.small_workspace import BELLS, CAMPUSES, DISTRICT, write_workspace


def with_days(*cells: str) -> str:
    """Return the small workspace's campuses file with a column of counselor days."""
    head, *lines = CAMPUSES.splitlines()
    rows = [f"{line},{cell}" for line, cell in zip(lines, cells, strict=True)]
    return "\n".join([f"{head},counselor_days", *rows]) + "\n"


def counselor_assumptions(place: Path) -> list[str]:
    return [assumption for assumption in api.prepare(place).assumptions if "counselor_days" in assumption]


def test_one_assumption_covers_all_campuses_without_counselor_days(tmp_path: Path) -> None:
    (sentence,) = counselor_assumptions(write_workspace(tmp_path))
    assert "a counselor is at any school ('counselor_days')" in sentence
    assert "plays no part" in sentence


def test_the_assumption_names_the_campuses_without_counselor_days(tmp_path: Path) -> None:
    (sentence,) = counselor_assumptions(write_workspace(tmp_path, {"campuses.csv": with_days("monday", "")}))
    assert "a counselor is at Elm High School ('counselor_days')" in sentence


def test_the_assumption_names_five_schools_and_counts_the_others(tmp_path: Path) -> None:
    others = "".join(f"s{number},School {number},K-5,300,regular,no,\n" for number in range(1, 9))
    table = with_days("monday", "friday") + others
    (sentence,) = counselor_assumptions(write_workspace(tmp_path, {"campuses.csv": table}))
    assert "at School 1, School 2, School 3, School 4, School 5 and 3 more ('counselor_days')" in sentence


@pytest.mark.parametrize(
    "changes",
    [
        {"campuses.csv": with_days("monday;friday", "none")},
        {"district.yaml": DISTRICT + "weights: {counselor: 0}\n"},
    ],
)
def test_nothing_is_assumed_if_the_days_are_given_or_do_not_count(tmp_path: Path, changes: dict[str, str]) -> None:
    assert counselor_assumptions(write_workspace(tmp_path, changes)) == []


def test_moments_to_cover_come_from_the_bells_and_seasons_from_the_state(tmp_path: Path) -> None:
    changes = {"district.yaml": DISTRICT.replace("state: NJ", "state: OH")}
    limits = api.prepare(write_workspace(tmp_path, changes)).limits
    assert list(limits) == ["oak", "elm"]
    for campus in limits.values():
        assert [coverage.moments for coverage in campus.coverages] == [(PeriodTag.LUNCH,)]
        assert [season.first.isoformat() for season in campus.seasons] == ["2026-01-31"]


def test_bells_without_lunch_give_no_moment_to_cover(tmp_path: Path) -> None:
    changes = {"bells/regular.yaml": BELLS.replace("name: Lunch", "name: Fourth").replace(", tags: [lunch]", "")}
    limits = api.prepare(write_workspace(tmp_path, changes)).limits
    assert [limit.coverages for limit in limits.values()] == [(), ()]
