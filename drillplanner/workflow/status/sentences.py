"""What a status line says: why, and what to do, in the words of a school office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from drillplanner.files.counting import counted
from drillplanner.files.read_result import listed
from drillplanner.law import Duty
from drillplanner.model import Drill, DutyState, StatusLine, Verdict
from drillplanner.publish.core.dates import plain_date, weekday
from drillplanner.publish.core.words import join_words
from drillplanner.records.fields import MissingEvidence
from drillplanner.workflow.prepared import Prepared
from drillplanner.workflow.status.last_day import Mend

#: Drills that a sentence names; of more it says how many there are.
_NAMED = 3


@dataclass(frozen=True)
class DutyWords:
    """The line of a duty in each state, from the judge's verdict on it; ``agency_names`` are by agency id."""

    duty: Duty
    verdict: Verdict
    agency_names: Mapping[str, str]

    def met(self, without_drills: bool = False) -> StatusLine:
        """Return the line of a duty that what was held meets, or that no drill could break as none was held."""
        more = " No such drill was held." if without_drills else ""
        line = self._line(DutyState.MET, f"{self._reason}{more}")
        return line.model_copy(update={"without_drills": without_drills})

    def on_track(self, planned: Sequence[Drill]) -> StatusLine:
        """Return the line of a duty that the year meets as it goes."""
        following = min(planned, key=lambda drill: drill.date, default=None)
        more = "" if following is None else f" Next: {_drill_on(following)}."
        return self._line(DutyState.ON_TRACK, f"{self._reason}{more}")

    def due(self, drills: Sequence[Drill]) -> StatusLine:
        """Return the line of a duty whose drill is near, or was in the last days and is not recorded yet."""
        first = min(drills, key=lambda drill: drill.date)
        return self._line(
            DutyState.DUE, f"Planned: {_drills_on(drills)}.", to_do=f"Hold it, and record it: {_record(first)}."
        )

    def not_evidenced(self, gaps: Sequence[MissingEvidence]) -> StatusLine:
        """Return the line of a duty that held drills meet whose records lack a field."""
        first = gaps[0]
        fields = dict.fromkeys(asked.sentence_part for gap in gaps for asked in gap.missing)
        options = " ".join(f"--field {asked.field.field}=…" for asked in first.missing)
        return self._line(
            DutyState.NOT_EVIDENCED,
            f"Held, but the record lacks what the law asks for: {listed(fields)}.",
            to_do=f"Add it: drillplanner record DIR --drill {first.record.drill_id} --held {options} --by NAME.",
            missing=tuple(fields),
            drills=tuple(gap.record.drill_id for gap in gaps),
        )

    def cannot_tell(self, prepared: Prepared) -> StatusLine:
        """Return the line of a duty that cannot be decided, with how to answer."""
        fact = self.verdict.missing_fact
        return self._line(
            DutyState.CANNOT_TELL,
            self._reason,
            to_do=_how_to_answer(self.duty, fact, prepared),
            missing=() if fact is None else (fact,),
        )

    def unrecorded(self, drills: Sequence[Drill], mend: tuple[Mend, date | None] | None) -> StatusLine:
        """Return the line of a duty that depends on drills of which nobody said whether they were held."""
        past = "Their days are" if len(drills) > 1 else "Its day is"
        first = drills[0]
        if mend is None:
            otherwise = "If it was not held, no school day is left on which it could be made up for this."
        else:
            otherwise = f"If it was not: {self._hold(*mend)}"
        return self._line(
            DutyState.UNRECORDED,
            f"{past} over, and nobody recorded {'them' if len(drills) > 1 else 'it'}: {_drills_on(drills)}.",
            to_do=f"Record it: {_record(first)} (or --not-held). {otherwise}",
            drills=tuple(drill.drill_id for drill in drills),
            mend=mend,
        )

    def at_risk(self, mend: Mend, notice: date | None) -> StatusLine:
        """Return the line of a duty that fails as recorded, and can still be mended."""
        return self._line(
            DutyState.AT_RISK,
            self._reason,
            to_do=f"{self._hold(mend, notice)} To plan it: drillplanner replan DIR.",
            mend=(mend, notice),
        )

    def broken_by_plan(self) -> StatusLine:
        """Return the line of a duty that what is planned ahead would break, and not what was held."""
        line = self._line(
            DutyState.AT_RISK,
            f"The drills planned ahead break it: {self.verdict.reason.rstrip('.')}.",
            to_do="Update the plan: drillplanner replan DIR.",
        )
        return line.model_copy(update={"needs_replan": True})

    def not_offered(self, due: date) -> StatusLine:
        """Return the line of a duty to offer dates to an agency, which can still be done."""
        line = self._line(
            DutyState.AT_RISK,
            self._reason,
            to_do=f"Offer the dates by {plain_date(due)}. To plan them: drillplanner replan DIR.",
        )
        return line.model_copy(update={"needs_replan": True})

    def late(self) -> StatusLine:
        """Return the line of a duty for which no lawful day is left."""
        return self._line(
            DutyState.LATE,
            self._reason,
            to_do="No day is left on which a drill counts for it and its notices can still be given. Keep the "
            "reason with the record, and ask your state or fire marshal what they expect.",
        )

    def _hold(self, mend: Mend, notice: date | None) -> str:
        names = tuple(self.agency_names.get(agency_id, agency_id) for agency_id in mend.drills[0].agencies or ())
        return _hold_sentence(self.duty, mend, notice, names)

    @property
    def _reason(self) -> str:
        reason = self.verdict.reason.rstrip(".")
        return f"{reason[:1].upper()}{reason[1:]}."

    def _line(
        self,
        state: DutyState,
        reason: str,
        to_do: str = "",
        missing: tuple[str, ...] = (),
        drills: tuple[str, ...] | None = None,
        mend: tuple[Mend, date | None] | None = None,
    ) -> StatusLine:
        verdict = self.verdict
        found, notice = mend if mend is not None else (None, None)
        return StatusLine(
            campus_id=verdict.campus_id,
            duty=verdict.duty,
            mandate=verdict.mandate,
            title=verdict.title,
            state=state,
            until=None if found is None else found.until,
            start_by=notice,
            needs=0 if found is None else len(found.drills),
            drill_type=None if found is None else found.drills[0].drill_type,
            drills=verdict.drills if drills is None else drills,
            missing=missing,
            needs_replan=found is not None and found.needs_replan,
            reason=reason,
            to_do=to_do,
            cite=verdict.cite,
            url=verdict.url,
            confidence=verdict.confidence,
            presumed=verdict.presumed,
        )


def _hold_sentence(duty: Duty, mend: Mend, notice: date | None, agency_names: tuple[str, ...]) -> str:
    """Return what to hold, and by when: "Hold a lockdown drill by March 3, 2026."."""
    drill, number = mend.drills[0], len(mend.drills)
    kind = drill.drill_type.phrase
    demand = duty.demand
    if demand is not None and len(demand.match.types) > 1:
        article = "a drill that counts, such as a" if number == 1 else f"{number} drills that count, such as a"
        what = f"{article}{'n' if kind[0] in 'aeiou' else ''} {kind}"
    else:
        what = f"a{'n' if kind[0] in 'aeiou' else ''} {kind}" if number == 1 else f"{number} {kind}s"
    if agency_names:
        what += f", with {join_words(agency_names)} present,"
    if number == 1:
        sentence = f"hold {what} by {plain_date(mend.until)}"
    elif len({other.date for other in mend.drills}) == number:
        sentence = f"hold {what}, the first by {plain_date(mend.until)}"
    else:
        sentence = f"hold {what} by {plain_date(mend.drills[-1].date)}, several on one day"
    sentence = sentence.replace(",,", ",")
    if notice is not None:
        sentence += f"; give notice by {plain_date(notice)}"
    if mend.needs_replan:
        sentence += "; other planned drills have to move for it"
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _drill_on(drill: Drill) -> str:
    return f"{drill.drill_type.phrase} on {weekday(drill.date)}, {plain_date(drill.date)} ({drill.drill_id})"


def _drills_on(drills: Sequence[Drill]) -> str:
    in_order = sorted(drills, key=lambda drill: drill.date)
    named = "; ".join(_drill_on(drill) for drill in in_order[:_NAMED])
    more = len(in_order) - _NAMED
    return named if more <= 0 else f"{named}; and {counted(more, 'more drill')}"


def _record(drill: Drill) -> str:
    return f"drillplanner record DIR --drill {drill.drill_id} --held --by NAME"


def _how_to_answer(duty: Duty, fact: str | None, prepared: Prepared) -> str:
    """Return how to give the fact that is missing; empty if none is."""
    if fact is None:
        return ""
    known = prepared.law.facts.get(fact)
    if known is not None:
        return f"{known.ask} drillplanner answer DIR {fact}=yes --campus {duty.campus_id} (or =no)."
    if duty.presumed and fact == duty.presumed:
        return "Ask your fire marshal: drillplanner answer DIR fire_codes=IFC, or =none."
    if fact == "enrollment":
        return f"How many students are there? drillplanner answer DIR enrollment=412 --campus {duty.campus_id}."
    if fact == duty.doubt:
        return f"Ask your state's office or your attorney {fact}."
    is_of_drill = " of " in fact
    return f"Record the drill again: no entry says the {fact}." if is_of_drill else f"Add {fact}."
