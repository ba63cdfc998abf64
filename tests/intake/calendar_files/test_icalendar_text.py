"""The components of whole and damaged files, before any event is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import MAXIMUM_BYTES
from drillplanner.intake.calendar_files.icalendar_text import MAXIMUM_EVENTS, CalendarText, read_calendar_text
from tests.intake.calendar_builder import YEAR, calendar, event

GOOD = calendar(YEAR)


def problem_of(raw: bytes) -> Problem:
    with pytest.raises(InputError) as caught:
        read_calendar_text(raw, "school.ics")
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].file == "school.ics"
    return caught.value.problems[0]


def titles(found: CalendarText) -> list[str]:
    return [
        event.value("SUMMARY")
        for calendar in found.calendars
        for event in calendar.inner
        if event.name == "VEVENT"
    ]


@pytest.mark.parametrize(
    "raw",
    [
        GOOD.encode(),
        GOOD.replace("\r\n", "\n").encode(),
        GOOD.replace("\r\n", "\r").encode(),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.encode("utf-16"),
        b"\xfe\xff" + GOOD.encode("utf-16-be"),
        GOOD.replace("First Day", "First\r\n  Day").encode(),
        GOOD.replace("First Day", "First\r\n\t Day").encode(),
        GOOD.replace("\r\n", "\r\n\r\n").encode(),
    ],
    ids=["CRLF", "LF", "CR", "UTF-8 mark", "UTF-16", "UTF-16 BE", "folded", "folded by tab", "blank lines"],
)
def test_one_calendar_is_read_alike_in_every_encoding_and_line_end(raw: bytes) -> None:
    found = read_calendar_text(raw, "school.ics")
    assert titles(found) == ["First Day of School", "Last Day of School"]
    assert found.windows_1252_line is None
    assert found.stray == ()


def test_line_numbers_are_those_of_the_file_despite_folding() -> None:
    found = read_calendar_text(GOOD.replace("First Day", "First\r\n  Day").encode(), "school.ics")
    assert [problem.line for problem in found.calendars[0].inner] == [3, 10], "two lines are folded"


def test_windows_1252_is_read_and_reported() -> None:
    found = read_calendar_text(
        calendar([event("Año Nuevo – No School", "20260101")]).encode("cp1252"), "school.ics"
    )
    assert titles(found) == ["Año Nuevo – No School"]
    assert found.windows_1252_line == 4


def test_a_fold_inside_a_character_is_repaired() -> None:
    raw = calendar([event("Año", "20260101")]).encode().replace(b"A\xc3\xb1o", b"A\xc3\r\n \xb1o")
    assert titles(read_calendar_text(raw, "school.ics")) == ["Año"]


def test_lines_outside_the_calendar_are_kept() -> None:
    found = read_calendar_text(f"Warning: deprecated\r\n{GOOD}<!-- made by x -->\r\n".encode(), "school.ics")
    assert [line.text for line in found.stray] == ["Warning: deprecated", "<!-- made by x -->"]
    assert len(titles(found)) == 2


def test_a_file_may_have_two_calendars() -> None:
    found = read_calendar_text((GOOD + calendar([event("Extra", "20251010")])).encode(), "school.ics")
    assert len(found.calendars) == 2
    assert titles(found)[-1] == "Extra"


def test_alarms_are_separate_from_their_event() -> None:
    alarm = "\n".join(["BEGIN:VALARM", "TRIGGER:nonsense", "SUMMARY:Alarm", "END:VALARM"])
    found = read_calendar_text(calendar([event("No School", "20251010", None, alarm)]).encode(), "school.ics")
    assert titles(found) == ["No School"]


def test_a_file_cut_in_half_is_refused() -> None:
    half = GOOD[: GOOD.index("SUMMARY:Last Day") + 14]
    problem = problem_of(half.encode())
    assert problem.message == "the file is cut off: BEGIN:VEVENT (line 8) without END:VEVENT"
    assert problem.line == 10
    assert problem.value == "SUMMARY:Last D"
    assert problem.maybe == "Maybe the download broke off; fetch the file again."


def test_a_file_cut_between_two_events_is_refused() -> None:
    problem = problem_of(GOOD[: GOOD.index("BEGIN:VEVENT", 60)].encode())
    assert problem.message == "the file is cut off: BEGIN:VCALENDAR (line 1) without END:VCALENDAR"
    assert problem.line == 7


@given(st.integers(1, len(GOOD) - 3))
def test_wherever_the_file_is_cut_it_is_refused(length: int) -> None:
    assert problem_of(GOOD[:length].encode()).file == "school.ics"


def test_an_event_that_is_not_closed_before_the_next_is_refused() -> None:
    problem = problem_of(GOOD.replace("END:VEVENT\r\n", "", 1).encode())
    assert problem.message == "BEGIN:VEVENT (line 3) without END:VEVENT: another VEVENT begins here"
    assert problem.line == 7


def test_wrong_ends_are_refused() -> None:
    assert problem_of(GOOD.replace("END:VEVENT\r\n", "END:VALARM\r\n", 1).encode()).message == (
        "BEGIN:VEVENT (line 3) without END:VEVENT"
    )
    assert problem_of(f"END:VEVENT\r\n{GOOD}".encode()).message == "END:VEVENT without BEGIN:VEVENT"


@pytest.mark.parametrize(
    ("raw", "message", "line"),
    [
        (b"", "the file is empty", None),
        (b"\r\n \r\n", "the file is empty", None),
        (b"<!DOCTYPE html>\n<html><body>Sign in</body></html>", "this is a web page, not a calendar", 1),
        (b"\n\n<html>", "this is a web page, not a calendar", 3),
        (b"date,title\n2025-09-02,First day", "this is not a calendar", 1),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "this is not a calendar", 1),
        (b"PK\x03\x04\x00\x00", "the file is not text", 1),
        (b"BEGIN:VCALENDAR\nX:\x81\nEND:VCALENDAR\n", "the file is neither UTF-8 nor Windows-1252 text", 2),
        (b"\xff\xfeA", "the file says that it is UTF-16 text, but it cannot be decoded", None),
        (b"BEGIN:VEVENT\nEND:VEVENT\n", "this is not a calendar", 1),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "the calendar holds no event", None),
        (b"BEGIN:VCALENDAR\nBEGIN:VTODO\nEND:VTODO\nEND:VCALENDAR\n", "the calendar holds no event", None),
        (b"BEGIN:VEVENT\nEND:VEVENT\nBEGIN:VCALENDAR\nEND:VCALENDAR\n", "a VEVENT stands outside the calendar", 1),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 50_000, "components are nested too deep", 11),
        (b"x" * (MAXIMUM_BYTES + 1), "the file is too large", None),
    ],
)
def test_other_files_are_refused(raw: bytes, message: str, line: int | None) -> None:
    problem = problem_of(raw)
    assert problem.message == message
    assert problem.line == line


def test_a_web_page_is_refused_with_a_hint() -> None:
    assert "often ends in .ics" in str(problem_of(b"<html>"))


def test_too_many_events_are_refused() -> None:
    raw = b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * (MAXIMUM_EVENTS + 1) + b"END:VCALENDAR\n"
    assert problem_of(raw).message == "the calendar holds too many events"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        found = read_calendar_text(raw, "school.ics")
    except InputError as error:
        assert error.problems
    else:
        assert titles(found) is not None
