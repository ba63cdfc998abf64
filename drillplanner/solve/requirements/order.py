"""Encoder of ``order``: no matching drill on a day before the event is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drillplanner.law import Duty, Match
from drillplanner.law.kinds.order import Order
from drillplanner.model import Scenario
from drillplanner.solve.model.rows import LinearRow
from drillplanner.solve.problem.campus_problem import DayChoice
from drillplanner.solve.problem.openings import CampusYearFacts, Openings, closed_on
from drillplanner.solve.requirements.encoder import Encoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


class OrderEncoder(Encoder[Order]):
    """Closes the days before the window's last day, if the event is known."""

    def distinguishing_matches(self, requirement: Order, duty: Duty) -> tuple[Match, ...]:
        """Return the drills that must wait."""
        return (requirement.match,)

    def narrow(
        self, requirement: Order, duty: Duty, scenario: Scenario, openings: Openings, ground: CampusYearFacts
    ) -> Openings:
        """Close the early days, unless a visit decides whether the drill must wait."""
        match = requirement.match
        if match.agency is not None or match.selects_scenario(scenario) is False:
            return openings
        return closed_on(openings, _early(duty, ground.days, ground.days_of(duty)), match)

    def constrain(self, requirement: Order, duty: Duty, variables: CampusVariables) -> None:
        """Add one row: no drill on the early days."""
        match = requirement.match
        early = _early(duty, variables.problem.days, variables.days_of(duty))
        variables.add_row(
            LinearRow(early, lambda day: [(-1, drill) for drill in variables.toward_maximum(match, day)], 0)
        )


def _early(duty: Duty, days: tuple[DayChoice, ...], inside: tuple[int, ...]) -> list[int]:
    """Return the window's days before its last date, on which the event is over.

    If no such event is known, the window is the year. Waiting until its last day would then help no one.
    """
    if duty.window.missing is not None:
        return []
    return [day for day in inside if days[day].date < duty.window.last]
