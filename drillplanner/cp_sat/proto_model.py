"""Models written straight into CP-SAT's own format, by the methods that the solver calls, and no others.

``ortools.sat.python.cp_model`` loads numpy and pandas, for series of variables that nobody here has, and hands
each term of each row to the compiled part by itself; for one campus both take as long as the search. What follows
makes the very same models (tests hold one against the other) from lists of plain numbers. Of the compiled part it
needs the model's format, which OR-Tools publishes, its parameters, and the call that searches. Where one of these
is gone this module cannot be imported, and ``__init__.py`` takes the usual classes.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from ortools.sat.python.cp_model_helper import (
    CpModelProto,
    CpSolverStatus,
    IntegerVariableProto,
    SatParameters,
    SolveWrapper,
)

from drillplanner.cp_sat.expressions import Comparison, IntVar, LinearExpr, Total, shifted

__all__ = ["CpModel", "CpSolver", "CpSolverStatus", "IntVar", "LinearExpr", "SatParameters"]


class _Row:
    """A row of a model, which can be made to hold in some cases alone."""

    __slots__ = ("_row",)

    def __init__(self, row: Any) -> None:  # noqa: ANN401 (CP-SAT's format)
        self._row = row

    def only_enforce_if(self, *literals: Any) -> _Row:  # noqa: ANN401
        """It holds where all of these are true."""
        self._row.enforcement_literal.extend(_literals(literals))
        return self


def _literals(given: Sequence[Any]) -> list[int]:
    """Of variables one by one, or of a list of them."""
    many = given[0] if len(given) == 1 and not isinstance(given[0], LinearExpr) else given
    return [one.literal for one in many]


def _variable(least: int, most: int) -> IntegerVariableProto:
    made = IntegerVariableProto()
    made.domain.extend([least, most])
    return made


_BOOLEAN = _variable(0, 1)


class CpModel:
    """A model, with the methods that are used here."""

    def __init__(self) -> None:
        self._proto: Any = CpModelProto()
        self._rows = self._proto.constraints
        #: Variables and hints that are not in the format yet: it takes many at once more quickly.
        self._waiting: list[IntegerVariableProto] = []
        self._count = 0
        self._hints: list[tuple[int, int]] = []
        self._constants: dict[int, IntVar] = {}

    @property
    def proto(self) -> Any:  # noqa: ANN401 (CP-SAT's format)
        """The model in CP-SAT's own format."""
        self._proto.variables.extend(self._waiting)
        self._waiting.clear()
        if self._hints:
            hint = self._proto.solution_hint
            hint.vars.extend([index for index, _ in self._hints])
            hint.values.extend([value for _, value in self._hints])
            self._hints.clear()
        return self._proto

    def _add_variable(self, made: IntegerVariableProto) -> IntVar:
        self._waiting.append(made)
        self._count += 1
        return IntVar(self._count - 1)

    def new_bool_var(self, name: str) -> IntVar:
        """A variable that is 0 or 1; names are left out."""
        return self._add_variable(_BOOLEAN)

    def new_int_var(self, least: int, most: int, name: str) -> IntVar:
        """A whole number between the two."""
        return self._add_variable(_variable(least, most))

    def new_constant(self, value: int) -> IntVar:
        """A number that is known, where a variable is asked for."""
        if value not in self._constants:
            self._constants[value] = self._add_variable(_variable(value, value))
        return self._constants[value]

    def get_int_var_from_proto_index(self, index: int) -> IntVar:
        """The variable at that place."""
        return IntVar(index)

    def add(self, row: Comparison | bool) -> _Row:
        """The comparison holds; of numbers alone it is true or false. Raises TypeError for what is none."""
        if isinstance(row, bool):
            return self.add_bool_or([self.new_constant(1)] if row else [])
        if not isinstance(row, Comparison):
            raise TypeError(f"not a linear comparison: {type(row).__name__}")
        indices, weights, offset = row.total.flat()
        made = self._rows.add()
        linear = made.linear
        linear.vars.extend(indices)
        linear.coeffs.extend(weights)
        linear.domain.extend([shifted(row.least, -offset), shifted(row.most, -offset)])
        return _Row(made)

    def add_implication(self, one: IntVar, other: IntVar) -> _Row:
        """Where the one is true, the other is."""
        row = self._rows.add()
        row.bool_and.literals.append(other.literal)
        return _Row(row).only_enforce_if(one)

    def add_bool_or(self, *literals: Any) -> _Row:  # noqa: ANN401
        """One is true at least."""
        row = self._rows.add()
        row.bool_or.literals.extend(_literals(literals))
        return _Row(row)

    def add_at_most_one(self, *literals: Any) -> _Row:  # noqa: ANN401
        """One is true at most."""
        row = self._rows.add()
        row.at_most_one.literals.extend(_literals(literals))
        return _Row(row)

    def add_exactly_one(self, *literals: Any) -> _Row:  # noqa: ANN401
        """One is true, and only one."""
        row = self._rows.add()
        row.exactly_one.literals.extend(_literals(literals))
        return _Row(row)

    def minimize(self, wanted: LinearExpr | int) -> None:
        """As little of this as can be, in place of what was wanted before."""
        self._want(wanted, 1)

    def maximize(self, wanted: LinearExpr | int) -> None:
        """As much of this as can be, in place of what was wanted before."""
        self._want(wanted, -1)

    def _want(self, wanted: LinearExpr | int, sign: int) -> None:
        indices, weights, offset = (Total([], []) + wanted).flat()
        self._proto.clear_objective()
        objective = self._proto.objective
        objective.vars.extend(indices)
        objective.coeffs.extend([sign * weight for weight in weights or ()])
        objective.offset, objective.scaling_factor = sign * offset, float(sign)

    def add_hint(self, variable: IntVar, value: int) -> None:
        """Where the search may look first."""
        self._hints.append((variable.index, int(value)))

    def clear_hints(self) -> None:
        """Forget all hints."""
        self._hints.clear()
        self._proto.clear_solution_hint()


class CpSolver:
    """A search and what it found."""

    def __init__(self) -> None:
        self.parameters: Any = SatParameters()
        self._response: Any = None
        self._values: list[int] | None = None
        self._running: Any = None
        self._lock = threading.Lock()

    def solve(self, model: CpModel) -> CpSolverStatus:
        """Search; gives the status."""
        wrapper: Any = SolveWrapper()
        wrapper.set_parameters(self.parameters)
        with self._lock:
            self._running = wrapper
        self._response = wrapper.solve(model.proto)
        with self._lock:
            self._running = None
        status: CpSolverStatus = self._response.status
        is_found = status in (CpSolverStatus.OPTIMAL, CpSolverStatus.FEASIBLE)
        self._values = list(self._response.solution) if is_found else None
        return status

    def stop_search(self) -> None:
        """End the search that runs in another thread, if one does."""
        with self._lock:
            if self._running is not None:
                self._running.stop_search()

    def value(self, expression: LinearExpr | int) -> int:
        """Its value in what was found. Raises RuntimeError where nothing was."""
        values = self._values
        if values is None:
            raise RuntimeError("nothing was found yet")
        if isinstance(expression, IntVar):
            return values[expression.index]
        indices, weights, offset = (Total([], []) + expression).parts
        counted = weights or [1] * len(indices)
        return offset + sum(weight * values[index] for index, weight in zip(indices, counted, strict=True))

    @property
    def objective_value(self) -> float:
        """How much of what is wanted there is."""
        return float(self._response.objective_value)

    @property
    def best_objective_bound(self) -> float:
        """What nothing is better than."""
        return float(self._response.best_objective_bound)
