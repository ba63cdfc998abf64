"""Calendar events as entries: titles with several statements, and titles with other dates."""

from __future__ import annotations

from datetime import date

import pytest

from drillplanner.files.phrases import comparable
from drillplanner.intake.calendar.academic_calendar import academic_calendar_of
from drillplanner.intake.calendar.entries import dates_in_title
from drillplanner.model import Campus, DayKind, parse_grades
from tests.intake.calendar_builder import (
    ALL,
    DISTRICT,
    ELEMENTARY,
    HOLIDAYS,
    YEAR,
    calendar,
    event,
    read,
    the_question,
)

HIGHER = tuple(campus_id for campus_id in ALL if campus_id not in ELEMENTARY)


@pytest.mark.parametrize(
    ("title", "elementary", "higher"),
    [
        ("Elementary - no school; secondary in session", DayKind.CLOSED, DayKind.FULL),
        ("K-5 half day; 6-12 no school", DayKind.EARLY_RELEASE, DayKind.CLOSED),
        ("K-5 half day; 7-12 no school", DayKind.CLOSED, None),
        ("Conferences \u2013 No School K-5; Early dismissal 6-12", DayKind.CLOSED, DayKind.EARLY_RELEASE),
        (
            "Secondary in-service: no school gr. 6-12 / Elementary early dismissal",
            DayKind.EARLY_RELEASE,
            DayKind.CLOSED,
        ),
        ("Elem: no students; MS and HS: early dismissal", DayKind.CLOSED, DayKind.EARLY_RELEASE),
        ("Conferences for ES; students in these schools dismissed at noon", DayKind.EARLY_RELEASE, DayKind.FULL),
    ],
)
def test_each_clause_is_for_its_own_schools(title: str, elementary: DayKind, higher: DayKind | None) -> None:
    found = read(event(title, "20251113"))
    day = next(day for day in found.days if day.date.isoformat() == "2025-11-13")
    assert {day.kind_at(campus_id) for campus_id in ELEMENTARY} == {elementary}
    if higher is None:
        # "7-12" without the word "grades" may be dates or hours: the safer reading, and a question.
        assert the_question(found).title == title
    else:
        assert {day.kind_at(campus_id) for campus_id in HIGHER} == {higher}
        assert found.questions == ()


def test_an_unknown_clause_next_to_a_harmless_one_becomes_a_question() -> None:
    question = the_question(read(event("End of 1st quarter; 60% day", "20251113")))
    assert "'60% day'" in question.reason
    assert read(event("Concert; refreshments afterwards", "20251113")).questions == ()


def test_schools_that_may_be_the_reason_are_asked_about() -> None:
    question = the_question(read(event("Early dismissal - secondary finals", "20251113")))
    assert "'secondary finals'" in question.reason
    assert read(event("Secondary final exams", "20251113")).questions == ()


def test_a_school_is_what_its_name_says() -> None:
    campuses = tuple(
        Campus(campus_id=campus_id, name=name, grades=parse_grades(grades))
        for campus_id, name, grades in (
            ("dunes", "Dunes Upper Elementary School", "5-6"),
            ("shore", "Shore School", "5-6"),
            ("pine", "Pine Elementary School", "K-8"),
        )
    )
    raw = calendar([event("MS early dismissal", "20251113"), *YEAR, *HOLIDAYS]).encode()
    found = academic_calendar_of(raw, "calendar.ics", DISTRICT, campuses)
    day = next(day for day in found.days if day.date.isoformat() == "2025-11-13")
    assert [day.kind_at(campus.campus_id).value for campus in campuses] == [
        "full",
        "early_release",
        "early_release",
    ]


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


def test_a_school_with_a_full_day_in_brackets_is_left_out_of_a_short_day() -> None:
    campuses = tuple(
        Campus(campus_id=name.split()[0].lower(), name=name, grades=parse_grades(grades))
        for name, grades in (("Plant Street", "PK-6"), ("Lakeside", "K-6"), ("Tilden", "7-12"))
    )
    titles = {
        "2025-09-25": "Early Dismissal: Plant St & Lakeside - no aftercare (Full Day for Tilden)",
        "2025-10-21": "Early Dismissal: Tilden - no aftercare (Full Day for Plant St. and Lakeside)",
        "2025-11-13": "Early Dismissal (regular schedule at Tilden)",
        "2025-11-14": "Early Dismissal (full day of conferences)",
        "2025-11-20": "Early Dismissal (full day of training for Tilden teachers)",
    }
    events = [event(title, on.replace("-", "")) for on, title in titles.items()]
    found = academic_calendar_of(
        calendar([*YEAR, *HOLIDAYS, *events]).encode(), "calendar.ics", DISTRICT, campuses
    )
    short = {
        day.date.isoformat(): {
            campus.campus_id for campus in campuses if day.kind_at(campus.campus_id) is DayKind.EARLY_RELEASE
        }
        for day in found.days
    }
    assert short["2025-09-25"] == short["2025-11-13"] == {"plant", "lakeside"}
    assert short["2025-10-21"] == {"tilden"}
    assert short["2025-11-14"] == {"plant", "lakeside", "tilden"}
    assert "tilden" in short["2025-11-20"]


def test_schools_of_another_sentence_do_not_narrow_a_closure() -> None:
    meetings = "Contracts include six days of training, an Elementary Open House, and two conferences."
    found = read(
        event(f"Schools will be closed for training. {meetings}", "20251113"),
        event("No School. Elementary conferences", "20251114"),
    )
    kinds = {
        day.date.isoformat(): {day.kind_at(campus_id) for campus_id in HIGHER}
        for day in found.days
        if day.date.isoformat() in ("2025-11-13", "2025-11-14")
    }
    assert kinds == {"2025-11-13": {DayKind.CLOSED}, "2025-11-14": {DayKind.FULL}}


def test_a_day_that_is_closed_and_short_is_a_question() -> None:
    question = the_question(
        read(
            event("End of First Quarter [ No School ]", "20251010"),
            event("Early Dismissal - no aftercare", "20251010"),
        )
    )
    assert question.title == "End of First Quarter [ No School ]"
    assert "another line says 'early release' for this day" in question.reason
    for_others = read(
        event("No School - Elementary", "20251010"), event("Early Dismissal - High School", "20251010")
    )
    assert for_others.questions == ()
