"""Dates in a title that are not those of its event."""

from __future__ import annotations

from datetime import date

import pytest

from drillplanner.files.phrases import comparable
from drillplanner.intake.calendar.entries import dates_in_title
from tests.intake.calendar_builder import event, read, the_question


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Conferences, no school 10/24", ("10/24",)),
        ("No school 10/23", ()),
        ("No School Oct. 24", ("oct. 24",)),
        ("No School October 23rd", ()),
        ("1/2 day", ()),
        ("½ Day (1/2)", ()),
        ("Grades 7/8 half day", ()),
        ("Early release 2 1/2 hours", ()),
        ("Fall Break (students return Oct. 27)", ()),
        ("Break through 10/27", ()),
        ("Closed for July 4", ()),
        ("Dismissal 12:30", ()),
        ("No School 10/24/2025", ()),
        ("May 5K run", ()),
    ],
)
def test_dates_outside_the_event_are_found(title: str, found: tuple[str, ...]) -> None:
    assert dates_in_title(comparable(title), date(2025, 10, 22), date(2025, 10, 23)) == found


def test_a_closure_that_names_another_day_becomes_a_question() -> None:
    question = the_question(read(event("Conferences tonight, no school 10/24", "20251023")))
    assert question.reason == "it speaks of 10/24, which is none of its dates"
    assert question.taken_as == "no school at all campuses"
    assert read(event("No school 10/24", "20251024")).questions == ()
    assert read(event("Concert 10/24", "20251023")).questions == ()
