"""Duties as candidates, those of the district's own rules before those of the law."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from drillplanner.law import Duty
from drillplanner.model import ConflictMember, Layer
from drillplanner.solve.explain.candidates.candidate import ConflictCandidate

#: Nearest authority first, so that a rule that the district can change is blamed rather than the law.
_NEAREST_FIRST = tuple(reversed(Layer))


def by_mandate(duties: Iterable[Duty]) -> list[ConflictCandidate]:
    """Return one candidate for each mandate, with all its duties."""
    return [_candidate(group) for group in _grouped(duties, lambda duty: duty.mandate.mandate_id)]


def one_by_one(duties: Iterable[Duty]) -> list[ConflictCandidate]:
    """Return one candidate for each duty."""
    return [_candidate([duty]) for duty in _in_order(duties)]


def by_campus(duties: Iterable[Duty]) -> list[ConflictCandidate]:
    """Return one candidate for each campus, with all its duties."""
    return [_candidate(group) for group in _grouped(duties, lambda duty: duty.campus_id)]


def is_district_rule(duty: Duty) -> bool:
    """Check whether it is the district's own rule, which the district may change."""
    return duty.mandate.layer is Layer.DISTRICT


def _in_order(duties: Iterable[Duty]) -> list[Duty]:
    return sorted(duties, key=lambda duty: _NEAREST_FIRST.index(duty.mandate.layer))


def _grouped(duties: Iterable[Duty], key: Callable[[Duty], str]) -> list[list[Duty]]:
    groups: dict[str, list[Duty]] = defaultdict(list)
    for duty in _in_order(duties):
        groups[key(duty)].append(duty)
    return list(groups.values())


def _candidate(duties: list[Duty]) -> ConflictCandidate:
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
