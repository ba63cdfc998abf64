"""Changes that end a conflict, the smallest first; each is tried before it is offered.

A ladder is one thing that could give way, in steps from little to much. Of each the smallest steps that do are
kept. The law is on no ladder: it cannot be relaxed, only the calendar, the agencies and the district's own rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from drillplanner.solve.explain.candidates.candidate import ConflictCandidate
from drillplanner.solve.explain.candidates.case import ConflictCase
from drillplanner.solve.explain.relaxation_options.all_options import (
    RelaxationLadder,
    RelaxationOption,
    relaxation_ladders,
)

#: So many relaxations are offered for a conflict at most.
_MOST = 8
#: So many changes are tried two by two, where none is enough alone.
_PAIRED = 7


def effective_options(
    suspects: Sequence[ConflictCandidate], narrowed: ConflictCase, whole: ConflictCase
) -> tuple[RelaxationOption, ...]:
    """Changes to these members after which a plan of the ``whole`` case exists.

    ``narrowed`` is the case with nothing but the conflict: what does not end that is not tried further.
    """
    ladders = sorted(relaxation_ladders(suspects, whole), key=lambda ladder: ladder.rank)
    trial = _OptionTrial(narrowed, whole)
    found = [change for ladder in ladders for change in trial.first_that_do(ladder)]
    if not found:
        found = trial.pairs([change for ladder in ladders for change in ladder.steps[:3]][:_PAIRED])
    return tuple(found[:_MOST])


@dataclass(frozen=True)
class _OptionTrial:
    """Trying a change on the conflict alone, then on everything."""

    narrowed: ConflictCase
    whole: ConflictCase

    def ends(self, change: RelaxationOption) -> bool:
        """Whether a plan exists after the change."""
        return change.apply(self.narrowed).is_possible() is True and change.apply(self.whole).is_possible() is True

    def first_that_do(self, ladder: RelaxationLadder) -> Iterable[RelaxationOption]:
        """The smallest steps that are enough."""
        found: list[RelaxationOption] = []
        for step in ladder.steps:
            if self.ends(step):
                found.append(step)
                if len(found) == ladder.most:
                    break
        return found

    def pairs(self, changes: Sequence[RelaxationOption]) -> list[RelaxationOption]:
        """Two changes together; the first two pairs that are enough."""
        found: list[RelaxationOption] = []
        for one, other in combinations(changes, 2):
            both = one.and_also(other)
            if self.ends(both):
                found.append(both)
                if len(found) == 2:
                    break
        return found
