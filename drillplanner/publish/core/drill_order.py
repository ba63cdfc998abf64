"""The orders in which drills are listed: by campus, by time, and by scenario."""

from __future__ import annotations

from collections.abc import Iterable

from drillplanner.model import Drill, minutes_of


def by_campus(drills: Iterable[Drill]) -> tuple[Drill, ...]:
    """Return the drills by campus id, then by time."""
    return tuple(sorted(drills, key=lambda drill: (drill.campus_id, *_time_key(drill))))


def by_time(drills: Iterable[Drill]) -> tuple[Drill, ...]:
    """Return the drills by date and start (a drill without a start comes first), then by campus id."""
    return tuple(sorted(drills, key=_time_key))


def by_scenario(drills: Iterable[Drill]) -> tuple[Drill, ...]:
    """Return the drills so that those with the same scenario and grades follow each other.

    Typst sets what two documents share only once if they follow each other.
    """
    return tuple(sorted(drills, key=scenario_key))


def scenario_key(drill: Drill) -> tuple[str, tuple[str, ...], str, str, str]:
    """Return the sort key of ``by_scenario``."""
    return drill.scenario_id or "", drill.grades or (), drill.campus_id, drill.date.isoformat(), drill.drill_id


def _time_key(drill: Drill) -> tuple[str, int, str, str]:
    start = -1 if drill.start is None else minutes_of(drill.start)
    return drill.date.isoformat(), start, drill.campus_id, drill.drill_id
