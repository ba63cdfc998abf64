"""Duties as suspects, the district's own rules before the law."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from drillplanner.law import Duty
from drillplanner.model import ConflictMember, Layer
from drillplanner.solve.explain.candidates.candidate import ConflictCandidate

#: The nearest authority first: what the district can change itself is blamed rather than the law.
_NEAREST_FIRST = tuple(reversed(Layer))


def by_mandate(duties: Iterable[Duty]) -> list[ConflictCandidate]:
    """One suspect a mandate, with all its duties here."""
    return [_suspect(some) for some in _grouped(duties, lambda duty: duty.mandate.mandate_id)]


def one_by_one(duties: Iterable[Duty]) -> list[ConflictCandidate]:
    """One suspect a duty."""
    return [_suspect([duty]) for duty in _in_order(duties)]


def by_campus(duties: Iterable[Duty]) -> list[ConflictCandidate]:
    """One suspect a campus, with all its duties here."""
    return [_suspect(some) for some in _grouped(duties, lambda duty: duty.campus_id)]


def is_district_rule(duty: Duty) -> bool:
    """Whether the district itself made the rule, and may loosen it."""
    return duty.mandate.layer is Layer.DISTRICT


def _in_order(duties: Iterable[Duty]) -> list[Duty]:
    return sorted(duties, key=lambda duty: _NEAREST_FIRST.index(duty.mandate.layer))


def _grouped(duties: Iterable[Duty], key: Callable[[Duty], str]) -> list[list[Duty]]:
    found: dict[str, list[Duty]] = defaultdict(list)
    for duty in _in_order(duties):
        found[key(duty)].append(duty)
    return list(found.values())


def _suspect(duties: list[Duty]) -> ConflictCandidate:
    first, gone = duties[0], tuple(duties)
    return ConflictCandidate(
        ConflictMember(
            kind="duty",
            words=first.sentence,
            mandate=first.mandate.mandate_id,
            duties=tuple(duty.duty_id for duty in duties),
            cite=first.cite,
            url=first.url,
        ),
        lambda case: case.without_duties(gone),
        first if len(duties) == 1 else gone,
    )
