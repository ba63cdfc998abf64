"""The district's scheduling choices in ``district.yaml`` (``pins``, ``forbidden``, and ``same_day``), checked.

The form of an order is checked with the rest of the file; these checks need the campuses, calendar, and bells too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time

from drillplanner.files.errors import Problem
from drillplanner.files.read_result import in_line_order, listed, maybe_meant
from drillplanner.files.yaml_document import Document
from drillplanner.files.yaml_text import KeyPath
from drillplanner.intake.workspace.named_schools import unknown_school
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


def same_day_problems(document: Document, workspace: Workspace) -> Iterator[Problem]:
    """Yield everything wrong with the same-day orders of a workspace without other problems."""
    for number, order in enumerate(workspace.district.same_day):
        path = ("same_day", number)
        unknown = [
            *_unknown_campuses(document, path, order, workspace),
            *_unknown_scenario(document, path, order, workspace),
        ]
        yield from unknown or _common_day_problems(document, path, order, workspace)


def _unknown_campuses(
    document: Document, path: KeyPath, order: SameDay, workspace: Workspace
) -> Iterator[Problem]:
    for index, campus_id in enumerate(order.campuses):
        where = (*path, "campuses", index)
        if campus_id not in workspace.campus_by_id:
            yield unknown_school(document, where, campus_id, workspace)
        elif campus_id in order.campuses[:index]:
            yield document.problem(where, "this campus is named twice", campus_id, "each campus once")


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


def _common_day_problems(
    document: Document, path: KeyPath, order: SameDay, workspace: Workspace
) -> Iterator[Problem]:
    """Yield a problem if fewer than two campuses are meant, or if no day is left to choose from."""
    calendar, campuses = workspace.calendar, campuses_of(order, workspace)
    if len(campuses) < 2:
        names = campuses[0].campus_id
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


def standing_order_problems(document: Document, workspace: Workspace) -> tuple[Problem, ...]:
    """Return everything wrong with these orders of a workspace without other problems."""
    pins, forbidden = workspace.district.pins, workspace.district.forbidden
    problems: list[Problem] = []
    for number, pin in enumerate(pins):
        problems += _pin_problems(document, ("pins", number), pin, workspace)
        problems += _earlier_pin_problems(document, number, pins)
    for number, days in enumerate(forbidden):
        path = ("forbidden", number)
        problems += [
            unknown_school(document, (*path, "campuses", index), campus_id, workspace)
            for index, campus_id in enumerate(days.campuses)
            if campus_id not in workspace.campus_by_id
        ]
        problems += _outside_problems(document, path, days.first, days.last, workspace.calendar)
    problems += same_day_problems(document, workspace)
    return in_line_order(problems)


def _pin_problems(document: Document, path: KeyPath, pin: Pin, workspace: Workspace) -> Iterator[Problem]:
    campus = workspace.campus_by_id.get(pin.campus or "")
    scenario = workspace.scenario_by_id.get(pin.scenario or "")
    if pin.scenario is not None and scenario is None:
        known = sorted(workspace.scenario_by_id)
        message = "there is no such scenario"
        yield document.problem(
            (*path, "scenario"), message, pin.scenario, listed(known), maybe_meant(pin.scenario, known)
        )
    if pin.campus is None:
        yield from _district_pin_problems(document, path, pin, workspace)
        return
    if campus is None:
        yield unknown_school(document, (*path, "campus"), pin.campus, workspace)
        return
    if workspace.calendar.closed_since(pin.date, pin.campus) is not None:
        return
    if workspace.calendar.kind_at(pin.date, pin.campus) is DayKind.CLOSED:
        message, maybe = no_school_message(workspace.calendar, pin.date, pin.campus)
        yield document.problem((*path, "date"), message, pin.date, "a school day of the campus", maybe)
        return
    yield from _time_problems(document, path, pin, campus, workspace)
    yield from _forbidden_day_problems(document, path, pin, (pin.campus,), workspace)


def _district_pin_problems(document: Document, path: KeyPath, pin: Pin, workspace: Workspace) -> Iterator[Problem]:
    """Yield what is wrong with a pin of the whole district, at the first campus with a problem."""
    open_campuses = [
        campus
        for campus in workspace.campuses
        if workspace.calendar.kind_at(pin.date, campus.campus_id) is not DayKind.CLOSED
    ]
    if not open_campuses:
        if any(workspace.calendar.closed_since(pin.date, campus.campus_id) for campus in workspace.campuses):
            return
        message, maybe = no_school_message(
            workspace.calendar, pin.date, workspace.campuses[0].campus_id, everywhere=True
        )
        yield document.problem((*path, "date"), message, pin.date, "a school day of some campus", maybe)
        return
    time_problems = (list(_time_problems(document, path, pin, campus, workspace)) for campus in open_campuses)
    yield from next((problems for problems in time_problems if problems), [])
    yield from _forbidden_day_problems(
        document, path, pin, [campus.campus_id for campus in open_campuses], workspace
    )


def _forbidden_day_problems(
    document: Document, path: KeyPath, pin: Pin, campus_ids: Sequence[str], workspace: Workspace
) -> Iterator[Problem]:
    scenario = workspace.scenario_by_id.get(pin.scenario or "")
    drill_type = pin.drill_type or (scenario.drill_type if scenario else None)
    for number, days in enumerate(workspace.district.forbidden):
        if drill_type is not None and any(
            days.covers(campus_id, drill_type, pin.date) for campus_id in campus_ids
        ):
            line = document.line_of(("forbidden", number))
            yield document.problem(
                (*path, "date"),
                f"the drill is pinned to a day that is forbidden to it (line {line})",
                pin.date,
                "a pin or a forbidden day, not both",
            )


def _time_problems(
    document: Document, path: KeyPath, pin: Pin, campus: Campus, workspace: Workspace
) -> Iterator[Problem]:
    """Yield a problem if the campus has no such period on that day, or no period at that start."""
    day = workspace.calendar.day(pin.date)
    if day is None:
        return
    periods = workspace.periods(campus, day)
    hours = workspace.staff_hours(campus, day)
    names = [period.name for period in periods] + ([STAFF_HOURS] if hours is not None else [])
    kind = day.kind_at(campus.campus_id).value.replace("_", " ")
    names_of_some_grades = {name for period in periods for name in period.names}
    if pin.period is not None and pin.period not in {*names, *names_of_some_grades}:
        message = f"'{campus.campus_id}' has no such period on {pin.date}, a day of the kind '{kind}'"
        yield document.problem(
            (*path, "period"),
            message,
            pin.period,
            listed(names) or None,
            maybe_meant(pin.period, {*names, *names_of_some_grades}),
        )
    spans = [(period.start, period.end) for period in periods] + ([(hours.start, hours.end)] if hours else [])
    if pin.start is not None and not any(start <= pin.start < end for start, end in spans):
        message = f"no period is on at '{campus.campus_id}' at that hour of {pin.date}, a day of the kind '{kind}'"
        yield document.problem((*path, "start"), message, f"{pin.start:%H:%M}", _hours(spans))


def _hours(spans: list[tuple[time, time]]) -> str | None:
    return ", ".join(f"{start:%H:%M} to {end:%H:%M}" for start, end in spans) or None


def _earlier_pin_problems(document: Document, number: int, pins: tuple[Pin, ...]) -> Iterator[Problem]:
    """Yield a problem for a pin that is written twice. Other pins may be on the same day."""
    pin = pins[number]
    if pin in pins[:number]:
        line = document.line_of(("pins", pins.index(pin)))
        yield document.problem(
            ("pins", number),
            f"the same pin is written twice: {pin.phrase} (line {line})",
            None,
            "each pin once; for two drills of one type on a day, give each a start or a period",
        )


def _outside_problems(
    document: Document, path: KeyPath, first: date, last: date, calendar: AcademicCalendar
) -> Iterator[Problem]:
    if last < calendar.first_day or first > calendar.last_day:
        shown = str(first) if first == last else f"{first} to {last}"
        allowed = f"dates from {calendar.first_day} to {calendar.last_day}"
        yield document.problem(path, "these days lie outside the school year", shown, allowed)
