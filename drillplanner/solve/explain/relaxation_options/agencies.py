"""Changes to an agency: another day, hour, visit, or crew, or another agency."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from typing import cast

from drillplanner.model import WEEKDAYS, Agency, AgencyKind, clock_of, minutes_of
from drillplanner.solve.explain.candidates.agencies import weekday_list, with_another
from drillplanner.solve.explain.candidates.candidate import ConflictCandidate
from drillplanner.solve.explain.candidates.case import ConflictCase
from drillplanner.solve.explain.relaxation_options.option import (
    RelaxationLadder,
    RelaxationOption,
    relaxation_option,
)

#: Longer hours are tried in steps of this many minutes, up to four hours.
_STEP = 30
_STEPS = 8
#: The most additional visits a day, or crews, to try.
_MORE = 5
#: The most dates to try one by one.
_DATES = 12


def agency_options(
    candidate: ConflictCandidate, case: ConflictCase, concerns: Callable[[date], bool]
) -> Iterator[RelaxationLadder]:
    """Yield the ladders for one limit of an agency. ``concerns`` tells which dates matter."""
    if isinstance(candidate.subject, AgencyKind):
        kind = candidate.subject
        name = kind.replace("_", " ")
        words = f"Find a {name} agency that comes, and list it in district.yaml"
        yield RelaxationLadder(70, (_another(words, kind),))
        return
    agency, fields = cast(tuple[Agency, tuple[str, ...]], candidate.subject)
    if "weekdays" in fields:
        yield RelaxationLadder(21, tuple(_weekdays(agency)), most=2)
        yield from _once(agency, case, concerns)
    elif "unavailable" in fields:
        yield RelaxationLadder(12, tuple(_dates(agency, concerns)), most=2)
    elif "available_from" in fields:
        yield RelaxationLadder(22, tuple(_later(agency)))
        yield RelaxationLadder(22, tuple(_earlier(agency)))
    elif "visits_per_day" in fields:
        yield RelaxationLadder(20, tuple(_visits(agency)))
        yield RelaxationLadder(70, (_another(f"A second agency beside {agency.name}", agency.kind),))
    elif "crews" in fields:
        yield RelaxationLadder(23, tuple(_crews(agency)))


def _another(words: str, kind: AgencyKind) -> RelaxationOption:
    return relaxation_option(
        "agency", words, lambda case: case.in_district(lambda district: with_another(district, kind))
    )


def _with(agency: Agency, words: str, **update: object) -> RelaxationOption:
    return relaxation_option("agency", words, lambda case: case.with_agency(agency.agency_id, **update))


def _weekdays(agency: Agency) -> Iterator[RelaxationOption]:
    for weekday in WEEKDAYS[:5]:
        if weekday not in agency.weekdays:
            now = weekday_list(agency.weekdays)
            words = f"Let {agency.name} come on {weekday.capitalize()}s too (now {now})"
            yield _with(agency, words, weekdays=(*agency.weekdays, weekday))


def _once(agency: Agency, case: ConflictCase, concerns: Callable[[date], bool]) -> Iterator[RelaxationLadder]:
    """Yield one visit on one date of another weekday, with all other such dates still unavailable."""
    calendar = case.workspace.calendar
    dates = sorted({on for campus_id in case.campus_ids for on in calendar.dates_at(campus_id) if concerns(on)})
    steps = []
    for on in dates:
        weekday = WEEKDAYS[on.weekday()]
        if weekday in agency.weekdays:
            continue
        rest = tuple(other for other in _same_weekday(calendar.first_day, calendar.last_day, on) if other != on)
        words = f"One visit of {agency.name} on {on}, a {weekday.capitalize()}"
        update = {"weekdays": (*agency.weekdays, weekday), "unavailable": (*agency.unavailable, *rest)}
        steps.append(_with(agency, words, **update))
    yield RelaxationLadder(13, tuple(steps[:_DATES]), most=2)


def _same_weekday(first: date, last: date, on: date) -> Iterator[date]:
    start = first + timedelta((on.weekday() - first.weekday()) % 7)
    while start <= last:
        yield start
        start += timedelta(7)


def _dates(agency: Agency, concerns: Callable[[date], bool]) -> Iterator[RelaxationOption]:
    for on in sorted(on for on in agency.unavailable if concerns(on))[:_DATES]:
        other_dates = tuple(other for other in agency.unavailable if other != on)
        yield _with(agency, f"Let {agency.name} come on {on} (now unavailable)", unavailable=other_dates)


def _later(agency: Agency) -> Iterator[RelaxationOption]:
    if agency.available_until is not None:
        now = minutes_of(agency.available_until)
        for until in _clocks(now, _STEP):
            words = f"Let {agency.name} stay until {until:%H:%M} (now {agency.available_until:%H:%M})"
            yield _with(agency, words, available_until=until)


def _earlier(agency: Agency) -> Iterator[RelaxationOption]:
    if agency.available_from is not None:
        now = minutes_of(agency.available_from)
        for since in _clocks(now, -_STEP):
            words = f"Let {agency.name} come from {since:%H:%M} on (now {agency.available_from:%H:%M})"
            yield _with(agency, words, available_from=since)


def _clocks(now: int, step: int) -> Iterator[time]:
    for number in range(1, _STEPS + 1):
        if 0 <= now + number * step < 24 * 60:
            yield clock_of(now + number * step)


def _visits(agency: Agency) -> Iterator[RelaxationOption]:
    now = agency.visits_per_day
    for number in range(now + 1, now + 1 + _MORE):
        words = f"Let {agency.name} make {number} visits a day (now {now})"
        yield _with(agency, words, visits_per_day=number)
    yield from _visits_and_crews(agency)


def _crews(agency: Agency) -> Iterator[RelaxationOption]:
    for number in range(agency.crews + 1, agency.crews + 1 + _MORE):
        words = f"{number} crews of {agency.name} at the same time (now {agency.crews})"
        yield _with(agency, words, crews=number)
    yield from _visits_and_crews(agency)


def _visits_and_crews(agency: Agency) -> Iterator[RelaxationOption]:
    """Yield more of both, for cases in which more of one is not enough."""
    for times in range(2, 2 + _MORE):
        crews, visits = agency.crews * times, agency.visits_per_day * times
        words = (
            f"{crews} crews of {agency.name} at the same time (now {agency.crews}), and {visits} visits a day "
            f"(now {agency.visits_per_day})"
        )
        yield _with(agency, words, crews=crews, visits_per_day=visits)
