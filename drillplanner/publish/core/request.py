"""What an output gets, and what it must offer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from drillplanner.appropriateness.spared_activities import spared_groups
from drillplanner.files.errors import InputError, Problem
from drillplanner.law import Duty
from drillplanner.model import (
    Drill,
    DrillRecord,
    GroupedFinding,
    ImprovementLedger,
    Plan,
    StatusReport,
    Task,
    Verdict,
    Workspace,
)
from drillplanner.model.scenarios.adult_texts import ScenarioText, scenario_text
from drillplanner.publish.core.drill_details import (
    ChoreDetails,
    DrillDetails,
    PlanImprint,
    StaffHome,
    source_in_law,
)
from drillplanner.publish.core.paper.tiers import PaperAmount
from drillplanner.publish.core.site_map import SiteMap
from drillplanner.records.notices import SentNotice

if TYPE_CHECKING:
    from drillplanner.incident_command.year.organize_district import OrganizedYear


def _drop_note(sentence: str) -> None:
    """Ignore a note, for callers that do not show any."""


@dataclass(frozen=True)
class PublishRequest:
    """A plan to publish, with everything that outputs need.

    ``verdicts`` are the judge's on exactly this plan, ``findings`` those of the developmental rules. An output
    calls ``tell`` with a sentence if it was written but a person should know something about it, for example
    that a calendar grew too large for some programs.

    ``duties`` are what the law requires of each campus: they decide what families may know before a drill.

    ``revisions`` is the file that records which calendars were published. Without it, calendars are published
    as for the first time, and nothing is recorded. ``as_of`` is the day on which changes of them count as made.

    ``folder`` is the workspace's, from which papers read the schools' maps. Without it, papers have no map.

    ``paper`` says whether a drill gets the papers of its tier or all forms.

    ``records`` are the entries of the drill log that count, and ``notices`` the letters that it says were sent.
    ``plan_holds`` is false only for outputs of records, which are written although the plan is out of date: they
    must not show its coming drills as settled. ``status`` is the status of the year on ``as_of``, else on the day
    of the last record; None: there is neither.

    ``ledger`` holds ratings of earlier exercises and corrective actions, for the exercises' documents.

    An output asks once for the values that its writers need (``imprint``, ``details``, ``chore_details``) and
    passes those on.
    """

    plan: Plan
    workspace: Workspace
    verdicts: tuple[Verdict, ...]
    tell: Callable[[str], None] = field(default=_drop_note, compare=False)
    findings: tuple[GroupedFinding, ...] = ()
    duties: tuple[Duty, ...] = ()
    revisions: Path | None = None
    as_of: date | None = None
    ledger: ImprovementLedger = field(default_factory=ImprovementLedger)
    folder: Path | None = None
    paper: PaperAmount = PaperAmount.TIERS
    records: tuple[DrillRecord, ...] = ()
    notices: tuple[SentNotice, ...] = ()
    plan_holds: bool = True
    status: StatusReport | None = None

    @property
    def day_of_change(self) -> date:
        """The day on which a change of the calendars counts as made: a day from the files, never from the clock.

        It is ``as_of`` if that was given, else the day from which the plan was updated, else the day on which it
        was made.
        """
        if self.as_of is not None:
            return self.as_of
        return self.plan.provenance.planned_on if self.plan.repair is None else self.plan.repair.as_of

    @cached_property
    def imprint(self) -> PlanImprint:
        """What every paper prints about the plan and the district."""
        district = self.workspace.district
        return PlanImprint(
            district=self.plan.district,
            year=self.plan.year,
            version=self.plan.version,
            made_on=self.plan.provenance.planned_on,
            disclaimer=self.plan.disclaimer,
            note=district.note,
            chart_palette=district.chart_palette,
            vocabulary=district.vocabulary,
        )

    @cached_property
    def charts(self) -> OrganizedYear:
        """The role charts of the plan's drills, worked out once for all outputs."""
        from drillplanner.incident_command.year.organize_district import organize_year

        return organize_year(self.plan.drills, self.workspace)

    def details(self, drill: Drill) -> DrillDetails:
        """Return the drill with what belongs to it."""
        campus = self.workspace.campus_by_id.get(drill.campus_id)
        grades = drill.grades or (None if campus is None else campus.grades)
        scenario = self.workspace.scenario_by_id.get(drill.scenario_id or "")
        text = None
        if scenario is not None:
            key = scenario.scenario_id, grades
            text = self._texts.get(key)
            if text is None:
                text = self._texts[key] = scenario_text(scenario, grades)
        return DrillDetails(
            drill=drill,
            imprint=self.imprint,
            campus=campus,
            campus_name=self.campus_name(drill.campus_id),
            grades=grades,
            scenario=scenario,
            text=text,
            spared=spared_groups(drill, self.workspace.scenarios),
            agency_names=tuple(map(self.agency_name, drill.agencies or ())),
            chores=tuple(self.chores_by_drill.get(drill.drill_id, ())),
            credits=tuple((duty, self._verdict_by_duty.get((drill.campus_id, duty))) for duty in drill.credits),
            presumed_mandates=self._presumed_at(drill.campus_id),
            staff_homes=self._staff_homes,
            site=self.workspace.site_of(drill.campus_id),
            site_map=self.site_map(drill.campus_id),
        )

    def chore_details(self, task: Task) -> ChoreDetails:
        """Return the chore with what belongs to it."""
        return ChoreDetails(
            task,
            self.campus_name(task.campus_id),
            self.basis(task),
            task.mandate_id in self._presumed_at(task.campus_id),
            self.drill_by_id.get(task.drill_id or ""),
        )

    def basis(self, task: Task) -> str:
        """Return what asks for a chore, in words: the mandate with its citation, or the well-being rule.

        A mandate that is only presumed to bind is marked.
        """
        if task.developmental:
            return f"well-being rule {task.mandate_id}"
        verdict = self._verdict_by_mandate.get((task.mandate_id, task.campus_id))
        also = f"; serves {', '.join(task.serves)} as well" if task.serves else ""
        return f"{task.mandate_id}{f' ({source_in_law(verdict)})' if verdict else ''}{also}"

    @cached_property
    def _site_maps(self) -> dict[str, SiteMap]:
        """The file of each school's map, by campus id; one file for all schools that share it."""
        if self.folder is None:
            return {}
        by_name: dict[str, SiteMap] = {}
        return {
            campus_id: by_name.setdefault(site.map, SiteMap(self.folder / site.map))
            for campus_id, site in self.workspace.school_sites.items()
            if site.map
        }

    def site_map(self, campus_id: str) -> SiteMap | None:
        """Return the school's map; None if it has none."""
        return self._site_maps.get(campus_id)

    def refuse_unusable_maps(self) -> None:
        """Raise InputError with the problem of each map that cannot be printed."""
        problems: list[Problem] = []
        for site_map in dict.fromkeys(self._site_maps.values()):
            try:
                site_map.picture  # noqa: B018 (read for the error; the picture is kept)
            except InputError as error:
                problems += error.problems
        if problems:
            raise InputError(problems)

    def campus_name(self, campus_id: str) -> str:
        """Return the campus's name, or its id if the workspace does not have the campus."""
        campus = self.workspace.campus_by_id.get(campus_id)
        return campus_id if campus is None else campus.name

    @cached_property
    def campus_names(self) -> dict[str, str]:
        """The names of the district's campuses by id, in its order."""
        return {campus.campus_id: campus.name for campus in self.workspace.campuses}

    def agency_name(self, agency_id: str) -> str:
        """Return the agency's name, or its id made readable if the district does not list the agency."""
        return self._agency_names.get(agency_id, agency_id.replace("_", " "))

    @cached_property
    def _verdict_by_duty(self) -> dict[tuple[str, str], Verdict]:
        """The verdicts by campus id and duty id."""
        return {(verdict.campus_id, verdict.duty): verdict for verdict in self.verdicts}

    @cached_property
    def drill_by_id(self) -> dict[str, Drill]:
        """The plan's drills by id."""
        return {drill.drill_id: drill for drill in self.plan.drills}

    @cached_property
    def chores_by_drill(self) -> dict[str, list[Task]]:
        """The chores of each drill by its id, in the order of their last day."""
        chores: dict[str, list[Task]] = {}
        for task in sorted(self.plan.tasks, key=lambda task: (task.due, task.task_id)):
            if task.drill_id is not None:
                chores.setdefault(task.drill_id, []).append(task)
        return chores

    @cached_property
    def _verdict_by_mandate(self) -> dict[tuple[str, str], Verdict]:
        """A verdict on each mandate at each campus at which the judge looked for it."""
        return {(verdict.mandate, verdict.campus_id): verdict for verdict in self.verdicts}

    def _presumed_at(self, campus_id: str) -> frozenset[str]:
        """Return the ids of mandates that are only presumed to bind the campus."""
        return self._presumed_by_campus.get(campus_id, frozenset())

    @cached_property
    def _presumed_by_campus(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for verdict in self.verdicts:
            if verdict.presumed:
                found.setdefault(verdict.campus_id, set()).add(verdict.mandate)
        return {campus_id: frozenset(mandates) for campus_id, mandates in found.items()}

    @cached_property
    def _texts(self) -> dict[tuple[str, tuple[str, ...] | None], ScenarioText]:
        """The texts already made, by scenario and grades: many drills of a district share them."""
        return {}

    @cached_property
    def _staff_homes(self) -> dict[str, StaffHome]:
        """The campus of each staff member of the district by staff id."""
        return {
            person.staff_id: StaffHome(person.campus_id, self.campus_name(person.campus_id))
            for person in self.workspace.staff
        }

    @cached_property
    def _agency_names(self) -> dict[str, str]:
        return {agency.agency_id: agency.name for agency in self.workspace.district.agencies}


def require_known_positions(request: PublishRequest) -> None:
    """Raise InputError if a scenario that the plan uses activates unknown positions."""
    # Loaded here: only papers with charts need the catalog of positions.
    from drillplanner.incident_command.positions.load_catalog import unknown_positions

    used = {drill.scenario_id for drill in request.plan.drills}
    problems = [
        problem
        for scenario_id, scenario in sorted(request.workspace.scenario_by_id.items())
        if scenario_id in used
        for problem in unknown_positions(scenario)
    ]
    if problems:
        raise InputError(problems)


class Output(Protocol):
    """One kind of thing that ``drillplanner publish`` writes."""

    @property
    def name(self) -> str:
        """Its name on the command line."""

    @property
    def describe(self) -> str:
        """What it is, in a phrase."""

    @property
    def places(self) -> tuple[str, ...]:
        """The files and folders at the top of ``out/`` that it writes; folders end with a slash."""

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write below ``folder``, yielding each file as soon as it is written.

        Raises InputError if the folder cannot be written.
        """
