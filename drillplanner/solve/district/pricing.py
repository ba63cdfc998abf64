"""The best year of a kind of campus when each visit of an agency has a price.

With the prices of a day added to what a drill there costs, campuses that are solved apart keep out of each other's
way. Periods are left open, so that a bid is found in a moment and its cost is a bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from drillplanner.cp_sat import CpModel, LinearExpr, LinearExprT
from drillplanner.solve.campus.campus_model import build_campus, cost_of, days_found
from drillplanner.solve.goals.campus_goals import SELDOM_BROKEN, USUAL
from drillplanner.solve.goals.developmental_limits import repeats_weekdays, required_breaches
from drillplanner.solve.model.runs import best_of
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.agency_days import Visit
from drillplanner.solve.problem.campus_classes import CampusClass, visits_of
from drillplanner.solve.problem.plans import Effort, ModelOptions
from drillplanner.solve.problem.resource_use import ResourceUse

#: Prices are whole numbers of this part of a point, since CP-SAT counts in whole numbers.
PARTS_OF_A_POINT = 100
#: CP-SAT's deterministic seconds for one bid; most need a hundredth of it.
_EFFORT = 4.0
#: Points for each breach of a required developmental limit beyond those that the campus needs alone. More than all
#: soft goals of a campus come to, so that points do not buy a breach.
BREACH = 1000

#: What a visit costs besides, in parts of a point; a visit that is not named is free.
Prices = Mapping[Visit, int]


@dataclass(frozen=True)
class Column:
    """The days of a campus's year, as (scenario, day) pairs, and its visits.

    ``cost`` is in points, without the price of the visits and with periods left open; each breach of a required
    limit beyond the fewest is in it as ``BREACH``.
    """

    days: frozenset[tuple[int, int]]
    visits: tuple[Visit, ...]
    cost: int


@dataclass(frozen=True)
class PricedColumn:
    """A bid, and what no bid of the kind can fall below at these prices: cost and price, in parts of a point."""

    column: Column
    bound: int


def initial_column(kind: CampusClass) -> Column:
    """What the kind wants when every agency is its own."""
    days = frozenset((placement.scenario, placement.day) for placement in kind.alone.placements)
    return Column(days, tuple(sorted(visits_of(kind.problem, kind.alone))), kind.alone.cost)


class PricingProblem:
    """Campuses of a kind, in a model that answers at any prices: they are in what is wanted, and in no row.

    Unless limits ``may_give_way``, no required developmental limit is broken more often than alone. ``among`` are
    the only (scenario, day) pairs to choose from; bounds are then those among these.
    """

    def __init__(
        self, kind: CampusClass, may_give_way: bool, among: frozenset[tuple[int, int]] | None = None
    ) -> None:
        problem = kind.problem if among is None else kind.problem.restricted(among)
        self._kind = kind
        self._model = CpModel()
        self._variables = build_campus(
            self._model, problem, ResourceUse(), ModelOptions(periods=False, careful=False)
        )
        self._cost = _fix_smallest_size(self._variables, kind, may_give_way)
        self._visits = [
            ((agency_id, problem.days[day].date), visit)
            for (agency_id, _, day), visit in self._variables.visit.items()
        ]

    def best(self, prices: Prices, effort: Effort) -> PricedColumn | None:
        """The best bid, with as few drills and visits as the kind needs alone.

        None where there is no such bid, or where the effort found none.
        """
        if effort.is_over:
            return None
        effort = replace(effort, deterministic_seconds=min(_EFFORT, effort.deterministic_seconds))
        priced = self._cheapest(self._cost, prices, effort)
        if priced is None or not repeats_weekdays(self._kind.problem, priced.column.days):
            return priced
        again = self._cheapest(self._cost_of_all, prices, effort)
        return None if again is None else replace(again, bound=max(again.bound, priced.bound))

    @cached_property
    def _cost_of_all(self) -> LinearExprT:
        """The cost with the goal that the others nearly always bring about, in points."""
        drills = len(self._kind.alone.placements)
        return LinearExpr.sum([self._cost, cost_of(self._variables, drills, (SELDOM_BROKEN,))])

    def _cheapest(self, cost: LinearExprT, prices: Prices, effort: Effort) -> PricedColumn | None:
        dear = [(visit, prices[on]) for on, visit in self._visits if on in prices]
        price = LinearExpr.weighted_sum([visit for visit, _ in dear], [price for _, price in dear])
        self._model.clear_hints()  # type: ignore[no-untyped-call]
        self._model.minimize(LinearExpr.sum([PARTS_OF_A_POINT * cost, price]))
        telling = [*self._variables.held.values(), *self._variables.visit.values()]
        found = best_of(self._model, effort, telling)
        if found is None:
            return None
        visits = tuple(sorted(on for on, visit in self._visits if found.solver.value(visit)))
        bid = Column(days_found(found.solver, self._variables), visits, round(found.solver.value(cost)))
        return PricedColumn(bid, found.bound)


def _fix_smallest_size(variables: CampusVariables, kind: CampusClass, may_give_way: bool) -> LinearExprT:
    """Hold what comes before the points at the fewest; the cost in points."""
    model = variables.model
    drills = len(kind.alone.placements)
    broken = required_breaches(variables)
    model.add(LinearExpr.sum(list(variables.held.values())) == drills)
    model.add(LinearExpr.sum(list(variables.visit.values())) == kind.alone.visits)
    cost = cost_of(variables, drills, USUAL)
    if not may_give_way:
        model.add(LinearExpr.sum(broken) == kind.alone.breaches)
        return cost
    return LinearExpr.sum([cost, BREACH * LinearExpr.sum(broken), -BREACH * kind.alone.breaches])
