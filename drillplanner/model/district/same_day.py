"""An order that several campuses hold a drill on the same day, which the plan chooses."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date as Date  # noqa: N812 (as in the other orders)
from typing import TYPE_CHECKING

from pydantic import Field, model_validator

from drillplanner.files.iso_date import IsoDate
from drillplanner.model.base import Frozen
from drillplanner.model.calendar.bells import Clock
from drillplanner.model.district.standing_orders import Pin, fulfills_pin
from drillplanner.model.plans.drill import Drill
from drillplanner.model.vocabulary import DrillType

if TYPE_CHECKING:
    from drillplanner.model.scenarios.scenario import Scenario


class SameDay(Frozen):
    """An order for a drill of a type or scenario on one day at all or some campuses.

    It may set a start or a period. A pin names the day; here the plan chooses it, within ``from`` and ``to`` if
    these are given.
    """

    drill_type: DrillType | None = None
    scenario: str | None = None
    campuses: tuple[str, ...] = Field(default=(), description="Campus ids; none means every campus.")
    from_: IsoDate | None = Field(default=None, alias="from", description="The first day that may be chosen.")
    to: IsoDate | None = Field(default=None, description="The last day that may be chosen.")
    start: Clock | None = None
    period: str | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _says_what_and_when(self) -> SameDay:
        if (self.drill_type is None) == (self.scenario is None):
            raise ValueError("write either 'drill_type' or 'scenario'")
        if self.start is not None and self.period is not None:
            raise ValueError("write 'start' or 'period', not both")
        if self.from_ and self.to and self.to < self.from_:
            raise ValueError(f"it ends ({self.to}) before it begins ({self.from_})")
        return self

    @property
    def drill_phrase(self) -> str:
        """The drill as a phrase for a sentence."""
        return self.drill_type.phrase if self.drill_type is not None else f"drill '{self.scenario}'"

    @property
    def campuses_phrase(self) -> str:
        """The campuses as a phrase for a sentence."""
        return ", ".join(self.campuses) or "every campus"

    @property
    def days_phrase(self) -> str:
        """The span of days that may be chosen, as a phrase; empty if any day may be chosen."""
        first = f" from {self.from_}" if self.from_ else ""
        return first + (f" to {self.to}" if self.to else "")

    @property
    def phrase(self) -> str:
        """The order as a phrase for a sentence."""
        time = f" at {self.start:%H:%M}" if self.start else f" in {self.period}" if self.period else ""
        return f"the {self.drill_phrase} at {self.campuses_phrase} on one day{self.days_phrase}{time}"

    def concerns(self, campus_id: str) -> bool:
        """Check whether the order concerns the campus."""
        return not self.campuses or campus_id in self.campuses

    def allows(self, on: Date) -> bool:
        """Check whether the day may be chosen."""
        return (self.from_ is None or on >= self.from_) and (self.to is None or on <= self.to)

    def asks_for(self, scenario: Scenario) -> bool:
        """Check whether a drill of the scenario on the chosen day would fulfill the order."""
        if self.drill_type is not None:
            return scenario.drill_type is self.drill_type
        return scenario.scenario_id == self.scenario

    def pin_at(self, campus_id: str, on: Date) -> Pin:
        """Return the order as a pin for one campus, once the day is chosen."""
        return self._pin(campus_id, on)

    def pins_on(self, on: Date, open_campuses: Collection[str]) -> tuple[Pin, ...]:
        """Return the order as pins for all of its campuses, once the day is chosen.

        ``open_campuses`` are the ids of campuses with school on that day; a pin requires nothing of the others.
        """
        if not self.campuses:
            return (self._pin(None, on),)
        return tuple(self._pin(campus, on) for campus in self.campuses if campus in open_campuses)

    def _pin(self, campus_id: str | None, on: Date) -> Pin:
        return Pin(
            campus=campus_id,
            drill_type=self.drill_type,
            scenario=self.scenario,
            date=on,
            start=self.start,
            period=self.period,
        )

    def could_be_fulfilled_by(self, drill: Drill) -> bool:
        """Check whether the drill would fulfill the order if all campuses chose its day."""
        return (
            self.concerns(drill.campus_id)
            and self.allows(drill.date)
            and fulfills_pin(self.pin_at(drill.campus_id, drill.date), drill)
        )
