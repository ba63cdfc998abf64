"""A CP-SAT model as a mixed-integer program: linear rows over integer variables.

Only constraints that the solver's models use are translated: linear rows, clauses, at most one, exactly one, and
the enforcement of rows and clauses by literals. An enforced row is relaxed by the largest possible violation of
its sum, once for each literal that is false (a "big M").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from drillplanner.cp_sat import CpModel

INFINITY = float("inf")
#: A bound of CP-SAT's domains from this size on means "no bound".
NO_BOUND = 2**62

#: A row's sum: variables with their weights, and a constant.
Sum = tuple[dict[int, int], int]


@dataclass
class MixedIntegerProgram:
    """Minimize ``objective`` over integer variables within bounds, with each row's sum within its bounds.

    Rows are stored one after another: the entries of row r are those from ``starts[r]`` up to the next start.
    """

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    objective: dict[int, int] = field(default_factory=dict)
    constant: int = 0
    _rows_read: int = 0

    def read(self, model: CpModel) -> None:
        """Add the variables and rows that are new in the model since the last call, and replace the objective.

        Raises ValueError for an unknown type of constraint, and for domains with gaps.
        """
        proto: Any = model.proto
        for place in range(len(self.lower), len(proto.variables)):
            low, high = _ends(proto.variables[place].domain)
            self.lower.append(low)
            self.upper.append(high)
        for place in range(self._rows_read, len(proto.constraints)):
            self._add(proto.constraints[place])
        self._rows_read = len(proto.constraints)
        self.objective, self.constant = {}, 0
        goal = proto.objective
        # CP-SAT writes a maximum as the minimum of the negative, scaled by -1.
        if goal.scaling_factor not in (0.0, 1.0):
            raise ValueError("only a minimum without scaling is translated")
        self.objective, self.constant = _sum(list(goal.vars), list(goal.coeffs))
        self.constant += round(goal.offset)

    def _add(self, constraint: Any) -> None:  # noqa: ANN401 - the class is not public
        enforced = list(constraint.enforcement_literal)
        if constraint.has_linear():
            linear = constraint.linear
            low, high = _ends(linear.domain)
            self._add_row(_sum(list(linear.vars), list(linear.coeffs)), low, high, enforced)
        elif constraint.has_bool_or():
            self._add_row(_count(constraint.bool_or.literals), 1, INFINITY, enforced)
        elif constraint.has_bool_and():
            for literal in list(constraint.bool_and.literals):
                self._add_row(_count([literal]), 1, INFINITY, enforced)
        elif constraint.has_at_most_one():
            self._add_row(_count(constraint.at_most_one.literals), -INFINITY, 1, enforced)
        elif constraint.has_exactly_one():
            self._add_row(_count(constraint.exactly_one.literals), 1, 1, enforced)
        else:
            raise ValueError(f"this sort of constraint is not translated: {constraint}")

    def _add_row(self, total: Sum, low: float, high: float, enforced: Sequence[int]) -> None:
        weights, constant = total
        low, high = low - constant, high - constant
        if not enforced:
            self._append(weights, low, high)
            return
        least, most = self._reach(weights)
        if low > least:
            # weights >= low - (low - least) * (number of false literals)
            self._append(*_loosened(weights, low, least - low, enforced), INFINITY)
        if high < most:
            weights_loosened, bound = _loosened(weights, high, most - high, enforced)
            self._append(weights_loosened, -INFINITY, bound)

    def _reach(self, weights: dict[int, int]) -> tuple[float, float]:
        """Return the smallest and the largest possible sum."""
        ends = [
            (weight * self.lower[place], weight * self.upper[place])
            if weight > 0
            else (weight * self.upper[place], weight * self.lower[place])
            for place, weight in weights.items()
        ]
        return sum(least for least, _ in ends), sum(most for _, most in ends)

    def _append(self, weights: dict[int, int], low: float, high: float) -> None:
        self.columns += weights.keys()
        self.weights += weights.values()
        self.starts.append(len(self.columns))
        self.row_lower.append(low)
        self.row_upper.append(high)


def _loosened(
    weights: dict[int, int], bound: float, slack: float, enforced: Sequence[int]
) -> tuple[dict[int, int], float]:
    """Return the sum and the bound, moved by ``slack`` for each false literal."""
    moved = dict(weights)
    not_true, constant = _count(~literal for literal in enforced)
    for place, weight in not_true.items():
        moved[place] = moved.get(place, 0) - round(slack) * weight
    return moved, bound + slack * constant


def _count(literals: Iterable[int]) -> Sum:
    """Return the number of true literals as a sum; a negative literal negates the variable ``-literal - 1``."""
    weights: dict[int, int] = {}
    constant = 0
    for literal in list(literals):
        place, weight = (literal, 1) if literal >= 0 else (~literal, -1)
        constant += literal < 0
        weights[place] = weights.get(place, 0) + weight
    return weights, constant


def _sum(variables: Sequence[int], coefficients: Sequence[int]) -> Sum:
    """Return a weighted sum; as in CP-SAT, a negative index is the negative of the variable ``-index - 1``."""
    weights: dict[int, int] = {}
    constant = 0
    for variable, coefficient in zip(variables, coefficients, strict=True):
        place, weight = (variable, coefficient) if variable >= 0 else (~variable, -coefficient)
        weights[place] = weights.get(place, 0) + weight
    return weights, constant


def _ends(domain: Iterable[int]) -> tuple[float, float]:
    """Return the ends of a domain. Raises ValueError if it has gaps."""
    # The field is not a Python list: a negative index gives 0 in this version.
    ends = list(domain)
    if len(ends) != 2:
        raise ValueError(f"a domain with gaps is not translated: {ends}")
    low, high = ends
    return (-INFINITY if low <= -NO_BOUND else low), (INFINITY if high >= NO_BOUND else high)
