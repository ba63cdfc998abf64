"""``minutes``: the lengths of matching drills add up to the minimum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drillplanner.law import Duty, Match
from drillplanner.law.kinds import Minutes
from drillplanner.solve.model.rows import LinearRow, Terms
from drillplanner.solve.requirements.encoder import Encoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


class MinutesEncoder(Encoder[Minutes]):
    """Drills × their minutes ≥ ``min_minutes``."""

    def distinguishing_matches(self, requirement: Minutes, duty: Duty) -> tuple[Match, ...]:
        """The drills counted."""
        return (requirement.match,)

    def demanded_matches(self, requirement: Minutes, duty: Duty) -> tuple[Match, ...]:
        """The drills counted."""
        return (requirement.match,)

    def constrain(self, requirement: Minutes, duty: Duty, variables: CampusVariables) -> None:
        """One linear row."""
        scenarios = variables.problem.scenarios

        def lengths(day: int) -> Terms:
            return [(scenarios[index].minutes, one) for index, one in variables.counted(requirement.match, day)]

        variables.add_row(LinearRow(variables.days_of(duty), lengths, requirement.min_minutes))
