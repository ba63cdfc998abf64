"""The state of each duty of one campus: what the judge says of the record, and what can still be done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from drillplanner.law import Duty
from drillplanner.law.kinds.offer import Offer
from drillplanner.model import Drill, DutyStatus, StatusLine, Verdict
from drillplanner.records.fields import MissingEvidence
from drillplanner.workflow.status.campus_trial import CampusTrial
from drillplanner.workflow.status.drills_as_of import DrillsAsOf, school_days_after
from drillplanner.workflow.status.last_day import Mend, latest_mend
from drillplanner.workflow.status.sentences import DutyWords

#: A drill that is planned within this many school days is due. Our choice: a week of school.
DUE_SCHOOL_DAYS = 5


@dataclass(frozen=True)
class CampusStatus:
    """One campus on the day of the status.

    ``trial`` has its drills that count, ``drills`` the same by what became of them, and ``gaps`` the held drills
    whose record lacks a field that is surely asked for, by drill id.
    """

    trial: CampusTrial
    drills: DrillsAsOf
    gaps: Mapping[str, MissingEvidence]

    def lines(self, verdicts: Iterator[Verdict]) -> Iterator[StatusLine]:
        """Yield the line of each duty, given the judge's verdict on the campus as it stands."""
        duty_by_id = {duty.duty_id: duty for duty in self.trial.duties}
        for verdict in verdicts:
            duty = duty_by_id[verdict.duty]
            if verdict.status is DutyStatus.MET:
                yield self._met(duty, verdict)
            elif verdict.status is DutyStatus.CANNOT_TELL:
                yield self._undecided(duty, verdict)
            else:
                yield self._short(duty, verdict)

    def _met(self, duty: Duty, verdict: Verdict) -> StatusLine:
        words = self._words(duty, verdict)
        counted = [drill for drill_id in verdict.drills if (drill := self._drill_by_id.get(drill_id))]
        open_drills = [drill for drill in counted if not drill.held]
        if not self._is_done(duty, counted, open_drills):
            due = [drill for drill in open_drills if self._is_due(drill)]
            if due and self.trial.asks_for_drills(duty):
                return words.due(due)
            return words.on_track(open_drills)
        lacking = [self.gaps[drill.drill_id] for drill in counted if drill.drill_id in self.gaps]
        if lacking and not self._evidenced.is_met(duty):
            return words.not_evidenced(lacking)
        return words.met(without_drills=not counted and self._is_about_drills_held(duty))

    def _is_about_drills_held(self, duty: Duty) -> bool:
        """Check whether a duty limits drills or says how they are held, so that no drill meets it too."""
        return not isinstance(duty.mandate.requirement, Offer) and not self.trial.asks_for_drills(duty)

    def _is_done(self, duty: Duty, counted: list[Drill], open_drills: list[Drill]) -> bool:
        """Check whether what was held meets the duty, so that nothing that is planned is needed for it.

        A duty about how drills are held is done when its time is over.
        """
        if duty.window.last < self.trial.as_of:
            return not open_drills or self._held.is_met(duty)
        if len(open_drills) == len(counted) or not self.trial.asks_for_drills(duty):
            return False
        return self._held.is_met(duty)

    def _is_due(self, drill: Drill) -> bool:
        dates = self.trial.workspace.calendar.dates_at(drill.campus_id)
        return school_days_after(self.trial.as_of, drill.date, dates) <= DUE_SCHOOL_DAYS

    def _undecided(self, duty: Duty, verdict: Verdict) -> StatusLine:
        return self._words(duty, verdict).cannot_tell(self.trial.prepared)

    def _short(self, duty: Duty, verdict: Verdict) -> StatusLine:
        words = self._words(duty, verdict)
        unrecorded = self._unrecorded_drills_that_help(duty)
        mend = latest_mend(self.trial, duty)
        if unrecorded:
            return words.unrecorded(unrecorded, self._known(mend))
        if mend is not None and not mend.needs_replan:
            return words.at_risk(mend, self.trial.first_notice(mend.drills[0]))
        planned = [drill for drill in self.trial.drills if not drill.held and drill.date >= self.trial.as_of]
        if planned and self._held_or_in_grace.statuses[duty.duty_id] is not DutyStatus.VIOLATED:
            return words.broken_by_plan()
        if mend is not None:
            return words.at_risk(mend, self.trial.first_notice(mend.drills[0]))
        requirement = duty.mandate.requirement
        if isinstance(requirement, Offer) and self.trial.as_of <= requirement.due_in(duty.window):
            return words.not_offered(requirement.due_in(duty.window))
        return words.late()

    def _known(self, mend: Mend | None) -> tuple[Mend, date | None] | None:
        return None if mend is None else (mend, self.trial.first_notice(mend.drills[0]))

    def _unrecorded_drills_that_help(self, duty: Duty) -> tuple[Drill, ...]:
        """Return the drills without a record but for which the duty would not be short."""
        if not self.drills.unrecorded:
            return ()
        verdict = next(verdict for verdict in self._if_recorded.report.verdicts if verdict.duty == duty.duty_id)
        if verdict.status is DutyStatus.VIOLATED:
            return ()
        counted = tuple(drill for drill in self.drills.unrecorded if drill.drill_id in verdict.drills)
        return counted or self.drills.unrecorded

    def _words(self, duty: Duty, verdict: Verdict) -> DutyWords:
        return DutyWords(duty, verdict, self._agency_names)

    @cached_property
    def _agency_names(self) -> Mapping[str, str]:
        return {agency.agency_id: agency.name for agency in self.trial.workspace.district.agencies}

    @cached_property
    def _drill_by_id(self) -> Mapping[str, Drill]:
        return {drill.drill_id: drill for drill in self.trial.schedule.drills}

    @cached_property
    def _held(self) -> CampusTrial:
        return self.trial.with_drills(self.drills.held)

    @cached_property
    def _held_or_in_grace(self) -> CampusTrial:
        return self.trial.with_drills((*self.drills.held, *self.drills.in_grace))

    @cached_property
    def _evidenced(self) -> CampusTrial:
        return self.trial.with_drills(drill for drill in self.drills.held if drill.drill_id not in self.gaps)

    @cached_property
    def _if_recorded(self) -> CampusTrial:
        return self.trial.with_drills((*self.trial.drills, *self.drills.unrecorded))
