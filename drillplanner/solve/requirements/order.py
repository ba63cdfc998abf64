"""``order``: no matching drill on a day before the event is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drillplanner.law import Duty, Match
from drillplanner.law.kinds.order import Order
from drillplanner.model import Scenario
from drillplanner.solve.model.rows import LinearRow
from drillplanner.solve.problem.campus_problem import DayChoice, selects
from drillplanner.solve.problem.openings import CampusYearFacts, Openings, closed_on
from drillplanner.solve.requirements.encoder import Encoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


class OrderEncoder(Encoder[Order]):
    """The days before the window's last are closed, where the event is known."""

    def distinguishing_matches(self, requirement: Order, duty: Duty) -> tuple[Match, ...]:
        """The drills that must wait."""
        return (requirement.match,)

    def narrow(
        self, requirement: Order, duty: Duty, scenario: Scenario, openings: Openings, ground: CampusYearFacts
    ) -> Openings:
        """Closes the early days, unless it depends on a visit whether the drill must wait."""
        match = requirement.match
        if match.agency is not None or selects(match, scenario) is False:
            return openings
        return closed_on(openings, _early(duty, ground.days, ground.days_of(duty)), match)

    def constrain(self, requirement: Order, duty: Duty, variables: CampusVariables) -> None:
        """One row: none on the early days."""
        match = requirement.match
        early = _early(duty, variables.problem.days, variables.days_of(duty))
        variables.add_row(
            LinearRow(early, lambda day: [(-1, one) for one in variables.toward_maximum(match, day)], 0)
        )


def _early(duty: Duty, days: tuple[DayChoice, ...], inside: tuple[int, ...]) -> list[int]:
    """The window's days but its last date, on which the event is over.

    Where no such event is known, the window is the year; to wait until its last day would help nobody.
    """
    if duty.window.missing is not None:
        return []
    return [day for day in inside if days[day].date < duty.window.last]
