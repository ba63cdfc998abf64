"""Plain counts of the developmental limits, day by day, apart from solver and judge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from drillplanner.model import Delay, DevelopmentalLimits, Drill, grades_in


def plain_breaches(
    goal: str | None, limits: DevelopmentalLimits, drills: Sequence[Drill], school_days: Sequence[date]
) -> int:
    """Count breaches of the limits of that goal, or of the required ones for None. Readable rather than fast."""
    held = sorted((drill.date, drill.scenario_id or "") for drill in drills)
    found = 0
    for precedence in limits.precedences:
        for on, scenario_id in held:
            seen = {earlier for before, earlier in held if before < on}
            missing = scenario_id in precedence.scenarios and seen.isdisjoint(precedence.after)
            found += missing and precedence.goal == goal
    found += sum(_too_early(delay, drills, school_days) for delay in limits.delays if delay.goal == goal)
    for gap in limits.gaps:
        for first in school_days if gap.goal == goal else ():
            run = [first + timedelta(number) for number in range(gap.days)]
            drilled = [on for on, scenario_id in held if on in run and scenario_id in gap.scenarios]
            found += len(drilled[1:])
    for ceiling in limits.ceilings:
        uses = [scenario_id for _, scenario_id in held if scenario_id in ceiling.scenarios]
        found += len(uses[ceiling.most :]) if ceiling.goal == goal else 0
    for variety in limits.varieties:
        weekdays = [f"{on:%A}" for on, scenario_id in held if scenario_id in variety.scenarios]
        always = len(weekdays) >= variety.from_drills and weekdays.count(weekdays[0]) == len(weekdays)
        found += always and variety.goal == goal
    for coverage in limits.coverages:
        if coverage.goal == goal:
            covering = [drill for drill in drills if drill.scenario_id in coverage.scenarios]
            for moment in coverage.moments:
                found += not [drill for drill in covering if moment in (drill.period_tags or ())]
    for season in limits.seasons:
        if season.goal == goal and {scenario_id for _, scenario_id in held} & set(season.scenarios):
            dates = [season.first + timedelta(number) for number in range((season.last - season.first).days + 1)]
            found += all(on not in dates or scenario_id not in season.scenarios for on, scenario_id in held)
    return found


def _too_early(delay: Delay, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    found = 0
    for drill in drills:
        present = {"K", "1", "2"} if drill.grades is None else set(drill.grades)
        waiting = [wait for wait in delay.by_band if present & set(grades_in((wait.band,)))]
        early = {on for wait in waiting for on in school_days[: wait.school_days]}
        found += drill.scenario_id in delay.scenarios and drill.date in early
    return found
