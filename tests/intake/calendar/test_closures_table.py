"""The list of closures, ``closures.csv``; each mistake is reported, and the rest of the year does not change."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder
from drillplanner.files.read_result import read_or_problems
from drillplanner.intake.calendar.closures_table import read_closures, with_closures
from drillplanner.model import AcademicCalendar, Closure, DayKind, EventKind, TermKind
from tests.builders import calendar

MONDAY, SATURDAY = date(2025, 9, 29), date(2025, 10, 4)
YEAR = calendar(MONDAY, date(2025, 10, 10))
IDS = ("oak", "elm")


def read(folder: Path, text: str) -> tuple[tuple[Closure, ...], tuple[Problem, ...]]:
    (folder / "closures.csv").write_text(text, encoding="utf-8")
    reading = read_or_problems(lambda: read_closures(InputFolder(folder), IDS, YEAR))
    return reading.value or (), reading.problems


def test_a_workspace_needs_no_closures(tmp_path: Path) -> None:
    assert read_closures(InputFolder(tmp_path), IDS, YEAR).value == ()


def test_days_are_closed_everywhere_or_at_some_campuses(tmp_path: Path) -> None:
    text = "date,campus_ids,cause,note\n2025-09-30,,severe_weather,Snow\n2025-10-01,oak,,\n"
    closures, problems = read(tmp_path, text)
    assert problems == ()
    assert closures[0].cause is EventKind.SEVERE_WEATHER
    after = with_closures(YEAR, closures)
    assert [after.kind_at(date(2025, 9, 30), campus_id) for campus_id in IDS] == [DayKind.CLOSED] * 2
    assert [after.kind_at(date(2025, 10, 1), campus_id) for campus_id in IDS] == [DayKind.CLOSED, DayKind.FULL]
    assert after.day(date(2025, 9, 30)).title_at("elm") == "Closed since: Snow"  # type: ignore[union-attr]
    assert after.closed_since(date(2025, 10, 1), "elm") is None
    assert after.closed_since(date(2025, 10, 1), "oak") == closures[1]
    assert len(after.dates_at("oak")) == len(YEAR.dates_at("oak")) - 2


def test_a_closure_does_not_move_the_end_of_a_semester_that_was_cut() -> None:
    closures = tuple(Closure(on=date(2025, 9, 29 + offset)) for offset in range(2))
    after = with_closures(YEAR, closures)
    for kind in TermKind:
        assert after.terms_of(kind) == YEAR.terms_of(kind)


@pytest.mark.parametrize(
    ("rows", "message", "value", "allowed"),
    [
        ("2025-10-04,,,", "there is no school on Saturday 2025-10-04", "2025-10-04", "a school day"),
        ("2025-13-04,,,", "'date' cannot be read", "2025-13-04", "a date such as"),
        (",oak,,", "the column 'date' is empty in this row", None, "a date such as"),
        ("2025-09-30,oka,,", "there is no such campus", "oka", "oak, elm"),
        ("2025-09-30,,storm,", "there is no such cause", "storm", "severe_weather"),
        (
            "2025-09-30,,,\n2025-09-30,oak,,",
            "the day is closed twice (first on line 2)",
            "2025-09-30 at oak",
            "once",
        ),
        ("2025-09-30,,,\n2025-09-30,,,", "the day is closed twice (first on line 2)", "2025-09-30", "once"),
    ],
)
def test_a_mistake_is_reported(tmp_path: Path, rows: str, message: str, value: str | None, allowed: str) -> None:
    _, problems = read(tmp_path, f"date,campus_ids,cause,note\n{rows}\n")
    assert [problem.message for problem in problems] == [message]
    assert problems[0].value == value
    assert problems[0].file == "closures.csv"
    assert problems[0].line == 1 + len(rows.splitlines())
    assert allowed in (problems[0].allowed or "")


def test_the_nearest_school_days_are_named(tmp_path: Path) -> None:
    _, problems = read(tmp_path, f"date\n{SATURDAY}\n")
    assert problems[0].maybe == "Maybe you meant 2025-10-03 or 2025-10-06."


def test_a_table_without_dates_is_refused(tmp_path: Path) -> None:
    (tmp_path / "closures.csv").write_text("day\n2025-09-30\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_closures(InputFolder(tmp_path), IDS, YEAR)
    assert "the column 'date' is missing" in str(caught.value)


def test_the_calendar_is_the_same_without_closures() -> None:
    same: AcademicCalendar = with_closures(YEAR, ())
    assert same is YEAR
