"""From many suspects to a set of which every one is necessary.

The way is QuickXplain's (Junker, AAAI 2004): what comes first among the suspects is blamed rather than what comes
last. Since a search can err, and taking something away might do more than that, the set is then confirmed: it is
impossible under either setting of presolve, and possible without any one of its members.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from drillplanner.solve.explain.candidates.candidate import ConflictCandidate, without_candidates
from drillplanner.solve.explain.candidates.case import ConflictCase


@dataclass(frozen=True)
class MinimalConflict:
    """Suspects that are necessary, and the case with all others taken away."""

    candidates: tuple[ConflictCandidate, ...]
    case: ConflictCase
    confirmed: bool


def minimal_conflict(
    case: ConflictCase, steps: Sequence[Callable[[ConflictCase], Sequence[ConflictCandidate]]]
) -> MinimalConflict:
    """The suspects without which this case, which is impossible, would be possible.

    Each step names suspects among what the steps before it left.
    """
    kept: list[ConflictCandidate] = []
    for step in steps:
        own, case = necessary_candidates(case, step(case))
        kept += own
    # Where taking one away is not all that it does, some may be needless beside the others: until none is.
    while (one := next((one for one in kept if one.without(case).is_possible() is False), None)) is not None:
        kept.remove(one)
        case = one.without(case)
    return MinimalConflict(tuple(kept), case, _is_confirmed(case, kept))


def _is_confirmed(left: ConflictCase, kept: Sequence[ConflictCandidate]) -> bool:
    impossible = left.is_possible() is False and left.is_possible(presolve=False) is False
    return impossible and all(one.without(left).is_possible() is True for one in kept)


def necessary_candidates(
    case: ConflictCase, suspects: Sequence[ConflictCandidate]
) -> tuple[list[ConflictCandidate], ConflictCase]:
    """Suspects that are enough for the case to be impossible, and the case without the others.

    None where it is impossible without any of them.
    """

    def left_with(kept: Sequence[ConflictCandidate]) -> ConflictCase:
        return without_candidates(case, (suspect for suspect in suspects if suspect not in kept))

    def impossible(kept: Sequence[ConflictCandidate]) -> bool:
        return left_with(kept).is_possible() is False

    if not suspects or impossible([]):
        return [], left_with([])
    found = _quickxplain(impossible, [], list(suspects), known=False)
    kept = [suspect for suspect in suspects if suspect in found]
    return kept, left_with(kept)


def _quickxplain(
    impossible: Callable[[Sequence[ConflictCandidate]], bool],
    base: list[ConflictCandidate],
    suspects: list[ConflictCandidate],
    known: bool,
) -> list[ConflictCandidate]:
    """Those of ``suspects`` that are needed beside ``base``; ``known``: whether the base has just grown."""
    if known and impossible(base):
        return []
    if len(suspects) == 1:
        return suspects
    half = len(suspects) // 2
    first, last = suspects[:half], suspects[half:]
    of_last = _quickxplain(impossible, [*base, *first], last, known=True)
    of_first = _quickxplain(impossible, [*base, *of_last], first, known=bool(of_last))
    return [*of_first, *of_last]
