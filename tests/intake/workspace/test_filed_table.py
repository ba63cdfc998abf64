"""Filed drills, ``filed.csv``."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from drillplanner.files.errors import Problem
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import DrillType, EventKind, FiledDrill
from tests.intake.small_workspace import CALENDAR, problems_of, the_problem, write_workspace

HEADER = "campus_id,drill_type,date,start,moved_to,cause\n"
DATE = "a date such as 2025-10-03 or 10/3/2025"


def problem(folder: Path, row: str) -> Problem:
    found = the_problem(folder, {"filed.csv": HEADER + "oak,lockdown,2025-10-01,,,\n" + row + "\n"})
    assert (found.file, found.line) == ("filed.csv", 3)
    return found


def test_filed_drills_are_read_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = HEADER + (
        "elm,severe_weather,2026-03-30,9:05,2026-03-31,severe_weather\n"
        "oak,Fire Drill,10/2/2025,1:30 PM,,\n"
    )  # fmt: skip
    assert read_workspace(write_workspace(tmp_path, {"filed.csv": text})).filed == (
        FiledDrill(
            campus_id="elm",
            drill_type=DrillType.SEVERE_WEATHER,
            on=date(2026, 3, 30),
            start=time(9, 5),
            moved_to=date(2026, 3, 31),
            cause=EventKind.SEVERE_WEATHER,
            row=2,
        ),
        FiledDrill(
            campus_id="oak",
            drill_type=DrillType.FIRE_EVACUATION,
            on=date(2025, 10, 2),
            start=time(13, 30),
            row=3,
        ),
    )


@pytest.mark.parametrize("text", [None, HEADER, "campus_id,drill_type,date\n"])
def test_no_file_and_no_rows_are_no_filed_drills(tmp_path: Path, text: str | None) -> None:
    workspace = read_workspace(write_workspace(tmp_path, {"filed.csv": text}))
    assert workspace.filed == ()
    assert workspace.assumptions == ()


@pytest.mark.parametrize(
    ("row", "value", "message", "maybe"),
    [
        ("oak,lockdown,2025-11-27,,,", "2025-11-27", "there is no school at 'oak' on Thursday 2025-11-27: Thanksgiving Recess - Schools Closed", "Maybe you meant 2025-11-26 or 2025-12-01."),  # noqa: E501
        ("oak,lockdown,2025-10-04,,,", "2025-10-04", "there is no school at 'oak' on Saturday 2025-10-04", "Maybe you meant 2025-10-03 or 2025-10-06."),  # noqa: E501
        ("oak,lockdown,2025-08-20,,,", "2025-08-20", "there is no school at 'oak' on Wednesday 2025-08-20", "Maybe you meant 2025-09-02."),  # noqa: E501
        ("oak,lockdown,2026-06-18,,2026-06-19,fire", "2026-06-19", "there is no school at 'oak' on Friday 2026-06-19", "Maybe you meant 2026-06-18."),  # noqa: E501
    ],
)  # fmt: skip
def test_a_drill_filed_for_a_day_without_school_is_refused(
    tmp_path: Path, row: str, value: str, message: str, maybe: str
) -> None:
    assert problem(tmp_path, row) == Problem("filed.csv", 3, message, value, "a school day of the campus", maybe)


@pytest.mark.parametrize(
    ("row", "message", "value", "allowed"),
    [
        ("oak,lockdown,2025-10-02,,2025-10-03,", "a drill that was moved needs the cause", None, f"a cause: {', '.join(EventKind)}"),  # noqa: E501
        ("oak,lockdown,2025-10-02,,,fire", "a cause is given, and no day to which the drill was moved", "fire", "a date in 'moved_to', or no cause"),  # noqa: E501
        ("oak,lockdown,2025-10-02,,2025-10-02,fire", "the drill is moved to the day that was filed", "2025-10-02", "another day, or empty"),  # noqa: E501
        ("oak,lockdown,2025-10-02,,2025-10-03,flu", "there is no such cause", "flu", ", ".join(EventKind)),
        ("ash,lockdown,2025-10-02,,,", "there is no such campus", "ash", "oak, elm"),
        ("oak,,2025-10-02,,,", "the column 'drill_type' is empty in this row", None, ", ".join(DrillType)),
        ("oak,lokdown,2025-10-02,,,", "this is no kind of drill that we know", "lokdown", ", ".join(DrillType)),
        ("oak,lockdown,,,,", "the column 'date' is empty in this row", None, DATE),
        ("oak,lockdown,soon,,,", "'date' cannot be read", "soon", DATE),
        ("oak,lockdown,2025-10-02,25:00,,", "'start' cannot be read", "25:00", "a time such as 09:05 or 1:30 PM, or empty"),  # noqa: E501
        ("oak,lockdown,2025-10-01,,,", "the same drill is filed twice (first on line 2)", "lockdown on 2025-10-01 at oak", "each drill once"),  # noqa: E501
    ],
)  # fmt: skip
def test_unusable_rows_are_refused(
    tmp_path: Path, row: str, message: str, value: str | None, allowed: str
) -> None:
    found = problem(tmp_path, row)
    assert (found.message, found.value, found.allowed) == (message, value, allowed)


def test_a_misspelled_cause_gets_a_hint(tmp_path: Path) -> None:
    found = problem(tmp_path, "oak,lockdown,2025-10-02,,2025-10-03,epidemics")
    assert found.maybe == "Maybe you meant 'epidemic'."


def test_two_drills_may_be_filed_for_one_day_at_two_times(tmp_path: Path) -> None:
    text = HEADER + "oak,lockdown,2025-10-01,9:00,,\noak,lockdown,2025-10-01,10:00,,\n"
    assert len(read_workspace(write_workspace(tmp_path, {"filed.csv": text})).filed) == 2


def test_a_day_of_the_summer_session_is_a_school_day_at_its_campuses(tmp_path: Path) -> None:
    summer = "summer_session: {first: 2026-07-06, last: 2026-07-17, campuses: [oak]}\n"
    changes = {
        "calendar.yaml": summer,
        "filed.csv": HEADER + "oak,lockdown,2026-07-07,,,\nelm,lockdown,2026-07-07,,,\n",
    }
    found = the_problem(tmp_path, changes)
    assert (found.line, found.message) == (
        3,
        "there is no school at 'elm' on Tuesday 2026-07-07: No summer session here",
    )


def test_dates_are_not_checked_against_an_unreadable_calendar(tmp_path: Path) -> None:
    changes = {
        "calendar.ics": CALENDAR[: len(CALENDAR) // 2],
        "filed.csv": HEADER + "oak,lockdown,2025-10-04,,,\n",
    }
    assert {problem.file for problem in problems_of(tmp_path, changes)} == {"calendar.ics"}
