"""A line that explains a mark says what it says of each entry that bears the mark."""

from __future__ import annotations

from datetime import date

import pytest

from drillplanner.intake.calendar.academic_calendar import academic_calendar_of
from drillplanner.intake.calendar_files.mark_keys import mark_keys
from drillplanner.model import AcademicCalendar, DayKind
from tests.intake.calendar_builder import CAMPUSES, DISTRICT

#: In the manner of a school in Tennessee: the key is below the list, and dates bear the mark.
LIST = """August 8

First Day for Students

September 1*

Labor Day

October 3*

Parent/Teacher Conferences

October 13

Students Return

November 26-28*

Thanksgiving Break

December 17-January 4*

Winter Break

March 27*

Parent/Teacher Conferences

April 6

Book Fair

May 27

Last Day for Students

* Students do not attend
"""


def year_of(text: str) -> AcademicCalendar:
    return academic_calendar_of(text.encode(), "calendar.csv", DISTRICT, CAMPUSES)


def kind_on(found: AcademicCalendar, on: str) -> DayKind:
    return found.kind_at(date.fromisoformat(on), "heritage")


def test_what_the_key_says_closes_schools_on_the_marked_dates_alone() -> None:
    found = year_of(LIST)
    assert kind_on(found, "2025-10-03") == kind_on(found, "2026-03-27") == DayKind.CLOSED
    assert kind_on(found, "2026-04-06") == kind_on(found, "2025-10-13") == DayKind.FULL
    (note,) = [note for note in found.notes if note.startswith("Read as said of each entry marked *")]
    assert note.endswith("'Students do not attend' (line 37).")


def test_a_mark_in_the_title_or_the_date_of_a_table_counts_too() -> None:
    rows = (
        "8/8,First Day of School\n9/1,Labor Day\n10/3,Conferences*\n3/27*,Conferences\n5/1,Conferences**\n"
        "12/22-1/2,Winter Break\n5/27,Last Day of School\n,* No school\n,** Evening only\n"
    )
    found = year_of(f"Date,Event\n{rows}")
    assert kind_on(found, "2025-10-03") == kind_on(found, "2026-03-27") == DayKind.CLOSED
    assert kind_on(found, "2026-05-01") == DayKind.FULL, "another mark"


@pytest.mark.parametrize(
    "lines",
    [
        ["* September 1: Labor Day", "* October 3: Conferences", "* No School"],  # bullets
        ["*September 1: Labor Day", "*October 3: Conferences", "*No School"],
        ["September 1: Labor Day*", "October 3: Conferences", "* No School on October 6"],  # an entry
        ["September 1: Labor Day", "October 3: Conferences", "* No School"],  # nothing bears it
        ["September 1: Labor Day*", "October 3: Conferences", "* No School", "* Snow make-up day"],  # which one?
        ["**No School**", "September 1: Labor Day", "October 3: **Book Fair**"],  # bold
    ],
)
def test_bullets_and_entries_are_no_keys(lines: list[str]) -> None:
    assert mark_keys(lines).words == {}


@pytest.mark.parametrize("key", ["* No School", "*No School", "(*) = No School", "* - No School"])
@pytest.mark.parametrize(
    "marked",
    [
        "October 3* Conferences",
        "October 3: Conferences*",
        "October 3 * Conferences",
        "October 3 (*) Conferences",
        "*October 3: Conferences",
    ],
)
def test_ways_of_writing_a_key_and_its_mark(key: str, marked: str) -> None:
    keys = mark_keys(["September 1: Labor Day", marked, key])
    assert (keys.words, dict(keys.places)) == ({"*": "No School"}, {2: "*"})
    assert (keys.said_of(marked), keys.said_of("September 1: Labor Day")) == (("No School",), ())


def test_a_key_about_make_up_days_opens_no_school() -> None:
    text = LIST.replace("* Students do not attend", "* indicates possible snow make-up day")
    assert kind_on(year_of(text), "2025-09-01") == DayKind.CLOSED
