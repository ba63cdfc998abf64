"""The developmental limits of a campus's year as linear terms: each limit's breaches, counted by variables.

Breaches of limits that are required are as few as can be before any point is counted; those of the others are
soft goals (``goals.py``). No limit stops a plan: the law's drills are held all the same, and the plan names what
gave way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.model import (
    Ceiling,
    Coverage,
    Delay,
    DevelopmentalLimits,
    MinimumGap,
    PeriodTag,
    Precedence,
    SeasonalDrill,
    WeekdayVariety,
    YearLimit,
)
from drillplanner.solve.goals.day_aggregates import any_drill
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.slots import Slot
from drillplanner.solve.requirements import still_owed


def missing_moments(limit: Coverage, variables: CampusVariables) -> list[IntVar]:
    """One variable for each of the limit's moments: 1 where no drill of its scenarios is held in it."""
    model, moments = variables.model, frozenset(limit.moments)

    def moments_in(slot: Slot) -> frozenset[PeriodTag]:
        return moments & frozenset(slot.tags_for(limit.grades))

    ways = list(_placements_with_slots(limit, variables))
    missing = []
    for moment in limit.moments:
        there = [way for slots, way in ways if any(moment in moments_in(slot) for slot in slots)]
        missing.append(model.new_bool_var(""))
        model.add(LinearExpr.sum([*there, missing[-1]]) >= 1)
    anywhere = [(slots, way) for slots, way in ways if any(moments_in(slot) for slot in slots)]
    if all(len(moments_in(slot)) <= 1 for slots, _ in anywhere for slot in slots):
        model.add(LinearExpr.sum([*(way for _, way in anywhere), *missing]) >= len(missing))
    return missing


def _placements_with_slots(
    limit: Coverage, variables: CampusVariables
) -> Iterator[tuple[tuple[Slot, ...], IntVar]]:
    """Each way of holding one of the limit's drills, with the slots in which it then may be."""
    problem, wanted = variables.problem, frozenset(limit.scenarios)
    for number, group in enumerate(problem.groups):
        # A group is wholly inside or outside of every set of scenarios that such a limit names.
        if problem.scenarios[group.scenarios[0]].scenario_id not in wanted:
            continue
        for day in range(len(problem.days)):
            if not variables.held_on(day):
                continue
            slots = group.slots(day)
            if variables.has_periods:
                for slot in slots:
                    if (placed := variables.placed.get((number, day, slot.period))) is not None:
                        yield (slot,), placed
            else:
                for scenario in group.scenarios:
                    if (held := variables.held.get((scenario, day))) is not None:
                        yield slots, held


Terms = list[IntVar]
#: A function that returns the terms of a limit, given the number of drills of the campus, None if not known yet.
Counted = Callable[[Any, CampusVariables, "int | None"], Terms]

LimitType = TypeVar("LimitType", bound=YearLimit)


def limits_for(limits: DevelopmentalLimits, usable: Iterable[str]) -> DevelopmentalLimits:
    """The limits cut to the scenarios that the campus can use, without those that then limit nothing."""
    ids = frozenset(usable)
    return DevelopmentalLimits(
        precedences=tuple(
            limit.model_copy(update={"after": _ids_among(limit.after, ids)})
            for limit in _limits_with_any(limits.precedences, ids)
        ),
        delays=_limits_with_any(limits.delays, ids),
        gaps=_limits_with_any(limits.gaps, ids),
        ceilings=_limits_with_any(limits.ceilings, ids),
        varieties=_limits_with_any(limits.varieties, ids),
        # A moment in which nothing can be held is never covered. It stays, because the judge counts it.
        coverages=tuple(
            coverage.model_copy(update={"scenarios": _ids_among(coverage.scenarios, ids)})
            for coverage in limits.coverages
        ),
        seasons=_limits_with_any(limits.seasons, ids),
    )


def _limits_with_any(some: Sequence[LimitType], ids: frozenset[str]) -> tuple[LimitType, ...]:
    return tuple(
        one.model_copy(update={"scenarios": _ids_among(one.scenarios, ids)})
        for one in some
        if not ids.isdisjoint(one.scenarios)
    )


def _ids_among(scenarios: Sequence[str], ids: frozenset[str]) -> tuple[str, ...]:
    return tuple(scenario for scenario in scenarios if scenario in ids)


def distinguishing_sets(limits: DevelopmentalLimits) -> tuple[frozenset[str], ...]:
    """The sets of scenarios of which they speak: scenarios in the same of them are alike to them."""
    sets = [one.scenarios for one in limits.all_limits] + [precedence.after for precedence in limits.precedences]
    return tuple(dict.fromkeys(frozenset(some) for some in sets))


def required_breaches(variables: CampusVariables) -> Terms:
    """Terms whose sum counts the breaches of all limits that are required."""
    return _counted(variables, None, None)


def breaches_of_goal(goal: str, variables: CampusVariables, drills: int) -> Terms:
    """Terms whose sum counts the breaches of all limits of a soft goal."""
    return _counted(variables, goal, drills)


def _counted(variables: CampusVariables, goal: str | None, drills: int | None) -> Terms:
    return [
        term
        for limit in variables.problem.limits.all_limits
        if limit.goal == goal
        for term in _COUNTED[type(limit)](limit, variables, drills)
    ]


def _held(scenarios: Iterable[str], variables: CampusVariables) -> dict[int, list[IntVar]]:
    """The variables of these scenarios by day, in order of day; at most one of a day's is 1."""
    wanted = frozenset(scenarios)
    by_day: dict[int, list[IntVar]] = defaultdict(list)
    for index, scenario in enumerate(variables.problem.scenarios):
        if scenario.scenario_id in wanted:
            for day in variables.problem.possible_days[index]:
                by_day[day].append(variables.held[index, day])
    return dict(sorted(by_day.items()))


def _too_early(limit: Precedence, variables: CampusVariables, drills: int | None) -> Terms:
    """Each drill before the first of those that come before it.

    ``begun`` is 1 at most, and only if one of these was held on an earlier day. It is handed on from day to day:
    two short rows a day, and not one for each pair of days. Where the day has one drill at most, one row for all
    is as tight as one for each. From the day on which some duty has surely brought one there is no row.
    """
    model = variables.model
    waiting, first = _held(limit.scenarios, variables), _held(limit.after, variables)
    sure = _sure_before(frozenset(limit.after), variables)
    terms: Terms = []
    begun: IntVar | None = None
    for day in sorted(day for day in {*waiting, *first} if day < sure):
        if here := waiting.get(day):
            if begun is None:
                terms += here
            else:
                for some in [here] if variables.most_held([day]) == 1 else [[one] for one in here]:
                    early = model.new_bool_var("")
                    model.add(LinearExpr.sum(some) - begun <= early)
                    terms.append(early)
        if there := first.get(day):
            now = model.new_bool_var("")
            model.add(now <= LinearExpr.sum(there if begun is None else [begun, *there]))
            begun = now
    return terms


def _sure_before(scenarios: frozenset[str], variables: CampusVariables) -> int:
    """The first day before which a duty leaves no choice but to hold one of these; after the year if none does."""
    return min((day + 1 for day in _surely_by(scenarios, variables)), default=len(variables.problem.days))


def _surely_by(scenarios: frozenset[str], variables: CampusVariables) -> Iterator[int]:
    """For each duty that leaves no choice but to hold one of these, the last day on which it can be."""
    problem = variables.problem
    replaceable = {allowance.instead_of for allowance in problem.allowances}
    wanted = {index for index, one in enumerate(problem.scenarios) if one.scenario_id in scenarios}
    for duty in problem.duties:
        demand = duty.demand
        if demand is None or duty.mandate.mandate_id in replaceable or not still_owed(duty, problem.events):
            continue
        chosen = set(variables.matching_scenarios(demand.match)[0])
        days = problem.days_of(duty)
        if days and chosen and chosen <= wanted:
            yield days[-1]


def _too_soon(limit: Delay, variables: CampusVariables, drills: int | None) -> Terms:
    """Each drill on the first school days."""
    held = _held(limit.scenarios, variables)
    return [one for day, some in held.items() if day < limit.school_days for one in some]


def _too_near(limit: MinimumGap, variables: CampusVariables, drills: int | None) -> Terms:
    """Each drill beyond the first in each run of so many calendar days, one run from each school day on."""
    held, days = _held(limit.scenarios, variables), variables.problem.days
    terms: Terms = []
    for first in days:
        run = [
            day.index
            for day in days[first.index : first.index + limit.days]
            if (day.date - first.date).days < limit.days and day.index in held
        ]
        if (most := variables.most_held(run)) > 1:
            overflow = variables.model.new_int_var(0, most - 1, "")
            there = [one for day in run for one in any_drill(variables, held[day], day)]
            variables.model.add(LinearExpr.sum(there) - overflow <= 1)
            terms.append(overflow)
    return terms


def _too_many(limit: Ceiling, variables: CampusVariables, drills: int | None) -> Terms:
    """Each drill beyond so many."""
    held = _held(limit.scenarios, variables)
    possible = variables.most_held(held)
    most = possible if drills is None else min(drills, possible)
    if most <= limit.most:
        return []
    overflow = variables.model.new_int_var(0, most - limit.most, "")
    all_held = [one for some in held.values() for one in some]
    variables.model.add(LinearExpr.sum(all_held) - overflow <= limit.most)
    return [overflow]


def _always_the_same(limit: WeekdayVariety, variables: CampusVariables, drills: int | None) -> Terms:
    """One where so many drills or more are all on one weekday, so that for some weekday none is on another."""
    model, held = variables.model, _held(limit.scenarios, variables)
    possible = variables.most_held(held)
    most = possible if drills is None else min(drills, possible)
    if most < limit.from_drills:
        return []
    by_weekday: dict[int, list[IntVar]] = defaultdict(list)
    for day, some in held.items():
        by_weekday[variables.problem.days[day].date.weekday()] += some
    same, few = model.new_bool_var(""), model.new_bool_var("")
    all_held = [one for some in held.values() for one in some]
    model.add(LinearExpr.sum(all_held) + (most - limit.from_drills + 1) * few <= most)
    for weekday in sorted(by_weekday):
        elsewhere = [one for other, some in by_weekday.items() if other != weekday for one in some]
        model.add(LinearExpr.sum(elsewhere) + few + same >= 1)
    return [same]


def _never_there(limit: Coverage, variables: CampusVariables, drills: int | None) -> Terms:
    """Each moment in which no drill is held."""
    return missing_moments(limit, variables)


def _out_of_season(limit: SeasonalDrill, variables: CampusVariables, drills: int | None) -> Terms:
    """One where drills are held and none of them in season."""
    model, held = variables.model, _held(limit.scenarios, variables)
    days = variables.problem.days
    in_season = [one for day, some in held.items() if limit.first <= days[day].date <= limit.last for one in some]
    others = [one for day, some in held.items() if not limit.first <= days[day].date <= limit.last for one in some]
    if not others:
        return []
    missing = model.new_bool_var("")
    # If a duty forces one of the drills, one row is enough, and it is tighter.
    if any(True for _ in _surely_by(frozenset(limit.scenarios), variables)):
        model.add(LinearExpr.sum([*in_season, missing]) >= 1)
    else:
        for other in others:
            model.add(LinearExpr.sum([*in_season, missing]) >= other)
    return [missing]


def repeats_weekdays(problem: CampusProblem, held: Iterable[tuple[int, int]]) -> bool:
    """Whether these (scenario, day) pairs hold a type of drill always on one weekday, and that costs points."""
    if not problem.weights.variety:
        return False
    kept = [(problem.scenarios[scenario].scenario_id, problem.days[day].date.weekday()) for scenario, day in held]
    for limit in problem.limits.varieties:
        weekdays = [weekday for scenario, weekday in kept if scenario in limit.scenarios]
        if len(weekdays) >= limit.from_drills and len(set(weekdays)) == 1:
            return True
    return False


_COUNTED: dict[type[YearLimit], Counted] = {
    Precedence: _too_early,
    Delay: _too_soon,
    MinimumGap: _too_near,
    Ceiling: _too_many,
    WeekdayVariety: _always_the_same,
    Coverage: _never_there,
    SeasonalDrill: _out_of_season,
}
