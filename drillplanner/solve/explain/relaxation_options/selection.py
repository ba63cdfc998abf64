"""Changes that end a conflict, the smallest first. Each is tried before it is offered.

A ladder holds changes to one thing, from small to large. The smallest that work are kept. The law has no
ladder: only the calendar, the agencies, and the district's own rules can change.
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

#: The most changes to offer for a conflict.
_MOST = 8
#: The number of changes to try in pairs if none is enough alone.
_PAIRED = 7


def effective_options(
    candidates: Sequence[ConflictCandidate], narrowed: ConflictCase, whole: ConflictCase
) -> tuple[RelaxationOption, ...]:
    """Return changes to these members after which a plan of the ``whole`` case exists.

    ``narrowed`` is the case with nothing but the conflict. A change that does not end that is not tried further.
    """
    ladders = sorted(relaxation_ladders(candidates, whole), key=lambda ladder: ladder.rank)
    trial = _OptionTrial(narrowed, whole)
    found = [change for ladder in ladders for change in trial.smallest_sufficient(ladder)]
    if not found:
        found = trial.pairs([change for ladder in ladders for change in ladder.steps[:3]][:_PAIRED])
    return tuple(found[:_MOST])


@dataclass(frozen=True)
class _OptionTrial:
    """Tries a change on the conflict alone, then on the whole case."""

    narrowed: ConflictCase
    whole: ConflictCase

    def ends(self, change: RelaxationOption) -> bool:
        """Check whether a plan exists after the change."""
        return change.apply(self.narrowed).is_possible() is True and change.apply(self.whole).is_possible() is True

    def smallest_sufficient(self, ladder: RelaxationLadder) -> Iterable[RelaxationOption]:
        """Return the smallest changes of a ladder that are enough."""
        found: list[RelaxationOption] = []
        for step in ladder.steps:
            if self.ends(step):
                found.append(step)
                if len(found) == ladder.most:
                    break
        return found

    def pairs(self, changes: Sequence[RelaxationOption]) -> list[RelaxationOption]:
        """Return the first two pairs of changes that are enough together."""
        found: list[RelaxationOption] = []
        for first, second in combinations(changes, 2):
            both = first.and_also(second)
            if self.ends(both):
                found.append(both)
                if len(found) == 2:
                    break
        return found
