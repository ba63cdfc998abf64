"""What a coordinator orders beside the law: drills that must stand on a day, and days that must stay free."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 (the field below has the plain name)

from pydantic import Field, model_validator

from drillplanner.files.iso_date import IsoDate
from drillplanner.model.base import Frozen
from drillplanner.model.calendar.bells import Clock
from drillplanner.model.plans.drill import Drill
from drillplanner.model.scenarios.scenario import Scenario
from drillplanner.model.vocabulary import DrillType


class Pin(Frozen):
    """A drill of a type or scenario that must stand on a date, maybe at a start or in a period.

    It is one campus's, or the district's: then each campus that has school on that date holds it.
    """

    campus: str | None = Field(
        default=None, description="The campus's id; none means every campus that has school on the date."
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
        """The drill in words."""
        return self.drill_type.phrase if self.drill_type is not None else f"drill '{self.scenario}'"

    @property
    def phrase(self) -> str:
        """The order in words, for a sentence."""
        at = f" at {self.start:%H:%M}" if self.start else f" in {self.period}" if self.period else ""
        return f"the {self.drill_phrase} at {self.campus_phrase} on {self.date}{at}"

    @property
    def campus_phrase(self) -> str:
        """The campus in words."""
        return "every campus" if self.campus is None else self.campus

    def concerns(self, campus_id: str) -> bool:
        """Whether the campus is the pin's, or one of all; it may have no school on that date."""
        return self.campus in {None, campus_id}

    def asks_for(self, scenario: Scenario) -> bool:
        """Whether a drill of the scenario would keep the order, at the right time."""
        if self.drill_type is not None:
            return scenario.drill_type is self.drill_type
        return scenario.scenario_id == self.scenario


class ForbiddenDays(Frozen):
    """Dates on which nothing is planned, maybe for some campuses or some types of drill only."""

    date: IsoDate | None = None
    from_: IsoDate | None = Field(default=None, alias="from")
    to: IsoDate | None = None
    campuses: tuple[str, ...] = Field(default=(), description="Campus ids; none means all campuses.")
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
        """The order in words, for a sentence."""
        when = f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"
        what = ", ".join(one.phrase for one in self.drill_types) or "any drill"
        where = ", ".join(self.campuses) or "every campus"
        return f"{when}: {what} at {where}" + (f" ({self.reason})" if self.reason else "")

    def covers(self, campus_id: str, drill_type: DrillType, on: Date) -> bool:
        """Whether a drill of the type may not be there on that date."""
        return (
            self.first <= on <= self.last
            and (not self.campuses or campus_id in self.campuses)
            and (not self.drill_types or drill_type in self.drill_types)
        )


class BrokenOrder(Frozen):
    """An order that a schedule does not keep. An order is no law: it breaks no duty."""

    order: str = Field(description="pin, forbidden, same_day or building")
    campus_id: str
    on: IsoDate = Field(
        description="The day of the pin, or of the drill on a forbidden day; for drills on one day, that of most, "
        "and the last that is allowed where none is held."
    )
    drill_id: str | None = Field(
        default=None, description="The drill on a forbidden day, or alone in its building; None for a pin."
    )
    message: str


def fulfills_pin(pin: Pin, drill: Drill) -> bool:
    """Whether the drill is the one that the pin asks for; what a schedule does not tell is not held against it."""
    return (
        pin.concerns(drill.campus_id)
        and drill.date == pin.date
        and (pin.drill_type is None or drill.drill_type is pin.drill_type)
        and (pin.scenario is None or drill.scenario_id == pin.scenario)
        and (pin.start is None or drill.start in {None, pin.start})
        and (pin.period is None or drill.period in {None, pin.period} or _grades_name_period(pin.period, drill))
    )


def _grades_name_period(period: str, drill: Drill) -> bool:
    """Whether some grades, with bells of their own, call the drill's period so."""
    return any(one.period == period for one in drill.by_grades)
