"""A date on a line of its own gives its date to the lines below, as in a table pasted from a browser."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.files.errors import InputError
from drillplanner.files.written.dates import DateReader
from drillplanner.intake.calendar_files.date_lines import date_lines
from drillplanner.intake.calendar_files.table_events import read_calendar_table

TITLES = (
    "Professional Development Day",
    "No School",
    "End of First Trimester",
    "Early Release Day (K-8)",
    "Picture Day",
)


def entries_of(texts: Sequence[str]) -> list[tuple[str, str]]:
    found = read_calendar_table("\n".join(("Date\tEvent", *texts)).encode(), "calendar.txt", 2025)
    return sorted((str(event.first), event.title) for event in found.events)


def test_a_cell_of_several_lines_is_as_many_entries_of_its_date() -> None:
    # As Chromium copies a table whose cells have paragraphs.
    pasted = [
        "September 1, 2025\tLabor Day",
        "October 13, 2025\tNo School",
        "November 10, 2025\t",
        "End of First Trimester",
        "",
        "Professional Development Day - No School",
        "",
        "November 11, 2025\tVeterans Day",
        "| May 22, 2026 |",
        "Early Release Day (K-8)",
        "Last Day of School",
        "|",
    ]
    assert entries_of(pasted) == [
        ("2025-09-01", "Labor Day"),
        ("2025-10-13", "No School"),
        ("2025-11-10", "End of First Trimester"),
        ("2025-11-10", "Professional Development Day - No School"),
        ("2025-11-11", "Veterans Day"),
        ("2026-05-22", "Early Release Day (K-8)"),
        ("2026-05-22", "Last Day of School"),
    ]


def test_a_list_that_has_all_its_dates_alone_is_a_calendar() -> None:
    # It was refused for want of a column of dates.
    lines = "Country Day School\nAugust 8\nFirst Day for Students\nSeptember 1\nLabor Day\n"
    found = read_calendar_table(lines.encode(), "calendar.txt", 2025)
    assert [(str(event.first), event.title) for event in found.events] == [
        ("2025-08-08", "First Day for Students"),
        ("2025-09-01", "Labor Day"),
    ]


@pytest.mark.parametrize("first", ["First Day of School", "Teacher Inservice", "Classes Begin"])
def test_a_list_that_begins_with_an_entry_has_its_dates_below(first: str) -> None:
    # "Labor Day" would be on August 20, and each later entry on the date of the one above it.
    lines = f"{first}\nAugust 20\nLabor Day - No School\nSeptember 1\nLast Day of School\nJune 5\nGo Tigers\n"
    with pytest.raises(InputError):
        read_calendar_table(lines.encode(), "calendar.txt", 2025)


@given(
    st.lists(
        st.tuples(st.integers(0, 280), st.lists(st.sampled_from(TITLES), min_size=1, max_size=3), st.booleans()),
        min_size=3,
        max_size=12,
        unique_by=lambda day: day[0],
    )
)
def test_one_line_and_several_mean_the_same(days: list[tuple[int, list[str], bool]]) -> None:
    lines, expected = [], []
    for offset, titles, is_alone in sorted(days):
        on = date(2025, 8, 20) + timedelta(offset)
        written = f"{on:%B} {on.day}, {on.year}"
        kept = titles if is_alone else titles[:1]
        lines += [written, *kept] if is_alone else [f"{written}\t{kept[0]}"]
        expected += [(str(on), title) for title in kept]
    assert entries_of(lines) == sorted(expected)


@pytest.mark.parametrize(
    "ending",
    ["Early Release Days", "December 2025", "No school is held on the days below.", "Dec. 19 Early Release"],
)
def test_the_entries_of_a_date_end(ending: str) -> None:
    found = date_lines(["November 10, 2025", "End of First Trimester", ending, "Picture Day"], DateReader(2025))
    assert (set(found.dates), set(found.entries)) == ({0}, {1})


def test_parts_of_a_list_and_long_entries_keep_the_dates_of_the_rest() -> None:
    texts = [
        *("August-December", "October 13, 2025", "Columbus Day", "January-May", "January 19, 2026"),
        "Martin Luther King, Jr. Day – Student Holiday/Professional Development for Faculty/Staff",
        *("January 21, 2026", "2pm Dismissal"),
    ]
    found = date_lines(texts, DateReader(2025))
    assert {place: str(spans[0][0]) for place, spans in found.entries.items()} == {
        2: "2025-10-13",
        5: "2026-01-19",
        7: "2026-01-21",
    }


def test_a_date_without_an_entry_is_a_line_that_is_not_used() -> None:
    found = date_lines(["November 10, 2025", "Nov. 11 Veterans Day"], DateReader(2025))
    assert (set(found.dates), set(found.empty), set(found.entries)) == (set(), {0}, set())


BELOW = ["Labor Day", "September 1, 2025", "Columbus Day", "October 13, 2025"]


@pytest.mark.parametrize(
    "texts",
    [BELOW, BELOW[1:], ["Holidays", *BELOW], [*BELOW, "Printed in July"], [*BELOW, "Dates can change."]],
)
def test_where_dates_may_stand_below_their_entries_no_entry_gets_one(texts: list[str]) -> None:
    """Columbus Day is not on September 1."""
    assert date_lines(texts, DateReader(2025)).entries == {}
    assert entries_of([*texts, "November 11, 2025 Veterans Day"])[-1:] == [("2025-11-11", "Veterans Day")]


@pytest.mark.parametrize("between", ["School is closed.", "November 11, 2025 Veterans Day"])
def test_lines_after_a_remark_leave_the_dates_below_them_readable(between: str) -> None:
    texts = ["November 10, 2025", "Picture Day", between, "No School", "November 14, 2025", "End of Term"]
    assert {place: str(spans[0][0]) for place, spans in date_lines(texts, DateReader(2025)).entries.items()} == {
        1: "2025-11-10",
        5: "2025-11-14",
    }


def test_a_list_without_headings_may_begin_with_a_date_alone() -> None:
    texts = ["September 1, 2025", "Labor Day", "November 11, 2025 Veterans Day"]
    found = read_calendar_table("\n".join(texts).encode(), "calendar.txt", 2025)
    assert [(event.first.month, event.title) for event in found.events] == [(9, "Labor Day"), (11, "Veterans Day")]


def test_dates_alone_below_a_heading_are_days_of_its_kind() -> None:
    listed = ["Early Release Days", "October 3, 2025", "November 7, 2025", "December 19, 2025 Half Day"]
    assert entries_of(listed)[:2] == [("2025-10-03", "Early Release Days"), ("2025-11-07", "Early Release Days")]


def test_a_date_alone_whose_weekday_is_another_is_asked() -> None:
    texts = ["Event", "Tuesday, October 13, 2025", "Columbus Day", "November 11, 2025 Veterans Day"]
    (question,) = read_calendar_table("\n".join(texts).encode(), "calendar.txt", 2025).questions
    assert "it says Tuesday, and 2025-10-13 is a Monday" in question.reason


@pytest.mark.parametrize(
    ("heading", "titles", "unread"),
    [
        ("Schools", ["Promotions (Citrus Middle, Grant Middle)"], []),
        ("Notes", ["Promotions"], ["Citrus Middle", "Grant Middle"]),
    ],
)
def test_lines_below_a_cell_of_schools_go_on_in_it_and_below_notes_are_entries_without_a_date(
    heading: str, titles: list[str], unread: list[str]
) -> None:
    pasted = f"Date\tEvent\t{heading}\n6/2/2026\tPromotions\t\nCitrus Middle\nGrant Middle\n6/3/2026\tParty\tx\n"
    found = read_calendar_table(pasted.encode(), "calendar.txt", 2025)
    assert [event.title for event in found.events if event.first == date(2026, 6, 2)] == titles
    assert [question.title for question in found.questions if question.unread] == unread
