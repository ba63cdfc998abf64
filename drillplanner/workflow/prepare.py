"""A workspace with the law that applies to it and the judgement of its scenarios: where every command starts."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from drillplanner.appropriateness import (
    coverages_at,
    judge_scenario,
    limits_at,
    profile_of,
    seasons_at,
)
from drillplanner.files.counting import counted
from drillplanner.files.errors import InputError
from drillplanner.law import Duty, LawBook, derive_duties, load_law, setting_of, stand_ins_at
from drillplanner.law.kinds import StandIn
from drillplanner.law.packs.law_book import assumed_facts, assumed_units
from drillplanner.law.timing.periods import Per, periods
from drillplanner.law.timing.span import PeriodicRequirement
from drillplanner.model import (
    Campus,
    DevelopmentalLimits,
    DrillRecord,
    ImprovementLedger,
    Screening,
    TermKind,
    Workspace,
)
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.workflow.dangling_references import names_in_vain


@dataclass(frozen=True)
class Prepared:
    """A workspace with the law that applies to it: what every command starts from."""

    folder: Path
    workspace: Workspace
    law: LawBook
    duties: tuple[Duty, ...]
    screenings: Mapping[str, Screening]
    stand_ins: Mapping[str, tuple[StandIn, ...]]
    limits: Mapping[str, DevelopmentalLimits]
    """What the developmental rules ask of each campus's year, by campus id."""
    records: tuple[DrillRecord, ...] = ()
    """The entries of the drill log that count."""
    ledger: ImprovementLedger = field(default_factory=ImprovementLedger)
    """Ratings of earlier exercises and corrective actions."""
    records_of_others: tuple[DrillRecord, ...] = ()
    """Entries of the drill log of campuses that the district does not list."""
    unplaced: tuple[str, ...] = ()
    """A sentence for each such campus that the drill log or the ledger names."""

    @property
    def year(self) -> YearToPlan:
        """What the solver is asked."""
        return YearToPlan(self.workspace, self.duties, self.screenings, self.stand_ins, self.limits)

    @property
    def refused(self) -> tuple[Screening, ...]:
        """Scenarios that break a developmental rule."""
        return tuple(screening for screening in self.screenings.values() if screening.verdict == "violation")

    @property
    def undecided(self) -> tuple[Screening, ...]:
        """Scenarios that leave a developmental rule undecided, so that no drill is planned with them."""
        return tuple(screening for screening in self.screenings.values() if screening.verdict == "cannot_tell")

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader must know besides the findings."""
        unanswered = [
            f"{question.file}:{question.line or '?'}: not understood: {question.title} "
            f"({question.reason}); taken as: {question.taken_as}"
            for question in self.workspace.calendar.questions
        ]
        # A district that plans the same files again years later has an old 'planned_on'; its year tells.
        on = max(self.workspace.district.stamp_date, self.workspace.calendar.first_day)
        law = self.law.warnings(on)
        return (
            *law,
            *self._months_left_out,
            *self._misspelt_facts,
            *unanswered,
            *self.unused_scenarios,
            *self.unplaced,
        )

    @property
    def unused_scenarios(self) -> tuple[str, ...]:
        """A sentence for each scenario that is not planned with, since it leaves a rule undecided."""
        return tuple(
            f"The scenario '{one.id}' is not used: it does not say {', '.join(one.missing)}."
            for one in self.undecided
        )

    @property
    def _misspelt_facts(self) -> tuple[str, ...]:
        """Yes/no columns of campuses.csv that no law asks for and that look like one that some law does."""
        given = {fact for campus in self.workspace.campuses for fact in campus.facts}
        near = {fact: difflib.get_close_matches(fact, self.law.facts, n=1) for fact in given - set(self.law.facts)}
        return tuple(
            f"campuses.csv: no law asks for '{fact}'. Maybe you meant '{names[0]}'."
            for fact, names in sorted(near.items())
            if names
        )

    @property
    def _months_left_out(self) -> tuple[str, ...]:
        district = self.workspace.district
        if district.month_counts_from == 1:
            return ()
        settings = [setting_of(campus, self.workspace) for campus in self.workspace.campuses]
        months = sorted(
            {
                window.label
                for setting in settings
                for window in periods(Per.MONTH_IN_SESSION, setting, 1)
                if window not in periods(Per.MONTH_IN_SESSION, setting, district.month_counts_from)
            }
        )
        return (
            f"month_counts_from is {district.month_counts_from}: monthly drills are not owed in "
            f"{', '.join(months) or 'no month less'}. A law that names no limit asks for them all the same.",
        )

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What was assumed for want of a word in a file, and how open words of the law are read."""
        owed = {duty.mandate.mandate_id for duty in self.duties}
        relied_on = {one for some in self.stand_ins.values() for one in some}
        readings = tuple(
            f"{mandate.mandate_id}: {mandate.reading}"
            for mandate in self.law.mandates
            if mandate.reading and (mandate.mandate_id in owed or mandate.requirement in relied_on)
        )
        taken = assumed_facts(self.law, self.workspace) + assumed_units(self.law, self.workspace)
        said = (*self._no_staff_hours, *self._no_counselor, *self._no_event, *self._cut_terms)
        return (*self.workspace.assumptions, *self._no_school_on_pins, *taken, *said, *readings)

    @property
    def _no_staff_hours(self) -> tuple[str, ...]:
        """A sentence where campuses follow bell schedules that do not say when adults are on duty alone."""
        minutes = self.workspace.district.staff_minutes_after_last_bell
        used = {campus.bell_schedule for campus in self.workspace.campuses}
        bells = self.workspace.bells
        silent = sorted(name for name in bells if name in used and bells[name].staff_hours is None)
        if not silent or minutes == 0:
            return ()
        return (
            f"No 'staff_hours' are named in the bell schedules {', '.join(silent)}: adults are taken to be on "
            f"duty, without students, for {counted(minutes, 'minute')} after the last bell, and exercises of "
            "staff alone may be held then ('staff_minutes_after_last_bell' in district.yaml; 0 for none).",
        )

    @property
    def _no_school_on_pins(self) -> tuple[str, ...]:
        """A sentence for each pin of the whole district on whose date some campuses have no school."""
        calendar, campuses = self.workspace.calendar, self.workspace.campuses
        without = [
            (pin, [campus.name for campus in campuses if pin.date not in calendar.dates_at(campus.campus_id)])
            for pin in self.workspace.district.pins
            if pin.campus is None
        ]
        return tuple(
            f"Pinned in district.yaml: {pin.phrase}. No school is on then, and none is held by this order, at "
            f"{', '.join(names)}."
            for pin, names in without
            if names
        )

    @property
    def _no_counselor(self) -> tuple[str, ...]:
        """A sentence where nobody says on which days a counselor is at a campus."""
        silent = [campus.campus_id for campus in self.workspace.campuses if campus.counselor_days is None]
        if not silent or not self.workspace.district.weights.counselor:
            return ()
        everywhere = len(silent) == len(self.workspace.campuses)
        where = "the campuses" if everywhere else ", ".join(silent)
        return (
            f"campuses.csv does not say on which days a counselor is at {where} ('counselor_days'): whether one "
            "is there within a day of a lockdown plays no part in choosing its day.",
        )

    @property
    def _no_event(self) -> tuple[str, ...]:
        """What is not in the list of events is taken not to have happened; the year is planned before it."""
        pausing = [event for event in self.workspace.events if event.kind.calls_for_pause]
        without = [
            campus.campus_id
            for campus in self.workspace.campuses
            if not any(event.concerns(campus.campus_id) for event in pausing)
        ]
        if not without:
            return ()
        everywhere = len(without) == len(self.workspace.campuses)
        where = "the campuses" if everywhere else ", ".join(without)
        return (
            f"No violence and no death near {where} is on record in events.csv. Where one happens, write it "
            "there: drills about violence too soon after it are then flagged (DA-1001); the planner does not move "
            "them.",
        )

    @property
    def _cut_terms(self) -> tuple[str, ...]:
        """Sentences about semesters, trimesters and quarters that the calendar does not tell."""
        kinds = sorted(
            {
                TermKind(duty.mandate.requirement.per.value)
                for duty in self.duties
                if isinstance(duty.mandate.requirement, PeriodicRequirement)
                and duty.mandate.requirement.per.value in list(TermKind)
            }
        )
        return tuple(
            f"calendar.yaml does not tell the {kind}s; the year is cut into {kind.parts} of as many school days: "
            + ", ".join(f"{term.first} to {term.last}" for term in self.workspace.calendar.terms_of(kind))
            for kind in kinds
            if not all(term.is_stated for term in self.workspace.calendar.terms_of(kind))
        )


def prepare(folder: Path, instead: Mapping[str, bytes] | None = None) -> Prepared:
    """Read and validate a workspace, its law and its scenarios.

    ``instead`` holds the bytes of files, by name, that count in place of what the folder has.
    Raises InputError with every problem found.
    """
    from drillplanner.intake.workspace.reader import read_workspace
    from drillplanner.intake.workspace.scenario_files import has_own_scenarios
    from drillplanner.records import (
        LOG_FILE,
        UnlistedEntry,
        read_ledger,
        read_log,
        unlisted_campus_sentences,
        with_recorded_causes,
    )

    workspace = read_workspace(folder, instead)
    log = read_log(folder, workspace)
    ledger, of_others = read_ledger(folder, workspace)
    of_others = (*(UnlistedEntry(LOG_FILE, one.row, one.campus_id) for one in log.unlisted), *of_others)
    workspace = with_recorded_causes(workspace, log.entries)
    law = load_law(workspace.district.state, folder / "mandates", workspace.district.fire_codes)
    if problems := tuple(names_in_vain(law, workspace, has_own_scenarios(folder, instead or {}))):
        raise InputError(problems)
    profile = profile_of(workspace.district.state)
    screenings = {
        scenario.scenario_id: judge_scenario(scenario, profile=profile) for scenario in workspace.scenarios
    }
    stand_ins = {campus.campus_id: stand_ins_at(law, workspace, campus) for campus in workspace.campuses}
    duties = derive_duties(law, workspace)
    return Prepared(
        folder,
        workspace,
        law,
        duties,
        screenings,
        stand_ins,
        developmental_limits(workspace),
        log.entries,
        ledger,
        log.unlisted,
        unlisted_campus_sentences(of_others, workspace.campus_by_id),
    )


def developmental_limits(workspace: Workspace) -> dict[str, DevelopmentalLimits]:
    """What is asked of each campus's year, by campus id; the developmental rules' part once for the same bands."""
    profile = profile_of(workspace.district.state)
    known = {
        bands: limits_at(bands, workspace.scenarios, profile)
        for bands in {campus.bands for campus in workspace.campuses}
    }
    return {
        campus.campus_id: _with_occasions(known[campus.bands], campus, workspace) for campus in workspace.campuses
    }


def _with_occasions(limits: DevelopmentalLimits, campus: Campus, workspace: Workspace) -> DevelopmentalLimits:
    """The limits with the moments of the campus's day and the seasons of its year."""
    bells = None if campus.bell_schedule is None else workspace.bells[campus.bell_schedule]
    periods = () if bells is None else bells.full_day_periods
    dates = workspace.calendar.dates_at(campus.campus_id)
    return limits.model_copy(
        update={
            "coverages": coverages_at(campus.bands, workspace.scenarios, periods),
            "seasons": seasons_at(workspace.district.state, workspace.scenarios, dates),
        }
    )
