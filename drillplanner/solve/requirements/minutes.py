"""Encoder of ``minutes``: the lengths of matching drills add up to the minimum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from drillplanner.law import Duty, Match
from drillplanner.law.kinds.minutes import Minutes
from drillplanner.model import Drill, Event
from drillplanner.solve.model.rows import LinearRow, Terms
from drillplanner.solve.requirements.encoder import Encoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


class MinutesEncoder(Encoder[Minutes]):
    """Drills × their minutes ≥ ``min_minutes``."""

    def distinguishing_matches(self, requirement: Minutes, duty: Duty) -> tuple[Match, ...]:
        """Return the drills counted."""
        return (requirement.match,)

    def demanded_matches(self, requirement: Minutes, duty: Duty) -> tuple[Match, ...]:
        """Return the drills counted."""
        return (requirement.match,)

    def constrain(self, requirement: Minutes, duty: Duty, variables: CampusVariables) -> None:
        """Add one row."""
        scenarios = variables.problem.scenarios

        def lengths(day: int) -> Terms:
            return [
                (scenarios[index].minutes, drill)
                for index, drill in variables.counted_toward_minimum(requirement.match, day)
            ]

        variables.add_row(LinearRow(variables.days_of(duty), lengths, requirement.min_minutes))

    def credited_match(self, requirement: Minutes, duty: Duty, events: tuple[Event, ...]) -> Match:
        """Return the drills whose minutes count."""
        return requirement.match

    def is_met_by(
        self, requirement: Minutes, duty: Duty, credited: Sequence[Drill], events: tuple[Event, ...]
    ) -> bool:
        """Check whether the credited drills are long enough together."""
        return sum(drill.minutes or 0 for drill in credited) >= requirement.min_minutes
