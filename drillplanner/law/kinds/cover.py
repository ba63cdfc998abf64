"""``cover``: so many drills of each of several types in each period; a duty for each type."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from drillplanner.law.match import Match
from drillplanner.law.requirement import Judgement, Scene
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
        """Each period once for each type; the type ends the window's key."""
        periods = super().windows(setting)
        return tuple(
            window.model_copy(update={"key": self._key(window, drill_type)})
            for window in periods
            for drill_type in self.types
        )

    def _key(self, window: Window, drill_type: DrillType) -> str:
        return drill_type.value if window.key == "year" else f"{window.key}-{drill_type.value}"

    def match_in(self, window: Window) -> Match:
        """The drills that the duty of this window counts."""
        drill_type = next(one for one in self.types if f"-{window.key}".endswith(f"-{one.value}"))
        return Match(types=(drill_type,), formats=self.formats, audiences=self.audiences)

    def owes(self, window: Window) -> str:
        """What is owed."""
        drill_type = self.match_in(window).types[0]
        plural = "" if self.min_each == 1 else "s"
        return f"at least {self.min_each} {drill_type.phrase}{plural} in {window.label}"

    def check(self, window: Window, scene: Scene) -> Judgement:
        """Counts the drills of the window's type."""
        matched, unsure = scene.sure_and_possible(self.match_in(window), window)
        found = tuple(drill.drill_id for drill in matched)
        reason = f"{self.owes(window)} required, {len(found)} found"
        if len(found) >= self.min_each:
            return Judgement(DutyStatus.MET, found, reason)
        if len(found) + len(unsure) < self.min_each:
            return Judgement(DutyStatus.VIOLATED, found, reason)
        silent = scene.missing_information(self.match_in(window), unsure[0])
        return Judgement(DutyStatus.CANNOT_TELL, found, f"{reason}, and {len(unsure)} unsure", silent)
