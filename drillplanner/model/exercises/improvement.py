"""Results of earlier exercises: ratings of core capabilities, and corrective actions with dates."""

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
    """One of the four performance ratings of the exercise evaluation guide."""

    PERFORMED = "P"
    SOME_CHALLENGES = "S"
    MAJOR_CHALLENGES = "M"
    UNABLE = "U"


class CapabilityElement(StrEnum):
    """What a corrective action changes: one of FEMA's POETE elements."""

    PLANNING = "planning"
    ORGANIZATION = "organization"
    EQUIPMENT = "equipment"
    TRAINING = "training"
    EXERCISE = "exercise"


class ActionPriority(StrEnum):
    """The priority of an action; a critical one blocks the next, more complex exercise on its capability."""

    CRITICAL = "critical"
    NORMAL = "normal"


class RatedCapability(Frozen):
    """The rating of a core capability in an exercise that was held."""

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
    """One row of an improvement plan, tracked until it is done and has been verified in an exercise."""

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
        """Whether the action still has to be done."""
        return self.done is None

    def past_due(self, on: date) -> bool:
        """Check whether the action is open after its due date."""
        return self.done is None and self.due < on

    def concerns(self, campus_id: str) -> bool:
        """Check whether the action belongs to the campus or to the whole district."""
        return self.campus_id is None or self.campus_id == campus_id


class ImprovementLedger(Frozen):
    """The ratings and corrective actions of ``improvement.yaml``."""

    ratings: tuple[RatedCapability, ...] = ()
    actions: tuple[CorrectiveAction, ...] = ()

    @cached_property
    def open_actions(self) -> tuple[CorrectiveAction, ...]:
        """Actions that still have to be done, by due date."""
        open_actions = (action for action in self.actions if action.is_open)
        return tuple(sorted(open_actions, key=lambda action: (action.due, action.action_id)))

    @cached_property
    def unverified(self) -> tuple[CorrectiveAction, ...]:
        """Actions that are done but not yet verified in an exercise."""
        return tuple(action for action in self.actions if not action.is_open and action.verified_in is None)

    def latest_rating(self, capability: CoreCapability, campus_id: str, before: date) -> RatedCapability | None:
        """Return the latest rating of a capability at a campus before a day, the worst if there are several.

        None if there is no earlier rating.
        """
        worst_last = list(Rating)
        earlier = [
            rated
            for rated in self.ratings
            if rated.capability is capability and rated.campus_id == campus_id and rated.date < before
        ]
        return max(earlier, key=lambda rated: (rated.date, worst_last.index(rated.rating)), default=None)
