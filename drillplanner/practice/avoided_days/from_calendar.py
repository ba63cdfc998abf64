"""Days to avoid that a school's own calendar makes: Thanksgiving week, days before breaks, first and last days."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from itertools import pairwise

from drillplanner.model import BREAK_WEEKDAYS, AvoidedDay, AvoidedKind, weekdays_between, weekdays_of_school

THANKSGIVING_WEEK = "Thanksgiving week"
WEEK_BEFORE_BREAK = "Last five school days before a long break"
DAY_BEFORE_BREAK = "Day before a break"
FIRST_DAY = "First day of school"
LAST_DAY = "Last day of school"
NAMES_FROM_CALENDAR = frozenset((THANKSGIVING_WEEK, WEEK_BEFORE_BREAK, DAY_BEFORE_BREAK, FIRST_DAY, LAST_DAY))

#: Calendar days in a row without school, inside the year, that make a break long: a week with both its weekends.
LONG_BREAK_DAYS = 9
#: School days before a long break on which no drill is planned. Of 333 drills that Michigan schools logged, two
#: fell on December 14 to 23 and two in Thanksgiving week; an even spread would give about nine a week.
DAYS_BEFORE_LONG_BREAK = 5
#: A gap in the school year that holds this day (month, day) is the winter break, however short.
_IN_WINTER_BREAK = (12, 25)

_SOURCE = "worked out from the school calendar"


def days_from_calendar(dates: tuple[date, ...], summer_starts: date | None) -> tuple[AvoidedDay, ...]:
    """Return the avoided days among a campus's school days (in order), in order of date and name.

    A summer session does not make its gap a break: drills in the last week of the year are judged by the last day.
    """
    regular = tuple(on for on in dates if summer_starts is None or on < summer_starts)
    found = {
        (on, name, kind)
        for find in (_thanksgiving_week, _before_breaks, _first_and_last)
        for on, name, kind in find(regular)
    }
    return tuple(AvoidedDay(on=on, name=name, kind=kind, source=_SOURCE) for on, name, kind in sorted(found))


def thanksgiving(year: int) -> date:
    """Return the fourth Thursday of November (5 U.S.C. 6103)."""
    first = date(year, 11, 1)
    return first + timedelta((3 - first.weekday()) % 7 + 21)


def _thanksgiving_week(dates: tuple[date, ...]) -> Iterator[tuple[date, str, AvoidedKind]]:
    for on in dates:
        monday = thanksgiving(on.year) - timedelta(3)
        if monday <= on < monday + timedelta(5):
            yield on, THANKSGIVING_WEEK, AvoidedKind.THANKSGIVING_WEEK


def _before_breaks(dates: tuple[date, ...]) -> Iterator[tuple[date, str, AvoidedKind]]:
    # A Friday that is always off makes no break of a long weekend, as Labor Day's.
    weekdays = weekdays_of_school(dates)
    for position, (before, after) in enumerate(pairwise(dates), start=1):
        if _is_long_break(before, after, weekdays):
            for on in dates[max(0, position - DAYS_BEFORE_LONG_BREAK) : position]:
                yield on, WEEK_BEFORE_BREAK, AvoidedKind.BEFORE_BREAK
        elif weekdays_between(before, after, weekdays) >= BREAK_WEEKDAYS:
            yield before, DAY_BEFORE_BREAK, AvoidedKind.BEFORE_BREAK


def _is_long_break(before: date, after: date, weekdays: Collection[int]) -> bool:
    """Check whether two school days in a row have a long break, or the winter break, between them."""
    winter = date(before.year, *_IN_WINTER_BREAK)
    is_winter_break = before < winter < after and weekdays_between(before, after, weekdays) >= BREAK_WEEKDAYS
    return is_winter_break or (after - before).days - 1 >= LONG_BREAK_DAYS


def _first_and_last(dates: tuple[date, ...]) -> Iterator[tuple[date, str, AvoidedKind]]:
    for on in dates[:1]:
        yield on, FIRST_DAY, AvoidedKind.FIRST_OR_LAST_DAY
    for on in dates[-1:]:
        yield on, LAST_DAY, AvoidedKind.FIRST_OR_LAST_DAY
