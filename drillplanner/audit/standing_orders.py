"""Pins and forbidden days held against a schedule by plain looking."""

from __future__ import annotations

from collections.abc import Iterable

from drillplanner.model import BrokenOrder, Drill, Workspace, keeps


def broken_orders(drills: Iterable[Drill], workspace: Workspace) -> tuple[BrokenOrder, ...]:
    """Each pin without its drill, then each drill on a day that is forbidden to it; an order is no law.

    ``drills`` are those that can take place.
    """
    held = sorted(drills, key=lambda drill: (drill.campus_id, drill.date, drill.drill_id))
    district = workspace.district
    missing = [
        BrokenOrder(
            order="pin",
            campus_id=pin.campus,
            on=pin.date,
            message=f"{pin.words} is pinned in district.yaml and does not stand there",
        )
        for pin in district.pins
        if not any(keeps(pin, drill) for drill in held)
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
    return (*missing, *misplaced)
