"""The pricing problem: the best column of a campus class when each visit to a resource has a price.

With prices added to the cost of drills, campuses that are solved separately avoid each other's dates. The model
has no periods, so that a column is found quickly and its cost is a bound.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

from drillplanner.cp_sat import CpModel, LinearExpr, LinearExprT
from drillplanner.model import REQUIRED_WEIGHT, PracticeRank
from drillplanner.solve.campus.campus_model import build_campus, cost_of, days_found
from drillplanner.solve.district.campus_classes import CampusClass
from drillplanner.solve.district.narrow_hours import NarrowHours
from drillplanner.solve.goals.broken_limits import breaches_of_rank
from drillplanner.solve.goals.campus_goals import SELDOM_BROKEN, USUAL
from drillplanner.solve.goals.developmental_limits import add_breaches, repeats_weekdays
from drillplanner.solve.goals.practice_limits import without_avoided_dates
from drillplanner.solve.goals.share_bounds import add_share_bounds
from drillplanner.solve.model.runs import SETTINGS_FOR_COLUMNS, WEAK_RELAXATION, best_of, forget_hints
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
    PracticeRank.DRILLS: 2000,
    PracticeRank.ORDER: 1000,
    PracticeRank.DATES: 500,
    PracticeRank.SPACING: 100,
    PracticeRank.HOURS: 50,
}


class GivesWay(Enum):
    """What a column may break more often than its campuses do alone, with points for each breach.

    The value is the ranks of good practice. ``PRACTICE`` leaves out what comes first: a model that counts such
    breaches has a weak relaxation, and a drill out of order frees few dates.
    """

    NOTHING = frozenset[PracticeRank]()
    PRACTICE = frozenset({PracticeRank.DATES, PracticeRank.SPACING, PracticeRank.HOURS})
    EVERYTHING = frozenset(PracticeRank)
    """Required developmental limits too."""

    def allows(self, weight: int, alone: int) -> bool:
        """Check whether breaches of this weight are, for all that does not give way, as many as ``alone``."""
        ranks = (rank for rank in PracticeRank if rank not in self.value)
        is_required_kept = self is GivesWay.EVERYTHING or weight // REQUIRED_WEIGHT == alone // REQUIRED_WEIGHT
        return is_required_kept and all(
            breaches_of_rank(weight, rank) == breaches_of_rank(alone, rank) for rank in ranks
        )


#: The price of each visit in parts of a point; visits without a price are free.
Prices = Mapping[Visit, int]


@dataclass(frozen=True)
class Column:
    """The days of a campus's year, as (scenario, day) pairs, its visits, and its uses of other limits.

    ``cost`` is in points, without the price of the visits and with periods left open; each breach of a required
    limit beyond the fewest is in it as ``BREACH``, and each of good practice as its ``PRACTICE_BREACHES``. All of
    these together are ``breach_points``. The other limits are those of schools, and of a resource's narrow hours.
    """

    days: frozenset[tuple[int, int]]
    visits: tuple[Visit, ...]
    cost: int
    other_uses: tuple[Visit, ...] = ()
    breach_points: int = 0

    @property
    def uses(self) -> tuple[Visit, ...]:
        """All that has a limit on its date."""
        return (*self.visits, *self.other_uses)


@dataclass(frozen=True)
class PricedColumn:
    """A column, and a bound at these prices on the cost and price of all columns, in parts of a point."""

    column: Column
    bound: int


def initial_column(
    campus_class: CampusClass,
    hours: NarrowHours = NarrowHours(),  # noqa: B008 (frozen)
) -> Column:
    """Return the class's best column when it has every resource to itself."""
    problem, drills = campus_class.problem, campus_class.alone.placements
    days = frozenset((drill.scenario, drill.day) for drill in drills)
    in_hours = (
        use
        for drill in drills
        for resource_id in drill.resource_ids
        for use in hours.uses_of(problem, resource_id, drill.scenario, drill.day)
    )
    return Column(
        days,
        tuple(sorted(visits_of(problem, campus_class.alone))),
        campus_class.alone.cost,
        (*_school_uses(days, campus_class.uses), *sorted(in_hours)),
    )


def _school_uses(days: Iterable[tuple[int, int]], uses: CampusUses) -> tuple[Visit, ...]:
    """Return the uses of the limits of schools, in order."""
    return tuple(sorted(use for scenario, day in days if (use := uses.of(scenario, day)) is not None))


def pairs_near(
    campus_class: CampusClass, columns: Iterable[Column], limited: Collection[Visit], steps: int
) -> frozenset[tuple[int, int]]:
    """Return (scenario, day) pairs at most so many school days from these columns' drills of the same scenario.

    For scenarios that have a ``limited`` visit in one of the columns, all days are among them.
    """
    problem = campus_class.problem
    drills = {pair for column in columns for pair in column.days}
    near = frozenset(
        (scenario, day)
        for scenario, known_day in drills
        for day in problem.possible_days[scenario]
        if abs(day - known_day) <= steps
    )
    visited = {
        scenario
        for column in columns
        for scenario, day in column.days
        if any(visit in limited and visit[1] == problem.days[day].date for visit in column.visits)
    }
    return near | {(scenario, day) for scenario in visited for day in problem.possible_days[scenario]}


class PricingProblem:
    """A model of one campus class that is solved at any prices, which are only in the objective.

    Limits that do not give way are broken no more often than by the campus alone. ``among`` restricts the
    (scenario, day) pairs; bounds then hold only among these. ``in_use`` are visits that leave less room, ``hours``
    those with a price of their own.
    """

    def __init__(
        self,
        campus_class: CampusClass,
        gives_way: GivesWay,
        among: frozenset[tuple[int, int]] | None = None,
        in_use: ResourceUse = ResourceUse(),  # noqa: B008 (frozen)
        hours: NarrowHours = NarrowHours(),  # noqa: B008 (frozen)
    ) -> None:
        problem = campus_class.problem if among is None else campus_class.problem.restricted(among)
        alone = campus_class.alone.breaches
        # A model that keeps a rank of good practice is smaller and tighter than one that counts its breaches.
        kept = frozenset(
            rank for rank in PracticeRank if rank not in gives_way.value and breaches_of_rank(alone, rank) == 0
        )
        if PracticeRank.DATES in kept:
            problem = without_avoided_dates(problem)
        # With all days open, the relaxation of breaches that cost points proves nothing.
        is_weak = among is None and gives_way is not GivesWay.NOTHING
        self._settings = WEAK_RELAXATION if is_weak else SETTINGS_FOR_COLUMNS
        self._campus_class = campus_class
        self._model = CpModel()
        self._variables = build_campus(self._model, problem, in_use, ModelOptions(periods=False, careful=False))
        self._cost, self._breach_points = _fix_smallest_size(self._variables, campus_class, gives_way, kept)
        self._visits = [
            ((agency_id, problem.days[day].date), visit)
            for (agency_id, _, day), visit in self._variables.visit.items()
        ]
        self._school_uses = [
            (use, held)
            for (scenario, day), held in self._variables.held.items()
            if (use := campus_class.uses.of(scenario, day)) is not None
        ]
        self._in_hours = [
            (use, visit)
            for (resource_id, scenarios, day), visit in self._variables.visit.items()
            for use in hours.uses_of(problem, resource_id, min(scenarios), day)
        ]

    @property
    def possible_school_uses(self) -> frozenset[Visit]:
        """The uses of the limits of schools that a column can have."""
        return frozenset(on for on, _ in self._school_uses)

    def best(self, prices: Prices, effort: Effort, known: Sequence[Column] = ()) -> PricedColumn | None:
        """Return the best column with as few drills and visits as the class needs alone.

        None if there is no such column, or the effort found none. The search begins with the cheapest of the
        ``known`` columns, if that is more than a look at the relaxation.
        """
        if effort.is_over:
            return None
        effort = replace(effort, deterministic_seconds=min(_EFFORT, effort.deterministic_seconds))
        start = min(known, key=lambda column: _price_of(column, prices), default=None)
        priced = self._cheapest(self._cost, prices, effort, start)
        if priced is None or not repeats_weekdays(self._campus_class.problem, priced.column.days):
            return priced
        again = self._cheapest(self._cost_of_all, prices, effort, start)
        return None if again is None else replace(again, bound=max(again.bound, priced.bound))

    @cached_property
    def _cost_of_all(self) -> LinearExprT:
        """The cost in points with the goal that the other goals nearly always achieve as a side effect."""
        drills = len(self._campus_class.alone.placements)
        return LinearExpr.sum([self._cost, cost_of(self._variables, drills, (SELDOM_BROKEN,))])

    def _cheapest(
        self, cost: LinearExprT, prices: Prices, effort: Effort, start: Column | None
    ) -> PricedColumn | None:
        limited = (*self._visits, *self._school_uses, *self._in_hours)
        priced_visits = [(visit, prices[on]) for on, visit in limited if on in prices]
        price = LinearExpr.weighted_sum(
            [visit for visit, _ in priced_visits], [points for _, points in priced_visits]
        )
        forget_hints(self._model)
        self._model.minimize(LinearExpr.sum([PARTS_OF_A_POINT * cost, price]))
        hinted = [*self._variables.held.values(), *self._variables.visit.values()]
        if start is not None and self._settings is WEAK_RELAXATION:
            for pair, held in self._variables.held.items():
                self._model.add_hint(held, pair in start.days)
            for on, visit in self._visits:
                self._model.add_hint(visit, on in start.visits)
        found = best_of(self._model, effort, hinted, settings_in_turn=self._settings)
        if found is None:
            return None
        visits = tuple(sorted(on for on, visit in self._visits if found.solver.value(visit)))
        days = days_found(found.solver, self._variables)
        column = Column(
            days,
            visits,
            round(found.solver.value(cost)),
            (
                *_school_uses(days, self._campus_class.uses),
                *sorted(use for use, visit in self._in_hours if found.solver.value(visit)),
            ),
            round(found.solver.value(self._breach_points)),
        )
        return PricedColumn(column, found.bound)


def _price_of(column: Column, prices: Prices) -> int:
    """Return the cost of a column and the price of all that it uses, in parts of a point."""
    return PARTS_OF_A_POINT * column.cost + sum(prices.get(use, 0) for use in column.uses)


def _fix_smallest_size(
    variables: CampusVariables, campus_class: CampusClass, gives_way: GivesWay, kept: frozenset[PracticeRank]
) -> tuple[LinearExprT, LinearExprT]:
    """Fix drills, visits, and breaches at the fewest; return the cost in points, and its part for breaches."""
    model = variables.model
    drills = len(campus_class.alone.placements)
    alone = campus_class.alone.breaches
    broken = add_breaches(variables, kept)
    model.add(LinearExpr.sum(list(variables.held.values())) == drills)
    if len(kept) == len(PracticeRank):
        add_share_bounds(variables, drills)
    # Else a drill that practice may add could give way to one that only other practices of its rank want.
    model.add(LinearExpr.sum(broken.missing) <= campus_class.alone.missing)
    model.add(LinearExpr.sum(list(variables.visit.values())) == campus_class.alone.visits)
    cost = cost_of(variables, drills, USUAL)
    priced = []
    if gives_way is GivesWay.EVERYTHING:
        priced.append(BREACH * LinearExpr.sum(broken.required))
    else:
        model.add(LinearExpr.sum(broken.required) == alone // REQUIRED_WEIGHT)
    for rank, terms in broken.of_practice.items():
        if rank in gives_way.value:
            priced.append(PRACTICE_BREACHES[rank] * LinearExpr.sum(terms))
        else:
            model.add(LinearExpr.sum(terms) <= breaches_of_rank(alone, rank))
    breach_points = LinearExpr.sum([*priced, -_points_of(alone, gives_way)]) if priced else LinearExpr.sum([])
    return LinearExpr.sum([cost, breach_points]), breach_points


def _points_of(weight: int, gives_way: GivesWay) -> int:
    """Return the points of those breaches that are priced."""
    required = BREACH * (weight // REQUIRED_WEIGHT) if gives_way is GivesWay.EVERYTHING else 0
    return required + sum(PRACTICE_BREACHES[rank] * breaches_of_rank(weight, rank) for rank in gives_way.value)


def points_of_breaches(weight: int) -> int:
    """Return the points that breaches of this weight (``CampusPlan.breaches``) have in column generation."""
    return _points_of(weight, GivesWay.EVERYTHING)
