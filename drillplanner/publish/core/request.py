"""What an output is: something that a plan is turned into, under one name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from drillplanner.law import Duty
from drillplanner.model import (
    Campus,
    Drill,
    GroupedFinding,
    ImprovementLedger,
    Plan,
    StaffMember,
    Task,
    Verdict,
    Workspace,
)
from drillplanner.model.scenarios.adult_texts import ScenarioText, scenario_text

if TYPE_CHECKING:
    from drillplanner.incident_command.year.organize_district import OrganizedYear


def _drop_note(sentence: str) -> None:
    """Takes a note and drops it: for callers who do not want to hear any."""


@dataclass(frozen=True)
class PublishRequest:
    """A plan with everything that an output needs to tell it.

    ``verdicts`` are the judge's on exactly this plan, ``findings`` those of the developmental rules. ``tell``
    is given a sentence where an output was written but a person should know something about it, for example
    that a calendar grew too large for some programs.

    ``duties`` are what the law asks of each campus: they tell what families may know beforehand.

    ``revisions`` is the file in which is kept what calendars were published; without it they are published as
    for the first time, and nothing is kept. ``as_of`` is the day on which changes of them count as made.
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
    """Ratings of earlier exercises and corrective actions, for the exercises' documents."""

    @property
    def day_of_change(self) -> date:
        """The day on which a change of the calendars counts as made: a day from the files, never from the clock.

        The one that was given, else the day from which the plan was made anew, else the day it was made.
        """
        if self.as_of is not None:
            return self.as_of
        return self.plan.provenance.planned_on if self.plan.repair is None else self.plan.repair.as_of

    @cached_property
    def charts(self) -> OrganizedYear:
        """The role charts of the plan's drills, worked out once for all outputs."""
        from drillplanner.incident_command.year.organize_district import organize_year

        return organize_year(self.plan.drills, self.workspace)

    @cached_property
    def verdict_by_duty(self) -> dict[tuple[str, str], Verdict]:
        """The verdicts by campus id and duty id."""
        return {(verdict.campus_id, verdict.duty): verdict for verdict in self.verdicts}

    @cached_property
    def drill_by_id(self) -> dict[str, Drill]:
        """The plan's drills by id."""
        return {drill.drill_id: drill for drill in self.plan.drills}

    @cached_property
    def chores_by_drill(self) -> dict[str, list[Task]]:
        """The chores of each drill by its id, in order of their last day."""
        found: dict[str, list[Task]] = {}
        for task in sorted(self.plan.tasks, key=lambda one: (one.due, one.task_id)):
            if task.drill_id is not None:
                found.setdefault(task.drill_id, []).append(task)
        return found

    def grades_at(self, drill: Drill) -> tuple[str, ...] | None:
        """The grades that are there: of the drill, else of the campus; None for a campus that is not known."""
        campus = self.workspace.campus_by_id.get(drill.campus_id)
        return drill.grades or (None if campus is None else campus.grades)

    def text_at(self, drill: Drill) -> ScenarioText | None:
        """What the drill's scenario says to the adults of these grades; None without a scenario."""
        scenario = self.workspace.scenario_by_id.get(drill.scenario_id or "")
        if scenario is None:
            return None
        key = scenario.scenario_id, self.grades_at(drill)
        if key not in self._texts:
            self._texts[key] = scenario_text(scenario, key[1])
        return self._texts[key]

    @cached_property
    def _texts(self) -> dict[tuple[str, tuple[str, ...] | None], ScenarioText]:
        """The texts by scenario and grades: many drills of a district share them."""
        return {}

    @cached_property
    def staff_by_id(self) -> dict[str, StaffMember]:
        """The district's staff by id."""
        return {person.staff_id: person for person in self.workspace.staff}

    @cached_property
    def _citations(self) -> dict[tuple[str, str], str]:
        return {(verdict.mandate, verdict.campus_id): verdict.cite for verdict in self.verdicts}

    def citation(self, mandate_id: str, campus_id: str) -> str | None:
        """The text of law behind a mandate at a campus; None where the judge had no such duty before it."""
        return self._citations.get((mandate_id, campus_id))

    def basis(self, task: Task) -> str:
        """What asks for a chore, in words: the mandate with its citation, or the developmental rule."""
        if task.developmental:
            return f"developmental rule {task.mandate_id}"
        cited = self.citation(task.mandate_id, task.campus_id)
        also = f"; serves {', '.join(task.serves)} as well" if task.serves else ""
        return f"{task.mandate_id}{f' ({cited})' if cited else ''}{also}"

    @property
    def campuses(self) -> tuple[Campus, ...]:
        """The campuses in the order of the district's own list."""
        return self.workspace.campuses

    def campus_name(self, campus_id: str) -> str:
        """The campus's name; its id where the workspace does not know it."""
        campus = self.workspace.campus_by_id.get(campus_id)
        return campus_id if campus is None else campus.name

    def agency_name(self, agency_id: str) -> str:
        """The agency's name; its id, made readable, where the district does not list it."""
        return self._agency_names.get(agency_id, agency_id.replace("_", " "))

    @cached_property
    def _agency_names(self) -> dict[str, str]:
        return {agency.agency_id: agency.name for agency in self.workspace.district.agencies}


class Output(Protocol):
    """One kind of thing that ``drillplanner publish`` writes."""

    @property
    def name(self) -> str:
        """The word for it on the command line."""

    @property
    def describe(self) -> str:
        """What it is, in a phrase."""

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write below ``folder``, yielding each file as soon as it is there.

        Raises InputError where the folder cannot be written.
        """
