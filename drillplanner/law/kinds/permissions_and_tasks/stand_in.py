"""``stand_in``: some drills may, or must, take the place of drills that another mandate counts.

It gives no duty. It says which other drills count for that mandate, and how many of them. A duty to hold such
drills is a separate ``count``.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from drillplanner.law.match import Match
from drillplanner.law.requirement import CampusSchedule, Judgment
from drillplanner.law.timing.span import PeriodicRequirement
from drillplanner.law.window import Setting, Window
from drillplanner.model import DutyStatus


class StandIn(PeriodicRequirement):
    """In each period, up to ``up_to`` drills of ``match`` count for ``instead_of``; any number without it."""

    constrains_drills: ClassVar[bool] = False

    kind: Literal["stand_in"]
    what: str = Field(description="The drills that stand in, in words, singular.")
    match: Match
    instead_of: str = Field(description="Id of the mandate, of kind count, whose drills they replace.")
    up_to: int | None = Field(default=None, ge=1)

    def windows(self, setting: Setting) -> tuple[Window, ...]:
        """Return no windows: a stand-in gives no duty; see ``allowances``."""
        return ()

    def allowances(self, setting: Setting) -> tuple[Window, ...]:
        """Return the dated windows in which drills may stand in."""
        return super().windows(setting)

    def sentence(self, window: Window) -> str:
        """Return 'nothing; up to 2 lockdowns may count for PA-01 in the school year'."""
        number = "any number of" if self.up_to is None else f"up to {self.up_to}"
        return f"nothing; {number} {self.what}s may count for {self.instead_of} in {window.label}"

    @property
    def minimum(self) -> None:
        """None: it lets drills count for others, and asks for none."""
        return None

    def check(self, window: Window, schedule: CampusSchedule) -> Judgment:
        """Return that it is met, as nothing is required."""
        return Judgment(DutyStatus.MET, (), self.sentence(window))
