"""``permission``: something the law allows. It gives no duty; it is there so that a pack is complete.

A permission that spares some grades some drills in the first days of the year changes who takes part in them.
Each kind has a file of its own, however short: packs, checks, and encoders find it by the file's name.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, field_validator

from drillplanner.law.match import Match
from drillplanner.law.requirement import CampusSchedule, Judgment, Requirement
from drillplanner.law.timing.span import FirstDays, dates_of_first_days
from drillplanner.law.window import Setting, Window
from drillplanner.model import DutyStatus, Frozen, parse_grades


class Sparing(Frozen):
    """Grades that need not take part in some drills in the first days of the year, and so are left out of them."""

    grades: str = Field(description='The grades, as a span: "PK-K".')
    match: Match = Field(description="The drills that they are spared.")
    within: FirstDays = Field(description="The days on which they are spared.")

    @field_validator("grades")
    @classmethod
    def _are_grades(cls, value: str) -> str:
        parse_grades(value)
        return value


class Permission(Requirement):
    """Something that is allowed but not required."""

    constrains_drills: ClassVar[bool] = False

    kind: Literal["permission"]
    allows: str = Field(description="In words.")
    spares: Sparing | None = Field(
        default=None,
        description="Grades that may stay out of drills in the first days; a plan leaves them out.",
    )

    def windows(self, setting: Setting) -> tuple[Window, ...]:
        """Return no windows: a permission gives no duty."""
        return ()

    def spared_dates(self, setting: Setting) -> Window | None:
        """Return the days on which ``spares`` holds at a campus; None if it spares none or has no school days."""
        if self.spares is None or not setting.dates:
            return None
        return dates_of_first_days(self.spares.within, setting)

    def sentence(self, window: Window) -> str:
        """Return 'nothing; it is allowed: …'."""
        return f"nothing; it is allowed: {self.allows}"

    @property
    def minimum(self) -> None:
        """None: it allows, and asks for nothing."""
        return None

    def check(self, window: Window, schedule: CampusSchedule) -> Judgment:
        """Return that it is met, as nothing is required."""
        return Judgment(DutyStatus.MET, (), self.sentence(window))
