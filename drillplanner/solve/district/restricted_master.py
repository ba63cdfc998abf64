"""Which bids to take, so that every campus has one and no agency is asked for more than it can do.

In shares it is a linear program, whose dual values are the prices at which the kinds would choose so by
themselves; in whole campuses it is a small integer program, since bids are few.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from drillplanner.cp_sat import FEASIBLE, OPTIMAL, CpModel, LinearExpr
from drillplanner.files.errors import InconsistencyError
from drillplanner.solve.district.capacity import Capacity
from drillplanner.solve.district.pricing import Column
from drillplanner.solve.model.runs import solver_for
from drillplanner.solve.problem.agency_days import Visit
from drillplanner.solve.problem.campus_classes import CampusClass
from drillplanner.solve.problem.plans import Effort

#: Points for a campus that gets no bid: more than any bid costs, so that as many as can be have one.
_LEFT_OUT = 1_000_000
#: CP-SAT's deterministic seconds for the choice in whole campuses.
_EFFORT = 10.0

#: The bids of each kind.
Columns = Sequence[Sequence[Column]]


@dataclass(frozen=True)
class RelaxedMaster:
    """The best choice in shares: its cost in points, and what one visit more would save, by visit.

    ``beyond`` is the number of visits that the agencies cannot make, each of which is in the cost at the highest
    price that was allowed. Visits beyond a level day are in it at their points.
    """

    cost: float
    prices: Mapping[Visit, float]
    excess: float


def solve_relaxed(
    kinds: Sequence[CampusClass], bids: Columns, capacity: Capacity, highest_price: float
) -> RelaxedMaster:
    """The best choice when a kind may split its campuses between bids in any proportion."""
    # Here, since small districts need none of it. Of OR-Tools' ways to a linear program, this loads no pandas.
    from ortools.linear_solver import pywraplp

    solver = pywraplp.Solver.CreateSolver("GLOP")
    wanted = solver.Objective()
    wanted.SetMinimization()
    rows = {visit: solver.Constraint(-math.inf, capacity[visit].free) for visit in _limited_visits(bids, capacity)}
    for kind, some in zip(kinds, bids, strict=True):
        all_campuses = solver.Constraint(kind.campuses, kind.campuses)
        for bid in some:
            share = solver.NumVar(0, math.inf, "")
            all_campuses.SetCoefficient(share, 1)
            wanted.SetCoefficient(share, bid.cost)
            for visit, times in Counter(bid.visits).items():
                if visit in rows:
                    rows[visit].SetCoefficient(share, times)
    beyond = []
    for visit, row in rows.items():
        limit = capacity[visit]
        for most, points in ((limit.penalized, limit.points), (math.inf, limit.points + highest_price)):
            more = solver.NumVar(0, most, "")
            row.SetCoefficient(more, -1)
            wanted.SetCoefficient(more, points)
        beyond.append(more)
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        raise InconsistencyError("The choice of bids in shares, which always has an answer, found none.")
    return RelaxedMaster(
        cost=wanted.Value(),
        prices={visit: max(0.0, -row.dual_value()) for visit, row in rows.items()},
        excess=sum(one.solution_value() for one in beyond),
    )


def _limited_visits(bids: Columns, capacity: Capacity) -> list[Visit]:
    """The visits of which an agency could be asked for too many, in order."""
    return sorted({visit for some in bids for bid in some for visit in bid.visits if visit in capacity})


def solve_integer(
    kinds: Sequence[CampusClass], bids: Columns, capacity: Capacity, effort: Effort
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
        dear = model.new_int_var(0, limit.penalized, "")
        model.add(LinearExpr.sum([*asking[visit], -1 * dear]) <= limit.free)
        costs.append(limit.points * dear)
    model.minimize(LinearExpr.sum(costs))
    solver = solver_for(replace(effort, deterministic_seconds=_EFFORT))
    if solver.solve(model) not in (OPTIMAL, FEASIBLE):
        return tuple(tuple(0 for _ in some) for some in bids)
    return tuple(tuple(solver.value(number) for number in numbers) for numbers in taking)
