"""The translation of CP-SAT's models: HiGHS finds the same optimum, or that there is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python.cp_model import INFEASIBLE, OPTIMAL, CpModel, CpSolver, Domain, IntVar, LinearExpr

from benchmarks.rivals.mixed_integer import MixedIntegerProgram

pytest.importorskip("highspy", reason="HiGHS is a library of the benchmark alone: benchmarks/requirements.txt")


def never() -> bool:
    return False


def best_by_cpsat(model: CpModel) -> int | None:
    solver = CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    assert status in (OPTIMAL, INFEASIBLE)
    return round(solver.objective_value) if status == OPTIMAL else None


def best_by_highs(model: CpModel) -> int | None:
    from benchmarks.rivals.highs_engine import HighsEngine

    answer = HighsEngine().minimize(model, {}, never, lambda objective: None)
    if answer.values is None:
        assert answer.note in {"infeasible", "primal infeasible or unbounded"}
        return None
    assert answer.is_proven
    return answer.bound


@st.composite
def models(draw: st.DrawFn) -> CpModel:
    """Small models of all the constraints that the planner uses, with negated literals and enforced rows."""
    model = CpModel()
    flags = [model.new_bool_var("") for _ in range(draw(st.integers(2, 5)))]
    numbers = [model.new_int_var(0, draw(st.integers(1, 4)), "") for _ in range(draw(st.integers(0, 2)))]
    everything: list[IntVar] = [*flags, *numbers]
    literal = st.builds(lambda flag, negated: ~flag if negated else flag, st.sampled_from(flags), st.booleans())
    literals = st.lists(literal, min_size=1, max_size=3)
    weights = st.lists(st.integers(-3, 3), min_size=len(everything), max_size=len(everything))
    for _ in range(draw(st.integers(1, 6))):
        sort = draw(st.sampled_from(["row", "both", "or", "one", "exact", "implies", "sum of literals"]))
        if sort == "row":
            constraint = model.add(LinearExpr.weighted_sum(everything, draw(weights)) >= draw(st.integers(-4, 4)))
        elif sort == "both":
            total = LinearExpr.weighted_sum(everything, draw(weights))
            low = draw(st.integers(-4, 4))
            constraint = model.add_linear_constraint(total, low, low + draw(st.integers(0, 3)))
        elif sort == "sum of literals":
            constraint = model.add(LinearExpr.sum(draw(literals)) <= draw(st.integers(0, 2)))
        elif sort == "or":
            constraint = model.add_bool_or(draw(literals))
        elif sort == "implies":
            model.add_implication(draw(literal), draw(literal))
            continue
        elif sort == "one":
            model.add_at_most_one(draw(literals))
            continue
        else:
            model.add_exactly_one(draw(literals))
            continue
        enforced = draw(st.lists(literal, max_size=2))
        if enforced:
            constraint.only_enforce_if(*enforced)
    model.minimize(LinearExpr.weighted_sum(everything, draw(weights)) + draw(st.integers(-2, 2)))
    return model


@settings(deadline=None, max_examples=150)
@given(models())
def test_both_find_the_same_optimum(model: CpModel) -> None:
    assert best_by_highs(model) == best_by_cpsat(model)


def test_what_is_added_later_is_taken_over() -> None:
    from benchmarks.rivals.highs_engine import HighsEngine

    model, engine = CpModel(), HighsEngine()
    one, other = model.new_bool_var(""), model.new_bool_var("")
    model.add_bool_or(one, other)
    model.minimize(one + other)
    first = engine.minimize(model, {}, never, lambda objective: None)
    model.add(one + other == 1)
    more = model.new_int_var(0, 9, "")
    model.add(more >= 3 * one)
    model.minimize(more + other)
    second = engine.minimize(model, first.values or {}, never, lambda objective: None)
    assert (first.bound, second.bound) == (1, 1)
    assert second.values is not None
    assert (second.values[one.index], second.values[other.index], second.values[more.index]) == (0, 1, 0)


def test_a_domain_with_gaps_is_refused() -> None:
    model = CpModel()
    model.new_int_var_from_domain(Domain.from_values([1, 5]), "")
    with pytest.raises(ValueError, match="gaps"):
        MixedIntegerProgram().read(model)


def test_a_constraint_of_another_sort_is_refused() -> None:
    model = CpModel()
    model.add_all_different([model.new_int_var(0, 3, "") for _ in range(3)])
    with pytest.raises(ValueError, match="not translated"):
        MixedIntegerProgram().read(model)
