"""Check of drills that several campuses must hold on the same day (``same_day`` of district.yaml)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from drillplanner.model import BrokenOrder, Drill, SameDay, Workspace


def common_day(order: SameDay, drills: Iterable[Drill], workspace: Workspace) -> date | None:
    """Return the first day on which all campuses of the order hold the drill, or None.

    A campus that was closed on it after the calendar was published is excused if another campus holds the drill.
    """
    by_day = _campuses_by_day(order, drills)
    return next(
        (on for on in sorted(by_day) if not _campuses_without_drill(order, on, by_day[on], workspace)), None
    )


def campuses_off_common_day(drills: Iterable[Drill], workspace: Workspace) -> tuple[BrokenOrder, ...]:
    """Return the campuses that miss the best day of an order, for each order without a common day."""
    schedule = list(drills)
    broken = []
    for order in workspace.district.same_day:
        by_day = _campuses_by_day(order, schedule)
        missing = {on: _campuses_without_drill(order, on, holding, workspace) for on, holding in by_day.items()}
        if by_day and not all(missing.values()):
            continue
        if by_day:
            best = min(sorted(missing), key=lambda on: len(missing[on]))
            broken += [
                BrokenOrder(
                    order="same_day",
                    campus_id=campus_id,
                    on=best,
                    message=f"{order.phrase} is asked for in district.yaml; most hold it on {best}, and "
                    f"{campus_id} does not",
                )
                for campus_id in missing[best]
            ]
        else:
            last = workspace.calendar.last_day if order.to is None else min(order.to, workspace.calendar.last_day)
            message = f"{order.phrase} is asked for in district.yaml, and no such drill stands"
            broken += [
                BrokenOrder(
                    order="same_day",
                    campus_id=campus.campus_id,
                    on=last,
                    message=f"{message} at {campus.campus_id}",
                )
                for campus in workspace.campuses
                if order.concerns(campus.campus_id)
            ]
    return tuple(broken)


def _campuses_by_day(order: SameDay, drills: Iterable[Drill]) -> dict[date, set[str]]:
    by_day: dict[date, set[str]] = {}
    for drill in drills:
        if order.could_be_fulfilled_by(drill):
            by_day.setdefault(drill.date, set()).add(drill.campus_id)
    return by_day


def _campuses_without_drill(order: SameDay, on: date, holding: set[str], workspace: Workspace) -> list[str]:
    return [
        campus.campus_id
        for campus in workspace.campuses
        if order.concerns(campus.campus_id)
        and campus.campus_id not in holding
        and workspace.calendar.closed_since(on, campus.campus_id) is None
    ]
