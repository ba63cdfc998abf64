"""A district's choices for its calendars: alarms, and what families can read in theirs."""

from __future__ import annotations

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.scenarios.family_languages import FamilyLanguage
from drillplanner.model.vocabulary import DrillType

#: One week in minutes; people forget an alarm that comes earlier.
_LONGEST_ALARM = 7 * 24 * 60


class FamilyCalendarChoices(Frozen):
    """How much family calendars show. The law overrides every choice made here."""

    hours: tuple[DrillType, ...] | None = Field(
        default=None,
        description="Types of drill whose hours families read beside the day; None: as family_calendar.yaml has.",
    )
    withhold: tuple[DrillType, ...] = Field(default=(), description="Types of drill that are left out altogether.")
    before_notice: bool = Field(
        default=False,
        description="Whether a date may stand in the calendar before the first day on which the law counts a "
        "notice to families.",
    )
    languages: tuple[FamilyLanguage, ...] = Field(
        default=("en", "es"),
        description="Languages of calendars and letters for families, by two letters; see languages/.",
    )


class CalendarChoices(Frozen):
    """The ``calendars:`` section of district.yaml."""

    alarm_minutes: int | None = Field(
        default=None,
        ge=0,
        le=_LONGEST_ALARM,
        description="An alarm so many minutes before each drill, in the calendars of staff and agencies, and at "
        "nine in the morning of the day before a chore; None: none. Families never get one.",
    )
    families: FamilyCalendarChoices = FamilyCalendarChoices()
