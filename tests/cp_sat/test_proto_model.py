"""The quick classes make the very models that OR-Tools' own make; where they cannot be had, its own are taken."""

from __future__ import annotations

import importlib.util
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from drillplanner import cp_sat
from drillplanner.cp_sat import proto_model as bare

_WEIGHTS = st.lists(st.integers(-4, 4), min_size=5, max_size=5)
_ROWS = st.lists(st.tuples(_WEIGHTS, st.sampled_from("<=>"), st.integers(-6, 6)), max_size=6)


def _model(classes: Any, rows: list[tuple[list[int], str, int]], wanted: list[int], least: bool) -> Any:
    """A model that uses every method, with random rows."""
    model = classes.CpModel()
    variables = [*(model.new_bool_var("") for _ in range(3)), model.new_int_var(0, 4, ""), model.new_constant(1)]
    for weights, sign, right in rows:
        left = classes.LinearExpr.weighted_sum(variables, weights)
        model.add(left <= right if sign == "<" else left >= right if sign == ">" else left == right)
    first, second, third, count, _ = variables
    model.add(classes.LinearExpr.sum(variables) >= 0).only_enforce_if(~first)
    model.add(count - first <= 2 * second + 3)
    model.add(-first + 1 >= second - count * 3)
    model.add(first <= classes.LinearExpr.sum([second, third]))
    model.add(classes.LinearExpr.sum([first, second]) >= third)
    model.add(classes.LinearExpr.sum([second]) <= count)
    model.add(classes.LinearExpr.sum([first, first, 2 * second, -3, ~third]) <= 4)
    model.add(classes.LinearExpr.sum([]) <= 4).only_enforce_if(first, ~second)
    model.add(sum([first, second]) <= 2 - third)
    model.add(first - first == 0)
    model.add(True)
    model.add(third == 1 - first)
    model.add_implication(first, ~second)
    model.add_at_most_one([first, second])
    model.add_bool_or([first, second, third])
    model.add_exactly_one([first, third])
    model.maximize(count)
    model.add_hint(first, 0)
    model.clear_hints()
    for place, variable in enumerate(variables):
        model.add_hint(variable, place % 2)
    goal = classes.LinearExpr.weighted_sum(variables, wanted) + 7
    if least:
        model.minimize(goal)
    else:
        model.maximize(goal)
    return model


def _answer(classes: Any, model: Any) -> tuple[str, object]:
    solver = classes.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    if status != cp_sat.OPTIMAL:
        return status.name, None
    return status.name, (solver.objective_value, solver.best_objective_bound)


@given(_ROWS, _WEIGHTS, st.booleans())
def test_the_same_model_and_the_same_answer(
    rows: list[tuple[list[int], str, int]], wanted: list[int], least: bool
) -> None:
    ours, theirs = _model(cp_sat, rows, wanted, least), _model(cp_model, rows, wanted, least)
    assert str(ours.proto) == str(theirs.proto)
    assert _answer(cp_sat, ours) == _answer(cp_model, theirs)


def test_rows_of_a_clone_do_not_reach_the_model() -> None:
    model = cp_sat.CpModel()
    chosen = model.new_bool_var("")
    model.maximize(chosen)
    clone = model.clone()
    clone.add(chosen + clone.new_bool_var("") <= 0)
    answers = []
    for each in (clone, model):
        solver = cp_sat.CpSolver()
        solver.solve(each)
        answers.append(solver.value(chosen))
    assert answers == [0, 1]


def test_anything_but_a_comparison_is_rejected() -> None:
    model = cp_sat.CpModel()
    with pytest.raises(TypeError, match="not a linear comparison"):
        model.add("more")  # type: ignore[arg-type]
    model.add(True)
    assert cp_sat.CpSolver().solve(model) == cp_sat.OPTIMAL
    model.add(False)
    assert cp_sat.CpSolver().solve(model) == cp_sat.INFEASIBLE


def test_variables_work_in_sets_and_other_comparisons_have_no_truth_value() -> None:
    model = cp_sat.CpModel()
    first, second = model.new_bool_var(""), model.new_bool_var("")
    assert first in [first]
    assert second not in [first]
    assert len({first, second, first}) == 2
    with pytest.raises(TypeError, match="neither true nor false"):
        assert first <= second


def test_values_of_sums_are_computed() -> None:
    model = cp_sat.CpModel()
    flag, count = model.new_bool_var(""), model.new_int_var(2, 5, "")
    model.maximize(flag + count)
    solver = cp_sat.CpSolver()
    assert solver.solve(model) == cp_sat.OPTIMAL
    assert [solver.value(each) for each in (flag, count, 2 * count - flag + 1, 7)] == [1, 5, 10, 7]


def test_without_an_answer_there_is_no_value() -> None:
    with pytest.raises(RuntimeError, match="nothing was found"):
        cp_sat.CpSolver().value(1)
    empty, solver = cp_sat.CpModel(), cp_sat.CpSolver()
    assert solver.solve(empty) == cp_sat.OPTIMAL
    assert solver.value(cp_sat.LinearExpr.sum([])) == 0
    empty.add(False)
    assert solver.solve(empty) == cp_sat.INFEASIBLE
    with pytest.raises(RuntimeError, match="nothing was found"):
        solver.value(1)


def test_without_the_compiled_parts_the_usual_classes_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (cp_sat.CpModel.__module__, bare.CpModel.__module__) == (bare.__name__,) * 2
    monkeypatch.setitem(sys.modules, "drillplanner.cp_sat.proto_model", None)
    assert cp_sat.__file__ is not None
    spec = importlib.util.spec_from_file_location("usual", cp_sat.__file__)
    assert spec is not None
    assert spec.loader is not None
    usual = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(usual)
    assert usual.CpModel is cp_model.CpModel
    weights = [1, 2, -1, 3, 1]
    found = _answer(cp_sat, _model(cp_sat, [], weights, least=False))
    assert _answer(usual, _model(usual, [], weights, least=False)) == found
    assert found[0] == "OPTIMAL"
