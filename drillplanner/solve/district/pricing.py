"""The pricing problem: the best column of a campus class when each visit to a resource has a price.

With prices added to the cost of drills, campuses that are solved separately avoid each other's dates. The model
has no periods, so that a column is found quickly and its cost is a bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from drillplanner.cp_sat import CpModel, LinearExpr, LinearExprT
from drillplanner.model import REQUIRED_WEIGHT, PracticeRank
from drillplanner.solve.campus.campus_model import build_campus, cost_of, days_found
from drillplanner.solve.district.campus_classes import CampusClass
from drillplanner.solve.goals.campus_goals import SELDOM_BROKEN, USUAL
from drillplanner.solve.goals.developmental_limits import add_breaches, keep_practice, repeats_weekdays
from drillplanner.solve.goals.practice_limits import without_avoided_dates
from drillplanner.solve.goals.share_bounds import add_share_bounds
from drillplanner.solve.model.runs import best_of
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.agency_days import Visit, visits_of
from drillplanner.solve.problem.plans import Effort, ModelOptions
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.schools_a_day import CampusUses

#: Prices are integers in this fraction of a point, since CP-SAT works with integers.
PARTS_OF_A_POINT = 100
#: CP-SAT's deterministic seconds for one column; most need a hundredth of it.
_EFFORT = 4.0
#: Points for each breach of a required developmental limit beyond those that the campus needs alone. More than the
#: sum of all soft goals of a campus, so that no points justify a breach.
BREACH = 10_000
#: The same for a breach of good practice, by its rank.
PRACTICE_BREACHES = {
    PracticeRank.DRILLS: 1000,
    PracticeRank.DATES: 500,
    PracticeRank.SPACING: 100,
    PracticeRank.HOURS: 50,
}

#: The price of each visit in parts of a point; visits without a price are free.
Prices = Mapping[Visit, int]


@dataclass(frozen=True)
class Column:
    """The days of a campus's year, as (scenario, day) pairs, its visits, and its uses of the limits of schools.

    ``cost`` is in points, without the price of the visits and with periods left open; each breach of a required
    limit beyond the fewest is in it as ``BREACH``, and each of good practice as its ``PRACTICE_BREACHES``. All of
    these together are ``breach_points``.
    """

    days: frozenset[tuple[int, int]]
    visits: tuple[Visit, ...]
    cost: int
    school_uses: tuple[Visit, ...] = ()
    breach_points: int = 0

    @property
    def uses(self) -> tuple[Visit, ...]:
        """All that has a limit on its date."""
        return (*self.visits, *self.school_uses)


@dataclass(frozen=True)
class PricedColumn:
    """A column, and a bound at these prices on the cost and price of all columns, in parts of a point."""

    column: Column
    bound: int


def initial_column(campus_class: CampusClass) -> Column:
    """Return the class's best column when it has every resource to itself."""
    days = frozenset((placement.scenario, placement.day) for placement in campus_class.alone.placements)
    return Column(
        days,
        tuple(sorted(visits_of(campus_class.problem, campus_class.alone))),
        campus_class.alone.cost,
        _school_uses(days, campus_class.uses),
    )


def _school_uses(days: Iterable[tuple[int, int]], uses: CampusUses) -> tuple[Visit, ...]:
    """Return the uses of the limits of schools, in order."""
    return tuple(sorted(use for scenario, day in days if (use := uses.of(scenario, day)) is not None))


class PricingProblem:
    """A model of one campus class that is solved at any prices, which are only in the objective.

    Unless limits ``may_give_way``, those of development and good practice are broken no more often than for the
    campus alone. ``among`` restricts the (scenario, day) pairs; bounds then hold only among these.
    """

    def __init__(
        self, campus_class: CampusClass, may_give_way: bool, among: frozenset[tuple[int, int]] | None = None
    ) -> None:
        problem = campus_class.problem if among is None else campus_class.problem.restricted(among)
        # A model that keeps all of good practice is smaller and tighter than one that counts breaches.
        keeps_practice = not may_give_way and campus_class.alone.breaches % REQUIRED_WEIGHT == 0
        if keeps_practice:
            problem = without_avoided_dates(problem)
        self._campus_class = campus_class
        self._model = CpModel()
        self._variables = build_campus(
            self._model, problem, ResourceUse(), ModelOptions(periods=False, careful=False)
        )
        self._cost, self._breach_points = _fix_smallest_size(
            self._variables, campus_class, may_give_way, keeps_practice
        )
        self._visits = [
            ((agency_id, problem.days[day].date), visit)
            for (agency_id, _, day), visit in self._variables.visit.items()
        ]
        self._school_uses = [
            (use, held)
            for (scenario, day), held in self._variables.held.items()
            if (use := campus_class.uses.of(scenario, day)) is not None
        ]

    def best(self, prices: Prices, effort: Effort) -> PricedColumn | None:
        """Return the best column with as few drills and visits as the class needs alone.

        None if there is no such column, or the effort found none.
        """
        if effort.is_over:
            return None
        effort = replace(effort, deterministic_seconds=min(_EFFORT, effort.deterministic_seconds))
        priced = self._cheapest(self._cost, prices, effort)
        if priced is None or not repeats_weekdays(self._campus_class.problem, priced.column.days):
            return priced
        again = self._cheapest(self._cost_of_all, prices, effort)
        return None if again is None else replace(again, bound=max(again.bound, priced.bound))

    @cached_property
    def _cost_of_all(self) -> LinearExprT:
        """The cost in points with the goal that the other goals nearly always achieve as a side effect."""
        drills = len(self._campus_class.alone.placements)
        return LinearExpr.sum([self._cost, cost_of(self._variables, drills, (SELDOM_BROKEN,))])

    def _cheapest(self, cost: LinearExprT, prices: Prices, effort: Effort) -> PricedColumn | None:
        limited = (*self._visits, *self._school_uses)
        priced_visits = [(visit, prices[on]) for on, visit in limited if on in prices]
        price = LinearExpr.weighted_sum(
            [visit for visit, _ in priced_visits], [points for _, points in priced_visits]
        )
        self._model.clear_hints()  # type: ignore[no-untyped-call]
        self._model.minimize(LinearExpr.sum([PARTS_OF_A_POINT * cost, price]))
        hinted = [*self._variables.held.values(), *self._variables.visit.values()]
        found = best_of(self._model, effort, hinted)
        if found is None:
            return None
        visits = tuple(sorted(on for on, visit in self._visits if found.solver.value(visit)))
        days = days_found(found.solver, self._variables)
        column = Column(
            days,
            visits,
            round(found.solver.value(cost)),
            _school_uses(days, self._campus_class.uses),
            round(found.solver.value(self._breach_points)),
        )
        return PricedColumn(column, found.bound)


def _fix_smallest_size(
    variables: CampusVariables, campus_class: CampusClass, may_give_way: bool, keeps_practice: bool
) -> tuple[LinearExprT, LinearExprT]:
    """Fix drills, visits, and breaches at the fewest; return the cost in points, and its part for breaches."""
    model = variables.model
    drills = len(campus_class.alone.placements)
    alone = campus_class.alone.breaches
    broken = keep_practice(variables) if keeps_practice else add_breaches(variables)
    model.add(LinearExpr.sum(list(variables.held.values())) == drills)
    if keeps_practice:
        add_share_bounds(variables, drills)
    # Else a drill that practice may add could give way to one that only other practices of its rank want.
    model.add(LinearExpr.sum(broken.missing) <= campus_class.alone.missing)
    model.add(LinearExpr.sum(list(variables.visit.values())) == campus_class.alone.visits)
    cost = cost_of(variables, drills, USUAL)
    if not may_give_way:
        model.add(LinearExpr.sum(broken.required) == alone // REQUIRED_WEIGHT)
        for rank, terms in broken.of_practice.items():
            model.add(LinearExpr.sum(terms) <= breaches_of_rank(alone, rank))
        return cost, LinearExpr.sum([])
    of_practice = (PRACTICE_BREACHES[rank] * LinearExpr.sum(terms) for rank, terms in broken.of_practice.items())
    breach_points = LinearExpr.sum(
        [BREACH * LinearExpr.sum(broken.required), *of_practice, -points_of_breaches(alone)]
    )
    return LinearExpr.sum([cost, breach_points]), breach_points


def points_of_breaches(weight: int) -> int:
    """Return the points that breaches of this weight (``CampusPlan.breaches``) have in column generation."""
    of_practice = sum(points * breaches_of_rank(weight, rank) for rank, points in PRACTICE_BREACHES.items())
    return BREACH * (weight // REQUIRED_WEIGHT) + of_practice


def breaches_of_rank(weight: int, rank: PracticeRank) -> int:
    """Return the number of breaches of a rank among those that weigh so much together."""
    heavier = min((other.weight for other in PracticeRank if other.weight > rank.weight), default=REQUIRED_WEIGHT)
    return weight % heavier // rank.weight
