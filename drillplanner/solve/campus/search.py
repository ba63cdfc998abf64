"""Solve one campus, or a few that share agencies: days first, periods second, the full model if they disagree.

Tiers are minimized one after the other: in a replan moved drills, then drills, breaches of required developmental
limits, those of good practice, visits, and last the points of soft goals. That avoids weighing them against each
other with large numbers. A drill that good practice may add, and that is missing, counts like one that is held: so
practice adds no drill but these.

Days without periods are a small model whose linear relaxation is nearly integral. Its best cost is a bound for the
full model, since periods can only add to it. If periods can then be chosen that add nothing, the plan is proven
best. Otherwise the full model is solved, starting from these days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from drillplanner.cp_sat import (
    CpModel,
    CpSolver,
    IntVar,
    LinearExpr,
    LinearExprT,
)
from drillplanner.solve.campus.campus_model import Adjust, ModelBuilder, days_found
from drillplanner.solve.campus.fix_unmoved import fix_unmoved
from drillplanner.solve.campus.offer_robustness import holds_on_every_offered_date
from drillplanner.solve.campus.points import (
    Cheapest,
    cheapest,
    cheapest_of_settled,
    cheapest_with_practice_kept,
)
from drillplanner.solve.campus.smallest_years import smallest_years
from drillplanner.solve.campus.tiers import first_tiers, settle, settle_like
from drillplanner.solve.campus.unmet_demand import restrict_to_unmet_demand
from drillplanner.solve.goals.agency_goals import agency_points_added
from drillplanner.solve.goals.broken_limits import breaches_of, missing_of
from drillplanner.solve.model.kept_drills import (
    count_moved,
    fewest_moved_with,
    unavoidable_moves,
)
from drillplanner.solve.model.runs import (
    SearchResult,
)
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.agency_days import Visit
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import (
    CampusPlan,
    Days,
    DaysOnlyPlan,
    Effort,
    ModelOptions,
    OfferedDates,
    Placement,
    SolveOutcome,
)
from drillplanner.solve.problem.resource_use import ResourceUse

#: The part of what is left of a budget for days without periods.
FOR_DAYS = 0.75


def solve_together(
    problems: tuple[CampusProblem, ...],
    in_use: ResourceUse,
    effort: Effort,
    known: tuple[CampusPlan, ...] = (),
    least: tuple[CampusPlan, ...] = (),
) -> SolveOutcome:
    """Return the best plan for these campuses on the capacity left; ``known`` plans are where the search begins.

    If ``least`` plans are given, no plan is below theirs before points: only a plan like them is searched.
    If dates are offered and the best plan would not hold on each of them, a plan that does is searched; the best
    plan stays the bound. Status "unoffered" means that none was found, without proof that none exists.
    """
    if any(problem.past is not None and problem.past.planned for problem in problems):
        outcome = solve_unmoved(problems, in_use, effort)
        if outcome is not None:
            return outcome
    return _solve_offering(problems, in_use, effort, known, least)


def solve_unmoved(problems: tuple[CampusProblem, ...], in_use: ResourceUse, effort: Effort) -> SolveOutcome | None:
    """Return the best plan in which every drill that can stay does, so that none moves fewer; else None."""
    fixed = fix_unmoved(problems)
    if fixed is None:
        return None
    outcome = _solve_offering(fixed, in_use, effort)
    return outcome if outcome.plans and outcome.moves == unavoidable_moves(problems) else None


def _solve_offering(
    problems: tuple[CampusProblem, ...],
    in_use: ResourceUse,
    effort: Effort,
    known: tuple[CampusPlan, ...] = (),
    least: tuple[CampusPlan, ...] = (),
) -> SolveOutcome:
    if effort.is_over:
        return SolveOutcome("unknown")
    best = _solve(problems, in_use, effort, False, known, least)
    best = replace(best, fewest_moves=best.moves if best.has_proven_tiers else unavoidable_moves(problems))
    if all(
        holds_on_every_offered_date(problem, plan) for problem, plan in zip(problems, best.plans, strict=False)
    ):
        return best
    robust = _solve(problems, in_use, effort, True, known)
    if not robust.plans:
        return SolveOutcome("unoffered" if robust.status == "infeasible" else robust.status)
    is_same = robust.tiers == best.tiers
    bound = best.bound if is_same else min(0, robust.agency_day_points)
    fewest_drills = best.fewest_drills if is_same else (best.fewest_drills or best.drills)
    outcome = _outcome(robust.plans, bound, robust.agency_day_points, fewest_drills)
    return replace(outcome, fewest_moves=best.fewest_moves)


def _solve(
    problems: tuple[CampusProblem, ...],
    in_use: ResourceUse,
    effort: Effort,
    careful: bool,
    known: tuple[CampusPlan, ...],
    least: tuple[CampusPlan, ...] = (),
) -> SolveOutcome:
    """Return the best plan; if all drills stay, try first without new drills that cannot be needed."""
    restricted = restrict_to_unmet_demand(problems, in_use, careful)
    if restricted is not None and restricted.is_impossible:
        return SolveOutcome("infeasible")
    if restricted is not None:
        outcome = _days_first(restricted.problems, in_use, effort, careful)
        # Drills that only good practice asks for are not counted as needed.
        if outcome.plans and outcome.size == restricted.drills:
            return outcome
    return _days_first(problems, in_use, effort, careful, known, least)


def _days_first(
    problems: tuple[CampusProblem, ...],
    in_use: ResourceUse,
    effort: Effort,
    careful: bool,
    known: tuple[CampusPlan, ...] = (),
    least: tuple[CampusPlan, ...] = (),
) -> SolveOutcome:
    alone = len(problems) == 1 and not in_use.visits
    options = ModelOptions(periods=False, careful=careful, alone=alone)
    builder = ModelBuilder(problems, in_use, options)
    found, _, campuses = _minimize_tiers(builder, effort.part(FOR_DAYS), known, least)
    if isinstance(found, str):
        return SolveOutcome(found)
    day_plan = _days_only(found, campuses)
    plans = assign_periods(problems, day_plan.days, in_use, effort, careful)
    shared = agency_points_added(problems, plans, in_use)
    matched = day_plan.is_matched_by(plans)
    first = _outcome(
        plans,
        day_plan.bound if matched else min(0, shared),
        shared,
        day_plan.fewest_drills if matched else day_plan.size_needed,
    )
    # The model with periods is too large to find better days than this search did.
    adds_nothing = first.cost == found.cost
    if plans and matched and (first.status == "optimal" or adds_nothing):
        return first
    if plans and day_plan.fewest_drills is not None and first.tiers <= day_plan.tiers:
        # Most of the budget did not prove the tiers of the days: what is left of it does not with periods as well.
        return first
    best_known = min((plans_known for plans_known in (plans, known) if plans_known), key=_rank, default=())
    # Who takes more drills or visits may differ between years of these tiers: the best one known decides.
    like = best_known if matched and day_plan.fewest_drills is None else least
    outcome = _solve_full_model(problems, day_plan, best_known, in_use, effort, careful, like)
    if plans and (outcome.status == "unknown" or (not outcome.has_proven_tiers and first.tiers <= outcome.tiers)):
        # The search was cut short: the earlier plan is the best so far.
        return first
    if plans and outcome.plans and first.tiers == outcome.tiers and first.cost < outcome.cost:
        return _outcome(plans, outcome.bound, shared, outcome.fewest_drills)
    return outcome


def _days_only(found: SearchResult, campuses: list[CampusVariables]) -> DaysOnlyPlan:
    """Return the days of an answer to a model without periods, and what is proven of them."""
    solver = found.solver
    return DaysOnlyPlan(
        days=tuple(days_found(solver, variables) for variables in campuses),
        moves=sum(
            fewest_moved_with(variables.problem, sum(solver.value(variable) for variable in variables.unmoved))
            for variables in campuses
        ),
        size=_count(solver, [variables.held for variables in campuses])
        + sum(solver.value(missing) for variables in campuses for missing in variables.breaches.missing),
        breaches=sum(round(solver.value(variables.breaches.weight)) for variables in campuses),
        visits=_count(solver, [variables.visit for variables in campuses]),
        bound=found.bound,
        fewest_drills=found.fewest_drills,
    )


def best_days_alone(problem: CampusProblem, effort: Effort, adjust: Adjust) -> DaysOnlyPlan | str:
    """Return the best days of a campus alone in models that ``adjust`` changes, or 'infeasible' or 'unknown'."""
    options = ModelOptions(periods=False, careful=False, alone=True)
    builder = ModelBuilder((problem,), ResourceUse(), options, adjust)
    found, _, campuses = _minimize_tiers(builder, effort)
    return found if isinstance(found, str) else _days_only(found, campuses)


def _rank(plans: tuple[CampusPlan, ...]) -> tuple[tuple[int, ...], int]:
    outcome = SolveOutcome("", plans)
    return outcome.tiers, outcome.cost


def _outcome(
    plans: tuple[CampusPlan, ...], bound: int, agency_day_points: int, fewest_drills: int | None
) -> SolveOutcome:
    """Return the outcome of a search that found these plans."""
    outcome = SolveOutcome(
        "feasible", plans, bound, agency_day_points=agency_day_points, fewest_drills=fewest_drills
    )
    return replace(outcome, status="optimal") if outcome.cost == bound and outcome.has_proven_tiers else outcome


def _solve_full_model(
    problems: tuple[CampusProblem, ...],
    day_plan: DaysOnlyPlan,
    known: tuple[CampusPlan, ...],
    in_use: ResourceUse,
    effort: Effort,
    careful: bool,
    like: tuple[CampusPlan, ...],
) -> SolveOutcome:
    """Solve days and periods in one model, with the known days or plans as hints; see ``_minimize_tiers``."""

    def begin_with_days(model: CpModel, campuses: list[CampusVariables]) -> None:
        for variables, held in zip(campuses, day_plan.days, strict=True):
            for key, variable in variables.held.items():
                model.add_hint(variable, int(key in held))

    builder = ModelBuilder(problems, in_use, ModelOptions(periods=True, careful=careful), begin_with_days)
    found, costs, campuses = _minimize_tiers(builder, effort, known, like)
    if isinstance(found, str):
        return SolveOutcome(found)
    plans = tuple(_read(found.solver, variables, cost) for variables, cost in zip(campuses, costs, strict=True))
    bound, fewest_drills = found.bound, found.fewest_drills
    if day_plan.is_matched_by(plans):
        bound = max(bound, day_plan.bound)
        fewest_drills = None if day_plan.fewest_drills is None else fewest_drills
    return _outcome(plans, bound, agency_points_added(problems, plans, in_use), fewest_drills)


def _minimize_tiers(
    builder: ModelBuilder,
    effort: Effort,
    plans: tuple[CampusPlan, ...] = (),
    like: tuple[CampusPlan, ...] = (),
) -> tuple[SearchResult | str, list[LinearExprT], list[CampusVariables]]:
    """Minimize moves, drills, required breaches, those of practice, visits, and points, in this order.

    Returns 'infeasible' or 'unknown' if that fails. The second value is the cost of each campus; the bound is on
    their sum, including the points added to agency days. If the effort does not suffice to prove the tiers before
    points, the best found are kept, and the result says how many drills are needed at least. No plan is below
    those that it should be ``like`` in these tiers, if there are any.
    """
    may_be_like = not builder.options.careful and all(problem.past is None for problem in builder.problems)
    found: Cheapest | str | None
    if like and may_be_like:
        settled = settle_like(builder, like, plans, effort)
        found = (
            settled if isinstance(settled, str) else cheapest_of_settled(settled, builder.in_use, effort, plans)
        )
    else:
        found = _cheapest_after_tiers(builder, effort, plans)
    if isinstance(found, str):
        return found, [], []
    if found is None:
        return "unknown", [], []
    priced, best = found
    if priced.repeats_weekdays(best):
        priced = priced.with_goal_seldom_broken()
        refined = cheapest(priced, effort, best.solver)
        if refined is None:
            return "unknown", [], []
        best = replace(refined, bound=max(refined.bound, best.bound), fewest_drills=best.fewest_drills)
    return best.minus(priced.shared.before), priced.costs, priced.campuses


def _cheapest_after_tiers(
    builder: ModelBuilder, effort: Effort, plans: tuple[CampusPlan, ...]
) -> Cheapest | str | None:
    """Minimize the tiers before points, then points. Returns 'infeasible', 'unknown', or None if that fails."""
    first = first_tiers(builder, effort)
    if isinstance(first, str):
        return first
    in_use = builder.in_use
    found: Cheapest | str = "unknown"
    if builder.options.alone and first.has_practice:
        smallest = None
        if builder.problems[0].past is None:
            smallest = smallest_years(first.campuses[0], first.size, effort)
        builder = builder.of_smallest_years(smallest)
        found = "infeasible"
        if smallest is None or smallest.may_keep_practice:
            found = cheapest_with_practice_kept(builder, first, in_use, effort)
    if not isinstance(found, str):
        return found
    settled = settle(builder, first, effort, may_keep_all=found != "infeasible")
    return settled if isinstance(settled, str) else cheapest_of_settled(settled, in_use, effort, plans)


def assign_periods(
    problems: tuple[CampusProblem, ...],
    days: Days,
    in_use: ResourceUse,
    effort: Effort,
    careful: bool,
    agreed: tuple[Collection[Visit], ...] | None = None,
) -> tuple[CampusPlan, ...]:
    """Return plans with the best periods and fewest visits for drills on these days; empty if none fit.

    The drills of one day may be held in any order. If visits are ``agreed``, campus by campus, there are none on
    other dates.
    """
    settled = tuple(
        problem.restricted(problem.in_any_order(held)) for problem, held in zip(problems, days, strict=True)
    )

    def fix(model: CpModel, campuses: list[CampusVariables]) -> None:
        for variables, held in zip(campuses, days, strict=True):
            _fix_days(model, variables, held)
        for variables, visits in zip(campuses, agreed or (), strict=agreed is not None):
            for (agency_id, _, day), visit in variables.visit.items():
                if (agency_id, variables.problem.days[day].date) not in visits:
                    model.add(visit == 0)

    builder = ModelBuilder(settled, in_use, ModelOptions(periods=True, careful=careful), fix)
    found, costs, campuses = _minimize_tiers(builder, effort)
    if isinstance(found, str):
        return ()
    return tuple(_read(found.solver, variables, cost) for variables, cost in zip(campuses, costs, strict=True))


def _fix_days(model: CpModel, variables: CampusVariables, held: frozenset[tuple[int, int]]) -> None:
    """Hold each of these drills on its day, as the first drill of the day, the second, and so on."""
    problem = variables.problem
    wanted = Counter((problem.first_copy_of(scenario), day) for scenario, day in held)
    ways: dict[tuple[int, int], list[IntVar]] = {key: [] for key in wanted}
    for (scenario, day), variable in variables.held.items():
        ways[problem.first_copy_of(scenario), day].append(variable)
    for key, number in wanted.items():
        model.add(LinearExpr.sum(ways[key]) == number)


def reassign_visits(
    problem: CampusProblem, plan: CampusPlan, in_use: ResourceUse, effort: Effort
) -> CampusPlan | None:
    """Return a plan on the same days with visits that fit the capacity left, or None."""
    days = frozenset((placement.scenario, placement.day) for placement in plan.placements)
    plans = assign_periods((problem,), (days,), in_use, effort, careful=True)
    return plans[0] if plans and plans[0].visits == plan.visits else None


def plan_on_same_days(problem: CampusProblem, plan: CampusPlan, effort: Effort) -> CampusPlan | None:
    """Return a plan with the same drills on the same days, every agency to itself; None if that is not lawful."""
    days = frozenset((placement.scenario, placement.day) for placement in plan.placements)
    if any(
        scenario >= len(problem.possible_days) or day not in problem.possible_days[scenario]
        for scenario, day in days
    ):
        return None
    plans = assign_periods((problem,), (days,), ResourceUse(), effort, careful=True)
    return plans[0] if plans else None


def _count(solver: CpSolver, mappings: Iterable[Mapping[Any, IntVar]]) -> int:
    return sum(solver.value(variable) for variables in mappings for variable in variables.values())


def _read(solver: CpSolver, variables: CampusVariables, cost: LinearExprT) -> CampusPlan:
    problem = variables.problem
    placements = []
    for (scenario, day), held in variables.held.items():
        if not solver.value(held):
            continue
        group = problem.group_of[scenario]
        periods = [
            slot.period
            for slot in problem.groups[group].slots(day)
            if solver.value(variables.placed[group, day, slot.period])
        ]
        resource_ids = tuple(
            resource.resource_id
            for resource in problem.resources
            if any(
                solver.value(visit)
                for (resource_id, scenario_set, on), visit in variables.visit.items()
                if resource_id == resource.resource_id and on == day and scenario in scenario_set
            )
        )
        placements.append(Placement(day, scenario, periods[0], resource_ids))
    places = {duty.duty_id: place for place, duty in reversed(list(enumerate(problem.duties)))}
    offers = (
        OfferedDates(
            places[duty_id], tuple(day for day, is_offered in offering.dates.items() if solver.value(is_offered))
        )
        for duty_id, offering in variables.offerings.items()
    )
    return CampusPlan(
        problem.campus.campus_id,
        tuple(sorted(placements)),
        round(solver.value(cost)),
        tuple(sorted(offers)),
        breaches_of(problem, placements),
        count_moved(problem, placements),
        missing_of(problem, placements),
    )
