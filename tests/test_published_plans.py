"""The comparison with published years: its data can be read, and its measures count what their words say."""

from __future__ import annotations

import runpy
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from drillplanner.model import DrillType
from tests.test_docs import ROOT

DATA = sorted((ROOT / "docs" / "published_plans").glob("*.yaml"))
SCRIPT = runpy.run_path(str(ROOT / "docs" / "make_published_plans_table.py"))
FIRE, LOCKDOWN = DrillType.FIRE_EVACUATION, DrillType.LOCKDOWN


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.stem)
def test_each_published_drill_has_a_kind_a_day_and_a_source(path: Path) -> None:
    published = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert all(source["url"].startswith("http") and source["read"] for source in published["sources"])
    first, last = published["calendar"][0]["date"], published["calendar"][-1]["date"]
    for school in published["schools"]:
        for kind, days in school["drills"].items():
            for written in days:
                held = SCRIPT["_theirs"](school["name"], kind, written, lambda start: ())
                assert f"{first:%Y-%m}" <= held.month <= f"{last:%Y-%m}"
                assert held.day is None or (first <= held.day <= last and held.day.weekday() < 5)


def _year(*held: tuple[str, DrillType, date]) -> Any:
    drills = tuple(SCRIPT["Held"](school, kind, f"{day:%Y-%m}", day) for school, kind, day in held)
    days = (*(date(2025, 9, number) for number in range(1, 13)), date(2025, 10, 1))
    return SCRIPT["Year"](("oak", "elm"), drills, SimpleNamespace(school_dates=days, first_day=days[0]))


def _row(word: str, year: Any) -> str:
    return str(dict(SCRIPT["_measures"]())[word](year))


def test_gaps_are_counted_within_a_school() -> None:
    year = _year(
        ("oak", FIRE, date(2025, 9, 2)),
        ("oak", LOCKDOWN, date(2025, 9, 9)),
        ("elm", FIRE, date(2025, 9, 3)),
        ("elm", LOCKDOWN, date(2025, 9, 10)),
        ("elm", LOCKDOWN, date(2025, 11, 10)),
    )
    assert _row("fewest days between two drills of a school", year) == "7"
    assert _row("fewest days between two of lockdown and secure", year) == "61"
    assert _row("fewest months between two lockdowns", year) == "2"
    assert _row("days from the first day of school to the first fire drill", year) == "1 to 2"
    assert _row("longest time without a drill, in days", year) == "61"
    assert _row("drills with students at a school in the year", year) == "2 to 3"
    assert _row("of these: lockdown drill", year) == "1 to 2"


def test_schools_on_one_date_and_two_drills_on_one_day() -> None:
    day = date(2025, 9, 11)
    year = _year(
        ("oak", FIRE, day), ("oak", LOCKDOWN, day), ("elm", FIRE, day), ("elm", LOCKDOWN, date(2025, 9, 10))
    )
    assert _row("times that a school has two drills on one day", year) == "1"
    assert _row("most schools with a drill on one date", year) == "2 of 2"
    assert _row("most schools with the same kind on one date", year) == "2 of 2"
    assert _row("schools whose first lockdown comes before any fire drill", year) == "1"
    assert _row("drills on September 11", year) == "3"
    assert _row("months without a drill at a school", year) == "0"
    assert _row("drills on a day without school", year) == "0"


def test_a_plan_by_months_does_not_say_days() -> None:
    held = (SCRIPT["Held"]("oak", LOCKDOWN, "2025-09"), SCRIPT["Held"]("oak", LOCKDOWN, "2026-01"))
    year = SCRIPT["Year"](("oak",), held, SimpleNamespace(school_dates=()))
    assert _row("fewest months between two lockdowns", year) == "4"
    assert _row("fewest days between two lockdowns", year) == "not said"


def test_the_numbers_of_the_comparison_are_those_of_the_tables() -> None:
    page = (ROOT / "docs" / "published-plans.md").read_text(encoding="utf-8")
    written = page.partition("<!-- comparison -->")[2].partition("<!-- end of comparison -->")[0]
    assert written.strip() == SCRIPT["comparison"](page).strip()
    assert "{" not in written


def test_a_number_that_no_table_has_is_refused() -> None:
    with pytest.raises(ValueError, match="no table has"):
        SCRIPT["comparison"]("<!-- jordan -->\n<!-- end of jordan -->")
