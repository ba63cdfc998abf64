"""All days on which good practice plans no drill at a campus: from the lists, its calendar, and the district."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from drillplanner.model import AvoidedDay, AvoidedKind, Campus, DayKind, EventKind, Workspace
from drillplanner.practice.avoided_days.by_state import avoided_days
from drillplanner.practice.avoided_days.district_wishes import is_taken_off
from drillplanner.practice.avoided_days.from_calendar import days_from_calendar

TESTING_DAY = "Testing day"
BEFORE_TESTING = "Two school days before testing"
#: School days before a test on which no drill is planned, as in rule DA-1012.
DAYS_BEFORE_TESTING = 2


def avoided_days_at(campus: Campus, workspace: Workspace) -> tuple[AvoidedDay, ...]:
    """Return the school days of a campus on which good practice plans no drill, in order of date and name.

    A date with two reasons is there twice. Days that the district takes off the list ('not_avoided' in
    district.yaml) are left out; its own sensitive dates (events.csv) are included. Campuses with the same school
    days share most of the work.
    """
    calendar, district = workspace.calendar, workspace.district
    dates = calendar.dates_at(campus.campus_id)
    if not dates:
        return ()
    summer_starts = None if calendar.summer is None else calendar.summer[0]
    shared = _of_dates(district.state, dates, summer_starts, district.not_avoided)
    own = (
        *(day for day in _testing(campus, workspace, dates) if not is_taken_off(day, district.not_avoided)),
        *_own_list(campus, workspace, dates),
    )
    return _in_order((*shared, *own)) if own else shared


@lru_cache(maxsize=512)
def _of_dates(
    state: str, dates: tuple[date, ...], summer_starts: date | None, not_avoided: tuple[str, ...]
) -> tuple[AvoidedDay, ...]:
    """Return what is avoided at every campus with these school days, except tests and the district's dates."""
    at_school = set(dates)
    listed = (day for day in avoided_days(state, dates[0], dates[-1]) if day.on in at_school)
    found = (*listed, *days_from_calendar(dates, summer_starts))
    return _in_order(tuple(day for day in found if not is_taken_off(day, not_avoided)))


def _in_order(days: tuple[AvoidedDay, ...]) -> tuple[AvoidedDay, ...]:
    return tuple(sorted(days, key=lambda day: (day.on, day.name)))


def _within(dates: tuple[date, ...], first: date, last: date) -> tuple[date, ...]:
    return dates[bisect_left(dates, first) : bisect_right(dates, last)]


def _testing(campus: Campus, workspace: Workspace, dates: tuple[date, ...]) -> Iterator[AvoidedDay]:
    from_calendar = {
        day.date
        for day in workspace.calendar.days
        if (day.kind is DayKind.TESTING or day.variations) and day.kind_at(campus.campus_id) is DayKind.TESTING
    }
    from_events = {
        on
        for event in workspace.events
        if event.kind is EventKind.STATE_ASSESSMENT and event.concerns(campus.campus_id)
        for on in _within(dates, event.first, event.last)
    }
    testing = from_calendar | from_events
    before = {on for day in testing for on in _school_days_before(dates, day)} - testing
    for name, days in ((TESTING_DAY, testing), (BEFORE_TESTING, before)):
        for on in days:
            yield AvoidedDay(
                on=on, name=name, kind=AvoidedKind.TESTING, source="test days in the school calendar or events.csv"
            )


def _school_days_before(dates: tuple[date, ...], on: date) -> tuple[date, ...]:
    position = bisect_left(dates, on)
    return dates[max(0, position - DAYS_BEFORE_TESTING) : position]


def _own_list(campus: Campus, workspace: Workspace, dates: tuple[date, ...]) -> Iterator[AvoidedDay]:
    for event in workspace.events:
        if event.kind is EventKind.SENSITIVE_DATE and event.concerns(campus.campus_id):
            name = event.note or "Sensitive date"
            for on in _within(dates, event.first, event.last):
                yield AvoidedDay(on=on, name=name, kind=AvoidedKind.OWN_LIST, source="events.csv")
