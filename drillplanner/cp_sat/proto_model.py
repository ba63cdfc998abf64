"""Models written directly into CP-SAT's own format, with only the methods that this package uses.

``ortools.sat.python.cp_model`` loads numpy and pandas for features that are not used here, and passes each term of
each row to the compiled part separately; for one campus both take as long as the search. This module makes the
same models (tests compare the two) from lists of plain numbers. Of the compiled part it needs the model's format,
which OR-Tools publishes, the parameters, and the call that searches. If one of these is missing, this module
cannot be imported, and ``__init__.py`` uses OR-Tools' own classes.
"""

from __future__ import annotations

import math
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
    """A row of a model, which can be made conditional."""

    __slots__ = ("_row",)

    def __init__(self, row: Any) -> None:  # noqa: ANN401 (CP-SAT's format)
        self._row = row

    def only_enforce_if(self, *literals: Any) -> _Row:  # noqa: ANN401
        """Enforce the row only if all of these literals are true."""
        self._row.enforcement_literal.extend(_literals(literals))
        return self


def _literals(given: Sequence[Any]) -> list[int]:
    """Return the literals of variables given one by one, or as one list."""
    variables = given[0] if len(given) == 1 and not isinstance(given[0], LinearExpr) else given
    return [variable.literal for variable in variables]


def _variable(least: int, most: int) -> IntegerVariableProto:
    made = IntegerVariableProto()
    made.domain.extend([least, most])
    return made


_BOOLEAN = _variable(0, 1)


class CpModel:
    """A model, with the methods that this package uses."""

    def __init__(self) -> None:
        self._proto: Any = CpModelProto()
        self._rows = self._proto.constraints
        #: Variables and hints that are not yet in the format: adding many at once is faster.
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

    def clone(self) -> CpModel:
        """Return a model with the same variables and rows, to which rows can be added apart."""
        other = CpModel()
        other._proto.copy_from(self.proto)
        other._count, other._constants = self._count, dict(self._constants)
        return other

    def _add_variable(self, made: IntegerVariableProto) -> IntVar:
        self._waiting.append(made)
        self._count += 1
        return IntVar(self._count - 1)

    def new_bool_var(self, name: str) -> IntVar:
        """Add a variable that is 0 or 1; names are ignored."""
        return self._add_variable(_BOOLEAN)

    def new_int_var(self, least: int, most: int, name: str) -> IntVar:
        """Add an integer variable between the two bounds."""
        return self._add_variable(_variable(least, most))

    def new_constant(self, value: int) -> IntVar:
        """Return a variable with this constant value."""
        if value not in self._constants:
            self._constants[value] = self._add_variable(_variable(value, value))
        return self._constants[value]

    def get_int_var_from_proto_index(self, index: int) -> IntVar:
        """Return the variable with that index."""
        return IntVar(index)

    def add(self, row: Comparison | bool) -> _Row:
        """Add a comparison as a row; one of constants is True or False. Raises TypeError for anything else."""
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

    def add_implication(self, condition: IntVar, consequence: IntVar) -> _Row:
        """Add a row: if ``condition`` is true, ``consequence`` is."""
        row = self._rows.add()
        row.bool_and.literals.append(consequence.literal)
        return _Row(row).only_enforce_if(condition)

    def add_bool_or(self, *literals: Any) -> _Row:  # noqa: ANN401
        """Add a row: at least one literal is true."""
        row = self._rows.add()
        row.bool_or.literals.extend(_literals(literals))
        return _Row(row)

    def add_at_most_one(self, *literals: Any) -> _Row:  # noqa: ANN401
        """Add a row: at most one literal is true."""
        row = self._rows.add()
        row.at_most_one.literals.extend(_literals(literals))
        return _Row(row)

    def add_exactly_one(self, *literals: Any) -> _Row:  # noqa: ANN401
        """Add a row: exactly one literal is true."""
        row = self._rows.add()
        row.exactly_one.literals.extend(_literals(literals))
        return _Row(row)

    def minimize(self, wanted: LinearExpr | int) -> None:
        """Set the objective: minimize this expression."""
        self._want(wanted, 1)

    def maximize(self, wanted: LinearExpr | int) -> None:
        """Set the objective: maximize this expression."""
        self._want(wanted, -1)

    def _want(self, wanted: LinearExpr | int, sign: int) -> None:
        indices, weights, offset = (Total([], []) + wanted).flat()
        self._proto.clear_objective()
        objective = self._proto.objective
        objective.vars.extend(indices)
        objective.coeffs.extend([sign * weight for weight in weights or ()])
        objective.offset, objective.scaling_factor = sign * offset, float(sign)

    def add_hint(self, variable: IntVar, value: int) -> None:
        """Add a value that the search may try first."""
        self._hints.append((variable.index, int(value)))

    def clear_hints(self) -> None:
        """Forget all hints."""
        self._hints.clear()
        self._proto.clear_solution_hint()


class CpSolver:
    """A search and its result."""

    def __init__(self) -> None:
        self.parameters: Any = SatParameters()
        self._response: Any = None
        self._values: list[int] | None = None
        self._running: Any = None
        self._lock = threading.Lock()

    def solve(self, model: CpModel) -> CpSolverStatus:
        """Search, and return the status."""
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
        """Return the expression's value in the solution. Raises RuntimeError if there is none."""
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
        """The value of the objective."""
        return float(self._response.objective_value)

    @property
    def best_objective_bound(self) -> float:
        """The best proven bound on the objective; minus infinity before a search."""
        return -math.inf if self._response is None else float(self._response.best_objective_bound)

    @property
    def deterministic_time(self) -> float:
        """What the search took, in deterministic seconds, which do not depend on the machine; 0 before it."""
        return 0.0 if self._response is None else float(self._response.deterministic_time)
