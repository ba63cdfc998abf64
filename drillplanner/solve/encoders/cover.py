"""``cover``: the sum of drills of the duty's type reaches the minimum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ortools.sat.python.cp_model import LinearExpr

from drillplanner.mandates import Duty, Match
from drillplanner.mandates.kinds import Cover
from drillplanner.model import DrillType
from drillplanner.solve.encoders.encoder import Encoder

if TYPE_CHECKING:
    from drillplanner.solve.variables import CampusVariables


class CoverEncoder(Encoder[Cover]):
    """Drills of the type ≥ ``min_each``; the window's key is the type."""

    def constrain(self, requirement: Cover, duty: Duty, variables: CampusVariables) -> None:
        """One linear row."""
        match = Match(types=(DrillType(duty.window.key),))
        matching = variables.matching(match, duty.window.first, duty.window.last)
        variables.model.add(LinearExpr.sum(matching) >= requirement.min_each)
