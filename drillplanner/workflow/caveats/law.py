"""Caveats about the law as we hold it: packs that are due for review, and requirements that are set aside.

On its own because each source of caveats has a module.
"""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.model import Caveat, CaveatKind
from drillplanner.workflow.prepared import Prepared


def overdue_packs(prepared: Prepared) -> Iterator[Caveat]:
    """Yield a caveat for each pack that should have been held against its sources again before this year."""
    # A district that plans the same files again years later has an old 'planned_on'; its year tells.
    state = prepared.workspace.district.state
    on = max(prepared.workspace.district.stamp_date, prepared.workspace.calendar.first_day)
    for pack in prepared.law.packs:
        if on > pack.review_by:
            yield Caveat(
                kind=CaveatKind.LAW_OPEN,
                text=f"The law of {pack.name} was last checked on {pack.reviewed} and was to be checked again by "
                f"{pack.review_by}. It may have changed since.",
                answer=f"Compare it with the current text: 'drillplanner mandates {state}' lists every "
                "requirement with its source.",
            )


def requirements_set_aside(prepared: Prepared) -> Iterator[Caveat]:
    """Yield a caveat for each requirement that a pack of the district sets aside."""
    for pack in prepared.law.packs:
        for entry in pack.sets_aside:
            yield Caveat(
                kind=CaveatKind.LAW_OPEN,
                text=f"{entry.mandate} is not planned for: '{pack.name}' sets it aside. {entry.clause} "
                f"({entry.authority}).",
                answer="",
            )
