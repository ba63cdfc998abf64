"""Minimize the points of soft goals in models in which the tiers before points are fixed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from drillplanner.cp_sat import INFEASIBLE, OPTIMAL, CpModel, IntVar, LinearExpr, LinearExprT
from drillplanner.solve.campus.campus_model import ModelBuilder, cost_of, days_found
from drillplanner.solve.campus.known_plans import ChosenValues
from drillplanner.solve.campus.tiers import FOR_TIERS, FirstTiers, SettledTiers, with_practice_kept
from drillplanner.solve.goals.agency_goals import AgencyGoalTerms, agency_goal_terms
from drillplanner.solve.goals.campus_goals import SELDOM_BROKEN, USUAL
from drillplanner.solve.goals.developmental_limits import repeats_weekdays
from drillplanner.solve.model.runs import (
    LOOKS_AT_POINTS,
    SETTINGS_ALONE_WITH_PRACTICE,
    SETTINGS_WITH_PRACTICE,
    USUAL_SETTINGS,
    SearchResult,
    SearchSettings,
    Values,
    answer_at_bound,
    best_of,
    forget_hints,
    rounded_up,
    search_once,
    set_hints,
)
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.plans import CampusPlan, Effort
from drillplanner.solve.problem.resource_use import ResourceUse


@dataclass(frozen=True)
class PricedModel:
    """A model with the points of its campuses, each of which holds so many drills, and of the agencies' days."""

    model: CpModel
    campuses: list[CampusVariables]
    drills: list[int]
    costs: list[LinearExprT]
    shared: AgencyGoalTerms

    @classmethod
    def of(
        cls, model: CpModel, campuses: list[CampusVariables], drills: list[int], in_use: ResourceUse
    ) -> PricedModel:
        """Return the model with the terms of all goals but the one that the others nearly always achieve."""
        costs = [cost_of(variables, number, USUAL) for variables, number in zip(campuses, drills, strict=True)]
        return cls(model, campuses, drills, costs, agency_goal_terms(model, campuses, in_use))

    def with_goal_seldom_broken(self) -> PricedModel:
        """Return the model with the terms of that goal too."""
        costs: list[LinearExprT] = [
            LinearExpr.sum([cost, cost_of(variables, number, (SELDOM_BROKEN,))])
            for cost, variables, number in zip(self.costs, self.campuses, self.drills, strict=True)
        ]
        return replace(self, costs=costs)

    @property
    def total(self) -> LinearExprT:
        """All points, with those of the agencies' days that others have spent."""
        return LinearExpr.sum([*self.costs, *self.shared.terms])

    @property
    def hinted(self) -> list[IntVar]:
        """The variables whose values one search passes on to the next."""
        held = [variable for variables in self.campuses for variable in variables.held.values()]
        return [*held, *(variable for variables in self.campuses for variable in variables.visit.values())]

    @property
    def settings(self) -> tuple[SearchSettings, ...]:
        """The searches that suit the model: other ones where rows keep some rank of good practice."""
        if not any(variables.kept for variables in self.campuses):
            return USUAL_SETTINGS
        is_alone = all(variables.is_alone for variables in self.campuses)
        return SETTINGS_ALONE_WITH_PRACTICE if is_alone else SETTINGS_WITH_PRACTICE

    def repeats_weekdays(self, found: SearchResult) -> bool:
        """Check whether the answer breaks the goal that is seldom broken."""
        return any(repeats_weekdays(campus.problem, days_found(found.solver, campus)) for campus in self.campuses)


#: A model with its points, and the best answer to it.
Cheapest = tuple[PricedModel, SearchResult]


def cheapest_with_practice_kept(
    builder: ModelBuilder, first: FirstTiers, in_use: ResourceUse, effort: Effort
) -> Cheapest | str:
    """Return the best year of one campus that keeps all of good practice without a visit for it.

    Returns 'infeasible' or 'unknown' if short searches find none; only a proof tells that there is none.
    """
    model, campuses = with_practice_kept(builder, first)
    priced = PricedModel.of(model, campuses, [first.size], in_use)
    model.minimize(priced.total)
    bound = -math.inf
    for look in LOOKS_AT_POINTS:
        solver, status = search_once(model, effort, look)
        if status == INFEASIBLE:
            return "infeasible"
        bound = max(bound, solver.best_objective_bound)
        if status == OPTIMAL:
            return priced, SearchResult(solver, rounded_up(bound), first.fewest_drills)
    answer = answer_at_bound(model, effort, rounded_up(bound), raised_at_most=0) if math.isfinite(bound) else None
    if answer is not None:
        return priced, replace(answer, fewest_drills=first.fewest_drills)
    return "unknown"


def cheapest_of_settled(
    settled: SettledTiers, in_use: ResourceUse, effort: Effort, plans: Sequence[CampusPlan]
) -> Cheapest | None:
    """Return the best answer to a model in which all tiers before points are fixed; None if none was found."""
    model, campuses, fewest = settled.model, settled.campuses, settled.answer
    drills = [sum(map(fewest.value, variables.held.values())) for variables in campuses]
    priced = PricedModel.of(model, campuses, drills, in_use)
    forget_hints(model)
    if not all(variables.is_alone for variables in campuses):
        set_hints(model, fewest, priced.hinted)
    known = ChosenValues.of(campuses, plans) if plans else None
    start: Values = known if known is not None and known.has_tiers_of(fewest, campuses) else fewest
    beside = None
    if start is fewest and any(_has_some_crowded_days(variables) for variables in campuses):
        beside = _cheapest_beside_crowded_days(priced, effort.part(FOR_TIERS), fewest)
    found = cheapest(priced, effort, start, beside, priced.settings)
    return None if found is None else (priced, replace(found, fewest_drills=settled.fewest_drills))


def cheapest(
    priced: PricedModel,
    effort: Effort,
    known: Values,
    best: SearchResult | None = None,
    settings: Sequence[SearchSettings] = USUAL_SETTINGS,
) -> SearchResult | None:
    """Return the best answer to the model, or to the same model with more rows; None if none was found."""
    priced.model.minimize(priced.total)
    return best_of(priced.model, effort, priced.hinted, known, best, settings)


def _has_some_crowded_days(variables: CampusVariables) -> bool:
    """Check whether some days may hold several drills, and not any day."""
    return variables.problem.day_limits.usual == 1 and bool(variables.crowded_days - variables.recorded_days)


def _cheapest_beside_crowded_days(priced: PricedModel, effort: Effort, fewest: Values) -> SearchResult | None:
    """Return the best answer with the days of several drills as they are in ``fewest``.

    With these days open, the linear relaxation is not nearly integral, and the other days cannot be read from it.
    """
    settled = priced.model.clone()
    for variables in priced.campuses:
        for (_, day), held in variables.held.items():
            if day in variables.crowded_days:
                settled.add(held == fewest.value(held))
    return cheapest(replace(priced, model=settled), effort, fewest)
