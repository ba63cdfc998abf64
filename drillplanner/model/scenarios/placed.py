"""What only a dated plan or the school itself can know about one drill: the day, and what happened before it."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.scenarios.fact_parts import Notice
from drillplanner.model.scenarios.fact_vocabulary import EventScope


class RecentEvent(Frozen):
    """Violence or a death: how near, and how many calendar days before the drill."""

    scope: EventScope
    days_ago: int = Field(ge=0, description="Calendar days from the event to the drill.")


class PlacedFacts(Frozen):
    """One drill on its day; None means that nobody has said yet."""

    date: date
    school_day: int | None = Field(default=None, ge=1, description="The how many-th school day of the year it is.")
    students_in_session: bool | None = Field(
        default=None, description="It falls between the first and the last bell of a school day."
    )
    notices: tuple[Notice, ...] | None = Field(
        default=None, description="Notices sent, or set down as tasks with their day; [] for none."
    )
    taught_days_before: int | None = Field(
        default=None, description="Calendar days from the lesson to the drill; below 0 where it comes after."
    )
    roster_checked_days_before: int | None = Field(
        default=None, description="Calendar days from the check of the list of needs to the drill."
    )
    counselors_named: bool | None = Field(
        default=None,
        description="Who is on site for mental health is named, or naming them is set down as a task.",
    )
    officers_attend: bool | None = None
    recent_events: tuple[RecentEvent, ...] | None = Field(default=None, description="[] where there was none.")
    mental_health_signoff: bool | None = Field(
        default=None, description="After such an event a mental health lead has agreed to this drill."
    )
    legal_deadline: bool | None = Field(default=None, description="The law allows no later day.")
    reason_recorded: bool | None = None
    extra_support: bool | None = Field(
        default=None, description="Extra notice and extra counselors after an event."
    )
    sensitive_date: bool | None = Field(
        default=None,
        description="The day was looked up and is an anniversary of an attack, a memorial, a polling day in the "
        "building, a first or last day, the day before a long break, a religious holiday or a fast; false: none.",
    )
    exam_near: bool | None = Field(
        default=None, description="A major examination falls on the day or on one of the next two school days."
    )
