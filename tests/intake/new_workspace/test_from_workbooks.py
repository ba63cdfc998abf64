"""``init`` from workbooks: each sheet by its own use, and values as they would stand in CSV."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from drillplanner.files.errors import InputError
from drillplanner.intake.new_workspace.initialize import initialize
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import DayKind
from tests.workbooks import xlsx

SUMMER = date(2026, 7, 15)
SCHOOLS: list[list[object]] = [
    ["Oak Hill Public Schools"],
    ["School list 2026-27"],
    [],
    ["School No.", "School", "Grades", "Enrollment"],
    ["007", "Oak Hill Elementary", "K-5", 412.0],
    ["012", "Elm Middle", "6-8", 388],
]
STAFF: list[list[object]] = [
    ["staff_id", "name", "campus_id", "title"],
    [1.0, "Jo Reyes", "007", "Principal"],
    [2.0, "Sam Ito", "district", "Safety coordinator"],
]
CALENDAR: list[list[object]] = [
    ["2026-27 School Calendar"],
    ["Date", "Event"],
    [datetime(2026, 8, 27), "First day of school"],
    [datetime(2026, 11, 26), "Thanksgiving - no school"],
    [datetime(2027, 6, 10), "Last day of school"],
]


def test_a_folder_with_one_workbook_gives_schools_staff_and_calendar(tmp_path: Path) -> None:
    given = tmp_path / "have"
    given.mkdir()
    (given / "district.xlsx").write_bytes(
        xlsx({"Schools": SCHOOLS, "Staff": STAFF, "Calendar": CALENDAR, "To do": [["call Jo"]]})
    )
    report = initialize(tmp_path / "ws", "NJ", from_folder=given, today=SUMMER)
    workspace = read_workspace(tmp_path / "ws")
    assert [(campus.campus_id, campus.enrollment) for campus in workspace.campuses] == [("007", 412), ("012", 388)]
    assert [(person.staff_id, person.campus_id) for person in workspace.staff] == [("1", "007"), ("2", "district")]
    assert workspace.calendar.first_day == date(2026, 8, 27)
    told = "\n".join(report.understood)
    for sheet, use in (("Schools", "list of schools"), ("Staff", "staff list"), ("Calendar", "academic calendar")):
        assert f"district.xlsx#{sheet} is the {use}." in told
    assert any("district.xlsx#To do is left out" in sentence for sentence in report.not_placed)


def test_problems_of_a_workbook_name_sheet_and_row(tmp_path: Path) -> None:
    path = tmp_path / "schools.xlsx"
    path.write_bytes(xlsx({"Schools": [["Schools"], ["School", "Level"], ["Oak", "upper"]]}))
    with pytest.raises(InputError) as caught:
        initialize(tmp_path / "ws", "NJ", campuses=path, today=SUMMER)
    assert caught.value.problems[0].place == f"{path}, sheet Schools, row 2"


def test_a_named_sheet_is_the_one_that_is_read(tmp_path: Path) -> None:
    path = tmp_path / "schools.xlsx"
    head: list[object] = ["School", "Grades"]
    path.write_bytes(xlsx({"2025-26": [head, ["Ash", "K-5"]], "2026-27": [head, ["Oak", "K-5"]]}))
    with pytest.raises(InputError, match="several sheets of this workbook may be the campus list"):
        initialize(tmp_path / "ws", "NJ", campuses=path, today=SUMMER)
    initialize(tmp_path / "ws", "NJ", campuses=Path(f"{path}#2026-27"), today=SUMMER)
    assert [campus.name for campus in read_workspace(tmp_path / "ws").campuses] == ["Oak"]


def test_a_workspace_may_hold_workbooks(tmp_path: Path) -> None:
    folder = tmp_path / "ws"
    (tmp_path / "schools.csv").write_text("School;Grades\nOak;K-5\n", encoding="utf-16")
    initialize(folder, "NJ", campuses=tmp_path / "schools.csv", today=SUMMER)
    rows: list[list[object]] = [["What happened"], ["kind", "first"], ["public_event", date(2027, 5, 14)]]
    (folder / "events.xlsx").write_bytes(xlsx({"Events": rows}))
    assert [(event.first, event.row) for event in read_workspace(folder).events] == [(date(2027, 5, 14), 3)]
    (folder / "events.csv").write_text("kind,first\n", encoding="utf-8")
    with pytest.raises(InputError, match="one table stands in several files"):
        read_workspace(folder)


def test_a_page_with_the_hours_of_the_day_fits_the_assumed_bells_and_does_not_stop_init(tmp_path: Path) -> None:
    given = tmp_path / "have"
    given.mkdir()
    (given / "district.xlsx").write_bytes(xlsx({"Schools": SCHOOLS}))
    (given / "bell times.txt").write_text(
        "Start and End Times\nElementary: 9 a.m.-3:30 p.m.\nMiddle School: 7:40 a.m.-2:30 p.m.\n"
        "Kindergarten: 9 a.m.-11:30 a.m.\n",
        encoding="utf-8",
    )
    report = initialize(tmp_path / "ws", "NJ", from_folder=given, today=SUMMER)
    workspace = read_workspace(tmp_path / "ws")
    full = {
        campus.name: workspace.bells[campus.bell_schedule or ""].days[DayKind.FULL]
        for campus in workspace.campuses
    }
    assert (full["Oak Hill Elementary"][0].start, full["Oak Hill Elementary"][-1].end) == (time(9), time(15, 30))
    assert (full["Elm Middle"][0].start, full["Elm Middle"][-1].end) == (time(7, 40), time(14, 30))
    assert any(
        sentence.endswith("bell times.txt gives the hours of the school day.") for sentence in report.understood
    )
    assert any("'Kindergarten: 9 a.m.-11:30 a.m.' (line 4)" in sentence for sentence in report.not_placed)
    guess = workspace.district.guesses["bells"]
    assert guess.startswith(
        "We made up the periods between the start and the end that you gave, in bells/assumed-"
    )
