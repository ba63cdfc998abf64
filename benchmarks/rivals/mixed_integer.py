"""A CP-SAT model as a mixed-integer program: rows over whole variables, clauses and enforced rows written out.

Only what the planner's models are made of is translated: linear rows, clauses, at most one, exactly one, and the
enforcement of rows and clauses by literals. An enforced row is loosened by the most that its sum can be off, once
for each literal that is not true.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from drillplanner.cp_sat import CpModel

INFINITY = float("inf")
#: From here on, a bound of CP-SAT's domains means that there is none.
NO_BOUND = 2**62

#: A row's sum: variables with their weights, and a constant.
Sum = tuple[dict[int, int], int]


@dataclass
class MixedIntegerProgram:
    """Minimise ``objective`` over whole variables between bounds, each row's sum between its bounds.

    Rows are kept one after another: the entries of row r are those from ``starts[r]`` up to the next start.
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
        """Take over what the model has gained since it was last read, and its objective.

        Raises ValueError for a sort of constraint that is not known, and for domains with gaps.
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
        # A maximum is written as the minimum of the opposite, scaled by -1.
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
            # weights >= low - (low - least) * (how many literals are not true)
            self._append(*_loosened(weights, low, least - low, enforced), INFINITY)
        if high < most:
            weights_loosened, bound = _loosened(weights, high, most - high, enforced)
            self._append(weights_loosened, -INFINITY, bound)

    def _reach(self, weights: dict[int, int]) -> tuple[float, float]:
        """The least and the most that the sum can be."""
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
    """The sum and the bound, moved by ``slack`` for each literal that is not true."""
    moved = dict(weights)
    not_true, constant = _count(~literal for literal in enforced)
    for place, weight in not_true.items():
        moved[place] = moved.get(place, 0) - round(slack) * weight
    return moved, bound + slack * constant


def _count(literals: Iterable[int]) -> Sum:
    """How many of the literals are true; a negative number is the negation of the variable ``-number - 1``."""
    weights: dict[int, int] = {}
    constant = 0
    for literal in list(literals):
        place, weight = (literal, 1) if literal >= 0 else (~literal, -1)
        constant += literal < 0
        weights[place] = weights.get(place, 0) + weight
    return weights, constant


def _sum(variables: Sequence[int], coefficients: Sequence[int]) -> Sum:
    """A weighted sum; a negative number of a variable is its negative, as in CP-SAT's rows."""
    weights: dict[int, int] = {}
    constant = 0
    for variable, coefficient in zip(variables, coefficients, strict=True):
        place, weight = (variable, coefficient) if variable >= 0 else (~variable, -coefficient)
        weights[place] = weights.get(place, 0) + weight
    return weights, constant


def _ends(domain: Iterable[int]) -> tuple[float, float]:
    """The ends of a domain. Raises ValueError where it has gaps."""
    # The field is no Python list: an index from its end gives 0 in this version.
    ends = list(domain)
    if len(ends) != 2:
        raise ValueError(f"a domain with gaps is not translated: {ends}")
    low, high = ends
    return (-INFINITY if low <= -NO_BOUND else low), (INFINITY if high >= NO_BOUND else high)
