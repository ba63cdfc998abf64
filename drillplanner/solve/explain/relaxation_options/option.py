"""A change that could end a conflict, and a ladder of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drillplanner.model import Relaxation
from drillplanner.solve.explain.candidates.case import Case


@dataclass(frozen=True)
class Change:
    """What would change, in words, and the case after it."""

    relaxation: Relaxation
    apply: Callable[[Case], Case]

    def and_also(self, other: Change) -> Change:
        """Both together."""
        mine, theirs = self.relaxation, other.relaxation
        words = f"{mine.words}, and: {theirs.words[:1].lower()}{theirs.words[1:]}"
        return Change(
            Relaxation(kind=mine.kind if mine.kind == theirs.kind else "several", words=words),
            lambda case: other.apply(self.apply(case)),
        )


@dataclass(frozen=True)
class Ladder:
    """Steps of one thing that gives way, from little to much; of which the first ``most`` that do are wanted.

    ``rank``: the smaller, the easier for a district; see the numbers where ladders are made.
    """

    rank: int
    steps: tuple[Change, ...]
    most: int = 1


def change(kind: str, words: str, apply: Callable[[Case], Case]) -> Change:
    """A change of that kind."""
    return Change(Relaxation(kind=kind, words=words), apply)
