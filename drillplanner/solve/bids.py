"""The best year of a kind of campus when each visit of an agency has a price.

With the prices of a day added to what a drill there costs, campuses that are solved apart keep out of each other's
way. Periods are left open, so that a bid is found in a moment and its cost is a bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from drillplanner.solve.agency_days import Visit
from drillplanner.solve.campus_model import build, cost_of, days_found, repeats_weekdays
from drillplanner.solve.cp_sat import CpModel, LinearExpr, LinearExprT
from drillplanner.solve.goals import SELDOM_BROKEN, USUAL
from drillplanner.solve.kinds import Kind, visits_of
from drillplanner.solve.plans import Effort, Reading
from drillplanner.solve.runs import Found, best_of
from drillplanner.solve.taken import Taken
from drillplanner.solve.variables import CampusVariables
from drillplanner.solve.year_limits import required_breaches

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
class Bid:
    """The days of a campus's year, as (scenario, day) pairs, and its visits.

    ``cost`` is in points, without the price of the visits and with periods left open; each breach of a required
    limit beyond the fewest is in it as ``BREACH``.
    """

    days: frozenset[tuple[int, int]]
    visits: tuple[Visit, ...]
    cost: int


@dataclass(frozen=True)
class Priced:
    """A bid, and what no bid of the kind can fall below at these prices: cost and price, in parts of a point."""

    bid: Bid
    bound: int


def bid_alone(kind: Kind) -> Bid:
    """What the kind wants when every agency is its own."""
    days = frozenset((placement.scenario, placement.day) for placement in kind.alone.placements)
    return Bid(days, tuple(sorted(visits_of(kind.problem, kind.alone))), kind.alone.cost)


def best_bid(
    kind: Kind,
    prices: Prices,
    may_give_way: bool,
    effort: Effort,
    among: frozenset[tuple[int, int]] | None = None,
) -> Priced | None:
    """The best bid of a campus of this kind, with as few drills and visits as it needs alone.

    Unless limits ``may_give_way``, no required developmental limit is broken more often than alone. ``among`` are
    the only (scenario, day) pairs to choose from; the bound is then one among these. None where there is no such
    bid, or where the effort found none.
    """
    if effort.is_over:
        return None
    problem = kind.problem if among is None else kind.problem.restricted(among)
    model = CpModel()
    variables = build(model, problem, Taken(), Reading(periods=False, careful=False))
    cost = _held_to_the_fewest(variables, kind, may_give_way)
    effort = replace(effort, deterministic_seconds=min(_EFFORT, effort.deterministic_seconds))
    found = _cheapest(model, cost, variables, prices, effort)
    if found is not None and repeats_weekdays(found.solver, variables):
        seldom = cost_of(variables, len(kind.alone.placements), (SELDOM_BROKEN,))
        cost = LinearExpr.sum([cost, seldom])
        bound = found.bound
        found = _cheapest(model, cost, variables, prices, effort)
        found = None if found is None else Found(found.solver, max(found.bound, bound))
    if found is None:
        return None
    visits = tuple(
        sorted(
            (agency_id, problem.days[day].date)
            for (agency_id, _, day), visit in variables.visit.items()
            if found.solver.value(visit)
        )
    )
    return Priced(Bid(days_found(found.solver, variables), visits, round(found.solver.value(cost))), found.bound)


def _held_to_the_fewest(variables: CampusVariables, kind: Kind, may_give_way: bool) -> LinearExprT:
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


def _cheapest(
    model: CpModel, cost: LinearExprT, variables: CampusVariables, prices: Prices, effort: Effort
) -> Found | None:
    dear = [
        (visit, prices[on])
        for (agency_id, _, day), visit in variables.visit.items()
        if (on := (agency_id, variables.problem.days[day].date)) in prices
    ]
    priced = LinearExpr.weighted_sum([visit for visit, _ in dear], [price for _, price in dear])
    model.minimize(LinearExpr.sum([PARTS_OF_A_POINT * cost, priced]))
    return best_of(model, effort, [*variables.held.values(), *variables.visit.values()])
