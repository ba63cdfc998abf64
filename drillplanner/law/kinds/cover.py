"""``cover``: a number of drills of each of several types in each period, with a duty for each type."""

from __future__ import annotations

from typing import Literal, cast

from pydantic import Field

from drillplanner.law.match import Match
from drillplanner.law.requirement import CampusSchedule, Demand, Judgment
from drillplanner.law.timing.span import PeriodicRequirement
from drillplanner.law.window import Setting, Window
from drillplanner.model import Audience, DrillFormat, DrillType, DutyStatus


class Cover(PeriodicRequirement):
    """At least ``min_each`` drills of each of ``types`` in each period."""

    kind: Literal["cover"]
    types: tuple[DrillType, ...] = Field(min_length=2)
    formats: tuple[DrillFormat, ...] | None = Field(default=None, description="Formats that count.")
    audiences: tuple[Audience, ...] | None = Field(default=None, description="Audiences that count.")
    min_each: int = Field(ge=1)

    def windows(self, setting: Setting) -> tuple[Window, ...]:
        """Return each period once for each type. The type ends the window's key, so that keys stay unique."""
        periods = super().windows(setting)
        return tuple(
            window.model_copy(update={"key": self._key(window, drill_type), "drill_type": drill_type})
            for window in periods
            for drill_type in self.types
        )

    def _key(self, window: Window, drill_type: DrillType) -> str:
        return drill_type.value if window.key == "year" else f"{window.key}-{drill_type.value}"

    @property
    def minimum(self) -> Demand:
        """``min_each`` drills; of each type in windows of its own."""
        match = Match(types=self.types, formats=self.formats, audiences=self.audiences)
        return Demand(match, self.min_each)

    def sentence(self, window: Window) -> str:
        """Return 'at least 1 lockdown in the school year'."""
        (drill_type,) = self._match(window).types
        plural = "" if self.min_each == 1 else "s"
        return f"at least {self.min_each} {drill_type.phrase}{plural} in {window.label}"

    @property
    def without_limits(self) -> Cover:
        """The same requirement: it has no limits."""
        return self

    @property
    def looks_at_dates(self) -> bool:
        """Always False: it looks at drills and not at their dates."""
        return False

    def check(self, window: Window, schedule: CampusSchedule) -> Judgment:
        """Count the drills of the window's type."""
        matched, unsure = schedule.sure_and_possible(self._match(window), window)
        drill_ids = tuple(drill.drill_id for drill in matched)
        reason = f"{self.sentence(window)} required, {len(drill_ids)} found"
        if len(drill_ids) >= self.min_each:
            return Judgment(DutyStatus.MET, drill_ids, reason)
        if len(drill_ids) + len(unsure) < self.min_each:
            return Judgment(DutyStatus.VIOLATED, drill_ids, reason)
        missing = schedule.missing_information(self._match(window), unsure[0])
        return Judgment(DutyStatus.CANNOT_TELL, drill_ids, f"{reason}, and {len(unsure)} unsure", missing)

    def _match(self, window: Window) -> Match:
        return cast(Demand, self.asks(window)).match
