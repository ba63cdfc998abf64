"""Listed dates and religious holidays against published tables."""

from __future__ import annotations

import runpy
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from drillplanner.law.packs.loading import bundled_states
from drillplanner.model import AvoidedKind
from drillplanner.practice.avoided_days import avoided_days
from drillplanner.practice.avoided_days.religious_holidays import (
    FIRST_YEAR,
    LAST_YEAR,
    names_of_religious_holidays,
)

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PUBLISHED = yaml.safe_load((HERE / "published_dates.yaml").read_text(encoding="utf-8"))
CASES = yaml.safe_load((HERE / "listed_cases.yaml").read_text(encoding="utf-8"))


def test_every_religious_holiday_has_published_dates() -> None:
    assert names_of_religious_holidays() == PUBLISHED.keys()


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_religious_holidays_are_as_published(name: str) -> None:
    found = [day.on for day in avoided_days("KS", date(2025, 1, 1), date(2032, 12, 31)) if day.name == name]
    assert found == [on for days in PUBLISHED[name] for on in days]


def test_the_dates_on_file_are_those_of_the_library() -> None:
    maker = runpy.run_path(str(ROOT / "docs" / "make_religious_dates.py"))
    assert maker["PAGE"].read_text(encoding="utf-8") == maker["dates_file"](), "run: make reference"


def test_every_holiday_has_dates_in_every_year_on_file() -> None:
    days = avoided_days("KS", date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
    years = {(day.name, day.on.year) for day in days if day.kind is AvoidedKind.RELIGIOUS_HOLIDAY}
    expected = {
        (name, year) for name in names_of_religious_holidays() for year in range(FIRST_YEAR, LAST_YEAR + 1)
    }
    assert years == expected


def test_a_holiday_that_falls_twice_in_a_calendar_year_is_listed_twice() -> None:
    in_2033 = avoided_days("KS", date(2033, 1, 1), date(2033, 12, 31))
    assert [day.on for day in in_2033 if day.name == "Eid al-Fitr"] == [date(2033, 1, 2), date(2033, 12, 23)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['state']}-{case['year']}")
def test_listed_dates(case: dict[str, Any]) -> None:
    names = defaultdict(set)
    for day in avoided_days(case["state"], date(case["year"], 1, 1), date(case["year"], 12, 31)):
        names[day.on].add(day.name)
    for on, name in case.get("is", {}).items():
        assert name in names[on]
    for on in case.get("is_not", ()):
        assert on not in names


@pytest.mark.parametrize("state", bundled_states())
def test_every_state_keeps_enough_days(state: str) -> None:
    """The lists alone take at most 25 dates of a year, weekends included, and give each a source."""
    days = avoided_days(state, date(2026, 8, 1), date(2027, 6, 30))
    assert len({day.on for day in days}) <= 25
    assert all(day.source for day in days)
    assert {day.on for day in days if day.kind is AvoidedKind.REMEMBRANCE} == {date(2026, 9, 11)}


def test_bounds_are_included() -> None:
    only = avoided_days("NJ", date(2026, 9, 11), date(2026, 9, 11))
    assert [day.name for day in only] == ["September 11"]


def test_every_entry_of_the_list_is_used_and_every_source_cited() -> None:
    path = ROOT / "drillplanner" / "practice" / "avoided_days" / "listed_dates.yaml"
    bundled = yaml.safe_load(path.read_text(encoding="utf-8"))
    entries = [*bundled["yearly"], *bundled["elections"]]
    assert {source for entry in entries for source in entry["sources"]} == bundled["sources"].keys()
    assert {state for entry in entries for state in entry.get("states", ())} <= set(bundled_states())
    found = {
        day.name for state in bundled_states() for day in avoided_days(state, date(2027, 1, 1), date(2028, 12, 31))
    }
    assert {entry["name"] for entry in entries} <= found
    by_name = {entry["name"]: entry for entry in bundled["yearly"]}
    assert all(
        len(entry["sources"]) > 1
        for entry in by_name.values()
        if entry["certainty"] == "sure" and _one_paper(entry)
    )


def _one_paper(entry: dict[str, Any]) -> bool:
    """Check whether the date rests on the data of one newspaper, and not on a law or on those who were there."""
    return "post" in entry["sources"]
