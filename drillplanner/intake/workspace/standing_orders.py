"""``pins`` and ``forbidden`` of ``district.yaml``, held against campuses, calendar, bells and each other.

The shape of an order is checked with the rest of the file; what is found here needs the other files as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time

from drillplanner.files.errors import Problem
from drillplanner.files.read_result import in_line_order, listed, maybe_meant
from drillplanner.files.yaml_document import Document
from drillplanner.files.yaml_text import KeyPath
from drillplanner.model import (
    STAFF_HOURS,
    AcademicCalendar,
    Campus,
    DayKind,
    Pin,
    SameDay,
    Workspace,
)
from drillplanner.model.calendar.nearest_day import no_school_message
from drillplanner.model.district.common_days import campuses_of, days_in_common, eligible_days


def problems_of_same_day(document: Document, workspace: Workspace) -> Iterator[Problem]:
    """Everything that is wrong with the drills of one day in a workspace that is otherwise whole."""
    for number, order in enumerate(workspace.district.same_day):
        path = ("same_day", number)
        unknown = [
            *_unknown_campuses(document, path, order, workspace),
            *_unknown_scenario(document, path, order, workspace),
        ]
        yield from unknown or _of_days(document, path, order, workspace)


def _unknown_campuses(
    document: Document, path: KeyPath, order: SameDay, workspace: Workspace
) -> Iterator[Problem]:
    ids = [campus.campus_id for campus in workspace.campuses]
    for place, one in enumerate(order.campuses):
        where = (*path, "campuses", place)
        if one not in ids:
            yield document.problem(where, "there is no such campus", one, listed(ids), maybe_meant(one, ids))
        elif one in order.campuses[:place]:
            yield document.problem(where, "this campus is named twice", one, "each campus once")


def _unknown_scenario(
    document: Document, path: KeyPath, order: SameDay, workspace: Workspace
) -> Iterator[Problem]:
    if order.scenario is not None and order.scenario not in workspace.scenario_by_id:
        known = sorted(workspace.scenario_by_id)
        yield document.problem(
            (*path, "scenario"),
            "there is no such scenario",
            order.scenario,
            listed(known),
            maybe_meant(order.scenario, known),
        )


def _of_days(document: Document, path: KeyPath, order: SameDay, workspace: Workspace) -> Iterator[Problem]:
    """Where fewer than two campuses are meant, or no day is left from which one could be chosen."""
    calendar, concerned = workspace.calendar, campuses_of(order, workspace)
    if len(concerned) < 2:
        names = concerned[0].campus_id
        message = f"only '{names}' would hold it, and one day for one campus says nothing"
        maybe = "Maybe write a pin, which gives the drill a date."
        yield document.problem(path, message, None, "two campuses or more, or none named for all", maybe)
        return
    common = days_in_common(order, workspace)
    if not common:
        message = f"on no day{order.days_phrase} all of its campuses have school ({order.campuses_phrase})"
        allowed = f"'from' and 'to' within {calendar.first_day} to {calendar.last_day}, or other campuses"
        yield document.problem(path, message, None, allowed)
        return
    if not eligible_days(order, workspace):
        at = f", or has nothing on at {order.start:%H:%M}" if order.start else ""
        at = f", or has no period '{order.period}'" if order.period else at
        days = f"{common[0]}" if len(common) == 1 else f"{len(common)} days from {common[0]} to {common[-1]}"
        message = (
            f"no day is left to choose from: of the days on which all of its campuses have school ({days}), each "
            f"is forbidden to the drill, or pinned for another one{at} at one of them"
        )
        yield document.problem(path, message, None, "a day that is free at all of its campuses")


def problems_of_orders(document: Document, workspace: Workspace) -> tuple[Problem, ...]:
    """Everything that is wrong with these orders of a workspace that is otherwise whole."""
    pins, forbidden = workspace.district.pins, workspace.district.forbidden
    problems: list[Problem] = []
    for number, pin in enumerate(pins):
        problems += _of_pin(document, ("pins", number), pin, workspace)
        problems += _against_earlier(document, number, pins)
    ids = [campus.campus_id for campus in workspace.campuses]
    for number, days in enumerate(forbidden):
        path = ("forbidden", number)
        problems += [
            document.problem(
                (*path, "campuses", place), "there is no such campus", one, listed(ids), maybe_meant(one, ids)
            )
            for place, one in enumerate(days.campuses)
            if one not in ids
        ]
        problems += _outside(document, path, days.first, days.last, workspace.calendar)
    problems += problems_of_same_day(document, workspace)
    return in_line_order(problems)


def _of_pin(document: Document, path: KeyPath, pin: Pin, workspace: Workspace) -> Iterator[Problem]:
    campus = workspace.campus_by_id.get(pin.campus or "")
    scenario = workspace.scenario_by_id.get(pin.scenario or "")
    if pin.scenario is not None and scenario is None:
        known = sorted(workspace.scenario_by_id)
        message = "there is no such scenario"
        yield document.problem(
            (*path, "scenario"), message, pin.scenario, listed(known), maybe_meant(pin.scenario, known)
        )
    if pin.campus is None:
        yield from _of_district(document, path, pin, workspace)
        return
    if campus is None:
        ids = sorted(workspace.campus_by_id)
        yield document.problem(
            (*path, "campus"), "there is no such campus", pin.campus, listed(ids), maybe_meant(pin.campus, ids)
        )
        return
    if workspace.calendar.kind_at(pin.date, pin.campus) is DayKind.CLOSED:
        message, maybe = no_school_message(workspace.calendar, pin.date, pin.campus)
        yield document.problem((*path, "date"), message, pin.date, "a school day of the campus", maybe)
        return
    yield from _of_hour(document, path, pin, campus, workspace)
    yield from _against_forbidden(document, path, pin, (pin.campus,), workspace)


def _of_district(document: Document, path: KeyPath, pin: Pin, workspace: Workspace) -> Iterator[Problem]:
    """What is wrong with a pin of the whole district, told of the first campus at which it is."""
    there = [
        campus
        for campus in workspace.campuses
        if workspace.calendar.kind_at(pin.date, campus.campus_id) is not DayKind.CLOSED
    ]
    if not there:
        message, maybe = no_school_message(
            workspace.calendar, pin.date, workspace.campuses[0].campus_id, everywhere=True
        )
        yield document.problem((*path, "date"), message, pin.date, "a school day of some campus", maybe)
        return
    of_hour = (list(_of_hour(document, path, pin, campus, workspace)) for campus in there)
    yield from next((some for some in of_hour if some), [])
    yield from _against_forbidden(document, path, pin, [campus.campus_id for campus in there], workspace)


def _against_forbidden(
    document: Document, path: KeyPath, pin: Pin, campus_ids: Sequence[str], workspace: Workspace
) -> Iterator[Problem]:
    scenario = workspace.scenario_by_id.get(pin.scenario or "")
    drill_type = pin.drill_type or (scenario.drill_type if scenario else None)
    for number, days in enumerate(workspace.district.forbidden):
        if drill_type is not None and any(days.covers(one, drill_type, pin.date) for one in campus_ids):
            line = document.line_of(("forbidden", number))
            yield document.problem(
                (*path, "date"),
                f"the drill is pinned to a day that is forbidden to it (line {line})",
                pin.date,
                "a pin or a forbidden day, not both",
            )


def _of_hour(
    document: Document, path: KeyPath, pin: Pin, campus: Campus, workspace: Workspace
) -> Iterator[Problem]:
    """Where the campus has no such period on that day, or nothing is on at that start."""
    day = workspace.calendar.day(pin.date)
    if day is None:
        return
    periods = workspace.periods(campus, day)
    hours = workspace.staff_hours(campus, day)
    names = [period.name for period in periods] + ([STAFF_HOURS] if hours is not None else [])
    kind = day.kind_at(campus.campus_id).value.replace("_", " ")
    of_some = {name for period in periods for name in period.names}
    if pin.period is not None and pin.period not in {*names, *of_some}:
        message = f"'{campus.campus_id}' has no such period on {pin.date}, a day of the kind '{kind}'"
        yield document.problem(
            (*path, "period"),
            message,
            pin.period,
            listed(names) or None,
            maybe_meant(pin.period, {*names, *of_some}),
        )
    spans = [(period.start, period.end) for period in periods] + ([(hours.start, hours.end)] if hours else [])
    if pin.start is not None and not any(start <= pin.start < end for start, end in spans):
        message = f"no period is on at '{campus.campus_id}' at that hour of {pin.date}, a day of the kind '{kind}'"
        yield document.problem((*path, "start"), message, f"{pin.start:%H:%M}", _hours(spans))


def _hours(spans: list[tuple[time, time]]) -> str | None:
    return ", ".join(f"{start:%H:%M} to {end:%H:%M}" for start, end in spans) or None


def _against_earlier(document: Document, number: int, pins: tuple[Pin, ...]) -> Iterator[Problem]:
    """A second pin of one campus on one day: a campus holds at most one drill a day here."""
    pin = pins[number]
    for earlier in range(number):
        before = pins[earlier]
        if before.date == pin.date and (before.campus == pin.campus or None in {before.campus, pin.campus}):
            line = document.line_of(("pins", earlier))
            yield document.problem(
                ("pins", number),
                f"two pins contradict each other: {pins[earlier].phrase} (line {line}) and {pin.phrase}",
                None,
                "at most one drill a day at a campus",
            )
            return


def _outside(
    document: Document, path: KeyPath, first: date, last: date, calendar: AcademicCalendar
) -> Iterator[Problem]:
    if last < calendar.first_day or first > calendar.last_day:
        shown = str(first) if first == last else f"{first} to {last}"
        allowed = f"dates from {calendar.first_day} to {calendar.last_day}"
        yield document.problem(path, "these days lie outside the school year", shown, allowed)
