"""A change that could end a conflict, and a ladder of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drillplanner.model import Relaxation
from drillplanner.solve.explain.candidates.case import ConflictCase


@dataclass(frozen=True)
class RelaxationOption:
    """What would change, in words, and the case after it."""

    relaxation: Relaxation
    apply: Callable[[ConflictCase], ConflictCase]

    def and_also(self, other: RelaxationOption) -> RelaxationOption:
        """Both together."""
        mine, theirs = self.relaxation, other.relaxation
        words = f"{mine.words}, and: {theirs.words[:1].lower()}{theirs.words[1:]}"
        return RelaxationOption(
            Relaxation(kind=mine.kind if mine.kind == theirs.kind else "several", words=words),
            lambda case: other.apply(self.apply(case)),
        )


@dataclass(frozen=True)
class RelaxationLadder:
    """Steps of one thing that gives way, from little to much; of which the first ``most`` that do are wanted.

    ``rank``: the smaller, the easier for a district; see the numbers where ladders are made.
    """

    rank: int
    steps: tuple[RelaxationOption, ...]
    most: int = 1


def relaxation_option(kind: str, words: str, apply: Callable[[ConflictCase], ConflictCase]) -> RelaxationOption:
    """A change of that kind."""
    return RelaxationOption(Relaxation(kind=kind, words=words), apply)
