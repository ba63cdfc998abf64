"""The two orders in which drills are told."""

from __future__ import annotations

from collections.abc import Iterable

from drillplanner.model import Drill, minutes_of


def by_campus(drills: Iterable[Drill]) -> tuple[Drill, ...]:
    """By campus id, then by time."""
    return tuple(sorted(drills, key=lambda drill: (drill.campus_id, *_time_key(drill))))


def by_time(drills: Iterable[Drill]) -> tuple[Drill, ...]:
    """By date and start (a drill without a start comes first), then by campus id."""
    return tuple(sorted(drills, key=_time_key))


def _time_key(drill: Drill) -> tuple[str, int, str, str]:
    start = -1 if drill.start is None else minutes_of(drill.start)
    return drill.date.isoformat(), start, drill.campus_id, drill.drill_id
