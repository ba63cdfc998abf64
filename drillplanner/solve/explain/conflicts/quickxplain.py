"""Find a minimal set of necessary candidates among many.

The algorithm is QuickXplain (Junker, AAAI 2004). It blames earlier candidates rather than later ones. A search can
err, and a removal may do more than remove one cause, so the result is confirmed: the set is impossible with and
without presolve, and possible without any one of its members.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from drillplanner.solve.explain.candidates.candidate import ConflictCandidate, without_candidates
from drillplanner.solve.explain.candidates.case import ConflictCase


@dataclass(frozen=True)
class MinimalConflict:
    """Necessary candidates, and the case without all others."""

    candidates: tuple[ConflictCandidate, ...]
    case: ConflictCase
    confirmed: bool


def minimal_conflict(
    case: ConflictCase, steps: Sequence[Callable[[ConflictCase], Sequence[ConflictCandidate]]]
) -> MinimalConflict:
    """Return candidates without which this case, which is impossible, would be possible.

    Each step returns candidates of the case that the steps before it left.
    """
    necessary: list[ConflictCandidate] = []
    for step in steps:
        found, case = necessary_candidates(case, step(case))
        necessary += found
    # A removal may do more than remove one cause, so that some candidates are superfluous: drop them all.
    while (superfluous := _first_superfluous(necessary, case)) is not None:
        necessary.remove(superfluous)
        case = superfluous.without(case)
    return MinimalConflict(tuple(necessary), case, _is_confirmed(case, necessary))


def _first_superfluous(necessary: Sequence[ConflictCandidate], case: ConflictCase) -> ConflictCandidate | None:
    return next((candidate for candidate in necessary if candidate.without(case).is_possible() is False), None)


def _is_confirmed(left: ConflictCase, necessary: Sequence[ConflictCandidate]) -> bool:
    impossible = left.is_possible() is False and left.is_possible(presolve=False) is False
    return impossible and all(candidate.without(left).is_possible() is True for candidate in necessary)


def necessary_candidates(
    case: ConflictCase, candidates: Sequence[ConflictCandidate]
) -> tuple[list[ConflictCandidate], ConflictCase]:
    """Return candidates that suffice to make the case impossible, and the case without the others.

    No candidates if the case is impossible without any of them.
    """

    def left_with(kept: Sequence[ConflictCandidate]) -> ConflictCase:
        return without_candidates(case, (candidate for candidate in candidates if candidate not in kept))

    def impossible(kept: Sequence[ConflictCandidate]) -> bool:
        return left_with(kept).is_possible() is False

    if not candidates or impossible([]):
        return [], left_with([])
    found = _quickxplain(impossible, [], list(candidates), known=False)
    kept = [candidate for candidate in candidates if candidate in found]
    return kept, left_with(kept)


def _quickxplain(
    impossible: Callable[[Sequence[ConflictCandidate]], bool],
    base: list[ConflictCandidate],
    candidates: list[ConflictCandidate],
    known: bool,
) -> list[ConflictCandidate]:
    """Return the ``candidates`` that are needed in addition to ``base``; ``known``: the base has just grown."""
    if known and impossible(base):
        return []
    if len(candidates) == 1:
        return candidates
    half = len(candidates) // 2
    first, last = candidates[:half], candidates[half:]
    of_last = _quickxplain(impossible, [*base, *first], last, known=True)
    of_first = _quickxplain(impossible, [*base, *of_last], first, known=bool(of_last))
    return [*of_first, *of_last]
