"""Linear expressions as lists of plain numbers, with the operators that are used; see ``proto_model.py``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

_LEAST, _MOST = -(2**63), 2**63 - 1

#: Indices of variables, their weights (None: all 1), and a constant.
Parts = tuple[list[int], "list[int] | None", int]


class LinearExpr:
    """A sum of weighted variables and a constant."""

    __slots__ = ()

    #: The parts of the sum; a variable may occur more than once. The lists are never changed.
    parts: Parts

    @staticmethod
    def sum(terms: Iterable[Any]) -> LinearExpr:
        """Return the sum of the terms: variables, sums, numbers."""
        kept = list(terms)
        try:
            return Total([term.index for term in kept], None)
        except AttributeError:  # not variables alone
            return LinearExpr.weighted_sum(kept, [1] * len(kept))

    @staticmethod
    def weighted_sum(terms: Sequence[Any], weights: Sequence[int]) -> LinearExpr:
        """Return the sum of the terms, each times its weight."""
        try:
            return Total([term.index for term in terms], list(weights))
        except AttributeError:  # not variables alone
            total = Total([], [])
            for term, weight in zip(terms, weights, strict=True):
                total = total + term * weight
            return total

    def __add__(self, other: LinearExpr | int) -> LinearExpr:
        indices, weights, offset = self.parts
        if isinstance(other, int):
            return Total(indices, weights, offset + other)
        if not isinstance(other, LinearExpr):
            return NotImplemented
        more, their_weights, more_offset = other.parts
        if weights is None and their_weights is None:
            return Total(indices + more, None, offset + more_offset)
        both = [*(weights or [1] * len(indices)), *(their_weights or [1] * len(more))]
        return Total(indices + more, both, offset + more_offset)

    __radd__ = __add__

    def __mul__(self, times: int) -> LinearExpr:
        if not isinstance(times, int):
            return NotImplemented
        indices, weights, offset = self.parts
        scaled = [times] * len(indices) if weights is None else [times * weight for weight in weights]
        return Total(indices, scaled, times * offset)

    __rmul__ = __mul__

    def __neg__(self) -> LinearExpr:
        return self * -1

    def __sub__(self, other: LinearExpr | int) -> LinearExpr:
        indices, weights, offset = self.parts
        if isinstance(other, int):
            return Total(indices, weights, offset - other)
        if not isinstance(other, LinearExpr):
            return NotImplemented
        less, their_weights, less_offset = other.parts
        taken_off = [-1] * len(less) if their_weights is None else [-weight for weight in their_weights]
        return Total(indices + less, (weights or [1] * len(indices)) + taken_off, offset - less_offset)

    def __rsub__(self, other: int) -> LinearExpr:
        return self * -1 + other

    def __le__(self, other: LinearExpr | int) -> Comparison:
        return Comparison.of(self, other, _LEAST, 0)

    def __ge__(self, other: LinearExpr | int) -> Comparison:
        return Comparison.of(self, other, 0, _MOST)

    def __eq__(self, other: object) -> Any:  # noqa: ANN401 (a row, as for the usual classes)
        return Comparison.of(self, other, 0, 0) if isinstance(other, LinearExpr | int) else NotImplemented

    __hash__ = object.__hash__

    def flat(self) -> Parts:
        """Return the parts with each variable once, in order, without those that cancel."""
        indices, weights, offset = self.parts
        if len(set(indices)) == len(indices):
            if weights is None:
                return sorted(indices), [1] * len(indices), offset
            if all(weights):
                in_order = sorted(indices)
                if in_order == indices:
                    return in_order, weights, offset
                weight_of = dict(zip(indices, weights, strict=True))
                return in_order, [weight_of[index] for index in in_order], offset
        total: dict[int, int] = defaultdict(int)
        for index, weight in zip(indices, weights or [1] * len(indices), strict=True):
            total[index] += weight
        kept = sorted(index for index, weight in total.items() if weight)
        return kept, [total[index] for index in kept], offset


class Total(LinearExpr):
    """A sum, given by its parts."""

    # Not the base class of variables: Python would swap the sides of a comparison of the two.
    __slots__ = ("parts",)

    def __init__(self, indices: list[int], weights: list[int] | None, offset: int = 0) -> None:
        self.parts = indices, weights, offset


class IntVar(LinearExpr):
    """A variable, given by its index in the model."""

    __slots__ = ("index",)

    def __init__(self, index: int) -> None:
        self.index = index

    @property
    def parts(self) -> Parts:  # type: ignore[override]  # made when asked for: most variables are only summed up
        """The variable itself, with weight 1."""
        return [self.index], None, 0

    def __invert__(self) -> Negated:
        return Negated(self)

    def __hash__(self) -> int:
        return self.index

    @property
    def literal(self) -> int:
        """The literal that is true if the variable is 1."""
        return self.index


class Negated(Total):
    """The negation of a 0/1 variable."""

    __slots__ = ("literal",)

    def __init__(self, variable: IntVar) -> None:
        super().__init__([variable.index], [-1], 1)
        #: The literal that is true if the variable is 0.
        self.literal = -variable.index - 1


class Comparison:
    """A sum between two bounds: a row that is not yet in a model."""

    __slots__ = ("least", "most", "total")

    def __init__(self, total: LinearExpr, least: int, most: int) -> None:
        self.total, self.least, self.most = total, least, most

    @classmethod
    def of(cls, left: LinearExpr, right: LinearExpr | int, least: int, most: int) -> Comparison:
        """Return the comparison that ``left - right`` is between the bounds."""
        if isinstance(right, int):
            return cls(left, shifted(least, right), shifted(most, right))
        return cls(left - right, least, most)

    def __bool__(self) -> bool:
        """Check whether both sides are equal, to find variables in sets. Raises TypeError for other rows."""
        if (self.least, self.most) != (0, 0):
            raise TypeError("a comparison is a row of a model, and neither true nor false")
        indices, _, offset = self.total.flat()
        return not indices and offset == 0


def shifted(bound: int, by: int) -> int:
    """Return the bound raised by a number; an infinite bound stays infinite."""
    return bound if bound in (_LEAST, _MOST) else bound + by
