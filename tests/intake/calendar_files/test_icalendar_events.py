"""Events on their local dates."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from drillplanner.intake.calendar_files.contents import CalendarFile
from drillplanner.intake.calendar_files.event import CalendarEvent
from drillplanner.intake.calendar_files.icalendar_events import read_calendar_events
from tests.intake.calendar_builder import calendar, component, event

NEW_YORK = ZoneInfo("America/New_York")
WINDOW = (date(2025, 7, 1), date(2026, 6, 30))


def read(*events: str, head: tuple[str, ...] = ()) -> CalendarFile:
    return read_calendar_events(calendar(events, *head).encode(), "school.ics", NEW_YORK, WINDOW)


def the_event(*lines: str, head: tuple[str, ...] = ()) -> CalendarEvent:
    found = read(component("UID:a", "SUMMARY:X", *lines), head=head)
    assert found.questions == ()
    assert len(found.events) == 1
    return found.events[0]


@pytest.mark.parametrize(
    ("lines", "first", "last", "start", "end"),
    [
        (["DTSTART;VALUE=DATE:20251013"], "2025-10-13", "2025-10-13", None, None),
        (["DTSTART;VALUE=DATE:20251013", "DTEND;VALUE=DATE:20251013"], "2025-10-13", "2025-10-13", None, None),
        (["DTSTART;VALUE=DATE:20251013", "DTEND;VALUE=DATE:20251014"], "2025-10-13", "2025-10-13", None, None),
        (["DTSTART;VALUE=DATE:20251224", "DTEND;VALUE=DATE:20260102"], "2025-12-24", "2026-01-01", None, None),
        (["DTSTART:20251013", "DTEND:20251015"], "2025-10-13", "2025-10-14", None, None),
        (["DTSTART;VALUE=DATE:20251013", "DURATION:P3D"], "2025-10-13", "2025-10-15", None, None),
        (["DTSTART:20251013T123000"], "2025-10-13", "2025-10-13", "12:30", "12:30"),
        (["DTSTART:20251013T123000", "DURATION:PT45M"], "2025-10-13", "2025-10-13", "12:30", "13:15"),
        (["DTSTART:20251014T013000Z", "DTEND:20251014T023000Z"], "2025-10-13", "2025-10-13", "21:30", "22:30"),
        (["DTSTART:20251013T040000Z", "DTEND:20251014T040000Z"], "2025-10-13", "2025-10-13", None, None),
        (["DTSTART:20251013T220000", "DTEND:20251014T000000"], "2025-10-13", "2025-10-13", "22:00", "00:00"),
        (["DTSTART;TZID=America/Chicago:20251013T080000"], "2025-10-13", "2025-10-13", "09:00", "09:00"),
        (["DTSTART;TZID=Central Standard Time:20251013T080000"], "2025-10-13", "2025-10-13", "09:00", "09:00"),
        (["DTSTART;TZID=/vendor.example/America/Chicago:20251013T080000"], "2025-10-13", "2025-10-13", "09:00", "09:00"),  # noqa: E501
    ],
)  # fmt: skip
def test_dates_and_times_are_local(
    lines: list[str], first: str, last: str, start: str | None, end: str | None
) -> None:
    found = the_event(*lines)
    assert (found.first, found.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert found.start == (time.fromisoformat(start) if start else None)
    assert found.end == (time.fromisoformat(end) if end else None)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [("123000", "131500", 45), ("220000", "240000", None), ("080000", "080000", 0)],
)
def test_a_timed_event_has_a_length_in_minutes(start: str, end: str, minutes: int | None) -> None:
    if minutes is None:
        assert the_event("DTSTART:20251013T220000", "DTEND:20251014T000000").minutes == 120
    else:
        assert the_event(f"DTSTART:20251013T{start}", f"DTEND:20251013T{end}").minutes == minutes


def test_floating_times_are_in_the_zone_of_the_calendar() -> None:
    found = the_event("DTSTART:20251013T080000", head=("X-WR-TIMEZONE:America/Los_Angeles",))
    assert found.start == time(11)
    assert the_event("DTSTART:20251013T080000", head=("X-WR-TIMEZONE:Nowhere",)).start == time(8)


def zone(tzid: str, offset: str) -> str:
    return "\n".join(
        [
            "BEGIN:VTIMEZONE",
            f"TZID:{tzid}",
            "BEGIN:STANDARD",
            "DTSTART:19700101T000000",
            f"TZOFFSETFROM:{offset}",
            f"TZOFFSETTO:{offset}",
            "END:STANDARD",
            "END:VTIMEZONE",
        ]
    )


def test_a_zone_may_be_defined_only_in_the_file() -> None:
    found = read(zone("Ours", "-0700"), component("UID:a", "DTSTART;TZID=Ours:20251013T080000"))
    assert found.questions == ()
    assert found.events[0].start == time(11)


def test_a_wrong_definition_of_a_known_zone_is_ignored() -> None:
    found = read(
        zone("America/Chicago", "+0900"), component("UID:a", "DTSTART;TZID=America/Chicago:20251013T080000")
    )
    assert found.events[0].start == time(9)


def test_a_broken_definition_affects_nothing_else() -> None:
    broken = zone("Ours", "-0700").replace("TZOFFSETTO:-0700", "TZOFFSETTO:nonsense")
    found = read(
        broken, component("UID:a", "SUMMARY:X", "DTSTART;TZID=Ours:20251013T080000"), event("Y", "20251014")
    )
    assert [event.title for event in found.events] == ["X", "Y"]
    assert found.events[0].start == time(8)
    assert [(question.reason, question.taken_as) for question in found.questions] == [
        ("its time zone 'Ours' is not known", "local time (America/New_York)")
    ]


def test_a_zone_of_one_file_is_not_known_in_the_next() -> None:
    read(zone("Only here", "-0700"), component("UID:a", "DTSTART;TZID=Only here:20251013T080000"))
    found = read(component("UID:a", "DTSTART;TZID=Only here:20251013T080000"))
    assert found.questions[0].reason == "its time zone 'Only here' is not known"


@pytest.mark.parametrize(
    ("lines", "line", "reason", "taken_as", "kept"),
    [
        (["DTSTART:2025-10-13"], 6, "DTSTART cannot be read: 2025-10-13", "ignored", 0),
        (["DTSTART;VALUE=DATE:20260230"], 6, "DTSTART cannot be read: 20260230", "ignored", 0),
        (["DTEND;VALUE=DATE:20251013"], 3, "the event has no DTSTART", "ignored", 0),
        (["DTSTART:20251013", "DTSTART:20251014"], 3, "the event has several DTSTART that differ", "ignored", 0),
        (["DTSTART:PT1H"], 3, "DTSTART is neither a date nor a time", "ignored", 0),
        (["DTSTART:20251013", "DTEND:20251010"], 3, "it ends (2025-10-10) before it begins (2025-10-13)", "its first day alone", 1),  # noqa: E501
        (["DTSTART:20251013", "DTEND:tomorrow"], 7, "DTEND cannot be read: tomorrow", "the event without it", 1),
        (["DTSTART:20251013", "this is no property"], 7, "a line of it is no property: this is no property", "the event without it", 1),  # noqa: E501
        (["DTSTART:20251013", "RRULE:FREQ=SOMETIMES"], 7, "RRULE cannot be read: FREQ=SOMETIMES", "the event without it", 1),  # noqa: E501
    ],
)  # fmt: skip
def test_unreadable_events_become_questions(
    lines: list[str], line: int, reason: str, taken_as: str, kept: int
) -> None:
    found = read(component("UID:a", "SUMMARY:Columbus Day", *lines), event("Y", "20251014"))
    first = found.questions[0]
    assert (first.file, first.line, first.title) == ("school.ics", line, "Columbus Day")
    assert (first.reason, first.taken_as) == (reason, taken_as)
    assert len(found.events) == kept + 1, "the other event is not harmed"
    if kept:
        assert found.events[0].first == found.events[0].last == date(2025, 10, 13)


def test_a_zone_named_like_a_folder_of_the_tz_database_is_unknown() -> None:
    found = read(component("UID:a", "SUMMARY:X", "DTSTART;TZID=America:20251013T080000"))
    assert len(found.questions) == 1


def test_texts_are_cleaned() -> None:
    found = the_event(
        "DTSTART:20251013",
        "DESCRIPTION:<p>No school\\, staff\\; only</p>\\n\\nsee&nbsp;here",
        "LOCATION:Room\u00a01",
        "CATEGORIES:No School,Holiday",
        "CATEGORIES:District",
    )
    assert found.description == "No school, staff; only see here"
    assert found.location == "Room 1"
    assert found.categories == ("District", "Holiday", "No School")


def test_canceled_events_are_counted_and_omitted() -> None:
    found = read(
        event("X", "20251013", None, "STATUS:CANCELLED"), event("Y", "20251014", None, "STATUS:confirmed")
    )
    assert [event.title for event in found.events] == ["Y"]
    assert found.canceled == 1
    assert found.questions == ()


def test_the_last_revision_counts_and_a_copy_counts_once() -> None:
    found = read(
        event("Old", "20251013", None, "SEQUENCE:1", uid="a"),
        event("New", "20251014", None, "SEQUENCE:2", uid="a"),
        event("Copy", "20251015", uid="b"),
        event("Copy", "20251015", uid="b"),
        event("One", "20251016", uid="c"),
        event("Other", "20251017", uid="c"),
    )
    assert [event.title for event in found.events] == ["New", "Copy", "One", "Other"]
    assert [(question.title, question.reason, question.taken_as) for question in found.questions] == [
        ("Old", "a later revision of the same event stands in the same file", "ignored"),
        ("Other", "it has the same UID as the event on line 25", "another event"),
    ]


def test_an_empty_rule_is_no_rule() -> None:
    found = the_event("DTSTART:20251013", "DTEND:20251013", "RRULE:", "LOCATION:")
    assert (found.first, found.last) == (date(2025, 10, 13), date(2025, 10, 13))


def test_one_broken_exception_does_not_lose_the_others() -> None:
    found = read(
        event("X", "20251013", None, "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20251014", "EXDATE:soon")
    )
    assert [event.first.day for event in found.events] == [13, 15]
    assert found.questions[0].reason == "EXDATE cannot be read: Expected datetime, date, or time. Got: 'soon'"


def test_events_without_uid_are_separate() -> None:
    found = read(component("SUMMARY:A", "DTSTART:20251013"), component("SUMMARY:B", "DTSTART:20251014"))
    assert [event.title for event in found.events] == ["A", "B"]
    assert found.questions == ()


def test_the_calendar_s_name_is_read() -> None:
    assert read(event("X", "20251013"), head=("X-WR-CALNAME:Oak\\, Drills",)).name == "Oak, Drills"
    assert read(event("X", "20251013"), head=("NAME:Oak",)).name == "Oak"
    assert read(event("X", "20251013")).name == ""


def test_a_file_that_is_not_utf_8_is_asked_about() -> None:
    raw = calendar([event("Año Nuevo", "20260101")]).encode("cp1252")
    found = read_calendar_events(raw, "school.ics", NEW_YORK, WINDOW)
    assert found.events[0].title == "Año Nuevo"
    assert found.questions[0].line == 4
    assert found.questions[0].taken_as == "Windows-1252 text, as older programs write it"


def test_tasks_are_asked_about() -> None:
    task = "\n".join(["BEGIN:VTODO", "SUMMARY:No School", "END:VTODO"])
    found = read(task, task, event("X", "20251013"))
    assert len(found.events) == 1
    assert [(question.line, question.title) for question in found.questions] == [(3, "(2 VTODO)")]


def test_text_outside_the_calendar_is_asked_about() -> None:
    raw = f"PHP Warning: x\r\n{calendar([event('X', '20251013')])}".encode()
    found = read_calendar_events(raw, "school.ics", NEW_YORK, WINDOW)
    assert (found.questions[0].line, found.questions[0].title) == (1, "PHP Warning: x")
