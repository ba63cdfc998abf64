"""The restricted master problem: choose among known columns within the capacity of all resources.

Relaxed, it is a linear program in which a class may split its campuses in any proportion; its dual values are the
prices of visits. With whole campuses it is a small integer program, since there are few columns.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from drillplanner.cp_sat import FEASIBLE, OPTIMAL, CpModel, LinearExpr
from drillplanner.files.errors import InconsistencyError
from drillplanner.solve.district.campus_classes import CampusClass
from drillplanner.solve.district.capacity import Capacity
from drillplanner.solve.district.pricing import Column
from drillplanner.solve.model.runs import solver_for
from drillplanner.solve.problem.agency_days import Visit
from drillplanner.solve.problem.plans import Effort

#: Points for a campus without a column: more than any column costs, so that as many as possible get one.
_LEFT_OUT = 1_000_000
#: CP-SAT's deterministic seconds for the integer program.
_EFFORT = 10.0

#: The columns of each class.
Columns = Sequence[Sequence[Column]]


@dataclass(frozen=True)
class RelaxedMaster:
    """The solution of the relaxed master: its cost in points, and the price (dual value) of each visit.

    ``excess`` is the number of visits beyond capacity; the cost includes each at the highest allowed price. Visits
    beyond a level day are in the cost with their points, and breaches of limits with ``breach_points``.
    """

    cost: float
    prices: Mapping[Visit, float]
    excess: float
    breach_points: float = 0.0


def solve_relaxed(
    classes: Sequence[CampusClass], columns: Columns, capacity: Capacity, highest_price: float
) -> RelaxedMaster:
    """Solve the master when a class may split its campuses between columns in any proportion."""
    # Imported here, since small districts do not need it. Of OR-Tools' linear solvers, this one loads no pandas.
    from ortools.linear_solver import pywraplp

    solver = pywraplp.Solver.CreateSolver("GLOP")
    objective = solver.Objective()
    objective.SetMinimization()
    rows = {
        visit: solver.Constraint(-math.inf, capacity[visit].free) for visit in _limited_visits(columns, capacity)
    }
    breaking = []
    for campus_class, class_columns in zip(classes, columns, strict=True):
        all_campuses = solver.Constraint(campus_class.campuses, campus_class.campuses)
        for column in class_columns:
            weight = solver.NumVar(0, math.inf, "")
            all_campuses.SetCoefficient(weight, 1)
            objective.SetCoefficient(weight, column.cost)
            if column.breach_points:
                breaking.append((weight, column.breach_points))
            for visit, times in Counter(column.uses).items():
                if visit in rows:
                    rows[visit].SetCoefficient(weight, times)
    excess = []
    for visit, row in rows.items():
        limit = capacity[visit]
        cheapest = min(limit.points, highest_price)
        for most, points in ((limit.penalized, cheapest), (math.inf, cheapest + highest_price)):
            more = solver.NumVar(0, most, "")
            row.SetCoefficient(more, -1)
            objective.SetCoefficient(more, points)
            if points != limit.points:
                excess.append(more)
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        raise InconsistencyError("The choice of bids in shares, which always has an answer, found none.")
    return RelaxedMaster(
        cost=objective.Value(),
        prices={visit: max(0.0, -row.dual_value()) for visit, row in rows.items()},
        excess=sum(variable.solution_value() for variable in excess),
        breach_points=sum(points * weight.solution_value() for weight, points in breaking),
    )


def _limited_visits(columns: Columns, capacity: Capacity) -> list[Visit]:
    """Return the visits with limited capacity, in order."""
    return sorted(
        {
            visit
            for class_columns in columns
            for column in class_columns
            for visit in column.uses
            if visit in capacity
        }
    )


def solve_integer(
    classes: Sequence[CampusClass], columns: Columns, capacity: Capacity, effort: Effort
) -> tuple[tuple[int, ...], ...]:
    """Return how many campuses of each class take each of its columns; fewer in all if visits are short."""
    model = CpModel()
    numbers_by_visit: dict[Visit, list[object]] = defaultdict(list)
    numbers_by_class, costs = [], []
    for campus_class, class_columns in zip(classes, columns, strict=True):
        numbers = [model.new_int_var(0, campus_class.campuses, "") for _ in class_columns]
        left_out = model.new_int_var(0, campus_class.campuses, "")
        model.add(LinearExpr.sum([*numbers, left_out]) == campus_class.campuses)
        costs.append(_LEFT_OUT * left_out)
        for column, number in zip(class_columns, numbers, strict=True):
            costs.append(column.cost * number)
            for visit in column.uses:
                if visit in capacity:
                    numbers_by_visit[visit].append(number)
        numbers_by_class.append(numbers)
    for visit in sorted(numbers_by_visit):
        limit = capacity[visit]
        penalized = model.new_int_var(0, limit.penalized, "")
        model.add(LinearExpr.sum([*numbers_by_visit[visit], -1 * penalized]) <= limit.free)
        costs.append(limit.points * penalized)
    model.minimize(LinearExpr.sum(costs))
    solver = solver_for(replace(effort, deterministic_seconds=_EFFORT))
    if solver.solve(model) not in (OPTIMAL, FEASIBLE):
        return tuple(tuple(0 for _ in class_columns) for class_columns in columns)
    return tuple(tuple(solver.value(number) for number in numbers) for numbers in numbers_by_class)
