"""The district's settings for its exercise program: ``exercises:`` in ``district.yaml``."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, field_validator

from drillplanner.files.iso_date import IsoDate
from drillplanner.model.base import Frozen
from drillplanner.model.exercises.core_capabilities import CoreCapability


class Milestone(StrEnum):
    """A step of one exercise, in the required order; the exercise itself comes before the hot wash."""

    CONCEPT_AND_OBJECTIVES = "concept_and_objectives"
    INITIAL_PLANNING = "initial_planning"
    MIDTERM_PLANNING = "midterm_planning"
    EVENTS_LIST = "events_list"
    FINAL_PLANNING = "final_planning"
    BRIEFINGS = "briefings"
    HOT_WASH = "hot_wash"
    DEBRIEF = "debrief"
    DRAFT_REPORT = "draft_report"
    AFTER_ACTION_MEETING = "after_action_meeting"
    FINAL_REPORT = "final_report"


class LeadColumn(StrEnum):
    """A kind of exercise that has its own lead times."""

    DRILL = "drill"
    COMPLEX_DRILL = "complex_drill"
    TABLETOP = "tabletop"
    FUNCTIONAL = "functional"
    FULL_SCALE = "full_scale"


class Priority(Frozen):
    """A priority of the integrated preparedness plan, set by the planning workshop."""

    title: str = Field(min_length=1)
    capabilities: tuple[CoreCapability, ...] = Field(min_length=1)
    rationale: str = Field(
        min_length=1, description="The threat, gap, corrective action or requirement behind it."
    )
    planning: tuple[str, ...] = ()
    organization: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    training: tuple[str, ...] = ()
    exercise: tuple[str, ...] = ()


class Workshop(Frozen):
    """The integrated preparedness planning workshop (IPPW) that set the priorities."""

    name: str = "Integrated preparedness planning workshop"
    date: IsoDate | None = None
    participants: tuple[str, ...] = Field(default=(), description="Titles and organizations.")


class ExerciseSettings(Frozen):
    """The district's choices. The default numbers are ours, not federal requirements."""

    sponsor: str = Field(default="Superintendent of schools", description="By title.")
    director: str = Field(default="District safety coordinator", description="The exercise director, by title.")
    contact: str = Field(default="", description="Point of contact for the programme, by title.")
    plan_name: str = Field(default="Emergency operations plan", description="The plan that tasks refer to.")
    lead_days: dict[LeadColumn, dict[Milestone, int]] = Field(
        default_factory=dict,
        description="Days before (planning) or after (reports) the exercise, in place of the defaults.",
    )
    days_between_complex: int = Field(
        default=30, ge=0, le=365, description="Days between two functional or full-scale exercises at a campus."
    )
    operations_every_years: int = Field(
        default=2,
        ge=1,
        le=10,
        description="A functional or full-scale exercise, or a drill of tier L3, every so many years.",
    )
    workshop: Workshop = Workshop()
    priorities: tuple[Priority, ...] = ()
    nims: dict[str, str] = Field(
        default_factory=dict, description="Evidence for the NIMS checklist by its numbers N-01 to N-12."
    )

    @field_validator("lead_days")
    @classmethod
    def _sensible_days(
        cls, value: dict[LeadColumn, dict[Milestone, int]]
    ) -> dict[LeadColumn, dict[Milestone, int]]:
        for column, days in value.items():
            for milestone, number in days.items():
                if not 0 <= number <= 730:
                    raise ValueError(f"{column.value}.{milestone.value} is {number}; allowed are 0 to 730 days")
        return value

    @field_validator("nims")
    @classmethod
    def _known_items(cls, value: dict[str, str]) -> dict[str, str]:
        known = tuple(f"N-{number:02d}" for number in range(1, 13))
        if unknown := sorted(set(value) - set(known)):
            raise ValueError(f"{', '.join(unknown)} is no item of the checklist; allowed: N-01 to N-12")
        return value
