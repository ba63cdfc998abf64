"""Standing orders of a coordinator: drills with fixed dates (pins) and forbidden days."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 (the field below has the plain name)
from typing import TYPE_CHECKING

from pydantic import Field, model_validator

from drillplanner.files.iso_date import IsoDate
from drillplanner.model.base import Frozen
from drillplanner.model.calendar.bells import Clock
from drillplanner.model.plans.drill import Drill
from drillplanner.model.vocabulary import DrillType

if TYPE_CHECKING:
    from drillplanner.model.scenarios.scenario import Scenario


class Pin(Frozen):
    """An order for a drill of a type or scenario on a fixed date, optionally at a start or in a period.

    It concerns one campus, or the district: then every campus that has school on that date holds the drill.
    """

    campus: str | None = Field(
        default=None,
        description="The school, by id or any name; none means every campus that has school on the date.",
    )
    drill_type: DrillType | None = None
    scenario: str | None = None
    date: IsoDate
    start: Clock | None = None
    period: str | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _says_what_once(self) -> Pin:
        if (self.drill_type is None) == (self.scenario is None):
            raise ValueError("write either 'drill_type' or 'scenario'")
        if self.start is not None and self.period is not None:
            raise ValueError("write 'start' or 'period', not both")
        return self

    @property
    def drill_phrase(self) -> str:
        """The drill as a phrase for a sentence."""
        return self.drill_type.phrase if self.drill_type is not None else f"drill '{self.scenario}'"

    @property
    def phrase(self) -> str:
        """The order as a phrase for a sentence."""
        time = f" at {self.start:%H:%M}" if self.start else f" in {self.period}" if self.period else ""
        return f"the {self.drill_phrase} at {self.campus_phrase} on {self.date}{time}"

    @property
    def campus_phrase(self) -> str:
        """The campus as a phrase for a sentence."""
        return "every campus" if self.campus is None else self.campus

    def concerns(self, campus_id: str) -> bool:
        """Check whether the pin names the campus or every campus, even if it has no school on the date."""
        return self.campus in {None, campus_id}

    def asks_for(self, scenario: Scenario) -> bool:
        """Check whether a drill of the scenario at the right time would fulfill the pin."""
        if self.drill_type is not None:
            return scenario.drill_type is self.drill_type
        return scenario.scenario_id == self.scenario


class ForbiddenDays(Frozen):
    """Dates on which no drill is planned, optionally for some campuses or some types of drill only."""

    date: IsoDate | None = None
    from_: IsoDate | None = Field(default=None, alias="from")
    to: IsoDate | None = None
    campuses: tuple[str, ...] = Field(default=(), description="Schools, by id or any name; none means all.")
    drill_types: tuple[DrillType, ...] = Field(default=(), description="None means every type.")
    reason: str = ""

    @model_validator(mode="after")
    def _one_way_to_say_when(self) -> ForbiddenDays:
        span = (self.from_, self.to)
        if (self.date is None) == (span == (None, None)) or (span != (None, None) and None in span):
            raise ValueError("write either 'date', or 'from' and 'to'")
        if self.from_ and self.to and self.to < self.from_:
            raise ValueError(f"it ends ({self.to}) before it begins ({self.from_})")
        return self

    @property
    def first(self) -> Date:
        """The first forbidden date."""
        return self.date or self.from_ or Date.max

    @property
    def last(self) -> Date:
        """The last forbidden date."""
        return self.date or self.to or Date.min

    @property
    def phrase(self) -> str:
        """The order as a phrase for a sentence."""
        when = f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"
        what = ", ".join(drill_type.phrase for drill_type in self.drill_types) or "any drill"
        where = ", ".join(self.campuses) or "every campus"
        return f"{when}: {what} at {where}" + (f" ({self.reason})" if self.reason else "")

    def covers(self, campus_id: str, drill_type: DrillType, on: Date) -> bool:
        """Check whether a drill of the type is forbidden at the campus on the date."""
        return (
            self.first <= on <= self.last
            and (not self.campuses or campus_id in self.campuses)
            and (not self.drill_types or drill_type in self.drill_types)
        )


class BrokenOrder(Frozen):
    """An order that a schedule does not follow. An order is not law: breaking it violates no duty."""

    order: str = Field(description="pin, forbidden, same_day or building")
    campus_id: str
    on: IsoDate = Field(
        description="The day of the pin, or of the drill on a forbidden day; for drills on one day, that of most, "
        "and the last that is allowed where none is held."
    )
    drill_id: str | None = Field(
        default=None,
        description="The drill on a forbidden day, or alone in its building, or offered on a day for which the "
        "building is not ready; None for a pin.",
    )
    message: str


def fulfills_pin(pin: Pin, drill: Drill) -> bool:
    """Check whether the drill is the one that the pin asks for; fields missing in a schedule count as a match."""
    return (
        pin.concerns(drill.campus_id)
        and drill.date == pin.date
        and (pin.drill_type is None or drill.drill_type is pin.drill_type)
        and (pin.scenario is None or drill.scenario_id == pin.scenario)
        and (pin.start is None or drill.start in {None, pin.start})
        and (pin.period is None or drill.period in {None, pin.period} or _grades_name_period(pin.period, drill))
    )


def _grades_name_period(period: str, drill: Drill) -> bool:
    """Check whether grades with bells of their own have this name for the drill's period."""
    return any(moment.period == period for moment in drill.by_grades)
