"""``permission``: something the law allows. It gives no duty; it is kept so that the law stands whole."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from drillplanner.law.requirement import Judgement, Requirement, Scene
from drillplanner.law.window import Setting, Window
from drillplanner.model import DutyStatus


class Permission(Requirement):
    """What may be done."""

    constrains_drills: ClassVar[bool] = False

    kind: Literal["permission"]
    allows: str = Field(description="In words.")

    def windows(self, setting: Setting) -> tuple[Window, ...]:
        """A permission binds nobody."""
        return ()

    def owes(self, window: Window) -> str:
        """Nothing is owed."""
        return f"nothing; it is allowed: {self.allows}"

    def check(self, window: Window, scene: Scene) -> Judgement:
        """Always met."""
        return Judgement(DutyStatus.MET, (), self.owes(window))
