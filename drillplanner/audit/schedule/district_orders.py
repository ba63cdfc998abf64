"""Scheduling choices of the district that a schedule breaks: pins, forbidden days, shared days and alarms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from drillplanner.audit.schedule.same_day import campuses_off_common_day
from drillplanner.audit.schedule.shared_alarms import missing_building_drills, unready_offered_dates
from drillplanner.model import BrokenOrder, DayKind, Drill, Pin, Task, Workspace, fulfills_pin


def broken_orders(
    drills: Iterable[Drill],
    workspace: Workspace,
    tasks: Iterable[Task] = (),
    settled_before: date | None = None,
) -> tuple[BrokenOrder, ...]:
    """Return the district's choices that the schedule breaks; none of them is law.

    These are pins without their drill, same-day drills on different days, drills on forbidden days, drills that
    other schools of the building hear but do not hold, and dates offered by one school for which another of the
    building is not ready. ``drills`` are those that can take place; dates before ``settled_before`` can no longer
    be picked.
    """
    in_order = sorted(drills, key=lambda drill: (drill.campus_id, drill.date, drill.drill_id))
    district = workspace.district
    missing = [
        BrokenOrder(
            order="pin",
            campus_id=campus_id,
            on=pin.date,
            message=f"{pin.phrase} is pinned in district.yaml and does not stand {_place_phrase(pin, campus_id)}",
        )
        for pin in district.pins
        for campus_id in _campuses_of_pin(pin, workspace)
        if not any(fulfills_pin(pin, drill) for drill in in_order if drill.campus_id == campus_id)
    ]
    misplaced = [
        BrokenOrder(
            order="forbidden",
            campus_id=drill.campus_id,
            on=drill.date,
            drill_id=drill.drill_id,
            message=f"{drill.drill_id} stands on {drill.date}, which district.yaml forbids: {days.phrase}",
        )
        for drill in in_order
        for days in district.forbidden
        if days.covers(drill.campus_id, drill.drill_type, drill.date)
    ]
    return (
        *missing,
        *campuses_off_common_day(in_order, workspace),
        *misplaced,
        *missing_building_drills(in_order, workspace),
        *unready_offered_dates(in_order, tasks, workspace, settled_before),
    )


def _campuses_of_pin(pin: Pin, workspace: Workspace) -> list[str]:
    """Return the campuses that the pin concerns and that are open on its date."""
    return [
        campus.campus_id
        for campus in workspace.campuses
        if pin.concerns(campus.campus_id)
        and workspace.calendar.kind_at(pin.date, campus.campus_id) is not DayKind.CLOSED
    ]


def _place_phrase(pin: Pin, campus_id: str) -> str:
    return "there" if pin.campus is not None else f"at {campus_id}"
