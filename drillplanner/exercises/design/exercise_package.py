"""One exercise as a value: objectives, evaluation guides, events, dates, and people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from pydantic import Field

from drillplanner.exercises.design.milestones import AfterActionDay, DatedMilestone
from drillplanner.exercises.doctrine.reference import Reference, SpokenWords, TypeEntry
from drillplanner.incident_command.positions.catalog import Tier
from drillplanner.model import (
    CoreCapability,
    CorrectiveAction,
    DeliveryMethod,
    DiscussionModule,
    Drill,
    DrillType,
    ExerciseFamily,
    ExerciseType,
    Frozen,
    HazardFamily,
    ImprovementLedger,
    LeadColumn,
    Milestone,
    Scenario,
    ScenarioEventKind,
    Target,
    Workspace,
)
from drillplanner.model.scenarios.adult_texts import ScenarioText


@dataclass(frozen=True)
class ProgramInputs:
    """The inputs that all exercises of a district share; ``made_on`` is the day of the plan.

    ``after_action`` holds, by the drill's id, the day on which the plan asks for the after-action report.
    """

    workspace: Workspace
    ledger: ImprovementLedger
    reference: Reference
    made_on: date
    after_action: Mapping[str, AfterActionDay] = field(default_factory=dict)


class ExerciseObjective(Frozen):
    """An objective with its core capabilities; ``action_id`` is the corrective action behind it, if any."""

    number: int = Field(ge=1)
    text: str
    capabilities: tuple[CoreCapability, ...] = Field(min_length=1)
    action_id: str | None = None


class EvaluationGuide(Frozen):
    """An exercise evaluation guide (EEG): one objective under one core capability, with targets and tasks."""

    number: int = Field(ge=1)
    objective: ExerciseObjective
    capability: CoreCapability
    targets: tuple[Target, ...] = Field(min_length=1)


class MasterEvent(Frozen):
    """An entry of the master scenario events list (MSEL) with its number and planned time."""

    number: int = Field(ge=1)
    event_id: str
    minute: int
    at: time | None
    kind: ScenarioEventKind
    text: str
    sender: str
    delivery: DeliveryMethod
    recipient: str = Field(description="Id of the position.")
    expected: str
    objective: int
    capability: CoreCapability
    target: str
    task: str = Field(description="Id of the critical task.")
    instructions: str
    rescues: int | None = Field(default=None, description="Of a contingency inject: the number that it rescues.")
    trigger: str = ""


class ConductSeat(Frozen):
    """A role in the conduct of the exercise and the person proposed for it; ``name`` is empty if vacant."""

    role_id: str
    title: str
    reports_to: str | None
    duties: str
    name: str = ""
    staff_id: str | None = None
    job: str = Field(default="", description="The everyday title; of a district role the title that holds it.")
    campus_id: str | None = None
    needs: tuple[str, ...] = Field(default=(), description="Recommended courses that are not on record.")
    same_as: str | None = Field(default=None, description="The role whose holder takes this one too.")
    vacancy: str = ""


class ExercisePackage(Frozen):
    """One exercise, with everything that its documents print.

    ``open_actions`` are the corrective actions that became objectives. ``more_actions`` are the ones that concern
    its capabilities too, but exceed the number of objectives that one exercise can evaluate.
    """

    drill: Drill
    scenario: Scenario | None
    text: ScenarioText | None = Field(description="What the scenario says to the adults of the grades there.")
    campus_name: str
    name: str
    kind: ExerciseType
    entry: TypeEntry
    tier: Tier
    is_complex_drill: bool
    column: LeadColumn
    functions: tuple[DrillType, ...]
    hazard_family: HazardFamily
    hazard: str
    summary: str
    objectives: tuple[ExerciseObjective, ...] = Field(min_length=1)
    guides: tuple[EvaluationGuide, ...] = Field(min_length=1)
    open_actions: tuple[CorrectiveAction, ...]
    more_actions: tuple[CorrectiveAction, ...]
    modules: tuple[DiscussionModule, ...]
    events: tuple[MasterEvent, ...]
    milestones: tuple[DatedMilestone, ...]
    staff: tuple[ConductSeat, ...]
    documents: tuple[str, ...]
    spoken: SpokenWords
    assumptions: tuple[str, ...]
    artificialities: tuple[str, ...]
    logistics: tuple[str, ...]
    agencies: tuple[str, ...] = Field(description="Names of outside agencies that attend.")
    required_by_law: bool
    own_evaluation: bool = Field(description="Whether the scenario says itself how it is evaluated.")

    @property
    def capabilities(self) -> tuple[CoreCapability, ...]:
        """The core capabilities evaluated, in the order of the National Preparedness Goal."""
        evaluated = {guide.capability for guide in self.guides}
        return tuple(capability for capability in CoreCapability if capability in evaluated)

    @property
    def is_discussion(self) -> bool:
        """Whether participants discuss instead of acting."""
        return self.entry.family is ExerciseFamily.DISCUSSION

    def milestone(self, which: Milestone) -> DatedMilestone | None:
        """Return a meeting or report with its date; None if this type of exercise has none."""
        return next((milestone for milestone in self.milestones if milestone.milestone is which), None)
