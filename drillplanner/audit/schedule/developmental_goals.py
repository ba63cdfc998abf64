"""Counts of how often a campus's finished year breaks its developmental limits, without the solver.

``solve/goals/developmental_limits.py`` states the same limits as linear terms; the two share no code. The drills
given are those of one campus, in order of date, and complete.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from drillplanner.model import (
    Audience,
    Ceiling,
    Coverage,
    Delay,
    DevelopmentalLimits,
    Drill,
    GradeBand,
    MinimumGap,
    PeriodTag,
    Precedence,
    SeasonalDrill,
    WeekdayVariety,
    YearLimit,
    bands_of,
)


def developmental_breaches(
    goal: str | None, limits: DevelopmentalLimits, drills: Sequence[Drill], school_days: Sequence[date]
) -> int:
    """Return the breaches of all limits of a soft goal, or of the required limits for None."""
    return sum(
        _COUNTERS[type(limit)](limit, drills, school_days) for limit in limits.all_limits if limit.goal == goal
    )


def _without_earlier_step(limit: Precedence, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    return sum(
        1
        for drill in drills
        if drill.scenario_id in limit.scenarios
        and not any(other.date < drill.date and other.scenario_id in limit.after for other in drills)
    )


def _within_delay(limit: Delay, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    number = {on: position for position, on in enumerate(school_days, start=1)}
    found = 0
    for drill in drills:
        if drill.scenario_id not in limit.scenarios or drill.date not in number:
            continue
        # A drill with students that does not name its grades is held with all of them.
        without_students = drill.audience is Audience.STAFF
        present = () if without_students else bands_of(drill.grades) if drill.grades else tuple(GradeBand)
        found += any(wait.band in present and number[drill.date] <= wait.school_days for wait in limit.by_band)
    return found


def _too_close(limit: MinimumGap, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    dates = [drill.date for drill in drills if drill.scenario_id in limit.scenarios]
    return sum(max(0, sum(1 for on in dates if 0 <= (on - first).days < limit.days) - 1) for first in school_days)


def _beyond_ceiling(limit: Ceiling, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    return max(0, sum(1 for drill in drills if drill.scenario_id in limit.scenarios) - limit.most)


def _all_on_one_weekday(limit: WeekdayVariety, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    weekdays = [drill.date.weekday() for drill in drills if drill.scenario_id in limit.scenarios]
    return int(len(weekdays) >= limit.from_drills and len(set(weekdays)) == 1)


def _uncovered_moments(limit: Coverage, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    covered = {
        tag for drill in drills if drill.scenario_id in limit.scenarios for tag in _tags(drill, limit.grades)
    }
    return sum(1 for moment in limit.moments if moment not in covered)


def _tags(drill: Drill, grades: tuple[str, ...]) -> tuple[PeriodTag, ...]:
    """Return the kinds of period of the drill, for the given grades if they have bells of their own."""
    if not grades:
        return drill.period_tags or ()
    return tuple(tag for moment in drill.by_grades if moment.grades == grades for tag in moment.tags)


def _out_of_season(limit: SeasonalDrill, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    dates = [drill.date for drill in drills if drill.scenario_id in limit.scenarios]
    return int(bool(dates) and not any(limit.first <= on <= limit.last for on in dates))


_COUNTERS: dict[type[YearLimit], Callable[[Any, Sequence[Drill], Sequence[date]], int]] = {
    Precedence: _without_earlier_step,
    Delay: _within_delay,
    MinimumGap: _too_close,
    Ceiling: _beyond_ceiling,
    WeekdayVariety: _all_on_one_weekday,
    Coverage: _uncovered_moments,
    SeasonalDrill: _out_of_season,
}
