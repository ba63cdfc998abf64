"""Series of events (RRULE, RDATE, EXDATE, changed instances), expanded safely within a span of dates.

A rule in a file from outside can ask for a date every second since 1970, or search for February 30 until the year
9999. So only rules that a calendar of days can need are expanded, and the others are reported:

- FREQ of at least a day, INTERVAL of at least 1, and at most one value in BYHOUR, BYMINUTE, and BYSECOND;
- no daily or weekly rule that could search without finding a date (no BYSETPOS, BYMONTHDAY, BYYEARDAY, BYWEEKNO,
  and no BYDAY or BYMONTH with a larger INTERVAL, except the weekdays of a weekly rule);
- COUNT of at most 5,000: no school day repeats that often, so such a rule is a mistake or an attack;
- no series begins before 1970, an instance lasts at most 60 days, and a file gives at most 20,000 instances.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from drillplanner.intake.calendar_files.event import EventError, ParsedEvent

if TYPE_CHECKING:
    import icalendar

#: The most series in one file; a district's calendar has a few dozen.
MAXIMUM_SERIES = 300
#: The most instances of one series within the span.
MAXIMUM_INSTANCES = 2_000
#: The largest COUNT of a rule; a daily series with it ends after thirteen years.
MAXIMUM_COUNT = 5_000
#: The most dates that RDATE or EXDATE may list for one series.
MAXIMUM_LISTED = 5_000
#: The longest instance of a series, in days; a longer one is not a recurring school event.
MAXIMUM_DAYS = 60
EARLIEST_YEAR = 1970
#: The number of days for which a series is expanded if no span is given.
FOLLOWED_DAYS = 366

_COARSE = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_SEARCHING = ("BYSETPOS", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")
_FINE_PARTS = ("BYHOUR", "BYMINUTE", "BYSECOND")


def occurrences(
    group: list[ParsedEvent], window: tuple[date, date] | None
) -> Iterator[tuple[ParsedEvent, icalendar.Event]]:
    """Yield each instance of a series as an event with its own DTSTART and DTEND, after the event it comes from.

    ``group`` holds the events of one UID: the series and its changed instances. Canceled instances are included,
    with their STATUS.

    Raises EventError: the series cannot be expanded; the message says why.
    """
    import icalendar
    import recurring_ical_events

    for event in group:
        _refuse_unsafe(event)
    mains = [event for event in group if "RECURRENCE-ID" not in event.component]
    changes = [event for event in group if "RECURRENCE-ID" in event.component]
    seen: set[tuple[str, str, str]] = set()
    # Two series under one UID (a fault, but seen in practice) are expanded separately, so that neither is lost.
    for main in mains or changes[:1]:
        calendar = icalendar.Calendar()
        for event in [main, *changes] if mains else changes:
            calendar.add_component(event.component)
        first, last = window or _own_window(main)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                # One more day at both ends: the span is in the series' own time zone, the days are local.
                instances = recurring_ical_events.of(calendar).between(
                    first - timedelta(days=1), last + timedelta(days=2)
                )
        except Exception as error:  # the library's exceptions are not a closed list
            raise EventError(f"the series cannot be followed: {str(error) or type(error).__name__}") from error
        if len(instances) > MAXIMUM_INSTANCES:
            raise EventError(f"the series has more than {MAXIMUM_INSTANCES} instances in a year")
        for instance in instances:
            key = (repr(instance.get("DTSTART")), repr(instance.get("DTEND")), str(instance.get("SUMMARY")))
            if key not in seen:
                seen.add(key)
                yield main, instance


def _own_window(main: ParsedEvent) -> tuple[date, date]:
    start = _start(main)
    return start, start + timedelta(days=FOLLOWED_DAYS)


def _start(event: ParsedEvent) -> date:
    moment = getattr(event.component.get("DTSTART"), "dt", None)
    if isinstance(moment, datetime):
        return moment.date()
    if isinstance(moment, date):
        return moment
    raise EventError("the series has no DTSTART that is a date or a time")


def _refuse_unsafe(event: ParsedEvent) -> None:
    component = event.component
    if _start(event).year < EARLIEST_YEAR:
        raise EventError(f"the series begins before {EARLIEST_YEAR}")
    if _length(component) > timedelta(days=MAXIMUM_DAYS):
        raise EventError(f"one instance of the series lasts more than {MAXIMUM_DAYS} days")
    if "EXRULE" in component:
        raise EventError("the series has an EXRULE, which is no longer part of iCalendar")
    for name in ("RDATE", "EXDATE"):
        if sum(len(getattr(entry, "dts", ())) for entry in _as_list(component.get(name))) > MAXIMUM_LISTED:
            raise EventError(f"{name} lists more than {MAXIMUM_LISTED} dates")
    for rule in _as_list(component.get("RRULE")):
        _refuse_unsafe_rule(rule)


def _refuse_unsafe_rule(rule: object) -> None:
    if not isinstance(rule, Mapping):
        raise EventError("RRULE cannot be read")
    frequency = str(_as_list(rule.get("FREQ"))[0] if rule.get("FREQ") else "").upper()
    if frequency not in _COARSE:
        raise EventError(f"FREQ={frequency or '(missing)'} is not followed; allowed: {', '.join(_COARSE)}")
    intervals = _as_list(rule.get("INTERVAL", 1))
    if len(intervals) != 1 or not isinstance(intervals[0], int) or intervals[0] < 1:
        raise EventError(f"INTERVAL={intervals[0] if intervals else ''} is not followed; it must be 1 or more")
    if any(isinstance(count, int) and count > MAXIMUM_COUNT for count in _as_list(rule.get("COUNT"))):
        raise EventError(f"COUNT={_as_list(rule['COUNT'])[0]} is not followed; allowed: at most {MAXIMUM_COUNT}")
    if any(len(_as_list(rule.get(part))) > 1 for part in _FINE_PARTS):
        raise EventError("the rule asks for several times a day")
    if frequency not in ("DAILY", "WEEKLY"):
        return
    narrowing = [part for part in _SEARCHING if part in rule]
    if intervals[0] > 1:
        narrowing += [
            part for part in ("BYMONTH", "BYDAY") if part in rule and (frequency, part) != ("WEEKLY", "BYDAY")
        ]
    if narrowing:
        raise EventError(f"{narrowing[0]} in a {frequency.lower()} rule is not followed")


def _length(component: icalendar.Event) -> timedelta:
    start = getattr(component.get("DTSTART"), "dt", None)
    end = getattr(component.get("DTEND"), "dt", None)
    length = getattr(component.get("DURATION"), "dt", None)
    if isinstance(length, timedelta):
        return length
    if isinstance(start, date) and isinstance(end, date):
        day = [date(moment.year, moment.month, moment.day) for moment in (start, end)]
        return day[1] - day[0]
    return timedelta(0)


def _as_list(value: object) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]
