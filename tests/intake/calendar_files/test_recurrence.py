"""Series of events, and rules that are not expanded."""

from __future__ import annotations

import time
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from drillplanner.intake.calendar_files.contents import CalendarFile
from drillplanner.intake.calendar_files.icalendar_events import read_calendar_events
from drillplanner.intake.calendar_files.recurrence import MAXIMUM_SERIES
from tests.intake.calendar_builder import calendar, component, event

WINDOW = (date(2025, 7, 1), date(2026, 6, 30))


def read(*events: str, window: tuple[date, date] | None = WINDOW) -> CalendarFile:
    return read_calendar_events(calendar(events).encode(), "school.ics", ZoneInfo("America/New_York"), window)


def days(*numbers: int) -> list[date]:
    return [date(2025, 9, number) for number in numbers]


def test_a_weekly_late_start_with_exceptions_is_expanded() -> None:
    found = read(
        component(
            "UID:a",
            "SUMMARY:Late Start Wednesday",
            "DTSTART;TZID=America/New_York:20250903T093000",
            "DTEND;TZID=America/New_York:20250903T100000",
            "RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20251008T235959Z",
            "EXDATE;TZID=America/New_York:20250917T093000,20251001T093000",
        )
    )
    assert [event.first for event in found.events] == [*days(3, 10, 24), date(2025, 10, 8)]
    assert {str(event.start) for event in found.events} == {"09:30:00"}
    assert found.questions == ()


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY;COUNT=3", days(3, 4, 5)),
        ("FREQ=WEEKLY;COUNT=2", days(3, 10)),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=2", days(3, 17)),
        ("FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20250910", days(3, 8, 10)),
        ("FREQ=MONTHLY;BYDAY=1WE;UNTIL=20250930", days(3)),
        ("FREQ=DAILY;BYDAY=WE;COUNT=2", days(3, 10)),
        ("FREQ=YEARLY;COUNT=5", days(3)),
    ],
)
def test_rules_give_the_expected_dates(rule: str, expected: list[date]) -> None:
    found = read(event("Late Start", "20250903", "20250904", f"RRULE:{rule}"))
    assert [event.first for event in found.events] == expected
    assert [event.last for event in found.events] == expected


def test_listed_dates_and_changed_instances_are_read() -> None:
    found = read(
        event("Late Start", "20250903", None, "RDATE;VALUE=DATE:20250910,20250917", uid="a"),
        component(
            "UID:a", "SUMMARY:Late Start moved", "RECURRENCE-ID;VALUE=DATE:20250910", "DTSTART;VALUE=DATE:20250911"
        ),
        component("UID:a", "STATUS:CANCELLED", "RECURRENCE-ID;VALUE=DATE:20250917", "DTSTART;VALUE=DATE:20250917"),
    )
    assert [(event.first, event.title) for event in found.events] == [
        (date(2025, 9, 3), "Late Start"),
        (date(2025, 9, 11), "Late Start moved"),
    ]
    assert found.canceled == 1


def test_two_series_under_one_uid_are_both_expanded() -> None:
    found = read(
        event("Late Start", "20250903", None, "RRULE:FREQ=WEEKLY;COUNT=2", uid="a"),
        event("Minimum Day", "20250905", None, "RRULE:FREQ=WEEKLY;COUNT=2", uid="a"),
    )
    assert [event.title for event in found.events] == ["Late Start", "Minimum Day", "Late Start", "Minimum Day"]


def test_a_series_is_expanded_only_within_the_window() -> None:
    found = read(event("Late Start", "20180905", None, "RRULE:FREQ=WEEKLY;BYDAY=WE"))
    inside = [event.first for event in found.events if WINDOW[0] <= event.first <= WINDOW[1]]
    assert inside[0] == date(2025, 7, 2) and inside[-1] == date(2026, 6, 24) and len(inside) == 52
    assert len(found.events) - len(inside) <= 2, "a day more at both ends, for other time zones"


def test_without_a_window_a_series_is_expanded_for_a_year() -> None:
    found = read(event("Late Start", "20180905", None, "RRULE:FREQ=WEEKLY"), window=None)
    assert found.events[0].first == date(2018, 9, 5)
    assert found.events[-1].first - found.events[0].first <= timedelta(days=366 + 7)
    assert 52 <= len(found.events) <= 54


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["RRULE:FREQ=SECONDLY"], "FREQ=SECONDLY is not followed; allowed: DAILY, WEEKLY, MONTHLY, YEARLY"),
        (["RRULE:FREQ=MINUTELY;COUNT=9"], "FREQ=MINUTELY is not followed; allowed: DAILY, WEEKLY, MONTHLY, YEARLY"),  # noqa: E501
        (["RRULE:FREQ=HOURLY"], "FREQ=HOURLY is not followed; allowed: DAILY, WEEKLY, MONTHLY, YEARLY"),
        (["RRULE:COUNT=3"], "FREQ=(missing) is not followed; allowed: DAILY, WEEKLY, MONTHLY, YEARLY"),
        (["RRULE:FREQ=DAILY;INTERVAL=0"], "INTERVAL=0 is not followed; it must be 1 or more"),
        (["RRULE:FREQ=DAILY;COUNT=1000000"], "COUNT=1000000 is not followed; allowed: at most 5000"),
        (["RRULE:FREQ=YEARLY;INTERVAL=-3"], "INTERVAL=-3 is not followed; it must be 1 or more"),
        (["RRULE:FREQ=DAILY;BYHOUR=1,2,3"], "the rule asks for several times a day"),
        (["RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"], "BYMONTHDAY in a daily rule is not followed"),
        (["RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=MO"], "BYDAY in a daily rule is not followed"),
        (["RRULE:FREQ=WEEKLY;BYDAY=MO;BYSETPOS=9"], "BYSETPOS in a weekly rule is not followed"),
        (["RRULE:FREQ=DAILY", "RRULE:FREQ=SECONDLY"], "FREQ=SECONDLY is not followed; allowed: DAILY, WEEKLY, MONTHLY, YEARLY"),  # noqa: E501
        (["RRULE:FREQ=DAILY", "EXRULE:FREQ=SECONDLY"], "the series has an EXRULE, which is no longer part of iCalendar"),  # noqa: E501
        (["RRULE:FREQ=DAILY", "DURATION:P900D"], "one instance of the series lasts more than 60 days"),
        (["RDATE:" + ",".join(["20250910"] * 5001)], "RDATE lists more than 5000 dates"),
    ],
)  # fmt: skip
def test_unsafe_rules_become_questions(lines: list[str], reason: str) -> None:
    started = time.monotonic()
    found = read(event("Bomb", "20250903", None, *lines), event("No School", "20251013"))
    assert [event.title for event in found.events] == ["No School"]
    assert [
        (question.line, question.title, question.reason, question.taken_as) for question in found.questions
    ] == [(3, "Bomb", reason, "ignored")]
    assert time.monotonic() - started < 5


def test_a_series_from_the_year_one_is_not_expanded() -> None:
    found = read(event("Old", "00010101", None, "RRULE:FREQ=DAILY"), event("No School", "20251013"))
    assert found.questions[0].reason == "the series begins before 1970"


def test_a_rule_that_never_comes_true_ends() -> None:
    started = time.monotonic()
    found = read(event("Never", "20250903", None, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"))
    assert [event.first for event in found.events] == days(3)
    assert time.monotonic() - started < 5


def test_too_many_series_become_questions() -> None:
    many = [
        event(f"Series {number}", "20250903", None, "RRULE:FREQ=DAILY;COUNT=1")
        for number in range(MAXIMUM_SERIES + 2)
    ]
    found = read(*many)
    assert len(found.events) == MAXIMUM_SERIES
    assert len(found.questions) == 2
    assert f"more than {MAXIMUM_SERIES} series" in found.questions[0].reason
