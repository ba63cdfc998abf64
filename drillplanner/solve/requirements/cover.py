"""``cover``: the sum of drills of the duty's type reaches the minimum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drillplanner.law import Duty, Match
from drillplanner.law.kinds import Cover
from drillplanner.model import DrillType
from drillplanner.solve.model.rows import LinearRow
from drillplanner.solve.requirements.encoder import Encoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


class CoverEncoder(Encoder[Cover]):
    """Drills of the type ≥ ``min_each``."""

    def distinguishing_matches(self, requirement: Cover, duty: Duty) -> tuple[Match, ...]:
        """The drills of the duty's type."""
        return (drills_covered(requirement, duty),)

    def demanded_matches(self, requirement: Cover, duty: Duty) -> tuple[Match, ...]:
        """The drills of the duty's type."""
        return (drills_covered(requirement, duty),)

    def constrain(self, requirement: Cover, duty: Duty, variables: CampusVariables) -> None:
        """One linear row."""
        match = drills_covered(requirement, duty)
        variables.add_row(
            LinearRow(
                variables.days_of(duty),
                lambda day: [(1, one) for one in variables.most(match, day)],
                requirement.min_each,
            )
        )


def drills_covered(requirement: Cover, duty: Duty) -> Match:
    """The drills that a duty of this kind counts: its type ends the window's key."""
    drill_type = DrillType(duty.window.key.rpartition("-")[2])
    return Match(types=(drill_type,), formats=requirement.formats, audiences=requirement.audiences)
