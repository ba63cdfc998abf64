"""``cover``: so many drills of each of several types in the school year; a duty for each type."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from drillplanner.mandates.requirement import Judgement, Requirement, Scene
from drillplanner.mandates.window import Per, Window, windows
from drillplanner.model import AcademicCalendar, Campus, District, DrillType, DutyStatus


class Cover(Requirement):
    """At least ``min_each`` drills of each of ``types`` in the school year."""

    kind: Literal["cover"]
    types: tuple[DrillType, ...] = Field(min_length=2)
    min_each: int = Field(ge=1)

    def windows(self, campus: Campus, calendar: AcademicCalendar, district: District) -> tuple[Window, ...]:
        """The school year, once for each type; the window's key is the type."""
        year = windows(Per.SCHOOL_YEAR, None, calendar, campus.campus_id, district.month_counts_from)
        return tuple(
            window.model_copy(update={"key": drill_type.value}) for window in year for drill_type in self.types
        )

    def owes(self, window: Window) -> str:
        """What is owed."""
        plural = "" if self.min_each == 1 else "s"
        return f"at least {self.min_each} {DrillType(window.key).words}{plural} in {window.label}"

    def check(self, window: Window, scene: Scene) -> Judgement:
        """Counts the drills of the window's type."""
        found = tuple(
            drill.drill_id
            for drill in scene.drills
            if drill.drill_type == window.key and window.first <= drill.date <= window.last
        )
        status = DutyStatus.MET if len(found) >= self.min_each else DutyStatus.VIOLATED
        return Judgement(status, found, f"{self.owes(window)} required, {len(found)} found")
