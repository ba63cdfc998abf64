"""Whether a campus has the conflicts of another one: a few checks instead of a search of its own.

On its own because it compares campuses, while ``campuses`` finds what is necessary at one.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from drillplanner.law import Duty
from drillplanner.solve.explain.candidates.candidate import ConflictCandidate, without_candidates
from drillplanner.solve.explain.candidates.case import ConflictCase
from drillplanner.solve.explain.candidates.duties import one_by_one
from drillplanner.solve.explain.candidates.facts import candidate_facts
from drillplanner.solve.explain.conflicts.quickxplain import MinimalConflict
from drillplanner.solve.explain.relaxation_options.option import RelaxationOption


@dataclass(frozen=True)
class CampusConflict:
    """A conflict, and the candidates to remove before the search for the next one."""

    narrowed: MinimalConflict
    settled_by: tuple[ConflictCandidate, ...]


def has_same_conflicts(
    case: ConflictCase, known: Sequence[CampusConflict], changes: Sequence[Sequence[RelaxationOption]]
) -> bool:
    """Check whether this campus has the conflicts of another one and no others, and the same changes end them."""
    settled: list[Sequence[ConflictCandidate]] = []
    for conflict in known:
        same = _same_members(case, conflict.narrowed)
        if same is None:
            return False
        settled.append([same[_key(candidate)] for candidate in conflict.settled_by])
    if not known or without_candidates(case, _flat(settled)).is_possible() is False:
        return False
    for place, offered in enumerate(changes):
        others = [candidates for number, candidates in enumerate(settled) if number != place]
        left = without_candidates(case, _flat(others))
        if any(change.apply(left).is_possible() is not True for change in offered):
            return False
    return True


def _same_members(case: ConflictCase, known: MinimalConflict) -> dict[Hashable, ConflictCandidate] | None:
    """Return this campus's members of a known conflict by what they say; None if it is no conflict here."""
    wanted = {_key(candidate) for candidate in known.candidates}
    duties = [candidate for candidate in one_by_one(case.duties) if _key(candidate) in wanted]
    owed = tuple(candidate.duty for candidate in duties if candidate.duty is not None)
    small = replace(case, duties=owed, has_day_rules=known.case.has_day_rules)
    facts = candidate_facts(small)
    kept = [candidate for candidate in facts if _key(candidate) in wanted]
    members = {_key(candidate): candidate for candidate in (*duties, *kept)}
    if set(members) != wanted:
        return None
    small = without_candidates(small, (candidate for candidate in facts if _key(candidate) not in wanted))
    return members if small.is_possible() is False else None


def _key(candidate: ConflictCandidate) -> Hashable:
    """Return what a candidate says, whichever campus it is about."""
    duty = candidate.duty
    if isinstance(duty, Duty):
        return duty.mandate.mandate_id, duty.window, None if duty.unit is None else duty.unit.kind
    return candidate.member.kind, candidate.member.words


def _flat(candidates: Sequence[Sequence[ConflictCandidate]]) -> list[ConflictCandidate]:
    return [candidate for some in candidates for candidate in some]
