"""Days that are possible for a same-day order, before any law is considered."""

from __future__ import annotations

from datetime import date

from drillplanner.model.calendar.bells import STAFF_HOURS
from drillplanner.model.calendar.school_days import each_date
from drillplanner.model.district.district import Campus
from drillplanner.model.district.same_day import SameDay
from drillplanner.model.district.workspace import Workspace
from drillplanner.model.vocabulary import DayKind, DrillType


def campuses_of(order: SameDay, workspace: Workspace) -> tuple[Campus, ...]:
    """Return the campuses that the order concerns."""
    return tuple(campus for campus in workspace.campuses if order.concerns(campus.campus_id))


def days_in_common(order: SameDay, workspace: Workspace) -> tuple[date, ...]:
    """Return the days that the order allows and on which all of its campuses have school."""
    calendar = workspace.calendar
    days = {on for on in calendar.school_dates if order.allows(on)}
    for campus in campuses_of(order, workspace):
        days.intersection_update(calendar.dates_at(campus.campus_id))
    return tuple(sorted(days))


def eligible_days(order: SameDay, workspace: Workspace) -> tuple[date, ...]:
    """Return the days in common that no other order blocks and on which each campus has the start or period."""
    campuses = campuses_of(order, workspace)
    blocked = {
        on
        for on in _days_with_other_orders(workspace)
        for campus in campuses
        if not _is_free(order, campus, on, workspace)
    }
    days = [on for on in days_in_common(order, workspace) if on not in blocked]
    if order.period is None and order.start is None:
        return tuple(days)
    known: dict[tuple[str | None, date, DayKind], bool] = {}
    return tuple(on for on in days if all(_has_time(order, campus, on, workspace, known) for campus in campuses))


def drill_type_of(order: SameDay, workspace: Workspace) -> DrillType | None:
    """Return the type of the order's drill; None if its scenario does not exist."""
    scenario = workspace.scenario_by_id.get(order.scenario or "")
    return order.drill_type or (scenario.drill_type if scenario is not None else None)


def _days_with_other_orders(workspace: Workspace) -> list[date]:
    """Return the days that a pin or a forbidden day concerns."""
    district = workspace.district
    forbidden = [on for days in district.forbidden for on in each_date(days.first, days.last)]
    return sorted({*forbidden, *(pin.date for pin in district.pins)})


def _is_free(order: SameDay, campus: Campus, on: date, workspace: Workspace) -> bool:
    """Check whether the day is neither forbidden for the drill at the campus nor pinned for another drill."""
    district, campus_id = workspace.district, campus.campus_id
    drill_type = drill_type_of(order, workspace)
    forbidden = drill_type is not None and any(
        days.covers(campus_id, drill_type, on) for days in district.forbidden
    )
    pins = [pin for pin in district.pins if pin.date == on and pin.concerns(campus_id)]
    # One drill may fulfill both a pin and the order.
    return not forbidden and all(
        any(pin.asks_for(scenario) and order.asks_for(scenario) for scenario in workspace.scenarios)
        for pin in pins
    )


def _has_time(
    order: SameDay,
    campus: Campus,
    on: date,
    workspace: Workspace,
    known: dict[tuple[str | None, date, DayKind], bool],
) -> bool:
    """Check whether the day has a period at the order's start, or one of its name; ``known`` caches results."""
    day = workspace.calendar.day(on)
    if day is None:
        return False
    key = campus.bell_schedule, on, day.kind_at(campus.campus_id)
    if key not in known:
        hours = workspace.staff_hours(campus, day)
        periods, order_start = workspace.periods(campus, day), order.start
        spans = [(period.start, period.end) for period in periods] + (
            [(hours.start, hours.end)] if hours is not None else []
        )
        names = {name for period in periods for name in period.names} | (
            {STAFF_HOURS} if hours is not None else set()
        )
        known[key] = (
            any(start <= order_start < end for start, end in spans) if order_start else order.period in names
        )
    return known[key]
