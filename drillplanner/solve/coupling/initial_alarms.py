"""Campuses of one building agree on their alarms before the district is planned.

Each building is solved as one model, with every agency to itself. What it needs is a bound, as that of a campus
alone; its alarms then stand, and each of its campuses is planned like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from drillplanner.cp_sat import INFEASIBLE, IntVar, LinearExpr
from drillplanner.progress import Progress
from drillplanner.solve.campus.campus_model import build_together
from drillplanner.solve.campus.search import solve_together
from drillplanner.solve.coupling.alarm_agreement import agreed_alarms
from drillplanner.solve.district.independent_bounds import CostKey, IndependentBounds
from drillplanner.solve.district.parallel import map_in_order
from drillplanner.solve.district.sequential_heuristic import solve_alone
from drillplanner.solve.goals.developmental_limits import required_breaches
from drillplanner.solve.model.alarm_coupling import undecided_buildings
from drillplanner.solve.model.runs import run
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan, Effort, ModelOptions, SolveOutcome
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.shared_alarms import BuildingAlarms


def is_unique_split(problems: tuple[CampusProblem, ...], plans: tuple[CampusPlan, ...], effort: Effort) -> bool:
    """Whether in every plan with as few in all each campus has as many drills, breaches and visits as in these."""
    model, campuses = build_together(problems, ResourceUse(), ModelOptions(periods=False, careful=False))
    differs: list[IntVar] = []
    for count in range(3):
        total: list[IntVar] = []
        for variables, plan in zip(campuses, plans, strict=True):
            # Asked for once: each call adds variables.
            if count == 0:
                variables.breaches = required_breaches(variables)
            own = list((variables.held.values(), variables.breaches, variables.visit.values())[count])
            number = (len(plan.placements), plan.breaches, plan.visits)[count]
            total += own
            more, fewer = model.new_bool_var(""), model.new_bool_var("")
            model.add(LinearExpr.sum(own) >= number + 1).only_enforce_if(more)
            model.add(LinearExpr.sum(own) <= number - 1).only_enforce_if(fewer)
            differs += [more, fewer]
        model.add(LinearExpr.sum(total) <= sum(_numbers(plans, count)))
    model.add(LinearExpr.sum(differs) >= 1)
    return run(model, effort)[1] == INFEASIBLE


def _numbers(plans: Iterable[CampusPlan], count: int) -> Iterable[int]:
    return ((len(plan.placements), plan.breaches, plan.visits)[count] for plan in plans)


def with_initial_alarms(
    begun: IndependentBounds, effort: Effort, workers: int, progress: Progress
) -> IndependentBounds:
    """The same where campuses of each building hold together what all of it hears.

    A building whose campuses cannot be brought together is left as it is, and named in ``apart``.
    """
    groups = undecided_buildings(begun.problems, begun.maker.workspace)
    if not groups or not begun.has_all_plans:
        return begun
    first = {problem.campus.campus_id: one for problem, one in zip(begun.problems, begun.outcomes, strict=True)}
    found = map_in_order(
        lambda group: _solve_building(group, effort),
        groups,
        workers,
        ("Bringing the campuses of a building together", progress),
    )
    alarms: dict[str, BuildingAlarms] = {}
    outcomes = dict(first)
    apart = []
    floor = []
    for group, outcome in zip(groups, found, strict=True):
        ids = [problem.campus.campus_id for problem in group]
        if not outcome.plans:
            outcomes |= dict.fromkeys(ids, SolveOutcome(outcome.status))
            apart += [group] if outcome.status == "infeasible" else []
            continue
        alarms |= agreed_alarms(group, outcome.plans, begun.maker.workspace)
        alone = [first[one] for one in ids]
        floor.append(_least_of(group, outcome, alone, effort))
    joined = {problem.campus.campus_id for group in groups for problem in group}
    floor += [_cost_key(one) for campus_id, one in first.items() if campus_id not in joined]
    there = replace(
        begun,
        outcomes=tuple(outcomes.values()),
        infeasible_buildings=tuple(apart),
        problems_with_open_alarms=begun.problems,
    )
    whole = len(alarms) == len(joined)
    return with_alarms(
        replace(there, lower_bound=_sum(floor) if whole else None), alarms, effort, workers, progress
    )


def with_alarms(
    begun: IndependentBounds, alarms: dict[str, BuildingAlarms], effort: Effort, workers: int, progress: Progress
) -> IndependentBounds:
    """The same with these alarms, by campus id; all campuses that have none keep what they have."""
    maker = replace(begun.maker, alarms={**begun.maker.alarms, **alarms})
    problems = tuple(
        maker.problem_of(problem.campus, problem.duties, problem.set_aside)
        if problem.campus.campus_id in alarms
        else problem
        for problem in begun.problems
    )
    changed = [problem for problem in problems if problem.campus.campus_id in alarms]
    anew = dict(
        zip(
            (one.campus.campus_id for one in changed),
            solve_alone(tuple(changed), effort, workers, progress),
            strict=True,
        )
    )
    outcomes = []
    for problem, was in zip(problems, begun.outcomes, strict=True):
        one = anew.get(problem.campus.campus_id, was)
        # Another minute may suit where this one does not: nothing is shown to be impossible.
        was_tried = problem.campus.campus_id in anew and one.status == "infeasible"
        outcomes.append(SolveOutcome("unknown") if was_tried else one)
    return replace(begun, maker=maker, problems=problems, outcomes=tuple(outcomes))


def _solve_building(group: tuple[CampusProblem, ...], effort: Effort) -> SolveOutcome:
    return solve_together(group, ResourceUse(), effort.scaled(len(group)))


def _least_of(
    group: Sequence[CampusProblem], outcome: SolveOutcome, alone: Sequence[SolveOutcome], effort: Effort
) -> CostKey:
    """What no year of the building falls below: with as many drills as alone, or where no others could take them.

    Else nothing is claimed of the points, which are never less than none.
    """
    as_alone = _sum([_cost_key(one) for one in alone])
    worth = _cost_key(outcome)
    if worth[:3] == as_alone[:3]:
        return (*worth[:3], max(worth[3], as_alone[3]))
    return worth if is_unique_split(tuple(group), outcome.plans, effort) else (*worth[:3], 0)


def _cost_key(outcome: SolveOutcome) -> CostKey:
    return outcome.drills, outcome.breaches, outcome.visits, outcome.bound


def _sum(some: Sequence[CostKey]) -> CostKey:
    return (
        sum(one[0] for one in some),
        sum(one[1] for one in some),
        sum(one[2] for one in some),
        sum(one[3] for one in some),
    )
