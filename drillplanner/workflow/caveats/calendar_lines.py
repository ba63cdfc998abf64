"""Caveats about lines of the academic calendar that were not understood.

On its own because each source of caveats has a module.
"""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.model import Caveat, CaveatKind
from drillplanner.workflow.prepared import Prepared


def unread_calendar_lines(prepared: Prepared) -> Iterator[Caveat]:
    """Yield a caveat for each line of the calendar that was not understood, or with doubt."""
    for question in prepared.workspace.calendar.questions:
        yield Caveat(
            kind=CaveatKind.CALENDAR,
            text=f"{question.file}:{question.line or '?'}: '{question.title}' is not understood "
            f"({question.reason}). We take it as: {question.taken_as}.",
            answer="Say in calendar.yaml what happens on these days.",
        )
