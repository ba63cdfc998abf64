"""How a scenario is evaluated and conducted as an HSEEP exercise.

HSEEP is the Homeland Security Exercise and Evaluation Program (FEMA, doctrine of January 2020): policy that grants
may require, not a statute. All of this is optional in a scenario file; defaults by type of drill come from
``drillplanner/exercises/doctrine/data/``.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from drillplanner.model.base import Frozen
from drillplanner.model.exercises.core_capabilities import CoreCapability
from drillplanner.model.grades import GradeBand
from drillplanner.model.vocabulary import DrillType


class ExerciseFamily(StrEnum):
    """A family of exercise types: people either discuss or act."""

    DISCUSSION = "discussion"
    OPERATIONS = "operations"


class ExerciseType(StrEnum):
    """One of the seven exercise types of HSEEP, from simple to complex."""

    SEMINAR = "seminar"
    WORKSHOP = "workshop"
    TABLETOP = "tabletop"
    GAME = "game"
    DRILL = "drill"
    FUNCTIONAL = "functional"
    FULL_SCALE = "full_scale"


class HazardFamily(StrEnum):
    """Hazards that require the same of people and partners; ``any`` fits all. The grouping is ours."""

    ANY = "any"
    ACCIDENT = "accident"
    NATURE = "nature"
    HEALTH = "health"
    VIOLENCE = "violence"


class CriticalTask(Frozen):
    """An action that an evaluator can observe."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", description="Short, unique in its scenario.")
    text: str = Field(min_length=1)
    source: str = Field(min_length=1, description="The plan or policy, and its part, in which the task stands.")


class Target(Frozen):
    """A threshold for an objective, with the tasks that reach it."""

    text: str = Field(min_length=1, description="A quantity or a quality that can be seen.")
    tasks: tuple[CriticalTask, ...] = Field(min_length=1)


class Evaluation(Frozen):
    """How one objective is evaluated under one core capability: the content of one exercise evaluation guide."""

    objective: int = Field(ge=1, description="Which of the scenario's 'objectives', counted from 1.")
    capability: CoreCapability
    targets: tuple[Target, ...] = Field(min_length=1)


class DiscussionQuestion(Frozen):
    """A question of a module, with the tasks that the discussion should cover."""

    ask: str = Field(min_length=1)
    bands: Annotated[tuple[GradeBand, ...], Field(min_length=1)] | None = Field(
        default=None, description="The grade bands that it concerns; None for all."
    )
    tasks: tuple[str, ...] = Field(default=(), description="Ids of critical tasks.")
    expected: tuple[str, ...] = Field(default=(), description="For the facilitator: points that should come up.")


class DiscussionModule(Frozen):
    """A module of a situation manual: the situation so far, and the questions about it."""

    title: str = Field(min_length=1)
    minutes: int = Field(ge=1)
    situation: str = Field(min_length=1)
    questions: tuple[DiscussionQuestion, ...] = Field(min_length=1)


class ScenarioEventKind(StrEnum):
    """The kind of an entry of the master scenario events list."""

    CONTEXTUAL = "contextual"
    CONTINGENCY = "contingency"
    EXPECTED_ACTION = "expected_action"


class DeliveryMethod(StrEnum):
    """How an inject is delivered to a player."""

    MESSAGE_CARD = "message_card"
    FORM_213 = "form_213"
    FACE_TO_FACE = "face_to_face"
    RADIO = "radio"
    PHONE = "phone"
    ANNOUNCEMENT = "announcement"
    NONE = "none"


class ScenarioEvent(Frozen):
    """An entry of the master scenario events list (MSEL): an inject, or an action that players should take."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", description="Short, unique in its scenario.")
    minute: int = Field(ge=0, description="Minutes from the start of play.")
    kind: ScenarioEventKind = ScenarioEventKind.CONTEXTUAL
    text: str = Field(min_length=1, description="What is said or shown; of an expected action, what is seen.")
    sender: str = Field(default="", description="Who is played as sending it, in words.")
    delivery: DeliveryMethod = DeliveryMethod.MESSAGE_CARD
    recipient: str = Field(description="Id of the incident-command position that receives it or acts.")
    expected: str = Field(min_length=1, description="What the plan asks players to do, so that it can be seen.")
    task: str = Field(description="Id of the critical task that it drives.")
    instructions: str = Field(default="", description="For the controller alone.")
    contingency_for: str | None = Field(default=None, description="Of a contingency inject: the event it rescues.")
    trigger: str = Field(default="", description="Of a contingency inject: when it is used.")

    @model_validator(mode="after")
    def _a_contingency_rescues_something(self) -> ScenarioEvent:
        if self.kind is ScenarioEventKind.CONTINGENCY and (self.contingency_for is None or not self.trigger):
            raise ValueError(
                f"the contingency inject '{self.id}' must say what it rescues ('contingency_for') and when it is "
                "used ('trigger')"
            )
        if self.kind is not ScenarioEventKind.CONTINGENCY and self.contingency_for is not None:
            raise ValueError(
                f"'{self.id}' names what it rescues, but its kind is {self.kind.value}; write 'kind: contingency'"
            )
        return self


class Exercise(Frozen):
    """The exercise data of a scenario."""

    hazard: str = Field(default="", description="The threat or hazard, in words.")
    hazard_family: HazardFamily | None = Field(
        default=None, description="Where 'facts.hazard_theme' does not tell it: by which other exercises count."
    )
    summary: str = Field(default="", description="The scenario in two or three sentences, as documents print it.")
    functions: tuple[DrillType, ...] = Field(
        default=(),
        description="Drills whose action is practised or commanded here; each should have been drilled before.",
    )
    evaluation: tuple[Evaluation, ...] = Field(
        default=(), description="How each objective is evaluated; empty: as is usual for its type of drill."
    )
    modules: tuple[DiscussionModule, ...] = ()
    events: tuple[ScenarioEvent, ...] = ()
    stop_words: str = Field(default="", description="What anybody may say to stop play.")
    real_emergency_words: str = Field(default="", description="What opens a message about a real emergency.")
    traffic_words: str = Field(default="", description="What each message of play begins and ends with.")
    assumptions: tuple[str, ...] = Field(default=(), description="What is taken as true in the exercise.")
    artificialities: tuple[str, ...] = Field(default=(), description="What is not as on a real day.")
    logistics: tuple[str, ...] = Field(default=(), description="Places, parking, badges, water, access.")

    @property
    def tasks(self) -> dict[str, CriticalTask]:
        """All critical tasks by id."""
        return {task.id: task for task in self._all_tasks}

    @property
    def _all_tasks(self) -> list[CriticalTask]:
        return [task for guide in self.evaluation for target in guide.targets for task in target.tasks]

    @model_validator(mode="after")
    def _ids_are_used_once(self) -> Exercise:
        task_ids = [task.id for task in self._all_tasks]
        for what, ids in (("critical task", task_ids), ("event", [event.id for event in self.events])):
            if twice := sorted(id_ for id_, times in Counter(ids).items() if times > 1):
                raise ValueError(f"two {what}s have one id: {', '.join(twice)}")
        pairs = Counter((guide.objective, guide.capability) for guide in self.evaluation)
        if doubled := sorted(f"{number}: {capability}" for (number, capability), n in pairs.items() if n > 1):
            raise ValueError(f"an objective is evaluated twice under one capability ({', '.join(doubled)})")
        return self

    @model_validator(mode="after")
    def _references_lead_somewhere(self) -> Exercise:
        tasks = self.tasks
        asked = [task for module in self.modules for question in module.questions for task in question.tasks]
        named = [*asked, *(event.task for event in self.events)]
        if unknown := sorted({task for task in named if task not in tasks}):
            raise ValueError(
                f"no critical task is called {', '.join(unknown)}; there are: {', '.join(tasks) or 'none'}"
            )
        minutes = [event.minute for event in self.events]
        if minutes != sorted(minutes):
            raise ValueError("'events' are not in the order of their minutes")
        ids = {event.id for event in self.events}
        for event in self.events:
            if event.contingency_for is not None and event.contingency_for not in ids - {event.id}:
                raise ValueError(f"the event '{event.id}' rescues '{event.contingency_for}', which is not there")
        return self
