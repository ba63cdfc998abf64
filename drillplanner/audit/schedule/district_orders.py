"""Pins, forbidden days, drills of one day and of one building held against a schedule by plain looking."""

from __future__ import annotations

from collections.abc import Iterable

from drillplanner.audit.schedule.same_day import not_on_one_day
from drillplanner.audit.schedule.shared_alarms import alone_in_building
from drillplanner.model import BrokenOrder, DayKind, Drill, Pin, Workspace, keeps


def broken_orders(drills: Iterable[Drill], workspace: Workspace) -> tuple[BrokenOrder, ...]:
    """Each pin without its drill, and drills apart, on forbidden days or alone in a building; an order is no law.

    ``drills`` are those that can take place.
    """
    held = sorted(drills, key=lambda drill: (drill.campus_id, drill.date, drill.drill_id))
    district = workspace.district
    missing = [
        BrokenOrder(
            order="pin",
            campus_id=campus_id,
            on=pin.date,
            message=f"{pin.words} is pinned in district.yaml and does not stand {_there(pin, campus_id)}",
        )
        for pin in district.pins
        for campus_id in _asked(pin, workspace)
        if not any(keeps(pin, drill) for drill in held if drill.campus_id == campus_id)
    ]
    misplaced = [
        BrokenOrder(
            order="forbidden",
            campus_id=drill.campus_id,
            on=drill.date,
            drill_id=drill.drill_id,
            message=f"{drill.drill_id} stands on {drill.date}, which district.yaml forbids: {days.words}",
        )
        for drill in held
        for days in district.forbidden
        if days.covers(drill.campus_id, drill.drill_type, drill.date)
    ]
    return (*missing, *not_on_one_day(held, workspace), *misplaced, *alone_in_building(held, workspace))


def _asked(pin: Pin, workspace: Workspace) -> list[str]:
    """The campus of the pin; for one of the whole district, all that have school on its date."""
    if pin.campus is not None:
        return [pin.campus]
    ids = [campus.campus_id for campus in workspace.campuses]
    return [one for one in ids if workspace.calendar.kind_at(pin.date, one) is not DayKind.CLOSED]


def _there(pin: Pin, campus_id: str) -> str:
    return "there" if pin.campus is not None else f"at {campus_id}"
