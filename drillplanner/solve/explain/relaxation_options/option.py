"""A change that could end a conflict, and a ladder of changes.

It is apart from ``selection``, because the modules that make the ladders import it and ``selection`` imports them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drillplanner.model import Relaxation
from drillplanner.solve.explain.candidates.case import ConflictCase


@dataclass(frozen=True)
class RelaxationOption:
    """A change in words, and a function that returns the case after it."""

    relaxation: Relaxation
    apply: Callable[[ConflictCase], ConflictCase]

    def and_also(self, other: RelaxationOption) -> RelaxationOption:
        """Return both changes as one."""
        mine, theirs = self.relaxation, other.relaxation
        words = f"{mine.words}, and: {theirs.words[:1].lower()}{theirs.words[1:]}"
        return RelaxationOption(
            Relaxation(kind=mine.kind if mine.kind == theirs.kind else "several", words=words),
            lambda case: other.apply(self.apply(case)),
        )


@dataclass(frozen=True)
class RelaxationLadder:
    """Changes to one thing, from small to large. The first ``most`` that restore a plan are offered.

    ``rank``: lower is easier for a district. The modules that make ladders set the numbers.
    """

    rank: int
    steps: tuple[RelaxationOption, ...]
    most: int = 1


def relaxation_option(kind: str, words: str, apply: Callable[[ConflictCase], ConflictCase]) -> RelaxationOption:
    """Return a change of that kind."""
    return RelaxationOption(Relaxation(kind=kind, words=words), apply)
