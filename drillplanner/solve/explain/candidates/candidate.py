"""What can be taken away from a case: a duty or a fact, with its words and what the case is without it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from drillplanner.law import Duty
from drillplanner.model import ConflictMember
from drillplanner.solve.explain.candidates.case import ConflictCase


@dataclass(frozen=True)
class ConflictCandidate:
    """A duty or fact that may be to blame. ``subject`` is what it speaks of: a duty, a pin, an agency, days …

    Takings away do not depend on each other's order.
    """

    member: ConflictMember
    without: Callable[[ConflictCase], ConflictCase]
    subject: object = None

    @property
    def duty(self) -> Duty | None:
        """The duty, where it is one."""
        return self.subject if isinstance(self.subject, Duty) else None


def without_candidates(case: ConflictCase, suspects: Iterable[ConflictCandidate]) -> ConflictCase:
    """The case without any of these."""
    for suspect in suspects:
        case = suspect.without(case)
    return case
