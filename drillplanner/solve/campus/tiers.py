"""The tiers before points: moves, the number of drills, required breaches, those of good practice, and visits.

Each is minimized after the one before, or together with it where no sum of one reaches a unit of the other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from drillplanner.cp_sat import (
    FEASIBLE,
    INFEASIBLE,
    OPTIMAL,
    CpModel,
    CpSolver,
    CpSolverStatus,
    IntVar,
    LinearExpr,
    LinearExprT,
)
from drillplanner.model import REQUIRED_WEIGHT, PracticeRank
from drillplanner.solve.campus.campus_model import ModelBuilder
from drillplanner.solve.campus.known_plans import ChosenValues
from drillplanner.solve.goals.broken_limits import breaches_of_rank
from drillplanner.solve.goals.developmental_limits import add_breaches, add_breaches_before_practice
from drillplanner.solve.goals.share_bounds import add_share_bounds
from drillplanner.solve.model.kept_drills import unmoved_variables
from drillplanner.solve.model.runs import (
    LOOKS_AT_ALL_RANKS,
    LOOKS_WITH_PRACTICE,
    Values,
    answer_with,
    any_answer,
    forget_hints,
    run,
    search_once,
    set_hints,
)
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.plans import CampusPlan, Effort

#: The part of what is left of a budget for each search.
FOR_TIERS = 0.5


@dataclass(frozen=True)
class SettledTiers:
    """A model in which all tiers before points are fixed, and an answer to it.

    ``fewest_drills`` is the size at least, if the tiers are not proven; None if they are.
    """

    model: CpModel
    campuses: list[CampusVariables]
    answer: Values
    fewest_drills: int | None


@dataclass(frozen=True)
class FirstTiers:
    """The tiers before good practice, as few as any year has: moves, size, required breaches; then visits.

    ``model`` and ``answer`` are of a model that knows of good practice only the drills that it may add.
    """

    model: CpModel
    campuses: list[CampusVariables]
    answer: CpSolver
    moves: int | None
    size: int
    required: int
    visits: int
    fewest_drills: int | None
    """The size at least, if the tiers are not proven; None if they are."""

    @property
    def has_practice(self) -> bool:
        """Whether good practice limits the year of a campus."""
        limits = (limit for variables in self.campuses for limit in variables.problem.limits.all_limits)
        return any(limit.practice is not None and limit.weight for limit in limits)


#: The ranks that rows keep while the others are minimized: mostly all can be kept. With none, an answer is sure.
#: For several campuses, days between drills are then the first that cannot; for one, all ranks are tried at once.
_ALL_KEPT, _NONE_KEPT = frozenset(PracticeRank), frozenset[PracticeRank]()
_MOST_KEPT = frozenset({PracticeRank.DRILLS, PracticeRank.ORDER, PracticeRank.DATES})
_KEPT_BY_ONE, _KEPT_BY_SEVERAL = (_ALL_KEPT, _NONE_KEPT), (_ALL_KEPT, _MOST_KEPT, _NONE_KEPT)


def first_tiers(builder: ModelBuilder, effort: Effort) -> FirstTiers | str:
    """Minimize moves, then size, required breaches, and visits, each before the next.

    Returns 'infeasible' or 'unknown' if that fails.
    """
    model, campuses = builder.build()
    for variables in campuses:
        add_breaches_before_practice(variables)
        variables.unmoved = unmoved_variables(variables)
    moves: int | None = None
    tiers_are_proven = True
    unmoved = [variable for variables in campuses for variable in variables.unmoved]
    if unmoved:
        moved = _minimize_moves(model, campuses, effort)
        if isinstance(moved, str):
            return moved
        moves, tiers_are_proven = moved
    counted, visits, required = _counted(campuses), _visits(campuses), _required(campuses)
    # All of one tier together weigh less than one unit of the tier before.
    visit_weight = len(visits) + 1
    size_weight = visit_weight * (len(required) + 1)
    tiers = (
        size_weight * LinearExpr.sum(counted) + visit_weight * LinearExpr.sum(required) + LinearExpr.sum(visits)
    )
    fewest, status, least = _fewest(model, tiers, size_weight, effort)
    if status not in (OPTIMAL, FEASIBLE):
        return "infeasible" if status == INFEASIBLE else "unknown"
    size, broken, visited = (sum(map(fewest.value, each)) for each in (counted, required, visits))
    fewest_drills = None if tiers_are_proven and status == OPTIMAL else least
    return FirstTiers(model, campuses, fewest, moves, size, broken, visited, fewest_drills)


def with_practice_kept(builder: ModelBuilder, first: FirstTiers) -> tuple[CpModel, list[CampusVariables]]:
    """Return a model of the years of these tiers that keep all of good practice and need no visit for it.

    Mostly there is one. Then its points can be searched at once: no year is better in any tier before them.
    """
    model, campuses = _with_kept(builder, first, frozenset(PracticeRank))
    model.add(LinearExpr.sum(_visits(campuses)) == first.visits)
    return model, campuses


def settle(
    builder: ModelBuilder, first: FirstTiers, effort: Effort, *, may_keep_all: bool = True
) -> SettledTiers | str:
    """Minimize the breaches of good practice rank by rank, then visits, and fix all tiers before points.

    Returns 'unknown' if the effort did not suffice for any answer. A year that keeps all is not tried first unless
    there may be one; if there is one after all, it is found rank by rank.
    """
    if not first.has_practice:
        settled = SettledTiers(first.model, first.campuses, first.answer, first.fewest_drills)
        _fix_tiers(settled, settled)
        return settled
    in_turn = _KEPT_BY_ONE if len(first.campuses) == 1 else _KEPT_BY_SEVERAL
    for kept in in_turn if may_keep_all else in_turn[1:]:
        model, campuses = _with_kept(builder, first, kept)
        answer, is_proven = _fewest_of_practice(model, campuses, first, effort)
        if answer is None:
            continue
        unproven = first.size if first.fewest_drills is None and not is_proven else first.fewest_drills
        settled = SettledTiers(model, campuses, answer, unproven)
        if not any(variables.breaches.of_practice for variables in campuses):
            if len(campuses) > 1:
                _bound_shares(campuses, answer)
            _fix_tiers(settled, settled)
            return settled
        return _with_the_rest_kept(builder, settled)
    return "unknown"


def settle_like(
    builder: ModelBuilder, least: Sequence[CampusPlan], known: Sequence[CampusPlan], effort: Effort
) -> SettledTiers | str:
    """Return a model of the years that have, campus by campus, the tiers of these plans, which no year is below.

    A year is searched unless a ``known`` one has as many drills and visits at each campus. Returns 'infeasible' or
    'unknown' if that fails. Breaches may be fewer, since a model without periods does not see all of them.
    """
    counts = {rank: [breaches_of_rank(plan.breaches, rank) for plan in least] for rank in PracticeRank}
    kept = frozenset(rank for rank, numbers in counts.items() if not any(numbers))
    model, campuses = builder.build(without_avoided=PracticeRank.DATES in kept)
    for place, (variables, plan) in enumerate(zip(campuses, least, strict=True)):
        breaches = add_breaches(variables, kept)
        add_share_bounds(variables, len(plan.placements))
        model.add(LinearExpr.sum(list(variables.held.values())) == len(plan.placements))
        model.add(LinearExpr.sum(list(variables.visit.values())) == plan.visits)
        model.add(LinearExpr.sum(breaches.required) <= plan.breaches // REQUIRED_WEIGHT)
        for rank, terms in breaches.of_practice.items():
            model.add(LinearExpr.sum(terms) <= counts[rank][place])
    missing = [term for variables in campuses for term in variables.breaches.missing]
    model.add(LinearExpr.sum(missing) <= sum(plan.missing for plan in least))
    if known and _drills_and_visits(known) == _drills_and_visits(least):
        return SettledTiers(model, campuses, ChosenValues.of(campuses, known), None)
    found, status = run(model, effort.part(FOR_TIERS), LOOKS_WITH_PRACTICE, is_a_try=True)
    if status not in (OPTIMAL, FEASIBLE):
        return "infeasible" if status == INFEASIBLE else "unknown"
    return SettledTiers(model, campuses, found, None)


def _drills_and_visits(plans: Sequence[CampusPlan]) -> list[tuple[int, int]]:
    return [(len(plan.placements), plan.visits) for plan in plans]


def _fix_tiers(settled: SettledTiers, answered: SettledTiers) -> None:
    """Fix what each campus has of each tier, so that points cannot be bought with any.

    Drills that stay and drills that are missing are fixed in sum: one campus may have more of them for another.
    ``answered`` has the answer's variables, which are those of the model or of another one of the same campuses.
    """
    pairs = [
        (terms, known)
        for variables, before in zip(settled.campuses, answered.campuses, strict=True)
        for terms, known in zip(_tiers_of(variables), _tiers_of(before), strict=True)
    ]
    pairs += zip(_tiers_in_sum(settled.campuses), _tiers_in_sum(answered.campuses), strict=True)
    for terms, known in pairs:
        if terms:
            settled.model.add(LinearExpr.sum(terms) == sum(map(answered.answer.value, known)))


def _tiers_in_sum(campuses: list[CampusVariables]) -> list[list[IntVar]]:
    return [
        [unmoved for variables in campuses for unmoved in variables.unmoved],
        [missing for variables in campuses for missing in variables.breaches.missing],
    ]


def _tiers_of(variables: CampusVariables) -> list[list[IntVar]]:
    """Return the terms of each tier of a campus; none of a rank of good practice that rows keep."""
    return [
        list(variables.held.values()),
        variables.breaches.required,
        *(variables.breaches.of_practice.get(rank, []) for rank in PracticeRank),
        list(variables.visit.values()),
    ]


def _with_the_rest_kept(builder: ModelBuilder, settled: SettledTiers) -> SettledTiers:
    """Return the same tiers, fixed, in a model that keeps by rows each rank of good practice without a breach.

    It is smaller and tighter than the model that counts the breaches of each rank.
    """
    kept = frozenset(
        rank
        for rank in PracticeRank
        if not any(
            settled.answer.value(term)
            for variables in settled.campuses
            for term in variables.breaches.of_practice.get(rank, ())
        )
    )
    model, campuses = _built_with(builder, settled.campuses, kept)
    values = ChosenValues.carried_over(settled.answer, settled.campuses, campuses)
    _bound_shares(campuses, values)
    rebuilt = SettledTiers(model, campuses, values, settled.fewest_drills)
    _fix_tiers(rebuilt, settled)
    return rebuilt


def _counted(campuses: list[CampusVariables]) -> list[IntVar]:
    """Return the variables of all drills, and of those that good practice may add and that are missing."""
    held = [variable for variables in campuses for variable in variables.held.values()]
    return [*held, *(missing for variables in campuses for missing in variables.breaches.missing)]


def _visits(campuses: list[CampusVariables]) -> list[IntVar]:
    return [variable for variables in campuses for variable in variables.visit.values()]


def _required(campuses: list[CampusVariables]) -> list[IntVar]:
    return [term for variables in campuses for term in variables.breaches.required]


def _built_with(
    builder: ModelBuilder, campuses: list[CampusVariables], kept: frozenset[PracticeRank]
) -> tuple[CpModel, list[CampusVariables]]:
    """Return a new model of these campuses in which rows keep some ranks of good practice."""
    avoided = [limit for variables in campuses for limit in variables.problem.limits.avoided]
    are_kept = all(limit.practice is None or limit.practice in kept for limit in avoided)
    model, built = builder.build(without_avoided=are_kept)
    for variables in built:
        add_breaches(variables, kept)
        variables.unmoved = unmoved_variables(variables)
    return model, built


def _bound_shares(campuses: list[CampusVariables], answer: Values) -> None:
    """Bound the shares of each campus by the number of drills that it has in the answer."""
    for variables in campuses:
        add_share_bounds(variables, sum(map(answer.value, variables.held.values())))


def _with_kept(
    builder: ModelBuilder, first: FirstTiers, kept: frozenset[PracticeRank]
) -> tuple[CpModel, list[CampusVariables]]:
    """Return a model of the years of these tiers in which rows keep some ranks of good practice.

    Where all are kept it is smaller and tighter than one in which each breach is counted.
    """
    model, campuses = _built_with(builder, first.campuses, kept)
    if len(campuses) == 1:
        add_share_bounds(campuses[0], first.size)
    if first.moves is not None:
        unmoved = [variable for variables in campuses for variable in variables.unmoved]
        model.add(LinearExpr.sum(unmoved) == first.moves)
    model.add(LinearExpr.sum(_counted(campuses)) == first.size)
    model.add(LinearExpr.sum(_required(campuses)) == first.required)
    return model, campuses


def _fewest(
    model: CpModel, tiers: LinearExprT, weight: int, effort: Effort
) -> tuple[CpSolver, CpSolverStatus, int]:
    """Minimize the tiers before points, in which each drill weighs ``weight``; the last is the drills at least.

    If the search finds nothing, any answer will do; the status is then feasible.
    """
    model.minimize(tiers)
    fewest, status = run(model, effort.part(FOR_TIERS))
    if status == INFEASIBLE or (status not in (OPTIMAL, FEASIBLE) and effort.is_out_of_time):
        return fewest, status, 0
    least = _least_of_first_tier(fewest, weight)
    if status not in (OPTIMAL, FEASIBLE):
        fewest, status = any_answer(model, effort.part(FOR_TIERS))
        status = FEASIBLE if status == OPTIMAL else status
    return fewest, status, least


def _fewest_of_practice(
    model: CpModel, campuses: list[CampusVariables], first: FirstTiers, effort: Effort
) -> tuple[Values | None, bool]:
    """Minimize breaches of good practice rank by rank, then visits; return the answer and whether it is proven.

    None if there is none, or none was found, in a model in which rows keep some ranks. With one campus, all ranks
    that are left are minimized at once before each; with several, a year without a breach of the others is tried
    after each.
    """
    visits, hinted = _visits(campuses), [*_counted(campuses), *_visits(campuses)]
    ranks = [
        terms
        for rank in PracticeRank
        if (terms := [term for variables in campuses for term in variables.breaches.of_practice.get(rank, ())])
    ]
    best: CpSolver | None = None
    is_sure = not any(variables.kept for variables in campuses)
    is_proven = True
    while ranks:
        if len(campuses) == 1:
            at_once = _fewest_at_once(model, campuses[0], first.size, effort)
            if at_once is not None:
                return at_once, is_proven
        terms = ranks.pop(0)
        if best is not None:
            set_hints(model, best, hinted)
        model.minimize(LinearExpr.sum(terms))
        found, status = run(model, effort.part(FOR_TIERS), LOOKS_WITH_PRACTICE, is_a_try=not is_sure)
        is_proven = is_proven and status == OPTIMAL
        if status in (OPTIMAL, FEASIBLE):
            best = found
        elif best is None and is_sure:
            best = _completed(model, campuses, first, effort)
        if best is None:
            return None, False
        if status != OPTIMAL and effort.is_over:
            # The model is too large for the last step that a spent budget still allows for each other rank.
            return best, False
        fix_to(model, best, terms)
        others = [term for terms in ranks for term in terms]
        if others and len(campuses) == 1:
            continue
        rest = _without(model, others, visits, effort, is_a_try=bool(others))
        if rest is not None:
            return rest, is_proven
    if best is None:
        best = _without(model, [], visits, effort, is_a_try=not is_sure)
    if best is None and is_sure:
        best, is_proven = _completed(model, campuses, first, effort), False
    return best, is_proven


def _fewest_at_once(model: CpModel, campus: CampusVariables, size: int, effort: Effort) -> CpSolver | None:
    """Minimize all ranks of good practice and visits of one campus together; None if short searches prove nothing.

    A breach weighs more than all that one campus can have of the next ranks (``PracticeRank.weight``), and one of
    the last rank more than all visits. So the least sum has the least of each tier in turn. ``size`` is the most
    drills that the campus holds.
    """
    forget_hints(model)
    visits = list(campus.visit.values())
    # No resource visits a drill twice.
    most_visits = size * len({resource_id for resource_id, _, _ in campus.visit})
    weights = [most_visits + 1, 1]
    model.minimize(LinearExpr.weighted_sum([campus.breaches.practice, LinearExpr.sum(visits)], weights))
    for look in LOOKS_AT_ALL_RANKS:
        answer, status = search_once(model, effort.part(FOR_TIERS), look)
        if status == OPTIMAL:
            return answer
    return None


def _completed(
    model: CpModel, campuses: list[CampusVariables], first: FirstTiers, effort: Effort
) -> CpSolver | None:
    """Return the answer to the first tiers in a model that counts the breaches of good practice as well."""
    held = [variable for variables in campuses for variable in variables.held.values()]
    known = ChosenValues.carried_over(first.answer, first.campuses, campuses)
    answer = answer_with(model, effort, [*held, *_visits(campuses)], known)
    return None if answer is None else answer.solver


def _without(
    model: CpModel, terms: list[IntVar], visits: list[IntVar], effort: Effort, *, is_a_try: bool
) -> CpSolver | None:
    """Fix these terms at 0 and return the answer with the fewest visits; None, and nothing fixed, if none is."""
    forget_hints(model)
    without = model.clone()
    for term in terms:
        without.add(term == 0)
    without.minimize(LinearExpr.sum(visits))
    found, status = run(without, effort.part(FOR_TIERS), LOOKS_WITH_PRACTICE, is_a_try=is_a_try)
    if status != OPTIMAL:
        return None
    for term in terms:
        model.add(term == 0)
    return found


def _least_of_first_tier(solver: CpSolver, weight: int) -> int:
    """Return how many drills are needed at least, as far as a search that was cut short has proven it."""
    bound = solver.best_objective_bound
    return max(0, math.ceil((bound - weight + 1) / weight)) if math.isfinite(bound) else 0


def _minimize_moves(model: CpModel, campuses: list[CampusVariables], effort: Effort) -> tuple[int, bool] | str:
    """Fix the number of drills that stay at the most found; return it, and whether it is proven.

    Returns 'infeasible' or 'unknown' if that fails.
    """
    unmoved = [variable for variables in campuses for variable in variables.unmoved]
    model.maximize(LinearExpr.sum(unmoved))
    most, status = run(model, effort.part(FOR_TIERS))
    if status not in (OPTIMAL, FEASIBLE):
        return "infeasible" if status == INFEASIBLE else "unknown"
    hinted = [
        variable
        for variables in campuses
        for variable in (*variables.held.values(), *variables.visit.values(), *variables.unmoved)
    ]
    set_hints(model, most, hinted)
    return fix_to(model, most, unmoved), status == OPTIMAL


def fix_to(model: CpModel, solver: CpSolver, variables: Iterable[IntVar]) -> int:
    """Fix the sum of the variables at the solver's value, and return it."""
    fixed = list(variables)
    total = sum(solver.value(variable) for variable in fixed)
    model.add(LinearExpr.sum(fixed) == total)
    return total
