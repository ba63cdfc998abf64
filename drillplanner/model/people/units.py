"""Parts of a campus for which a law may count drills: a building, a bus, a cohort of students."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from drillplanner.model.base import Frozen


class UnitKind(StrEnum):
    """The kind of unit that a requirement applies to."""

    CAMPUS = "campus"
    BUILDING = "building"
    ALARM_GROUP = "alarm_group"
    BUS = "bus"
    STAFF_GROUP = "staff_group"
    COHORT = "cohort"

    @property
    def phrase(self) -> str:
        """The kind as a phrase for a sentence."""
        return self.replace("_", " ")


class Unit(Frozen):
    """A building, alarm group, bus, staff group, or attendance cohort of a campus."""

    unit_id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")
    kind: UnitKind
    campus_id: str
    name: str = ""
    weekdays: tuple[int, ...] | None = Field(
        default=None, description="Of a cohort: the weekdays on which it attends, Monday is 0; None is every day."
    )
    row: int | None = Field(default=None, description="Line of units.csv.")

    def attends(self, on: date) -> bool:
        """Check whether the unit is at school on a date."""
        return self.weekdays is None or on.weekday() in self.weekdays
