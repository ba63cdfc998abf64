"""Agree on alarms in each building before the district is planned.

Each building is solved as one model with every resource to itself. Its cost is a bound, like that of a campus
alone. Its alarms are then fixed, and each of its campuses is planned like any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from drillplanner.cp_sat import INFEASIBLE, IntVar, LinearExpr, LinearExprT
from drillplanner.progress import Progress
from drillplanner.solve.campus.campus_model import build_together
from drillplanner.solve.campus.search import solve_together
from drillplanner.solve.coupling.alarm_agreement import agreed_alarms
from drillplanner.solve.district.independent_bounds import CostKey, IndependentBounds, least_of
from drillplanner.solve.district.parallel import search_in_order
from drillplanner.solve.district.sequential_heuristic import solve_alone
from drillplanner.solve.goals.developmental_limits import add_breaches
from drillplanner.solve.model.alarm_coupling import undecided_buildings
from drillplanner.solve.model.runs import run
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan, Effort, ModelOptions, SolveOutcome
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.shared_alarms import BuildingAlarms

#: Parts of what is left of the budget: for the buildings as one, and for showing that their numbers are unique.
FOR_BUILDINGS, FOR_UNIQUE = 0.5, 0.2


def is_unique_split(problems: tuple[CampusProblem, ...], plans: tuple[CampusPlan, ...], effort: Effort) -> bool:
    """Check whether each campus has the same numbers in every plan with as few drills, breaches, and visits."""
    model, campuses = build_together(problems, ResourceUse(), ModelOptions(periods=False, careful=False))
    differs: list[IntVar] = []
    totals: dict[int, list[LinearExprT]] = defaultdict(list)
    for variables, plan in zip(campuses, plans, strict=True):
        breaches = add_breaches(variables)
        counted: tuple[LinearExprT, ...] = (
            LinearExpr.sum([*variables.held.values(), *breaches.missing]),
            breaches.weight,
            LinearExpr.sum(list(variables.visit.values())),
        )
        for count, (total, number) in enumerate(zip(counted, _numbers(plan), strict=True)):
            totals[count].append(total)
            more, fewer = model.new_bool_var(""), model.new_bool_var("")
            model.add(total >= number + 1).only_enforce_if(more)
            model.add(total <= number - 1).only_enforce_if(fewer)
            differs += [more, fewer]
    for count, of_campuses in totals.items():
        model.add(LinearExpr.sum(of_campuses) <= sum(_numbers(plan)[count] for plan in plans))
    model.add(LinearExpr.sum(differs) >= 1)
    return run(model, effort)[1] == INFEASIBLE


def _numbers(plan: CampusPlan) -> tuple[int, int, int]:
    return plan.size, plan.breaches, plan.visits


def with_initial_alarms(
    bounds: IndependentBounds, effort: Effort, workers: int, progress: Progress
) -> IndependentBounds:
    """Return the bounds with agreed alarms in each building.

    Buildings without a common plan stay as they are and are listed in ``infeasible_buildings``.
    """
    groups = undecided_buildings(bounds.problems, bounds.builder.workspace)
    if not groups or not bounds.has_all_plans:
        return bounds
    outcome_of = {
        problem.campus.campus_id: outcome
        for problem, outcome in zip(bounds.problems, bounds.outcomes, strict=True)
    }
    found = search_in_order(
        _solve_building,
        groups,
        effort.part(FOR_BUILDINGS),
        workers,
        ("Bringing the campuses of a building together", progress),
    )
    alarms: dict[str, BuildingAlarms] = {}
    outcomes = dict(outcome_of)
    infeasible = []
    lower_bounds = []
    for group, outcome in zip(groups, found, strict=True):
        ids = [problem.campus.campus_id for problem in group]
        if not outcome.plans:
            outcomes |= dict.fromkeys(ids, SolveOutcome(outcome.status))
            infeasible += [group] if outcome.status == "infeasible" else []
            continue
        alarms |= agreed_alarms(group, outcome.plans, bounds.builder.workspace)
        alone = [outcome_of[campus_id] for campus_id in ids]
        lower_bounds.append(_least_of(group, outcome, alone, effort.part(FOR_UNIQUE)))
    shared_ids = {problem.campus.campus_id for group in groups for problem in group}
    lower_bounds += [least_of(outcome) for campus_id, outcome in outcome_of.items() if campus_id not in shared_ids]
    agreed = replace(
        bounds,
        outcomes=tuple(outcomes.values()),
        infeasible_buildings=tuple(infeasible),
        problems_with_open_alarms=bounds.problems,
    )
    whole = len(alarms) == len(shared_ids)
    return with_alarms(
        replace(agreed, lower_bound=_sum(lower_bounds) if whole else None), alarms, effort, workers, progress
    )


def with_alarms(
    bounds: IndependentBounds, alarms: dict[str, BuildingAlarms], effort: Effort, workers: int, progress: Progress
) -> IndependentBounds:
    """Return the bounds with these alarms by campus id; campuses without alarms keep their plans."""
    builder = replace(bounds.builder, alarms={**bounds.builder.alarms, **alarms})
    problems = tuple(
        builder.problem_of(problem.campus, problem.duties, problem.set_aside)
        if problem.campus.campus_id in alarms
        else problem
        for problem in bounds.problems
    )
    changed = [problem for problem in problems if problem.campus.campus_id in alarms]
    resolved = dict(
        zip(
            (problem.campus.campus_id for problem in changed),
            solve_alone(tuple(changed), effort, workers, progress),
            strict=True,
        )
    )
    outcomes = []
    for problem, previous in zip(problems, bounds.outcomes, strict=True):
        outcome = resolved.get(problem.campus.campus_id, previous)
        # Another minute may fit where this one does not, so nothing is proven impossible.
        was_tried = problem.campus.campus_id in resolved and outcome.status == "infeasible"
        outcomes.append(SolveOutcome("unknown") if was_tried else outcome)
    return replace(bounds, builder=builder, problems=problems, outcomes=tuple(outcomes))


def _solve_building(group: tuple[CampusProblem, ...], effort: Effort) -> SolveOutcome:
    return solve_together(group, ResourceUse(), effort.scaled(len(group)))


def _least_of(
    group: Sequence[CampusProblem], outcome: SolveOutcome, alone: Sequence[SolveOutcome], effort: Effort
) -> CostKey:
    """Return a lower bound for the building.

    The points count if the numbers are those of the campuses alone, or if each campus's numbers are unique. Else
    the bound on points is 0.
    """
    if not outcome.has_proven_tiers:
        return max(least_of(outcome), _sum([least_of(outcome_alone) for outcome_alone in alone]))
    if not all(outcome_alone.has_proven_tiers for outcome_alone in alone):
        return (outcome.size, outcome.breaches, outcome.visits, 0)
    alone_key = _sum([least_of(outcome) for outcome in alone])
    key = least_of(outcome)
    if key[:3] == alone_key[:3]:
        return (*key[:3], max(key[3], alone_key[3]))
    return key if is_unique_split(tuple(group), outcome.plans, effort) else (*key[:3], 0)


def _sum(keys: Sequence[CostKey]) -> CostKey:
    return (
        sum(key[0] for key in keys),
        sum(key[1] for key in keys),
        sum(key[2] for key in keys),
        sum(key[3] for key in keys),
    )
