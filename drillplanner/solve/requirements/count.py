"""Encoder of ``count``: the sum of matching drills is between the bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drillplanner.law import Duty, Match
from drillplanner.law.kinds.count import Count
from drillplanner.model import Event, EventKind
from drillplanner.solve.model.rows import LinearRow
from drillplanner.solve.requirements.encoder import Encoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


class CountEncoder(Encoder[Count]):
    """``min`` ≤ drills of the window ≤ ``max``.

    ``requirements/credit.py`` holds a minimum that shares its drills with others, or that others may stand in for.
    """

    def distinguishing_matches(self, requirement: Count, duty: Duty) -> tuple[Match, ...]:
        """Return the drills counted."""
        return (requirement.match,)

    def demanded_matches(self, requirement: Count, duty: Duty) -> tuple[Match, ...]:
        """Return the drills counted, if there is a minimum."""
        return (requirement.match,) if requirement.min is not None else ()

    def constrain(self, requirement: Count, duty: Duty, variables: CampusVariables) -> None:
        """Add a row for each bound."""
        match, days = requirement.match, variables.days_of(duty)
        least = self.still_owed(requirement, duty, variables.problem.events)
        if least and duty.duty_id not in variables.credit_sharing_ids:
            variables.add_row(
                LinearRow(days, lambda day: [(1, drill) for drill in variables.toward_minimum(match, day)], least)
            )
        if requirement.max is not None:
            upper_row = LinearRow(
                days, lambda day: [(-1, drill) for drill in variables.toward_maximum(match, day)], -requirement.max
            )
            variables.add_row(upper_row)

    def still_owed(self, requirement: Count, duty: Duty, events: tuple[Event, ...]) -> int:
        """Return the minimum less the real emergencies that count for it.

        0 without a minimum, or if an event excuses. ``events`` are those that concern the campus.
        """
        if requirement.min is None or _is_excused(requirement, duty, events):
            return 0
        if not requirement.real_events_count:
            return requirement.min
        real = sum(
            event.kind is EventKind.REAL_EMERGENCY
            and event.drill_type in requirement.match.types
            and duty.window.first <= event.first <= duty.window.last
            for event in events
        )
        return max(0, requirement.min - real)

    def credited_match(self, requirement: Count, duty: Duty, events: tuple[Event, ...]) -> Match | None:
        """Return the drills counted; None without a minimum, or if an event excuses."""
        if requirement.min is None or _is_excused(requirement, duty, events):
            return None
        return requirement.match


def _is_excused(requirement: Count, duty: Duty, events: tuple[Event, ...]) -> bool:
    """Check whether an event in the window lifts the duty."""
    return any(
        event.kind in requirement.excused_by
        and event.first <= duty.window.last
        and duty.window.first <= event.last
        for event in events
    )
