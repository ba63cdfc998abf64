"""What earlier exercises left behind: ratings of core capabilities, and corrective actions with their dates."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cached_property

from pydantic import Field, model_validator

from drillplanner.files.iso_date import IsoDate
from drillplanner.model.base import Frozen
from drillplanner.model.exercises.core_capabilities import CoreCapability
from drillplanner.model.exercises.exercise import ExerciseType
from drillplanner.model.vocabulary import DrillType


class Rating(StrEnum):
    """How a capability was performed, in the four ratings of the exercise evaluation guide."""

    PERFORMED = "P"
    SOME_CHALLENGES = "S"
    MAJOR_CHALLENGES = "M"
    UNABLE = "U"


class CapabilityElement(StrEnum):
    """What a corrective action changes: POETE, as FEMA's improvement plan lists it."""

    PLANNING = "planning"
    ORGANIZATION = "organization"
    EQUIPMENT = "equipment"
    TRAINING = "training"
    EXERCISE = "exercise"


class ActionPriority(StrEnum):
    """A critical action bars the next, more complex exercise on its capability until it is done."""

    CRITICAL = "critical"
    NORMAL = "normal"


class RatedCapability(Frozen):
    """A core capability as it was rated in an exercise that was held."""

    drill_id: str
    campus_id: str
    exercise_type: ExerciseType
    drill_type: DrillType | None = Field(default=None, description="The action that was practised.")
    date: IsoDate
    capability: CoreCapability
    rating: Rating
    strengths: tuple[str, ...] = ()
    areas_for_improvement: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _a_bad_rating_is_explained(self) -> RatedCapability:
        if self.rating in (Rating.MAJOR_CHALLENGES, Rating.UNABLE) and not self.areas_for_improvement:
            raise ValueError(f"a rating of {self.rating.value} needs at least one of 'areas_for_improvement'")
        return self


class CorrectiveAction(Frozen):
    """One row of an improvement plan, followed until it is done and practised again."""

    action_id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", description="Short, unique in the ledger.")
    action: str = Field(min_length=1, description="What is to be done.")
    issue: str = Field(min_length=1, description="The area for improvement that it answers.")
    capability: CoreCapability
    element: CapabilityElement
    responsible: str = Field(min_length=1, description="The organization that does it, primarily.")
    contact: str = Field(min_length=1, description="The title of whom to ask there; titles outlast names.")
    drill_id: str = Field(description="The drill or exercise that brought it up.")
    campus_id: str | None = Field(default=None, description="None: the whole district.")
    priority: ActionPriority = ActionPriority.NORMAL
    start: IsoDate
    due: IsoDate
    done: IsoDate | None = None
    verified_in: str | None = Field(default=None, description="The later exercise in which it was seen to work.")

    @model_validator(mode="after")
    def _in_order(self) -> CorrectiveAction:
        if self.due < self.start:
            raise ValueError(f"it is due ({self.due}) before it starts ({self.start})")
        if self.done is not None and self.done < self.start:
            raise ValueError(f"it is done ({self.done}) before it starts ({self.start})")
        if self.verified_in is not None and self.done is None:
            raise ValueError("'verified_in' is given, but 'done' is not")
        return self

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return self.done is None

    def past_due(self, on: date) -> bool:
        """Whether it is open after its last day."""
        return self.done is None and self.due < on

    def concerns(self, campus_id: str) -> bool:
        """Whether it is one of that campus, or of the whole district."""
        return self.campus_id is None or self.campus_id == campus_id


class ImprovementLedger(Frozen):
    """``improvement.yaml``: what was rated, and what is to be done."""

    ratings: tuple[RatedCapability, ...] = ()
    actions: tuple[CorrectiveAction, ...] = ()

    @cached_property
    def open_actions(self) -> tuple[CorrectiveAction, ...]:
        """Actions that still have to be done, by their last day."""
        return tuple(
            sorted((action for action in self.actions if action.is_open), key=lambda one: (one.due, one.action_id))
        )

    @cached_property
    def unverified(self) -> tuple[CorrectiveAction, ...]:
        """Actions that are done and were not yet seen to work in an exercise."""
        return tuple(action for action in self.actions if not action.is_open and action.verified_in is None)

    def latest_rating(self, capability: CoreCapability, campus_id: str, before: date) -> RatedCapability | None:
        """The last rating of a capability at a campus before a day; the worst of that day. None: there is none."""
        worst_last = list(Rating)
        found = [
            rating
            for rating in self.ratings
            if rating.capability is capability and rating.campus_id == campus_id and rating.date < before
        ]
        return max(found, key=lambda one: (one.date, worst_last.index(one.rating)), default=None)
