"""One HSEEP exercise (Homeland Security Exercise and Evaluation Program), as written down.

Type, family, and ratings keep their spelling, so that a wrong word can be found. None: not stated.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from drillplanner.files.iso_date import IsoDate
from drillplanner.model import Frozen


class ExerciseRole(StrEnum):
    """A role of people who run, watch, or act in an exercise without being players."""

    DIRECTOR = "director"
    PLANNING_LEADER = "planning_leader"
    LEAD_CONTROLLER = "lead_controller"
    CONTROLLER = "controller"
    SAFETY_CONTROLLER = "safety_controller"
    LEAD_EVALUATOR = "lead_evaluator"
    EVALUATOR = "evaluator"
    FACILITATOR = "facilitator"
    SIMULATOR = "simulator"
    ACTOR = "actor"
    OBSERVER = "observer"


class ExerciseStaff(Frozen):
    """A person in such a role."""

    person: str
    role: ExerciseRole
    student: bool = False
    consent: bool | None = Field(default=None, description="Of a student: written consent is on record.")


class StatedObjective(Frozen):
    """An objective of the exercise."""

    id: str
    text: str
    capabilities: tuple[str, ...] = Field(default=(), description="Core capabilities, by their official names.")
    action: bool | None = Field(default=None, description="Says what is done. None: to be read from the text.")
    measure: bool | None = Field(default=None, description="Says how much. None: to be read from the text.")
    time: bool | None = Field(default=None, description="Says by when. None: to be read from the text.")
    addresses: tuple[str, ...] = Field(default=(), description="Ids of corrective actions that it tries again.")


class GuideTask(Frozen):
    """A critical task of a target, with the plan or policy that requires it."""

    id: str
    text: str = ""
    sources: tuple[str, ...] = ()


class GuideTarget(Frozen):
    """A target to reach, and the tasks for it."""

    id: str
    text: str = ""
    tasks: tuple[GuideTask, ...] = ()
    rating: str | None = Field(default=None, description="P, S, M or U; None before it was held.")


class AssignedEvaluator(Frozen):
    """Who evaluates, where, and between which minutes of play (None: all the time)."""

    person: str
    site: str = ""
    begins: int | None = Field(default=None, ge=0)
    ends: int | None = Field(default=None, ge=0)


class GuideRecord(Frozen):
    """An exercise evaluation guide: one core capability, its objectives, targets, and evaluators."""

    id: str
    capability: str
    objectives: tuple[str, ...] = Field(description="Ids of the objectives that it serves.")
    targets: tuple[GuideTarget, ...] = ()
    evaluators: tuple[AssignedEvaluator, ...] | None = None
    rating: str | None = None


class ExerciseEvent(Frozen):
    """A row of the master scenario events list."""

    number: int
    minute: int = Field(description="Minutes from the start of play.")
    kind: Literal["contextual", "contingency", "expected_action"] = "contextual"
    text: str = ""
    controller: str | None = Field(default=None, description="Id of the person who delivers it.")
    recipient: str | None = Field(default=None, description="Id of the position of the chart that gets it.")
    expected_action: str = ""
    objective: str | None = None
    tasks: tuple[str, ...] = Field(default=(), description="Ids of critical tasks that it drives.")
    rescues: int | None = Field(
        default=None, description="Of a contingency inject: number of the event it rescues."
    )
    trigger: str = Field(default="", description="Of a contingency inject: when it is used.")


class Module(Frozen):
    """A module of a situation manual, with its questions."""

    id: str
    objectives: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


class ExerciseDates(Frozen):
    """The dates of the planning meetings, the exercise, and what follows."""

    concept: IsoDate | None = None
    initial: IsoDate | None = None
    midterm: IsoDate | None = None
    events_list: IsoDate | None = None
    final: IsoDate | None = None
    exercise: IsoDate | None = None
    hot_wash: IsoDate | None = None
    debrief: IsoDate | None = None
    draft_report: IsoDate | None = None
    after_action_meeting: IsoDate | None = None
    final_report: IsoDate | None = None
    filed: IsoDate | None = None


ExerciseDocumentKind = Literal[
    "situation_manual",
    "facilitator_guide",
    "exercise_plan",
    "short_exercise_plan",
    "controller_handbook",
    "events_list",
    "evaluation_guide",
    "feedback_form",
    "after_action_report",
]


class ExerciseDocument(Frozen):
    """A document of the exercise, who gets it, and which documents are bound into it."""

    kind: ExerciseDocumentKind
    given_to: tuple[
        Literal["players", "controllers", "evaluators", "facilitators", "leaders", "everyone"], ...
    ] = ()
    contains: tuple[str, ...] = Field(default=(), description="Kinds of other documents bound into it.")


class ImprovementAction(Frozen):
    """A row of the improvement plan."""

    id: str
    text: str = ""
    element: str = Field(default="", description="planning, organization, equipment, training or exercise.")
    organisation: str = ""
    contact: str = ""
    start: IsoDate | None = None
    completion: IsoDate | None = None
    status: Literal["open", "in_progress", "done", "verified", "dropped"] = "open"
    done_on: IsoDate | None = None
    critical: bool = False


class AreaForImprovement(Frozen):
    """Something that did not go as planned, with the actions for it."""

    id: str
    title: str = ""
    capability: str
    target: str | None = Field(default=None, description="Id of the target that showed it.")
    accepted_by: str = Field(default="", description="Who signed that nothing will be done about it.")
    actions: tuple[ImprovementAction, ...] = ()


class ExerciseRecord(Frozen):
    """An exercise with its design, conduct, evaluation, and improvement plan, as far as they are on paper."""

    id: str
    exercise_type: str = Field(description="seminar, workshop, tabletop, game, drill, functional, full_scale.")
    family: str | None = Field(default=None, description="discussion or operations.")
    education_label: str | None = Field(default=None, description="The education department's word beside it.")
    objectives: tuple[StatedObjective, ...] = ()
    guides: tuple[GuideRecord, ...] | None = None
    events: tuple[ExerciseEvent, ...] | None = Field(
        default=None, description="The master scenario events list; an empty list: there is none."
    )
    modules: tuple[Module, ...] | None = Field(default=None, description="Of a situation manual.")
    play_minutes: int | None = Field(default=None, ge=0)
    staff: tuple[ExerciseStaff, ...] | None = None
    players: tuple[str, ...] | None = Field(
        default=None, description="Ids of people; None: whoever is on the chart."
    )
    documents: tuple[ExerciseDocument, ...] | None = None
    milestones: ExerciseDates | None = None
    real_emergency_phrase: str | None = None
    stop_word: str | None = None
    held: bool | None = Field(default=None, description="Whether it took place; ratings are owed then.")
    areas: tuple[AreaForImprovement, ...] | None = None
    grant_demands_report: bool | None = None
    simulates_violence_with_students: bool | None = None
    walked_through: bool | None = Field(
        default=None, description="Of a drill: whether people walk its steps and nothing is played to a clock."
    )
    priority: str | None = Field(
        default=None, description="Id of the priority of the preparedness plan it serves."
    )
