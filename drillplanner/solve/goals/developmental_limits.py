"""The limits of a campus's year as linear terms: variables that count each limit's breaches.

Breaches of required developmental limits are minimized first, then those of good practice, each before any point
is counted. Breaches of other limits are soft goals (``campus_goals.py``). No limit prevents a plan: the drills
that the law requires are held, and the plan names the limits that it breaks. The limits of good practice are in
``practice_limits.py``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.model import (
    AvoidedDates,
    Ceiling,
    Coverage,
    Delay,
    DevelopmentalLimits,
    Floor,
    MinimumGap,
    PeriodTag,
    PracticeRank,
    Precedence,
    Scenario,
    SeasonalDrill,
    TimeOfDay,
    WeekdayVariety,
    YearLimit,
)
from drillplanner.solve.goals.day_aggregates import any_drill
from drillplanner.solve.goals.practice_limits import held_by_day, on_avoided_dates, outside_share, shortfall
from drillplanner.solve.model.variables import Breaches, CampusVariables
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.participants import participating_bands
from drillplanner.solve.problem.slots import Slot
from drillplanner.solve.requirements import still_owed


def missing_moments(limit: Coverage, variables: CampusVariables) -> list[IntVar]:
    """Return one variable for each of the limit's moments: 1 if no drill of its scenarios is held in it."""
    model, moments = variables.model, frozenset(limit.moments)

    def moments_in(slot: Slot) -> frozenset[PeriodTag]:
        return moments & frozenset(slot.tags_for(limit.grades))

    ways = list(_placements_with_slots(limit, variables))
    missing = []
    for moment in limit.moments:
        ways_in_moment = [way for slots, way in ways if any(moment in moments_in(slot) for slot in slots)]
        missing.append(model.new_bool_var(""))
        model.add(LinearExpr.sum([*ways_in_moment, missing[-1]]) >= 1)
    anywhere = [(slots, way) for slots, way in ways if any(moments_in(slot) for slot in slots)]
    if all(len(moments_in(slot)) <= 1 for slots, _ in anywhere for slot in slots):
        model.add(LinearExpr.sum([*(way for _, way in anywhere), *missing]) >= len(missing))
    return missing


def _placements_with_slots(
    limit: Coverage, variables: CampusVariables
) -> Iterator[tuple[tuple[Slot, ...], IntVar]]:
    """Yield each way to hold one of the limit's drills, with the slots in which it can then be."""
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
    """Return the limits for the scenarios that the campus can use, without limits that then limit nothing."""
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
        # The judge counts drills that nothing can meet as missing, so such a limit stays.
        floors=tuple(
            floor.model_copy(update={"scenarios": _ids_among(floor.scenarios, ids)}) for floor in limits.floors
        ),
        avoided=_limits_with_any(limits.avoided, ids),
        times=_limits_with_any(limits.times, ids),
    )


def _limits_with_any(limits: Sequence[LimitType], ids: frozenset[str]) -> tuple[LimitType, ...]:
    return tuple(
        limit.model_copy(update={"scenarios": _ids_among(limit.scenarios, ids)})
        for limit in limits
        if not ids.isdisjoint(limit.scenarios)
    )


def _ids_among(scenarios: Sequence[str], ids: frozenset[str]) -> tuple[str, ...]:
    return tuple(scenario for scenario in scenarios if scenario in ids)


def distinguishing_sets(limits: DevelopmentalLimits) -> tuple[frozenset[str], ...]:
    """Return the sets of scenarios that the limits name. They treat scenarios in the same sets alike.

    Variants of one drill are one set: which of them a drill is may stay open (``campus/drills.py``).
    """
    variants = [limit for limit in limits.precedences if limit.is_of_variants]
    sets = [limit.scenarios for limit in limits.all_limits if limit not in variants]
    sets += [limit.after for limit in limits.precedences if limit not in variants]
    sets += [(*limit.after, *limit.scenarios) for limit in variants]
    return tuple(dict.fromkeys(frozenset(scenario_ids) for scenario_ids in sets))


def harder_variants(limits: DevelopmentalLimits) -> frozenset[str]:
    """Return the ids of the scenarios that wait for an easier variant of their drill."""
    orders = (limit for limit in limits.precedences if limit.is_of_variants)
    return frozenset(scenario_id for limit in orders for scenario_id in limit.scenarios)


def limits_of_choices(limits: DevelopmentalLimits, choices: Sequence[Sequence[Scenario]]) -> DevelopmentalLimits:
    """Return the limits with orders of variants in terms of the search's choices, named by their first scenarios.

    The first drill of a choice that can be an easy variant will be one, so such a choice comes first.
    """
    precedences = []
    for limit in limits.precedences:
        if not limit.is_of_variants:
            precedences.append(limit)
            continue
        ids = {choice[0].scenario_id: {scenario.scenario_id for scenario in choice} for choice in choices}
        first = tuple(name for name, members in ids.items() if not members.isdisjoint(limit.after))
        later = tuple(
            name for name, members in ids.items() if name not in first and not members.isdisjoint(limit.scenarios)
        )
        if later:
            precedences.append(limit.model_copy(update={"after": first, "scenarios": later}))
    return limits.model_copy(update={"precedences": tuple(precedences)})


def add_breaches(variables: CampusVariables, kept: Collection[PracticeRank] = frozenset()) -> Breaches:
    """Add and return the terms that count the breaches of required limits and of those of good practice.

    Practice of the ranks ``kept`` is not counted but kept, by rows: a model with these is smaller and tighter than
    one whose breaches are fixed at 0. To be called once for a model, since each call adds variables.
    """
    return _add_breaches(variables, variables.problem.limits.all_limits, kept)


def add_breaches_before_practice(variables: CampusVariables) -> Breaches:
    """Like ``add_breaches``, for a model of the tiers before good practice, which needs no other breaches.

    Breaches of required limits are counted, and missing drills that practice may add.
    """
    return _add_breaches(
        variables,
        tuple(limit for limit in variables.problem.limits.all_limits if limit.practice is None or _may_add(limit)),
        frozenset(),
    )


def _may_add(limit: YearLimit) -> bool:
    return isinstance(limit, Floor) and limit.may_add


def _add_breaches(
    variables: CampusVariables, limits: Sequence[YearLimit], kept: Collection[PracticeRank]
) -> Breaches:
    breaches = Breaches()
    variables.kept = frozenset(kept)
    for limit in limits:
        if not limit.weight:
            continue
        if limit.practice in kept:
            _KEPT.get(type(limit), _without_breaches)(limit, variables)
            continue
        terms = _COUNTED[type(limit)](limit, variables, None)
        if limit.practice is None:
            breaches.required += terms
            continue
        breaches.of_practice.setdefault(limit.practice, []).extend(terms)
        if _may_add(limit):
            breaches.missing += terms
    variables.breaches = breaches
    return breaches


def _without_breaches(limit: YearLimit, variables: CampusVariables) -> None:
    for term in _COUNTED[type(limit)](limit, variables, None):
        variables.model.add(term == 0)


def _never_too_near(limit: MinimumGap, variables: CampusVariables) -> None:
    """Allow at most one drill in each run of too few days; runs inside another are left out."""
    runs = _RunsOfDays(limit, variables)
    last = -1
    for run in runs.all():
        if variables.most_held(run) > 1 and run[-1] > last:
            variables.model.add_at_most_one(runs.drills(run))
        last = max([last, *run[-1:]])


class _RunsOfDays:
    """The runs of a limit: the days from each school day on that are too near to each other."""

    def __init__(self, limit: MinimumGap, variables: CampusVariables) -> None:
        self._limit = limit
        self._variables = variables
        self._held = held_by_day(limit.scenarios, variables)
        self._drills: dict[int, list[IntVar]] = {}

    def all(self) -> Iterator[list[int]]:
        """Yield the days of each run on which the limit's drills can be held."""
        days, days_in_order = self._variables.problem.days, list(self._held)
        dates = [days[day].date for day in days_in_order]
        for first in days:
            begin = bisect_left(days_in_order, first.index)
            yield days_in_order[begin : bisect_left(dates, first.date + timedelta(self._limit.days), begin)]

    def drills(self, run: list[int]) -> list[IntVar]:
        """Return variables whose sum is the number of the limit's drills in the run."""
        for day in run:
            if day not in self._drills:
                self._drills[day] = any_drill(self._variables, self._held[day], day)
        return [drill for day in run for drill in self._drills[day]]


def breaches_of_goal(goal: str, variables: CampusVariables, drills: int) -> Terms:
    """Return terms whose sum counts the breaches of all limits of a soft goal."""
    return [
        term
        for limit in variables.problem.limits.all_limits
        if limit.goal == goal
        for term in _COUNTED[type(limit)](limit, variables, drills)
    ]


def _too_early(limit: Precedence, variables: CampusVariables, drills: int | None) -> Terms:
    """Count each drill held before the first of those that must precede it."""
    terms: Terms = []
    for waiting, begun in _waiting(limit, variables):
        if begun is None:
            terms += waiting
        else:
            early = variables.model.new_bool_var("")
            variables.model.add(LinearExpr.sum(waiting) - begun <= early)
            terms.append(early)
    return terms


def _never_too_early(limit: Precedence, variables: CampusVariables) -> None:
    """Hold no drill before the first of those that must precede it."""
    for waiting, begun in _waiting(limit, variables):
        if begun is None:
            variables.model.add(LinearExpr.sum(waiting) == 0)
        else:
            variables.model.add(LinearExpr.sum(waiting) <= begun)


def _waiting(limit: Precedence, variables: CampusVariables) -> Iterator[tuple[list[IntVar], IntVar | None]]:
    """Yield drills of a day that wait, and a variable; None on days before which none of the others can be held.

    The variable is at most 1, and only if one of the others was held on an earlier day. It passes from day to day,
    which takes two short rows a day instead of one for each pair of days. If a day has at most one drill, one row
    for all of its drills is as tight as one for each; else each drill comes by itself. No days are needed from
    the one by which something has surely forced one of the others.
    """
    model = variables.model
    waiting, first = held_by_day(limit.scenarios, variables), held_by_day(limit.after, variables)
    sure = _sure_before(frozenset(limit.after), variables)
    begun: IntVar | None = None
    for day in sorted(day for day in {*waiting, *first} if day < sure):
        if waiting_today := waiting.get(day):
            is_one = begun is None or variables.most_held([day]) == 1
            yield from (
                (row, begun) for row in ([waiting_today] if is_one else [[each] for each in waiting_today])
            )
        if first_today := first.get(day):
            now = model.new_bool_var("")
            model.add(now <= LinearExpr.sum(first_today if begun is None else [begun, *first_today]))
            begun = now


def _sure_before(scenarios: frozenset[str], variables: CampusVariables) -> int:
    """Return the first day before which a duty surely forces one of these; after the year if none does."""
    return min((day + 1 for day in _surely_by(scenarios, variables)), default=len(variables.problem.days))


def _surely_by(scenarios: frozenset[str], variables: CampusVariables) -> Iterator[int]:
    """Yield, for each duty or kept practice that forces one of these to be held, the last day it can be on."""
    problem = variables.problem
    replaceable = {allowance.instead_of for allowance in problem.allowances}
    wanted = {index for index, scenario in enumerate(problem.scenarios) if scenario.scenario_id in scenarios}
    for duty in problem.duties:
        demand = duty.demand
        if demand is None or duty.mandate.mandate_id in replaceable or not still_owed(duty, problem.events):
            continue
        chosen = set(variables.matching_scenarios(demand.match)[0])
        days = problem.days_of(duty)
        if days and chosen and chosen <= wanted:
            yield days[-1]
    for floor in problem.limits.floors:
        if floor.practice in variables.kept and floor.scenarios and scenarios.issuperset(floor.scenarios):
            days_inside = [day.index for day in problem.days if floor.first <= day.date <= floor.last]
            yield from days_inside[-1:]


def _too_soon(limit: Delay, variables: CampusVariables, drills: int | None) -> Terms:
    """Count each drill on the first school days of a band that takes part in it."""
    problem, longest = variables.problem, max(delay.school_days for delay in limit.by_band)
    return [
        variables.held[index, day]
        for index, scenario in enumerate(problem.scenarios)
        if scenario.scenario_id in limit.scenarios
        for day in problem.possible_days[index]
        if day < longest and day < limit.school_days_for(participating_bands(problem, index, day))
    ]


def _too_near(limit: MinimumGap, variables: CampusVariables, drills: int | None) -> Terms:
    """Count each drill beyond the first in each run of ``days`` calendar days, one run from each school day on."""
    runs = _RunsOfDays(limit, variables)
    terms: Terms = []
    most_on: dict[int, int] = {}
    for run in runs.all():
        most_on.update((day, variables.most_held([day])) for day in run if day not in most_on)
        if (most := sum(map(most_on.__getitem__, run))) > 1:
            overflow = variables.model.new_int_var(0, most - 1, "")
            variables.model.add(LinearExpr.sum(runs.drills(run)) - overflow <= 1)
            terms.append(overflow)
    return terms


def _too_many(limit: Ceiling, variables: CampusVariables, drills: int | None) -> Terms:
    """Count each drill beyond the limit's ``most``."""
    held = held_by_day(limit.scenarios, variables)
    possible = variables.most_held(held)
    most = possible if drills is None else min(drills, possible)
    if most <= limit.most:
        return []
    overflow = variables.model.new_int_var(0, most - limit.most, "")
    all_held = [drill for drills_of_day in held.values() for drill in drills_of_day]
    variables.model.add(LinearExpr.sum(all_held) - overflow <= limit.most)
    return [overflow]


def _always_the_same(limit: WeekdayVariety, variables: CampusVariables, drills: int | None) -> Terms:
    """Count one if ``from_drills`` drills or more are all on one weekday: none is on another one."""
    model, held = variables.model, held_by_day(limit.scenarios, variables)
    possible = variables.most_held(held)
    most = possible if drills is None else min(drills, possible)
    if most < limit.from_drills:
        return []
    by_weekday: dict[int, list[IntVar]] = defaultdict(list)
    for day, drills_of_day in held.items():
        by_weekday[variables.problem.days[day].date.weekday()] += drills_of_day
    same, few = model.new_bool_var(""), model.new_bool_var("")
    all_held = [drill for drills_of_day in held.values() for drill in drills_of_day]
    model.add(LinearExpr.sum(all_held) + (most - limit.from_drills + 1) * few <= most)
    for weekday in sorted(by_weekday):
        elsewhere = [
            drill for other, drills_of_day in by_weekday.items() if other != weekday for drill in drills_of_day
        ]
        model.add(LinearExpr.sum(elsewhere) + few + same >= 1)
    return [same]


def _never_there(limit: Coverage, variables: CampusVariables, drills: int | None) -> Terms:
    """Count each moment in which no drill is held."""
    return missing_moments(limit, variables)


def _out_of_season(limit: SeasonalDrill, variables: CampusVariables, drills: int | None) -> Terms:
    """Count one if drills are held and none of them in season."""
    model, held = variables.model, held_by_day(limit.scenarios, variables)
    days = variables.problem.days
    in_season = [
        drill
        for day, drills_of_day in held.items()
        if limit.first <= days[day].date <= limit.last
        for drill in drills_of_day
    ]
    others = [
        drill
        for day, drills_of_day in held.items()
        if not limit.first <= days[day].date <= limit.last
        for drill in drills_of_day
    ]
    if not others:
        return []
    missing = model.new_bool_var("")
    # If a duty forces one of the drills, one row is enough, and it is tighter.
    if any(True for _ in _surely_by(frozenset(limit.scenarios), variables)):
        model.add(LinearExpr.sum([*in_season, missing]) >= 1)
    else:
        for other in others:
            model.add(LinearExpr.sum([*in_season, missing]) >= other)
        # These follow from the rows above and are tighter: either practice lacks such drills, or one is held.
        for floor in _floors_within(limit, variables.problem.limits):
            model.add(LinearExpr.sum([*in_season, missing, *shortfall(floor, variables)]) >= 1)
    return [missing]


def _floors_within(limit: YearLimit, limits: DevelopmentalLimits) -> Iterator[Floor]:
    """Yield each floor of good practice that only drills of the limit can meet."""
    wanted = frozenset(limit.scenarios)
    for floor in limits.floors:
        if floor.practice is not None and floor.weight and floor.scenarios and wanted.issuperset(floor.scenarios):
            yield floor


def repeats_weekdays(problem: CampusProblem, held: Iterable[tuple[int, int]]) -> bool:
    """Check whether these (scenario, day) pairs hold a type of drill always on one weekday, which costs points."""
    if not problem.weights.variety:
        return False
    kept = [(problem.scenarios[scenario].scenario_id, problem.days[day].date.weekday()) for scenario, day in held]
    for limit in problem.limits.varieties:
        weekdays = [weekday for scenario, weekday in kept if scenario in limit.scenarios]
        if len(weekdays) >= limit.from_drills and len(set(weekdays)) == 1:
            return True
    return False


def _missing_drills(limit: Floor, variables: CampusVariables, drills: int | None) -> Terms:
    return shortfall(limit, variables)


def _on_avoided_dates(limit: AvoidedDates, variables: CampusVariables, drills: int | None) -> Terms:
    return on_avoided_dates(limit, variables)


def _beyond_share_of_times(limit: TimeOfDay, variables: CampusVariables, drills: int | None) -> Terms:
    return outside_share(limit, variables)


_COUNTED: dict[type[YearLimit], Counted] = {
    Precedence: _too_early,
    Delay: _too_soon,
    MinimumGap: _too_near,
    Ceiling: _too_many,
    WeekdayVariety: _always_the_same,
    Coverage: _never_there,
    SeasonalDrill: _out_of_season,
    Floor: _missing_drills,
    AvoidedDates: _on_avoided_dates,
    TimeOfDay: _beyond_share_of_times,
}
#: Kinds of limits with rows of their own where they are kept.
_KEPT: dict[type[YearLimit], Callable[[Any, CampusVariables], None]] = {
    MinimumGap: _never_too_near,
    Precedence: _never_too_early,
}
