"""Plain counts of the limits of development and of good practice, day by day, apart from solver and judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from drillplanner.model import (
    Delay,
    DevelopmentalLimits,
    Drill,
    Floor,
    PracticeRank,
    TimeOfDay,
    YearLimit,
    grades_in,
    minutes_of,
)

#: The first and the last bell of each school day, in minutes since midnight.
BellsOn = Mapping[date, tuple[int, int]]
#: What one breach weighs. A tiny year has less than a hundred breaches of a rank.
OF_REQUIRED = 100_000_000_000_000
OF_PRACTICE = {
    PracticeRank.DRILLS: 1_000_000_000_000,
    PracticeRank.ORDER: 10_000_000_000,
    PracticeRank.DATES: 10_000_000,
    PracticeRank.SPACING: 1_000,
    PracticeRank.HOURS: 1,
}


def plain_breaches(
    goal: str | None, limits: DevelopmentalLimits, drills: Sequence[Drill], school_days: Sequence[date]
) -> int:
    """Count breaches of the limits of that goal, or of the required ones for None."""
    of_goal = _only(limits, lambda limit: limit.practice is None and limit.goal == goal)
    return _count(of_goal, drills, school_days, {})


def plain_weight(
    limits: DevelopmentalLimits, drills: Sequence[Drill], school_days: Sequence[date], bells: BellsOn
) -> int:
    """Weigh the breaches of required limits and of good practice together."""
    weight = OF_REQUIRED * plain_breaches(None, limits, drills, school_days)
    for rank, of_rank in OF_PRACTICE.items():
        weight += of_rank * _count(_ranked(limits, rank), drills, school_days, bells)
    return weight


def plain_missing(limits: DevelopmentalLimits, drills: Sequence[Drill]) -> int:
    """Count the drills that good practice may add and that are not held."""
    return sum(_lacking(floor, drills) for floor in limits.floors if floor.practice is not None and floor.may_add)


def _ranked(limits: DevelopmentalLimits, rank: PracticeRank) -> DevelopmentalLimits:
    return _only(limits, lambda limit: limit.practice == rank)


def _only(limits: DevelopmentalLimits, is_counted: Callable[[YearLimit], bool]) -> DevelopmentalLimits:
    kinds = DevelopmentalLimits.model_fields
    return DevelopmentalLimits(**{kind: tuple(filter(is_counted, getattr(limits, kind))) for kind in kinds})


def _count(
    limits: DevelopmentalLimits, drills: Sequence[Drill], school_days: Sequence[date], bells: BellsOn
) -> int:
    """Count breaches of all these limits. Readable rather than fast."""
    held = sorted((drill.date, drill.scenario_id or "") for drill in drills)
    found = 0
    for precedence in limits.precedences:
        for on, scenario_id in held:
            seen = {earlier for before, earlier in held if before < on}
            missing = scenario_id in precedence.scenarios and seen.isdisjoint(precedence.after)
            found += missing
    found += sum(_too_early(delay, drills, school_days) for delay in limits.delays)
    for gap in limits.gaps:
        for first in school_days:
            run = [first + timedelta(number) for number in range(gap.days)]
            drilled = [on for on, scenario_id in held if on in run and scenario_id in gap.scenarios]
            found += len(drilled[1:])
    for ceiling in limits.ceilings:
        uses = [scenario_id for _, scenario_id in held if scenario_id in ceiling.scenarios]
        found += len(uses[ceiling.most :])
    for variety in limits.varieties:
        weekdays = [f"{on:%A}" for on, scenario_id in held if scenario_id in variety.scenarios]
        always = len(weekdays) >= variety.from_drills and weekdays.count(weekdays[0]) == len(weekdays)
        found += always
    for coverage in limits.coverages:
        covering = [drill for drill in drills if drill.scenario_id in coverage.scenarios]
        for moment in coverage.moments:
            found += not [drill for drill in covering if moment in (drill.period_tags or ())]
    for season in limits.seasons:
        if {scenario_id for _, scenario_id in held} & set(season.scenarios):
            dates = [season.first + timedelta(number) for number in range((season.last - season.first).days + 1)]
            found += all(on not in dates or scenario_id not in season.scenarios for on, scenario_id in held)
    found += sum(_lacking(floor, drills) for floor in limits.floors)
    for avoided in limits.avoided:
        found += [on in avoided.dates for on, scenario_id in held if scenario_id in avoided.scenarios].count(True)
    return found + sum(_beyond(times, drills, bells) for times in limits.times)


def _lacking(floor: Floor, drills: Sequence[Drill]) -> int:
    between = [drill for drill in drills if floor.first <= drill.date <= floor.last]
    counted = [drill for drill in between if drill.scenario_id in floor.scenarios]
    return len(range(len(counted), floor.least))


def _beyond(times: TimeOfDay, drills: Sequence[Drill], bells: BellsOn) -> int:
    limited = [drill for drill in drills if drill.scenario_id in times.scenarios]
    there = [drill for drill in limited if _is_there(times, drill, bells) != times.is_outside]
    allowed = 0
    while 100 * allowed < times.most_percent * len(limited):
        allowed += 1
    return len(there[allowed:])


def _is_there(times: TimeOfDay, drill: Drill, bells: BellsOn) -> bool:
    span = times.span
    assert drill.start is not None and drill.end is not None
    if span.moments:
        return any(moment in (drill.period_tags or ()) for moment in span.moments)
    if span.minutes_from_bells is None:
        return (not span.since or span.since <= drill.start) and (not span.until or drill.start < span.until)
    if not drill.period_tags:
        return False  # In the hours of staff alone, no bell is near.
    first, last = bells[drill.date]
    return min(minutes_of(drill.start) - first, last - minutes_of(drill.end)) < span.minutes_from_bells


def _too_early(delay: Delay, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    found = 0
    for drill in drills:
        present = {"K", "1", "2"} if drill.grades is None else set(drill.grades)
        waiting = [wait for wait in delay.by_band if present & set(grades_in((wait.band,)))]
        early = {on for wait in waiting for on in school_days[: wait.school_days]}
        found += drill.scenario_id in delay.scenarios and drill.date in early
    return found
