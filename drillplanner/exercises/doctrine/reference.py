"""The doctrine's lists as frozen values: capabilities, types, milestones, documents, roles, steps."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from drillplanner.model import (
    CapabilityElement,
    CoreCapability,
    DrillFormat,
    DrillType,
    Exercise,
    ExerciseFamily,
    ExerciseType,
    Frozen,
    HazardFamily,
    LeadColumn,
    Milestone,
    MissionArea,
    Rating,
)
from drillplanner.model.scenarios.scenario import TargetMinutes


class CapabilityEntry(Frozen):
    """A core capability: its name, its mission areas, and what it means at a school."""

    name: str
    areas: tuple[MissionArea, ...] = Field(min_length=1)
    usual: bool = False
    at_school: str


class TypeEntry(Frozen):
    """One of the seven types. ``rank`` orders them by complexity; a failed capability returns to ``below``."""

    name: str
    short: str
    family: ExerciseFamily
    rank: int
    below: tuple[ExerciseType, ...]
    column: LeadColumn
    ed_label: str = Field(description="The word of the U.S. Department of Education's center for the same thing.")
    purpose: str
    usual_length: str


class RatingEntry(Frozen):
    """The name and meaning of a rating."""

    name: str
    meaning: str


class MilestoneEntry(Frozen):
    """A meeting or report."""

    name: str
    short: str
    when: Literal["before", "after"]
    product: str
    who: str


class DocumentKindEntry(Frozen):
    """A kind of document; ``players`` is True if players may read it."""

    name: str
    short: str
    players: bool


class ConductRole(Frozen):
    """When an exercise fills a role of its conduct, and from whom. The catalog describes the role itself."""

    id: str = Field(pattern=r"^EXR-[A-Z]{3}$")
    district: bool = Field(default=False, description="Held at the district, by title.")
    shared_with: str | None = Field(default=None, alias="with", description="A role with the same holder.")
    otherwise: str | None = Field(default=None, description="The role whose holder takes it if nobody is free.")
    opened: tuple[str, ...] = Field(description="Exercise types, or complex_drill.")
    preferred: tuple[str, ...] = Field(default=(), description="Families of everyday titles, best first.")


class StepStrength(StrEnum):
    """How firmly a step is required."""

    HARD = "hard"
    SOFT = "soft"
    OPTIONAL = "optional"


class ProgressionStep(Frozen):
    """An edge of the progression: what should come before what, how recently, and how firmly."""

    before: ExerciseType
    after: ExerciseType
    months: int | None = Field(default=None, ge=1, description="How old the earlier exercise may be.")
    school_year: bool = Field(default=False, description="It must lie in the same school year.")
    each: Literal["exercise", "function", "function_and_site"] = "exercise"
    strength: StepStrength
    new_only: bool = Field(default=False, description="Hard for an action that is new at the campus alone.")
    why: str


class GenericTask(Frozen):
    """A critical task of an ordinary drill."""

    text: str
    annex: str


class GenericEvaluation(Frozen):
    """The evaluation of an ordinary drill under one capability.

    ``{clear}`` and ``{account}`` are the minutes until everyone is where they should be, and until all counts are
    in; ``{minutes}`` is the length of the drill.
    """

    capability: CoreCapability
    objective: str
    target: str
    tasks: tuple[GenericTask, ...] = Field(min_length=1)


class DrillGroup(Frozen):
    """Types of drill with the same evaluation."""

    types: tuple[DrillType, ...] = Field(min_length=1)
    hazard: str
    target_minutes: TargetMinutes = TargetMinutes()
    evaluations: tuple[GenericEvaluation, ...] = Field(min_length=1)


#: What an activity is called in running text.
ActivityName = Literal["drill", "exercise", "lesson"]


class SpokenWords(Frozen):
    """What stops an activity, opens a message about a real emergency, and begins and ends each message."""

    stop_words: str
    real_emergency_words: str
    traffic_words: str


class Conduct(Frozen):
    """The default texts about conduct, for scenarios without their own."""

    called: dict[DrillType, ActivityName]
    spoken: dict[ActivityName, SpokenWords]
    assumptions: tuple[str, ...]
    artificialities: tuple[str, ...]
    safety: tuple[str, ...]
    weapons: tuple[str, ...]
    responders: tuple[str, ...]
    players: tuple[str, ...]
    controllers: tuple[str, ...]
    evaluators: tuple[str, ...]
    observers: tuple[str, ...]
    hot_wash: tuple[str, ...]
    feedback: tuple[str, ...]

    def activity(self, drill_type: DrillType | None) -> ActivityName:
        """Return what an activity of this type is called in running text."""
        return "drill" if drill_type is None else self.called.get(drill_type, "drill")

    def words_of(self, drill_type: DrillType | None, exercise: Exercise | None) -> SpokenWords:
        """Return the words said in an activity: those of its scenario, else the usual ones of its type."""
        usual = self.spoken[self.activity(drill_type)]
        if exercise is None:
            return usual
        return SpokenWords(
            stop_words=exercise.stop_words or usual.stop_words,
            real_emergency_words=exercise.real_emergency_words or usual.real_emergency_words,
            traffic_words=exercise.traffic_words or usual.traffic_words,
        )


class ChecklistItem(Frozen):
    """An item of the NIMS checklist, and how sure we are of its wording."""

    text: str
    evidence: str
    basis: Literal["A", "B", "C", "D"]


class ProposedPriority(Frozen):
    """A priority that the plan proposes if the district has set none."""

    title: str
    when: Literal["drills", "complex", "care", "actions"]
    capabilities: tuple[CoreCapability, ...] = ()
    rationale: str
    planning: tuple[str, ...] = ()
    organization: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    training: tuple[str, ...] = ()
    exercise: tuple[str, ...] = ()

    def activities(self) -> dict[CapabilityElement, tuple[str, ...]]:
        """Return the planned activities under each element of POETE.

        POETE: planning, organization, equipment, training, exercises.
        """
        return {element: getattr(self, element.value) for element in CapabilityElement}


#: The key of ``documents`` for a drill of tier L3.
COMPLEX_DRILL = "complex_drill"


class Reference(Frozen):
    """All lists together."""

    capabilities: dict[CoreCapability, CapabilityEntry]
    types: dict[ExerciseType, TypeEntry]
    type_by_drill_type: dict[DrillType, ExerciseType]
    type_by_format: dict[DrillFormat, ExerciseType]
    teaching: tuple[DrillType, ...]
    ratings: dict[Rating, RatingEntry]
    roll_up: str
    milestones: dict[Milestone, MilestoneEntry]
    lead_days: dict[LeadColumn, dict[Milestone, int]]
    document_kinds: dict[str, DocumentKindEntry]
    documents: dict[str, tuple[str, ...]]
    roles: tuple[ConductRole, ...]
    steps: tuple[ProgressionStep, ...]
    hazard_families: dict[str, HazardFamily]
    subject_functions: dict[str, tuple[DrillType, ...]]
    never_on: tuple[str, ...]
    groups: dict[DrillType, DrillGroup]
    conduct: Conduct
    checklist: dict[str, ChecklistItem]
    checklist_source: str
    priorities: tuple[ProposedPriority, ...]
    sources: tuple[str, ...]

    def capability_name(self, capability: CoreCapability) -> str:
        """Return the name of a capability, such as ``Mass Care Services``."""
        return self.capabilities[capability].name

    def mission_areas(self, capabilities: tuple[CoreCapability, ...]) -> tuple[MissionArea, ...]:
        """Return the mission areas of these capabilities, in the order of the National Preparedness Goal.

        The three capabilities that belong to all five areas are exercised in the areas of the others; on their
        own, in response, which is what a school practices.
        """
        served = {area for capability in capabilities for area in self.capabilities[capability].areas}
        own = tuple(area for area in MissionArea if area in served and area is not MissionArea.ALL)
        return own or (MissionArea.RESPONSE,)
