"""``permission``: something the law allows. It gives no duty; it is there so that a pack is complete.

Each kind has a file of its own, however short: packs, checks, and encoders find it by the file's name.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from drillplanner.law.requirement import CampusSchedule, Judgment, Requirement
from drillplanner.law.window import Setting, Window
from drillplanner.model import DutyStatus


class Permission(Requirement):
    """Something that is allowed but not required."""

    constrains_drills: ClassVar[bool] = False

    kind: Literal["permission"]
    allows: str = Field(description="In words.")

    def windows(self, setting: Setting) -> tuple[Window, ...]:
        """Return no windows: a permission gives no duty."""
        return ()

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
