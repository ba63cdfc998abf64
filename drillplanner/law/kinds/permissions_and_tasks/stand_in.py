"""``stand_in``: some drills may, or must, take the place of drills that another mandate counts.

It gives no duty of its own. It says which drills count towards the other mandate in place of its own, and how
often; a duty to hold them is a ``count`` beside it.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from drillplanner.law.match import Match
from drillplanner.law.requirement import Judgement, Scene
from drillplanner.law.timing.span import PeriodicRequirement
from drillplanner.law.window import Setting, Window
from drillplanner.model import DutyStatus


class StandIn(PeriodicRequirement):
    """In each period up to ``up_to`` drills of ``match`` count towards ``instead_of``; without it, any number."""

    constrains_drills: ClassVar[bool] = False

    kind: Literal["stand_in"]
    what: str = Field(description="The drills that stand in, in words, singular.")
    match: Match
    instead_of: str = Field(description="Id of the mandate, of kind count, whose drills they replace.")
    up_to: int | None = Field(default=None, ge=1)

    def windows(self, setting: Setting) -> tuple[Window, ...]:
        """A permission binds nobody; see ``allowances``."""
        return ()

    def allowances(self, setting: Setting) -> tuple[Window, ...]:
        """The dated windows in which drills may stand in."""
        return super().windows(setting)

    def owes(self, window: Window) -> str:
        """Nothing is owed."""
        number = "any number of" if self.up_to is None else f"up to {self.up_to}"
        return f"nothing; {number} {self.what}s may count for {self.instead_of} in {window.label}"

    def check(self, window: Window, scene: Scene) -> Judgement:
        """Always met."""
        return Judgement(DutyStatus.MET, (), self.owes(window))
