"""The days that an order of one day for several campuses can be given, before any law is looked at."""

from __future__ import annotations

from datetime import date

from drillplanner.model.calendar.bells import STAFF_HOURS
from drillplanner.model.calendar.school_days import each_date
from drillplanner.model.district.district import Campus
from drillplanner.model.district.same_day import SameDay
from drillplanner.model.district.workspace import Workspace
from drillplanner.model.vocabulary import DayKind, DrillType


def campuses_of(order: SameDay, workspace: Workspace) -> tuple[Campus, ...]:
    """The campuses that the order concerns."""
    return tuple(campus for campus in workspace.campuses if order.concerns(campus.campus_id))


def days_in_common(order: SameDay, workspace: Workspace) -> tuple[date, ...]:
    """The days that the order allows and on which each of its campuses has school."""
    calendar = workspace.calendar
    left = {on for on in calendar.school_dates if order.allows(on)}
    for campus in campuses_of(order, workspace):
        left.intersection_update(calendar.dates_at(campus.campus_id))
    return tuple(sorted(left))


def days_to_choose(order: SameDay, workspace: Workspace) -> tuple[date, ...]:
    """Those of the days in common that no other order takes, and on which each campus has the start or period."""
    campuses = campuses_of(order, workspace)
    taken = {
        on
        for on in _days_with_other_orders(workspace)
        for campus in campuses
        if not _is_free(order, campus, on, workspace)
    }
    left = [on for on in days_in_common(order, workspace) if on not in taken]
    if order.period is None and order.start is None:
        return tuple(left)
    known: dict[tuple[str | None, date, DayKind], bool] = {}
    return tuple(
        on for on in left if all(_has_the_hour(order, campus, on, workspace, known) for campus in campuses)
    )


def drill_type_of(order: SameDay, workspace: Workspace) -> DrillType | None:
    """The type of its drill; None where there is no such scenario."""
    scenario = workspace.scenario_by_id.get(order.scenario or "")
    return order.drill_type or (scenario.drill_type if scenario is not None else None)


def _days_with_other_orders(workspace: Workspace) -> list[date]:
    """The days of which a pin or a forbidden day speaks."""
    district = workspace.district
    forbidden = [on for days in district.forbidden for on in each_date(days.first, days.last)]
    return sorted({*forbidden, *(pin.date for pin in district.pins)})


def _is_free(order: SameDay, campus: Campus, on: date, workspace: Workspace) -> bool:
    """Whether the day is neither forbidden to the drill there nor pinned for another one."""
    district, campus_id = workspace.district, campus.campus_id
    drill_type = drill_type_of(order, workspace)
    forbidden = drill_type is not None and any(
        days.covers(campus_id, drill_type, on) for days in district.forbidden
    )
    pins = [pin for pin in district.pins if pin.date == on and pin.concerns(campus_id)]
    # One drill may keep a pin and the order both.
    return not forbidden and all(
        any(pin.asks_for(scenario) and order.asks_for(scenario) for scenario in workspace.scenarios)
        for pin in pins
    )


def _has_the_hour(
    order: SameDay,
    campus: Campus,
    on: date,
    workspace: Workspace,
    known: dict[tuple[str | None, date, DayKind], bool],
) -> bool:
    """Whether something is on at the start, or there is such a period; ``known`` by bells and day."""
    day = workspace.calendar.day(on)
    if day is None:
        return False
    key = campus.bell_schedule, on, day.kind_at(campus.campus_id)
    if key not in known:
        hours = workspace.staff_hours(campus, day)
        periods, at = workspace.periods(campus, day), order.start
        spans = [(period.start, period.end) for period in periods] + (
            [(hours.start, hours.end)] if hours is not None else []
        )
        names = {name for period in periods for name in period.names} | (
            {STAFF_HOURS} if hours is not None else set()
        )
        known[key] = any(start <= at < end for start, end in spans) if at else order.period in names
    return known[key]
