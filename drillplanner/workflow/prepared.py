"""A workspace that was read and validated, with its law: what every command starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from drillplanner.law import Duty, LawBook, SparedGrades
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.law.packs.law_book import assumed_units
from drillplanner.model import (
    AvoidedDay,
    DevelopmentalLimits,
    DrillRecord,
    ImprovementLedger,
    Screening,
    Workspace,
)
from drillplanner.practice import PracticePack
from drillplanner.records.follow_ups import DoneFollowUp
from drillplanner.records.notices import SentNotice
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.workflow.assumptions import (
    assumed_absence_of_events,
    assumed_staff_hours,
    doubtful_calendar_lines,
    grades_spared_by_law,
    idle_clearances,
    misspelled_facts,
    months_without_drills,
    pins_without_school,
    religious_holidays_not_on_file,
    unknown_counselor_days,
    unlisted_test_days,
)


@dataclass(frozen=True)
class Prepared:
    """A workspace, the law that applies to it, and the judgment of its scenarios."""

    folder: Path
    workspace: Workspace
    law: LawBook
    duties: tuple[Duty, ...]
    screenings: Mapping[str, Screening]
    stand_ins: Mapping[str, tuple[StandIn, ...]]
    limits: Mapping[str, DevelopmentalLimits]
    """What developmental rules and good practice ask of each campus's year, by campus id."""
    spared: Mapping[str, tuple[SparedGrades, ...]]
    """The grades of each campus that the law spares some drills, by campus id."""
    practice: PracticePack | None = None
    """The level of good practice; None: the district plans by the law alone."""
    unanswered_practices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The practices that are not planned because a fact of some campus is not known, by fact."""
    records: tuple[DrillRecord, ...] = ()
    """The entries of the drill log that count."""
    ledger: ImprovementLedger = field(default_factory=ImprovementLedger)
    """Ratings of earlier exercises and corrective actions."""
    records_of_others: tuple[DrillRecord, ...] = ()
    """Entries of the drill log of campuses that the district does not list."""
    unplaced: tuple[str, ...] = ()
    """A sentence for each disputed drill, and for each campus that the drill log or the ledger names and the
    district does not list."""
    notices: tuple[SentNotice, ...] = ()
    """The letters and messages to families that were recorded as sent."""
    done: tuple[DoneFollowUp, ...] = ()
    """The actions after drills that were recorded as done."""

    @property
    def year(self) -> YearToPlan:
        """The input of the solver."""
        return YearToPlan(self.workspace, self.duties, self.screenings, self.stand_ins, self.limits, self.spared)

    @cached_property
    def avoided_days(self) -> Mapping[str, tuple[AvoidedDay, ...]]:
        """The days without drills at each campus, by campus id; looked up when they are first asked for."""
        from drillplanner.practice.avoided_days import avoided_days_at

        workspace = self.workspace
        return {campus.campus_id: avoided_days_at(campus, workspace) for campus in workspace.campuses}

    @property
    def refused(self) -> tuple[Screening, ...]:
        """Scenarios that break a developmental rule."""
        return tuple(screening for screening in self.screenings.values() if screening.verdict == "violation")

    @property
    def undecided(self) -> tuple[Screening, ...]:
        """Scenarios that leave a developmental rule undecided; no drill is planned with them."""
        return tuple(screening for screening in self.screenings.values() if screening.verdict == "cannot_tell")

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to look at, in addition to the findings and to the caveats that are said first."""
        return (
            *months_without_drills(self.workspace),
            *misspelled_facts(self.workspace, self.law),
            *self.unused_scenarios,
            *idle_clearances(self.workspace, self.screenings),
            *self.unplaced,
        )

    @property
    def unused_scenarios(self) -> tuple[str, ...]:
        """A sentence for each scenario that is not planned with because it leaves a rule undecided."""
        return tuple(
            f"The scenario '{screening.id}' is not used: {_doubt_of(screening)}." for screening in self.undecided
        )

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What was assumed because no file says it, and how vague words of the law are read."""
        workspace = self.workspace
        return (
            *workspace.assumptions,
            *doubtful_calendar_lines(workspace),
            *pins_without_school(workspace),
            *assumed_units(self.law, workspace),
            *assumed_staff_hours(workspace),
            *unknown_counselor_days(workspace),
            *assumed_absence_of_events(workspace),
            *unlisted_test_days(workspace),
            *religious_holidays_not_on_file(workspace),
            *grades_spared_by_law(self.law, workspace, self.spared),
            *self._readings,
        )

    @property
    def _readings(self) -> tuple[str, ...]:
        owed = {duty.mandate.mandate_id for duty in self.duties}
        relied_on = {stand_in for at_campus in self.stand_ins.values() for stand_in in at_campus}
        return tuple(
            f"{mandate.mandate_id}: {mandate.reading}"
            for mandate in self.law.mandates
            if mandate.reading and (mandate.mandate_id in owed or mandate.requirement in relied_on)
        )


def _doubt_of(screening: Screening) -> str:
    """Return why a scenario leaves a rule undecided: the facts that it lacks, or its first line in doubt."""
    if screening.missing:
        return f"it does not say {', '.join(screening.missing)}"
    doubt = next(finding for finding in screening.findings if finding.status == "cannot_tell")
    clear = f" Reword it, or clear it in district.yaml, cleared_lines: {doubt.to_clear}" if doubt.to_clear else ""
    return f"{doubt.rule} leaves open whether {doubt.evidence.field} is right: {doubt.evidence.text}{clear}"
