"""Date and title in one text, as lists copied from a calendar for people have them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.files.tables.table import read_table
from drillplanner.files.written.dates import DateReader, MonthHead
from drillplanner.intake.calendar_files.dated_text import split_dated_text
from drillplanner.intake.calendar_files.table_events import (
    has_dates,
    is_calendar_table,
    is_pasted_list,
    read_calendar_table,
)

READER = DateReader(2026)
SEPTEMBER = MonthHead(9, None)


@pytest.mark.parametrize(
    ("text", "head", "first", "last", "title"),
    [
        ("Nov. 25–27 Thanksgiving Break", None, "2026-11-25", "2026-11-27", "Thanksgiving Break"),
        ("12/21-1/1 Winter Recess", None, "2026-12-21", "2027-01-01", "Winter Recess"),
        ("Sept 7 (Mon) Labor Day", None, "2026-09-07", "2026-09-07", "Labor Day"),
        ("August 5: First Day", None, "2026-08-05", "2026-08-05", "First Day"),
        ("Oct 14 1/2 day", None, "2026-10-14", "2026-10-14", "1/2 day"),
        ("Nov. 20-24…….…. No School", None, "2026-11-20", "2026-11-24", "No School"),
        ("Thanksgiving Break (Nov. 25-27)", None, "2026-11-25", "2026-11-27", "Thanksgiving Break"),
        ("Holiday Monday, September 7", None, "2026-09-07", "2026-09-07", "Holiday"),
        ("Good Friday, April 2", None, "2027-04-02", "2027-04-02", "Good Friday"),
        ("No School Good Friday (April 2)", None, "2027-04-02", "2027-04-02", "No School Good Friday"),
        ("Good Friday Friday, April 2", None, "2027-04-02", "2027-04-02", "Good Friday"),
        (
            "Good Friday and Easter Monday April 2-5",
            None,
            "2027-04-02",
            "2027-04-05",
            "Good Friday and Easter Monday",
        ),
        ("Early release every Friday: 9/4-6/11", None, "2026-09-04", "2027-06-11", "Early release every Friday"),
        ("Labor Day - September 7", None, "2026-09-07", "2026-09-07", "Labor Day"),
        ("Winter Break December 22 - January 2", None, "2026-12-22", "2027-01-02", "Winter Break"),
        ("Conferences 10/3-10/7", None, "2026-10-03", "2026-10-07", "Conferences"),
        ("Half Day: Friday, October 30 (Staff PD)", None, "2026-10-30", "2026-10-30", "Half Day (Staff PD)"),
        ("Break Dec. 21 - Jan. 1 (no office)", None, "2026-12-21", "2027-01-01", "Break (no office)"),
        ("Work Day – No School, Friday, Sept. 4", None, "2026-09-04", "2026-09-04", "Work Day – No School"),
        ("Back, start of 3rd 9 Weeks, Jan. 4", None, "2027-01-04", "2027-01-04", "Back, start of 3rd 9 Weeks"),
        ("First day of classes August 27", None, "2026-08-27", "2026-08-27", "First day of classes"),
        ("No School Monday, May 31, 2027", None, "2027-05-31", "2027-05-31", "No School"),
        ("Students and staff return January 4", None, "2027-01-04", "2027-01-04", "Students and staff return"),
        ("Break from Monday, Dec. 21 - Friday, Jan. 1", None, "2026-12-21", "2027-01-01", "Break from"),
        ("27 – No School", SEPTEMBER, "2026-09-27", "2026-09-27", "No School"),
        ("5-Labor Day, no school", SEPTEMBER, "2026-09-05", "2026-09-05", "Labor Day, no school"),
        ("9 Mon Classes begin", SEPTEMBER, "2026-09-09", "2026-09-09", "Classes begin"),
    ],
)
def test_the_date_is_found(text: str, head: MonthHead | None, first: str, last: str, title: str) -> None:
    spans = ((date.fromisoformat(first), date.fromisoformat(last)),)
    assert split_dated_text(text, READER, head) == (spans, title)


@pytest.mark.parametrize(
    "text", ["Early release every Wednesday at 1:15", "9 weeks end", "2026-27 School Calendar", "No School", ""]
)
def test_a_text_without_a_date_has_none(text: str) -> None:
    assert split_dated_text(text, READER, SEPTEMBER) is None


@pytest.mark.parametrize(
    "text",
    [
        "Schools are closed until January 6",
        "Schools are closed until Monday, January 6",
        "No School the week of April 6",
        "Spring Break week of Monday, April 6",
        "Schools closed for conferences, reopen October 27",
        "Winter Break ends and school reopens January 5",
        "Winter break, school resumes January 5",
        "Thanksgiving Break, Thursday and Friday, Nov. 27",
        "Fall Break, Thursday/Friday, Oct. 16",
        "Fall Break Thursday & Friday, Oct. 16",
        "Oct. 5 concert and November 6",
        "May 2027",
    ],
)
def test_a_day_that_is_not_that_of_the_entry_is_not_taken(text: str) -> None:
    found = split_dated_text(text, READER, None)
    assert found is None or found[1].startswith("concert")


def test_the_last_of_several_dates_is_not_taken_for_all() -> None:
    assert split_dated_text("Half days: Oct. 3 (K-5 only), Nov. 4", READER, None) is None


@given(st.text(max_size=60))
def test_any_text_is_split_or_not(text: str) -> None:
    found = split_dated_text(text, READER, SEPTEMBER)
    assert found is None or all(first <= last for first, last in found[0])


@pytest.mark.parametrize(
    "table",
    [
        "Date,Event\nAugust 2026: 12-17,Teacher Workdays\n",
        "Month,Day,Event\nAugust,,\n,12-17,Teacher Workdays\n".replace("Day", "Date"),
        "Month,Dates,Event\nAugust,12-17,Teacher Workdays\n",
        "Date,Event\nAUGUST 2026,\n12-17,Teacher Workdays\n",
        "Event\nAugust\n12-17: Teacher Workdays\n",
        "Aug 12-17 Teacher Workdays\nAug. 18 First Day of School\n",
        "Date\nAug 12-17 Teacher Workdays\n",
    ],
)
def test_a_table_by_months_is_read(table: str) -> None:
    file = read_calendar_table(table.encode(), "calendar.csv", 2026)
    event = next(event for event in file.events if event.title == "Teacher Workdays")
    assert (event.first, event.last) == (date(2026, 8, 12), date(2026, 8, 17))
    assert file.questions == ()


PASTED = """2026/2027 District Calendar
First Day of School: Monday, August 24
No School: Friday, September 4 & Monday, September 7
Student Half Day: Friday, October 30 (PM – Staff PD)
Thanksgiving Break: Wednesday, November 25 – Friday, November 27
Last Day of School: Friday, June 4
"""


@pytest.mark.parametrize("text", [PASTED, PASTED.partition("\n")[2], PASTED.replace("\n", "\r\n")])
def test_text_pasted_from_a_page_is_read_by_lines(text: str) -> None:
    assert is_pasted_list(text.encode(), "calendar.csv")
    file = read_calendar_table(text.encode(), "calendar.csv", 2026)
    assert file.questions == () == file.undated
    assert [(str(event.first), str(event.last), event.title) for event in file.events] == [
        ("2026-08-24", "2026-08-24", "First Day of School"),
        ("2026-09-04", "2026-09-04", "No School"),
        ("2026-09-07", "2026-09-07", "No School"),
        ("2026-10-30", "2026-10-30", "Student Half Day (PM – Staff PD)"),
        ("2026-11-25", "2026-11-27", "Thanksgiving Break"),
        ("2027-06-04", "2027-06-04", "Last Day of School"),
    ]
    assert file.events[-1].line == len(text.splitlines())


#: As a district of New Jersey publishes its year: months with a count, bullets, and days without a mark.
BULLETS = """2025 - 2026 Academic Calendar
  • 180 Student Days
September 2025 | 20 Student Days
  • 1 Labor Day
  • 23-24 Rosh Hashanah
November 2025 | 16 Student Days
  • 26 Early dismissal. Thanksgiving recess
December 2025 | 18 Student Days
  • 24 - 1/2/26 Winter Break
January 2026 | 18 Student Days
  • 12/24/25 - 1/2/26 Winter Break
March 2026 | 19 Student Days
  • 20-Eid al-Fitr
"""


def test_days_of_a_pasted_list_are_of_the_month_above_them() -> None:
    file = read_calendar_table(BULLETS.encode(), "calendar.csv", 2025)
    assert [(str(event.first), str(event.last), event.title) for event in file.events] == [
        ("2025-09-01", "2025-09-01", "Labor Day"),
        ("2025-09-23", "2025-09-24", "Rosh Hashanah"),
        ("2025-11-26", "2025-11-26", "Early dismissal. Thanksgiving recess"),
        ("2025-12-24", "2026-01-02", "Winter Break"),
        ("2025-12-24", "2026-01-02", "Winter Break"),
        ("2026-03-20", "2026-03-20", "Eid al-Fitr"),
    ]
    assert [line.title for line in file.undated] == ["180 Student Days"]
    assert file.questions == ()


def test_a_list_of_schools_is_no_pasted_calendar() -> None:
    schools = 'School,Grades,Address\nOak,K-5,"1 Oak St, Elm"\nElm,6-8,"2 Elm St, Elm"\n'
    assert not is_pasted_list(schools.encode(), "schools.csv")


def test_several_dates_of_a_row_are_several_entries() -> None:
    rows = "Date,Event\nSeptember 23 and 30,Four-Day Week\n11/27-28,Break\nSept. 7 (observed),Labor Day\n"
    file = read_calendar_table(rows.encode(), "calendar.csv", 2024)
    assert [(str(event.first), str(event.last), event.title) for event in file.events] == [
        ("2024-09-07", "2024-09-07", "Labor Day (observed)"),
        ("2024-09-23", "2024-09-23", "Four-Day Week"),
        ("2024-09-30", "2024-09-30", "Four-Day Week"),
        ("2024-11-27", "2024-11-28", "Break"),
    ]


def test_a_row_without_a_date_is_kept_as_such() -> None:
    file = read_calendar_table(b"Date,Event\n9/2,First Day\n,No school on Fridays\n", "calendar.csv", 2025)
    assert [(line.line, line.title) for line in file.undated] == [(3, "No school on Fridays")]
    assert file.tally.sentence == "imported 1, skipped 1: 1 without a date"


def test_a_weekday_that_is_not_that_of_the_date_is_asked_about() -> None:
    rows = "Date,Weekday,Event\nSept 7 (Tue),,Labor Day\n9/8,Tuesday,No School\n10/12,Tuesday,No School\n"
    file = read_calendar_table(rows.encode(), "calendar.csv", 2026)
    assert [(question.line, question.reason) for question in file.questions] == [
        (2, "it says Tuesday, and 2026-09-07 is a Monday"),
        (4, "it says Tuesday, and 2026-10-12 is a Monday"),
    ]
    assert all(question.may_close for question in file.questions)


def test_a_list_of_one_column_is_known_as_a_calendar() -> None:
    lines = b"Important dates\nAUGUST 2026\n12: First Day of School\nSept 7 Labor Day\n"
    table = read_table(lines, "dates.csv", "table")
    assert is_calendar_table(table) and has_dates(table)
    schools = read_table(b"name\nOak School\nElm School\n", "schools.csv", "table")
    assert not is_calendar_table(schools)


def test_a_table_pasted_with_bars_is_a_list_of_dates() -> None:
    text = (
        "Subject to change.\n2025-2026 | 2026-2027\nAUGUST 2025 |\n|\n|---|---|\n| Aug 3- 7 | Induction |\n"
        "| Aug 19 | First Day of School |\nSEPTEMBER 2025 |\n|\n| Sept. 1 | Labor Day \u2013 No School |\n"
        "DECEMBER 2025 |\n|\n| Dec 22 \u2013 Jan 2 | Winter Break \u2013 No School |\n"
        "| June 3 | June 3 \u2013 Last Day of School |\n"
    )
    assert is_pasted_list(text.encode(), "calendar.txt")
    events = read_calendar_table(text.encode(), "calendar.txt", 2025).events
    assert [(event.first, event.last, event.title) for event in events] == [
        (date(2025, 8, 3), date(2025, 8, 7), "Induction"),
        (date(2025, 8, 19), date(2025, 8, 19), "First Day of School"),
        (date(2025, 9, 1), date(2025, 9, 1), "Labor Day \u2013 No School"),
        (date(2025, 12, 22), date(2026, 1, 2), "Winter Break \u2013 No School"),
        (date(2026, 6, 3), date(2026, 6, 3), "Last Day of School"),
    ]
