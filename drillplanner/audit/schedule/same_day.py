"""Drills that several campuses are to hold on one day, held against a schedule by plain looking."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from drillplanner.model import BrokenOrder, Drill, SameDay, Workspace


def common_day(order: SameDay, drills: Iterable[Drill], workspace: Workspace) -> date | None:
    """The first day on which all campuses of the order hold the drill; None: there is none.

    A campus that was closed on it after the calendar was published is excused, as long as another holds the drill.
    """
    held = _campuses_by_day(order, drills)
    return next((on for on in sorted(held) if not _campuses_without_drill(order, on, held[on], workspace)), None)


def campuses_off_common_day(drills: Iterable[Drill], workspace: Workspace) -> tuple[BrokenOrder, ...]:
    """For each order that no day keeps, the campuses that do not hold the drill on the day on which most do."""
    kept = list(drills)
    found = []
    for order in workspace.district.same_day:
        held = _campuses_by_day(order, kept)
        lacking = {on: _campuses_without_drill(order, on, there, workspace) for on, there in held.items()}
        if held and not all(lacking.values()):
            continue
        if held:
            best = min(sorted(lacking), key=lambda on: len(lacking[on]))
            found += [
                BrokenOrder(
                    order="same_day",
                    campus_id=campus_id,
                    on=best,
                    message=f"{order.phrase} is asked for in district.yaml; most hold it on {best}, and "
                    f"{campus_id} does not",
                )
                for campus_id in lacking[best]
            ]
        else:
            last = workspace.calendar.last_day if order.to is None else min(order.to, workspace.calendar.last_day)
            message = f"{order.phrase} is asked for in district.yaml, and no such drill stands"
            found += [
                BrokenOrder(
                    order="same_day",
                    campus_id=campus.campus_id,
                    on=last,
                    message=f"{message} at {campus.campus_id}",
                )
                for campus in workspace.campuses
                if order.concerns(campus.campus_id)
            ]
    return tuple(found)


def _campuses_by_day(order: SameDay, drills: Iterable[Drill]) -> dict[date, set[str]]:
    found: dict[date, set[str]] = {}
    for drill in drills:
        if order.could_be_fulfilled_by(drill):
            found.setdefault(drill.date, set()).add(drill.campus_id)
    return found


def _campuses_without_drill(order: SameDay, on: date, there: set[str], workspace: Workspace) -> list[str]:
    return [
        campus.campus_id
        for campus in workspace.campuses
        if order.concerns(campus.campus_id)
        and campus.campus_id not in there
        and workspace.calendar.closed_since(on, campus.campus_id) is None
    ]
