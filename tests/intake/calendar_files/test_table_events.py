"""Academic calendars in tables, in the shapes that calendar programs and offices export; all invented."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.tables.table import read_table
from drillplanner.files.yaml_document import parse_document
from drillplanner.intake.calendar.academic_calendar import academic_calendar_of
from drillplanner.intake.calendar_files.contents import CalendarFile
from drillplanner.intake.calendar_files.table_events import is_calendar_table, read_calendar_table
from drillplanner.model import AcademicCalendar, DayKind
from tests.intake.calendar_builder import ALL, CAMPUSES, DISTRICT, ELEMENTARY

NAME = "calendar.csv"

GOOGLE = """Subject,Start Date,Start Time,End Date,End Time,All Day Event,Description,Location
First Day of School,09/02/2025,,09/02/2025,,True,,
Winter Recess,12/24/2025,,01/02/2026,,True,,
Early Dismissal,11/26/2025,12:30 PM,11/26/2025,3:00 PM,False,,
Last Day of School,06/18/2026,,,,True,,
Columbus Day - No School,10/13/2025,,,,True,,
Veterans Day - No School,11/11/2025,,,,True,,
Thanksgiving Recess,11/27/2025,,11/28/2025,,True,,
Dr. Martin Luther King Day,01/19/2026,,,,True,,
Presidents' Day - No School,02/16/2026,,,,True,,
Memorial Day,05/25/2026,,,,True,,
"""
#: The holidays of the year, for lists that have none.
HOLIDAYS = """10/13,,No School,All
11/11,,No School,All
11/27-28,,Thanksgiving,All
1/19,,No School,All
2/16,,No School,All
5/25,,Memorial Day,All
"""
OFFICE = """Date,Day,Event,Schools
"Sept. 2",Tue,First Day of School,All Schools
November 3-5,Mon-Wed,Early Dismissal for Conferences,Elementary
"Dec. 24 - Jan. 2",,Winter Recess,All
Jan. 27,Tue,Partial Day,LHS
June 18,Thu,Last Day of School,District
"""


def read(text: str) -> CalendarFile:
    return read_calendar_table(text.encode(), NAME, 2025)


def year_of(text: str, answers: str | None = None) -> AcademicCalendar:
    document = None if answers is None else parse_document(answers.encode(), "calendar.yaml")
    return academic_calendar_of(text.encode(), NAME, DISTRICT, CAMPUSES, document)


def problem(text: str) -> Problem:
    with pytest.raises(InputError) as caught:
        read(text)
    return caught.value.problems[0]


def kinds(found: AcademicCalendar, on: str) -> set[DayKind]:
    return {found.kind_at(date.fromisoformat(on), campus_id) for campus_id in ALL}


def test_a_month_on_the_first_line_is_that_of_the_days_below_it() -> None:
    # They had no date, and "20 - First Day of School" was refused.
    found = read("August 2025\n20 - First Day of School\nSeptember 2025\n1 - Labor Day\n16-20 Testing\n")
    assert [(str(event.first), event.title) for event in found.events] == [
        ("2025-08-20", "First Day of School"),
        ("2025-09-01", "Labor Day"),
        ("2025-09-16", "Testing"),
    ]


def test_an_export_of_a_calendar_program_is_read() -> None:
    found = year_of(GOOGLE)
    assert (found.first_day, found.last_day) == (date(2025, 9, 2), date(2026, 6, 18))
    assert kinds(found, "2026-01-02") == {DayKind.CLOSED}, "the last date of a table is included"
    assert kinds(found, "2026-01-05") == {DayKind.FULL}
    assert kinds(found, "2025-11-26") == {DayKind.EARLY_RELEASE}
    assert found.questions == ()
    assert "month first, since line 3 has 12/24/2025" in found.notes[0]
    early = next(event for event in read(GOOGLE).events if event.title == "Early Dismissal")
    assert (early.start, early.end, early.line) == (time(12, 30), time(15), 4)
    assert read(GOOGLE).tally.sentence == "imported 10, skipped 0"


def test_an_office_s_list_with_spans_and_schools_is_read() -> None:
    found = year_of(OFFICE + HOLIDAYS)
    day = found.day(date(2025, 11, 4))
    assert day is not None
    assert {campus_id: day.kind_at(campus_id) for campus_id in ALL} == {
        campus_id: DayKind.EARLY_RELEASE if campus_id in ELEMENTARY else DayKind.FULL for campus_id in ALL
    }
    partial = found.day(date(2026, 1, 27))
    assert partial is not None
    assert [campus_id for campus_id in ALL if partial.kind_at(campus_id) is DayKind.EARLY_RELEASE] == [
        "livingston-high"
    ]
    assert kinds(found, "2025-12-31") == {DayKind.CLOSED}
    assert found.questions == ()


def test_a_row_that_cannot_be_read_is_a_question_with_its_line() -> None:
    file = read(OFFICE + "soon,,Field Day,All\n" + '"June 5, 2026",,Half Day,All,too many,cells\n')
    assert file.tally.imported == 5
    assert "skipped 2" in file.tally.sentence
    assert [(question.line, question.taken_as) for question in file.questions] == [(7, "ignored"), (8, "ignored")]
    assert "'soon'" in file.questions[0].reason


def test_the_ruled_line_of_a_markdown_table_is_no_row() -> None:
    file = read("Date | Event |\n---|:---:|\nSeptember 1, 2025 | Labor Day |\n")
    assert [event.title for event in file.events] == ["Labor Day"]
    assert (file.questions, file.undated) == ((), ())


def test_a_question_is_answered_by_its_title() -> None:
    text = OFFICE + HOLIDAYS + "6/5/2026,,Moon Day,All\n"
    assert [question.title for question in year_of(text).questions] == ["Moon Day"]
    answered = year_of(text, "understood:\n  - {title: Moon Day, kind: closed}\n")
    assert answered.questions == ()
    assert kinds(answered, "2026-06-05") == {DayKind.CLOSED}


def test_ambiguous_dates_follow_the_order_of_the_table() -> None:
    head = "date,title\n"
    assert read(head + "03/04/2026,No School\n").events[0].first == date(2026, 3, 4)
    assert "no date of it tells" in read(head + "03/04/2026,No School\n").notes[0]
    day_first = read(head + "03/04/2026,No School\n13/10/2025,Half Day\n")
    assert [event.first for event in day_first.events] == [date(2025, 10, 13), date(2026, 4, 3)]
    assert "day first, since line 3" in day_first.notes[0]
    both = problem(head + "13/10/2025,Half Day\n10/14/2025,No School\n")
    assert (both.line, both.value) == (2, "13/10/2025 and 10/14/2025")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("date,where\n2025-10-03,Gym\n", "no column gives the titles"),
        ("title,where\nNo School,Gym\n", "no column gives the dates"),
        (
            "School, as approved,\nwill begin, on time,\n",
            "neither a table with the headings of a calendar nor a list",
        ),
        ("", "the calendar is empty"),
        ("date,title\n", "the calendar is empty"),
    ],
)
def test_a_table_that_is_not_a_calendar_is_refused(text: str, message: str) -> None:
    assert message in problem(text).message


def test_an_unreadable_time_makes_an_all_day_entry_and_a_question() -> None:
    file = read("date,title,time\n2025-11-26,Early Dismissal,noonish\n")
    assert (file.events[0].start, file.events[0].end) == (None, None)
    assert file.questions[0].taken_as == "an entry of the whole day"


def test_canceled_rows_are_counted() -> None:
    file = read("date,title,status\n2025-11-26,No School,Cancelled\n2025-11-27,No School,\n")
    assert (file.canceled, file.tally.sentence) == (1, "imported 1, skipped 1: 1 cancelled")


def test_cells_are_text_whatever_they_hold() -> None:
    long = "x" * 10_000
    rows = [
        '2025-11-03,"=HYPERLINK(""http://example.org"")"',
        '2025-11-04,"<script>alert(1)</script>No School"',
        f'2025-11-05,"{long}"',
        '2025-11-06,"No\r\nBEGIN:VEVENT\r\nSchool"',
        '2025-11-07,"No\x07 School; \\N, all"',
    ]
    titles = [event.title for event in read("date,title\n" + "\n".join(rows) + "\n").events]
    assert titles[0] == '=HYPERLINK("http://example.org")'
    assert "<" not in titles[1]
    assert len(titles[2]) == 300
    assert titles[3:] == ["No BEGIN:VEVENT School", "No School; \\N, all"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [("Subject,Start Date,Description", True), ("date,event", True), ("campus_id,name,grades", False)],
)
def test_a_calendar_is_recognized_by_its_columns(head: str, expected: bool) -> None:
    table = read_table(f"{head}\na,b,c\n".encode(), NAME, "table")
    assert is_calendar_table(table) is expected


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_table_is_a_calendar_or_an_input_error(data: st.DataObject) -> None:
    raw = bytearray((GOOGLE + "3/4/2026,,,,,,,\n").encode())
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        file = read_calendar_table(bytes(raw), NAME, 2025)
    except InputError:
        return
    assert len(file.events) == file.tally.imported
