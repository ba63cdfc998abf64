"""Caveats about the ends of semesters, trimesters, and quarters that the law counts by and no file tells.

On its own because each source of caveats has a module.
"""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.files.counting import counted
from drillplanner.law.timing.periods import Per
from drillplanner.law.timing.span import PeriodicRequirement
from drillplanner.model import Caveat, CaveatKind, TermKind
from drillplanner.workflow.prepared import Prepared

_TERMS = {Per(kind.value): kind for kind in TermKind}


def undecided_terms(prepared: Prepared) -> Iterator[Caveat]:
    """Yield a caveat for each kind of term by which the law counts and whose ends are not known."""
    calendar = prepared.workspace.calendar
    counts: dict[TermKind, set[str]] = {}
    for duty in prepared.duties:
        requirement = duty.mandate.requirement
        if isinstance(requirement, PeriodicRequirement) and requirement.per in _TERMS:
            counts.setdefault(_TERMS[requirement.per], set()).add(duty.mandate.mandate_id)
    for kind, mandates in sorted(counts.items()):
        terms = calendar.terms_of(kind)
        if all(term.is_stated for term in terms):
            continue
        ends = [str(term.last) for term in terms[:-1]]
        reason = calendar.undecided_terms.get(kind, f"no file says where a {kind} ends")
        which = "last day of the first one" if kind.parts == 2 else "last day of each but the last, with commas"
        law = f"{counted(len(mandates), 'requirement')} of the law {'counts' if len(mandates) == 1 else 'count'}"
        yield Caveat(
            kind=CaveatKind.CALENDAR,
            text=f"{law} by {kind}, and {reason}. We cut the year into {counted(kind.parts, kind)} of as many "
            f"school days, which end on {', '.join(ends)}. A drill planned near such a day may be in the wrong "
            f"{kind}.",
            answer=f"drillplanner answer DIR {kind}_ends={','.join(ends)} if that is right, else with your dates "
            f"({which})",
        )
