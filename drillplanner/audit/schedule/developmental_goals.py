"""The developmental limits of a campus's year counted on a finished schedule, without the solver.

The second reading: ``solve/year_limits.py`` says the same as linear terms. The drills given are the campus's, in
order of date, and complete.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from drillplanner.model import (
    Ceiling,
    Coverage,
    Delay,
    DevelopmentalLimits,
    Drill,
    MinimumGap,
    PeriodTag,
    Precedence,
    SeasonalDrill,
    WeekdayVariety,
    YearLimit,
)


def developmental_breaches(
    goal: str | None, limits: DevelopmentalLimits, drills: Sequence[Drill], school_days: Sequence[date]
) -> int:
    """Breaches of all limits of a soft goal; of those that are required for None."""
    return sum(_COUNTED[type(limit)](limit, drills, school_days) for limit in limits.every if limit.goal == goal)


def _too_early(limit: Precedence, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    return sum(
        1
        for drill in drills
        if drill.scenario_id in limit.scenarios
        and not any(one.date < drill.date and one.scenario_id in limit.after for one in drills)
    )


def _too_soon(limit: Delay, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    spared = set(school_days[: limit.school_days])
    return sum(1 for drill in drills if drill.scenario_id in limit.scenarios and drill.date in spared)


def _too_near(limit: MinimumGap, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    dates = [drill.date for drill in drills if drill.scenario_id in limit.scenarios]
    return sum(max(0, sum(1 for on in dates if 0 <= (on - first).days < limit.days) - 1) for first in school_days)


def _too_many(limit: Ceiling, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    return max(0, sum(1 for drill in drills if drill.scenario_id in limit.scenarios) - limit.most)


def _always_the_same(limit: WeekdayVariety, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    weekdays = [drill.date.weekday() for drill in drills if drill.scenario_id in limit.scenarios]
    return int(len(weekdays) >= limit.from_drills and len(set(weekdays)) == 1)


def _never_there(limit: Coverage, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    held = {tag for drill in drills if drill.scenario_id in limit.scenarios for tag in _tags(drill, limit.grades)}
    return sum(1 for moment in limit.moments if moment not in held)


def _tags(drill: Drill, grades: tuple[str, ...]) -> tuple[PeriodTag, ...]:
    """What it was for these grades, which have bells of their own; for all where none are given."""
    if not grades:
        return drill.period_tags or ()
    return tuple(tag for one in drill.by_grades if one.grades == grades for tag in one.tags)


def _out_of_season(limit: SeasonalDrill, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    dates = [drill.date for drill in drills if drill.scenario_id in limit.scenarios]
    return int(bool(dates) and not any(limit.first <= on <= limit.last for on in dates))


_COUNTED: dict[type[YearLimit], Callable[[Any, Sequence[Drill], Sequence[date]], int]] = {
    Precedence: _too_early,
    Delay: _too_soon,
    MinimumGap: _too_near,
    Ceiling: _too_many,
    WeekdayVariety: _always_the_same,
    Coverage: _never_there,
    SeasonalDrill: _out_of_season,
}
