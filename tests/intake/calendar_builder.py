"""Builders of academic calendars as text, in the shapes that real exports have; all invented."""

from __future__ import annotations

from collections.abc import Iterable

from drillplanner.files.yaml_document import parse_document
from drillplanner.intake.calendar.academic_calendar import academic_calendar_of
from drillplanner.model import AcademicCalendar, CalendarQuestion, Campus, District, parse_grades

NAME = "calendar.ics"

CAMPUSES = tuple(
    Campus(campus_id=campus_id, name=name, grades=parse_grades(grades))
    for campus_id, name, grades in (
        ("burnet-hill", "Burnet Hill Elementary School", "K-5"),
        ("mount-pleasant-elementary", "Mount Pleasant Elementary School", "K-5"),
        ("mount-pleasant-middle", "Mount Pleasant Middle School", "6"),
        ("heritage", "Heritage Middle School", "7-8"),
        ("livingston-high", "Livingston High School", "9-12"),
    )
)
ALL = tuple(campus.campus_id for campus in CAMPUSES)
ELEMENTARY = ("burnet-hill", "mount-pleasant-elementary")

DISTRICT = District(name="Livingston Public Schools", state="NJ", timezone="America/New_York", year="2025-26")


def event(title: str, first: str, last: str | None = None, *lines: str, uid: str | None = None) -> str:
    """Return an all-day event; ``last`` is exclusive, and omitted for one day, as in many exports."""
    end = [f"DTEND;VALUE=DATE:{last}"] if last else []
    return component(
        f"UID:{uid or f'{title}-{first}'}", f"SUMMARY:{title}", f"DTSTART;VALUE=DATE:{first}", *end, *lines
    )


def component(*lines: str) -> str:
    """Return a VEVENT with these lines."""
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


#: The federal holidays and the end of December in the year below, without which a calendar is asked about them.
HOLIDAYS = (
    event("Columbus Day - Schools Closed", "20251013"),
    event("Veterans Day - Schools Closed", "20251111"),
    event("Thanksgiving Day", "20251127"),
    event("Day after Thanksgiving", "20251128"),
    event("Christmas Day", "20251225"),
    event("Schools Closed", "20251226", "20260101"),
    event("New Year's Day", "20260101"),
    event("Martin Luther King Day", "20260119"),
    event("Presidents' Day - Schools Closed", "20260216"),
    event("Memorial Day", "20260525"),
)
YEAR = (event("First Day of School", "20250902"), event("Last Day of School", "20260618"))


def calendar(events: Iterable[str], *head: str) -> str:
    """Return a VCALENDAR with these events."""
    return "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            *head,
            *(line for event in events for line in event.split("\n")),
            "END:VCALENDAR",
            "",
        ]
    )


def read(
    *events: str, answers: str | None = None, head: tuple[str, ...] = (), year: bool = True
) -> AcademicCalendar:
    """Return the academic calendar of these events, with first and last day unless ``year`` is False."""
    text = calendar([*events, *((*YEAR, *HOLIDAYS) if year else ())], *head)
    return read_raw(text.encode(), answers)


def read_raw(raw: bytes, answers: str | None = None) -> AcademicCalendar:
    """Return the academic calendar in these bytes."""
    document = None if answers is None else parse_document(answers.encode(), "calendar.yaml")
    return academic_calendar_of(raw, NAME, DISTRICT, CAMPUSES, document)


def the_question(found: AcademicCalendar) -> CalendarQuestion:
    """Return the only question of a calendar."""
    assert len(found.questions) == 1, found.questions
    return found.questions[0]
