"""An answer at the bound: it is the best one, or none is given."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from drillplanner.cp_sat import OPTIMAL, CpModel, CpSolver, LinearExpr
from drillplanner.solve.model.runs import answer_at_bound
from drillplanner.solve.problem.plans import Effort

#: A row asks for a sum of some variables with these weights.
Row = tuple[list[int], int]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    weights=st.lists(st.integers(0, 9), min_size=4, max_size=4),
    rows=st.lists(st.tuples(st.lists(st.integers(0, 5), min_size=4, max_size=4), st.integers(1, 9)), max_size=4),
    constant=st.integers(-5, 5),
    below=st.integers(0, 6),
)
def test_what_is_found_at_a_lower_bound_is_the_best(
    weights: list[int], rows: list[Row], constant: int, below: int
) -> None:
    model = CpModel()
    variables = [model.new_int_var(0, 2, "") for _ in weights]
    for of_row, least in rows:
        assume(2 * sum(of_row) >= least)
        model.add(LinearExpr.weighted_sum(variables, of_row) >= least)
    model.minimize(LinearExpr.weighted_sum(variables, weights) + constant)
    solver = CpSolver()
    assert solver.solve(model) == OPTIMAL
    best = round(solver.objective_value)
    found = answer_at_bound(model, Effort(20.0, 0), best - below)
    event(f"found: {found is not None}")
    assert (found is not None) is (below <= 3)
    assert found is None or found.cost == found.bound == best
    # The model itself is as it was.
    assert solver.solve(model) == OPTIMAL
    assert round(solver.objective_value) == best
