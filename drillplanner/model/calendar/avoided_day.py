"""A day on which good practice plans no drill, such as an anniversary, a religious holiday, or a test day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from drillplanner.model.base import Frozen


class AvoidedKind(StrEnum):
    """Why a day is avoided."""

    REMEMBRANCE = "remembrance"
    ANNIVERSARY = "anniversary"
    ELECTION = "election"
    RELIGIOUS_HOLIDAY = "religious_holiday"
    THANKSGIVING_WEEK = "thanksgiving_week"
    BEFORE_BREAK = "before_break"
    FIRST_OR_LAST_DAY = "first_or_last_day"
    TESTING = "testing"
    OWN_LIST = "own_list"

    @property
    def explains_name(self) -> str:
        """What a name of this kind is, for a sentence; empty where the name says it."""
        return _EXPLAINS_NAME.get(self, "")


_EXPLAINS_NAME = {
    AvoidedKind.REMEMBRANCE: "day of remembrance",
    AvoidedKind.ANNIVERSARY: "anniversary of an attack",
    AvoidedKind.RELIGIOUS_HOLIDAY: "religious holiday",
    AvoidedKind.OWN_LIST: "on the district's own list",
}


class DateCertainty(StrEnum):
    """How sure a listed date is."""

    SURE = "sure"
    LIKELY = "likely"
    ESTIMATED = "estimated"


class AvoidedDay(Frozen):
    """A day on which good practice plans no drill, and why. Two reasons for one date are two values."""

    on: date
    name: str = Field(description="The name by which a district takes the day off the list: 'Yom Kippur'.")
    kind: AvoidedKind
    source: str = Field(description="Where the date comes from, in words for a reader.")
    certainty: DateCertainty = Field(
        default=DateCertainty.SURE,
        description="'likely': from one source; 'estimated': the day may fall one day earlier or later.",
    )

    @property
    def phrase(self) -> str:
        """The day's name for a sentence: "Yom Kippur (religious holiday)"."""
        return f"{self.name} ({self.kind.explains_name})" if self.kind.explains_name else self.name
