"""Drills shared out among minimums: the linear relaxation does not credit half a drill twice.

``test_against_brute_force.py`` tests that plans are correct. This tests how tight the bound is from which a search
begins.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from ortools.linear_solver import pywraplp

from drillplanner.cp_sat import CpModel, LinearExpr
from drillplanner.law import LawBook
from drillplanner.solve.campus.campus_model import build_campus
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.problem.plans import ModelOptions
from drillplanner.solve.problem.resource_use import ResourceUse
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import FIRE, LOCKDOWN, count, law, planned, stand_in_of, tiny, year_of

PLACE = tiny(MONDAY, MONDAY + timedelta(11), agencies=(), scenarios=(FIRE, LOCKDOWN))
APART: dict[int, dict[str, Any]] = {2: {"separate_from": ["T-1"]}}
EITHER = count("fire_evacuation", "lockdown")


def fewest_in_shares(book: LawBook) -> float:
    """Return the fewest drills of the relaxation, in which half a drill may be held."""
    year = year_of(PLACE, book)
    model = CpModel()
    problem = ProblemBuilder(year).problem_of(PLACE.campuses[0], year.duties)
    variables = build_campus(model, problem, ResourceUse(), ModelOptions(periods=False))
    model.minimize(LinearExpr.sum(list(variables.held.values())))
    return relaxed(model.proto)


def relaxed(written: Any) -> float:
    """Return the best objective of the model's linear rows alone."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    every = [solver.NumVar(*list(variable.domain), "") for variable in written.variables]
    for constraint in written.constraints:
        if constraint.has_linear():
            row = sum(
                every[at] * by for at, by in zip(constraint.linear.vars, constraint.linear.coeffs, strict=True)
            )
            least, most = list(constraint.linear.domain)
            solver.Add(row >= least)
            solver.Add(row <= most)
        else:
            assert constraint.has_at_most_one()
            solver.Add(sum(every[at] for at in constraint.at_most_one.literals) <= 1)
    goal = written.objective
    solver.Minimize(sum(every[at] * by for at, by in zip(goal.vars, goal.coeffs, strict=True)))
    assert solver.Solve() == pywraplp.Solver.OPTIMAL
    return float(solver.Objective().Value())


@pytest.mark.parametrize(
    "book",
    [
        pytest.param(law(count("lockdown"), EITHER, mandates=APART), id="one of two sorts"),
        pytest.param(law(EITHER, EITHER, mandates=APART), id="the same"),
        pytest.param(
            law(count("lockdown"), count("fire_evacuation"), stand_in_of("T-2", "lockdown"), mandates=APART),
            id="standing in",
        ),
    ],
)
def test_the_relaxation_holds_as_many_drills_as_the_plan(book: LawBook) -> None:
    plan = planned(PLACE, book)
    assert fewest_in_shares(book) == pytest.approx(len(plan.drills))
