"""A part that can be removed from a case: a duty or a fact, with its words.

It is apart from the modules that make candidates, because all of them and the conflicts import it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from drillplanner.law import Duty
from drillplanner.model import ConflictMember
from drillplanner.solve.explain.candidates.case import ConflictCase


@dataclass(frozen=True)
class ConflictCandidate:
    """A duty or fact that may be to blame. ``subject`` is what it is about: a duty, a pin, an agency, or days.

    ``without`` returns a case without it. The order in which candidates are removed makes no difference.
    """

    member: ConflictMember
    without: Callable[[ConflictCase], ConflictCase]
    subject: object = None

    @property
    def duty(self) -> Duty | None:
        """The duty, if it is one."""
        return self.subject if isinstance(self.subject, Duty) else None


def without_candidates(case: ConflictCase, candidates: Iterable[ConflictCandidate]) -> ConflictCase:
    """Return the case without these candidates."""
    for candidate in candidates:
        case = candidate.without(case)
    return case
