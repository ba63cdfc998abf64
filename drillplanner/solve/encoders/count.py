"""``count``: the sum of matching drills lies between the bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ortools.sat.python.cp_model import LinearExpr

from drillplanner.mandates import Duty
from drillplanner.mandates.kinds import Count
from drillplanner.solve.encoders.encoder import Encoder

if TYPE_CHECKING:
    from drillplanner.solve.variables import CampusVariables


class CountEncoder(Encoder[Count]):
    """``min`` ≤ drills of the window ≤ ``max``."""

    def constrain(self, requirement: Count, duty: Duty, variables: CampusVariables) -> None:
        """Two linear rows at most."""
        total = LinearExpr.sum(variables.matching(requirement.match, duty.window.first, duty.window.last))
        if requirement.min is not None:
            variables.model.add(total >= requirement.min)
        if requirement.max is not None:
            variables.model.add(total <= requirement.max)
