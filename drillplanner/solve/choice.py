"""Which bids to take, so that every campus has one and no agency is asked for more than it can do.

In shares it is a linear program, whose dual values are the prices at which the kinds would choose so by
themselves; in whole campuses it is a small integer program, since bids are few.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from drillplanner.errors import InconsistencyError
from drillplanner.solve.agency_days import Visit
from drillplanner.solve.bids import Bid
from drillplanner.solve.capacity import Capacity
from drillplanner.solve.cp_sat import FEASIBLE, OPTIMAL, CpModel, LinearExpr
from drillplanner.solve.kinds import Kind
from drillplanner.solve.plans import Effort
from drillplanner.solve.runs import solver_for

#: Points for a campus that gets no bid: more than any bid costs, so that as many as can be have one.
_LEFT_OUT = 1_000_000
#: CP-SAT's deterministic seconds for the choice in whole campuses.
_EFFORT = 10.0

#: The bids of each kind.
Bids = Sequence[Sequence[Bid]]


@dataclass(frozen=True)
class Shares:
    """The best choice in shares: its cost in points, and what one visit more would save, by visit.

    ``beyond`` is the number of visits that the agencies cannot make, each of which is in the cost at the highest
    price that was allowed. Visits beyond a level day are in it at their points.
    """

    cost: float
    prices: Mapping[Visit, float]
    beyond: float


def in_shares(kinds: Sequence[Kind], bids: Bids, capacity: Capacity, highest_price: float) -> Shares:
    """The best choice when a kind may split its campuses between bids in any proportion."""
    from ortools.linear_solver.python import model_builder  # here, since small districts need none of it

    model = model_builder.Model()  # type: ignore[no-untyped-call]  # its constructor has no annotations
    asking: dict[Visit, list[model_builder.LinearExprT]] = defaultdict(list)
    costs: list[model_builder.LinearExprT] = []
    for kind, some in zip(kinds, bids, strict=True):
        shares = [model.new_num_var(0, math.inf, "") for _ in some]
        model.add(model_builder.LinearExpr.sum(shares) == kind.campuses)
        for bid, share in zip(some, shares, strict=True):
            costs.append(bid.cost * share)
            for visit in bid.visits:
                if visit in capacity:
                    asking[visit].append(share)
    beyond = {visit: model.new_num_var(0, math.inf, "") for visit in sorted(asking)}
    dear = {visit: model.new_num_var(0, capacity[visit].dear, "") for visit in beyond if capacity[visit].dear}
    off = {visit: [-1 * some[visit] for some in (beyond, dear) if visit in some] for visit in beyond}
    rows = {
        visit: model.add(model_builder.LinearExpr.sum([*asking[visit], *off[visit]]) <= capacity[visit].free)
        for visit in beyond
    }
    costs += [capacity[visit].points * one for visit, one in dear.items()]
    costs += [(highest_price + capacity[visit].points) * one for visit, one in beyond.items()]
    model.minimize(model_builder.LinearExpr.sum(costs))
    solver = model_builder.Solver("glop")
    if solver.solve(model) != model_builder.SolveStatus.OPTIMAL:
        raise InconsistencyError("The choice of bids in shares, which always has an answer, found none.")
    return Shares(
        cost=solver.objective_value,
        prices={visit: max(0.0, -solver.dual_value(row)) for visit, row in rows.items()},
        beyond=sum(solver.value(one) for one in beyond.values()),
    )


def in_whole_campuses(
    kinds: Sequence[Kind], bids: Bids, capacity: Capacity, effort: Effort
) -> tuple[tuple[int, ...], ...]:
    """How many campuses of each kind take each of its bids; fewer than there are where visits are lacking."""
    model = CpModel()
    asking: dict[Visit, list[object]] = defaultdict(list)
    taking, costs = [], []
    for kind, some in zip(kinds, bids, strict=True):
        numbers = [model.new_int_var(0, kind.campuses, "") for _ in some]
        left_out = model.new_int_var(0, kind.campuses, "")
        model.add(LinearExpr.sum([*numbers, left_out]) == kind.campuses)
        costs.append(_LEFT_OUT * left_out)
        for bid, number in zip(some, numbers, strict=True):
            costs.append(bid.cost * number)
            for visit in bid.visits:
                if visit in capacity:
                    asking[visit].append(number)
        taking.append(numbers)
    for visit in sorted(asking):
        limit = capacity[visit]
        dear = model.new_int_var(0, limit.dear, "")
        model.add(LinearExpr.sum([*asking[visit], -1 * dear]) <= limit.free)
        costs.append(limit.points * dear)
    model.minimize(LinearExpr.sum(costs))
    solver = solver_for(replace(effort, deterministic_seconds=_EFFORT))
    if solver.solve(model) not in (OPTIMAL, FEASIBLE):
        return tuple(tuple(0 for _ in some) for some in bids)
    return tuple(tuple(solver.value(number) for number in numbers) for numbers in taking)
