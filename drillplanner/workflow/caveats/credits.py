"""Caveats about drills that the state may not accept: talks, tabletops, and exercises for staff alone.

A plan may count a talk as an "active assailant drill" if the law that we read names the type and not the form.
Whether the state accepts that is asked, unless the pack says that the text does (``accepts``, or the formats and
audiences of its match), or the district has confirmed it (``accepts`` in district.yaml).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from drillplanner.audit.schedule import AuditReport
from drillplanner.files.counting import counted
from drillplanner.law import Duty
from drillplanner.law.duties.mandate import Mandate
from drillplanner.model import ADULT_EXERCISES, Audience, Caveat, CaveatKind, Drill, DrillFormat, Plan
from drillplanner.workflow.prepared import Prepared

#: Forms without practice, in words.
_FORMS: Mapping[DrillFormat | None, str] = {
    DrillFormat.LESSON: "a talk without practice",
    DrillFormat.TABLETOP: "a tabletop discussion",
}


@dataclass
class _DoubtfulCredit:
    """Drills of one type and form, and the mandates for which they count without the text saying so."""

    drills: dict[str, None] = field(default_factory=dict)
    mandates: dict[str, Mandate] = field(default_factory=dict)


def doubtful_credits(prepared: Prepared, plan: Plan, report: AuditReport) -> Iterator[Caveat]:
    """Yield a caveat for each type and form of drill that the state may not count, with its requirements."""
    duties = {duty.duty_id: duty for duty in prepared.duties}
    drills = {drill.drill_id: drill for drill in plan.drills}
    confirmed = set(prepared.workspace.district.accepts)
    found: dict[tuple[str, str], _DoubtfulCredit] = defaultdict(_DoubtfulCredit)
    for verdict in report.verdicts:
        duty = duties.get(verdict.duty)
        if duty is None or verdict.mandate in confirmed:
            continue
        for drill_id in verdict.drills:
            drill = drills.get(drill_id)
            form = None if drill is None else _doubtful_form(drill, duty)
            if drill is not None and form:
                credit = found[drill.drill_type.phrase, form]
                credit.drills[drill_id] = None
                credit.mandates[verdict.mandate] = duty.mandate
    of_type: dict[str, int] = defaultdict(int)
    for drill in plan.drills:
        of_type[drill.drill_type.phrase] += 1
    for (phrase, form), credit in found.items():
        yield _caveat(phrase, form, credit, of_type[phrase])


def _doubtful_form(drill: Drill, duty: Duty) -> str:
    """Return the form of the drill in words if the duty's text does not say that it counts; else an empty text."""
    demand, accepts = duty.demand, duty.mandate.accepts
    # A drill that stands in for others counts by the law that allows it, which is another duty.
    if demand is None or drill.drill_type not in demand.match.types or set(demand.match.types) <= ADULT_EXERCISES:
        return ""
    # What the match lists is the pack's reading of the law, which is printed.
    formats = (*(demand.match.formats or ()), *accepts.formats)
    audiences = (*(demand.match.audiences or ()), *accepts.audiences)
    forms = []
    if drill.format in _FORMS and drill.format not in formats:
        forms.append(_FORMS[drill.format])
    if drill.audience is Audience.STAFF and Audience.STAFF not in audiences:
        forms.append("for staff alone, without students")
    return " ".join(forms)


def _caveat(phrase: str, form: str, credit: _DoubtfulCredit, all_of_type: int) -> Caveat:
    number = len(credit.drills)
    many = counted(number, phrase) if number < all_of_type else f"All {counted(number, phrase)}"
    if number == all_of_type == 1:
        many = f"The only {phrase}"
    mandates = "; ".join(f"{mandate.title} ({mandate_id})" for mandate_id, mandate in credit.mandates.items())
    each, them = ("is", "it") if number == 1 else ("are each", "them")
    return Caveat(
        kind=CaveatKind.CREDIT,
        text=f"{many} in this plan {each} {form}. We count {them} for: {mandates}. The text that we read does not "
        "say whether that counts. Does the state accept it?",
        brief=f"{many} {each} {form}. Does the state count {them} for {', '.join(credit.mandates)}?",
        answer="Ask the state's school safety office. If it does: drillplanner answer DIR "
        f"accepts={','.join(credit.mandates)}",
    )
