"""Entries in blocks, each with its date below the title, are read as lines with both."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.files.errors import InputError
from drillplanner.intake.calendar_files.table_events import read_calendar_table

TITLES = ("Superintendent’s Conference Day", "Labor Day", "Regents Testing, Grades 7-12", "Holiday Recess")
BELOW = ("", "School Closed", "6:00 PM – 8:00 PM")


def entries_of(lines: list[str]) -> list[tuple[str, str, str]]:
    found = read_calendar_table("\n".join(lines).encode(), "calendar.txt", 2023)
    assert not found.questions
    return [(str(event.first), str(event.last), event.title) for event in found.events]


def written(on: date) -> str:
    return f"{on:%a}, {on:%B} {on.day}, {on.year}"


def test_each_date_is_that_of_the_title_above_it() -> None:
    # As copied from the list of events of a school in New York; the first title comes again.
    assert entries_of(
        [
            "Superintendent’s Conference Day",
            "Tue, September 5, 2023",
            "School Closed",
            "-",
            "R/JSHS Gr 7-12 Open House",
            "Wed, September 6, 2023",
            "6:00 PM – 8:00 PM",
            "-",
            "Superintendent’s Conference Day",
            "Thu, November 9, 2023",
            "-",
            "Holiday Recess",
            "Mon, December 25, 2023 – Mon, January 1, 2024",
        ]
    ) == [
        ("2023-09-05", "2023-09-05", "Superintendent’s Conference Day (School Closed)"),
        ("2023-09-06", "2023-09-06", "R/JSHS Gr 7-12 Open House (6:00 PM – 8:00 PM)"),
        ("2023-11-09", "2023-11-09", "Superintendent’s Conference Day"),
        ("2023-12-25", "2024-01-01", "Holiday Recess"),
    ]


@given(
    st.lists(
        st.tuples(st.integers(0, 280), st.sampled_from(TITLES), st.sampled_from(BELOW)),
        min_size=3,
        max_size=12,
        unique_by=lambda entry: entry[0],
    ),
    st.sampled_from(("-", "—", "• • •", "***")),
)
def test_a_list_of_blocks_has_the_entries_that_it_was_made_from(
    days: list[tuple[int, str, str]], mark: str
) -> None:
    lines: list[str] = []
    expected = []
    for offset, title, below in sorted(days):
        on = date(2023, 8, 20) + timedelta(offset)
        lines += [title, written(on), *([below] if below else []), mark]
        expected.append((str(on), str(on), f"{title} ({below})" if below else title))
    assert entries_of(lines) == expected


def test_a_date_without_a_mark_is_not_given_to_the_title_above_it() -> None:
    # Without marks it could as well be the date of the title below.
    lines = ["Labor Day", "Mon, September 4, 2023", "Winter Recess", "Mon, January 1, 2024"]
    assert entries_of(lines) == []


@pytest.mark.parametrize("is_date_first", [False, True])
def test_a_block_without_a_date_does_not_move_the_dates_of_others(is_date_first: bool) -> None:
    days = {"Labor Day": date(2023, 9, 4), "Fall Recess": date(2023, 9, 26), "Columbus Day": date(2023, 10, 9)}
    lines: list[str] = []
    for title, on in days.items():
        lines += [*((written(on), title) if is_date_first else (title, written(on))), "-"]
    found = read_calendar_table("\n".join([*lines, "View all events"]).encode(), "calendar.txt", 2023)
    assert {event.title: event.first for event in found.events} == days
    assert [line.title for line in found.undated] == ["View all events"]


def test_a_block_with_several_dates_gives_none_to_a_title() -> None:
    # Which of the two dates is that of "Labor Day" cannot be seen.
    lines = ["Labor Day", "Mon, September 4, 2023", "Tue, September 26, 2023", "Fall Recess", "-"]
    lines += ["Columbus Day", "Mon, October 9, 2023", "-", "Open House", "Wed, October 11, 2023"]
    lines += ["-", "Picture Day", "Thu, October 12, 2023", "-", "View all events"]
    with pytest.raises(InputError, match="neither a table"):
        read_calendar_table("\n".join(lines).encode(), "calendar.txt", 2023)
