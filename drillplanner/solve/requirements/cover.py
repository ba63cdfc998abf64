"""Encoder of ``cover``: the sum of drills of the duty's type reaches the minimum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drillplanner.law import Duty, Match
from drillplanner.law.kinds.cover import Cover
from drillplanner.solve.model.rows import LinearRow
from drillplanner.solve.requirements.encoder import Encoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


class CoverEncoder(Encoder[Cover]):
    """Drills of the window's type ≥ ``min_each``."""

    def distinguishing_matches(self, requirement: Cover, duty: Duty) -> tuple[Match, ...]:
        """Return the drills of the duty's type."""
        return (_drills_covered(requirement, duty),)

    def demanded_matches(self, requirement: Cover, duty: Duty) -> tuple[Match, ...]:
        """Return the drills of the duty's type."""
        return (_drills_covered(requirement, duty),)

    def constrain(self, requirement: Cover, duty: Duty, variables: CampusVariables) -> None:
        """Add one row."""
        match = _drills_covered(requirement, duty)
        variables.add_row(
            LinearRow(
                variables.days_of(duty),
                lambda day: [(1, drill) for drill in variables.toward_minimum(match, day)],
                requirement.min_each,
            )
        )


def _drills_covered(requirement: Cover, duty: Duty) -> Match:
    """Return the drills that a duty of this kind counts: those of its window's type."""
    drill_type = duty.window.drill_type
    assert drill_type is not None  # noqa: S101 (each window of this kind has a type)
    return Match(types=(drill_type,), formats=requirement.formats, audiences=requirement.audiences)
