"""The base encoder. An encoder overrides the questions to which its kind has an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from drillplanner.law import Duty, Match, Requirement
from drillplanner.law.requirement import Demand
from drillplanner.model import Drill, Event, Scenario
from drillplanner.solve.problem.openings import CampusYearFacts, Openings

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


Kind = TypeVar("Kind", bound=Requirement)


@dataclass(frozen=True)
class AttendedDrills:
    """The drills at which a duty asks for an agency: at ``at_least`` of every ``of_every`` drills of ``of``.

    ``match`` has the agency as well. ``of_every`` is None if ``at_least`` of all of them are enough.
    """

    match: Match
    of: Match
    at_least: int
    of_every: int | None

    def visits_at(self, drills: int) -> int:
        """Return the least number of visits if so many of these drills are held."""
        if self.of_every is None:
            return min(self.at_least, drills)
        return -(-drills * self.at_least // self.of_every)


class Encoder(Generic[Kind]):
    """How the solver reads one kind of requirement. The base constrains nothing."""

    def distinguishing_matches(self, requirement: Kind, duty: Duty) -> tuple[Match, ...]:
        """Return the sets of drills that the duty is about. It treats drills in the same sets alike."""
        return ()

    def demanded_matches(self, requirement: Kind, duty: Duty) -> tuple[Match, ...]:
        """Return the sets from which it can require another drill. Drills in no such set are left out."""
        return ()

    def attended_matches(self, requirement: Kind, duty: Duty) -> tuple[Match, ...]:
        """Return the sets in which it can require an agency to be present."""
        return tuple(match for match in self.demanded_matches(requirement, duty) if match.agency is not None)

    def attended_drills(self, requirement: Kind) -> AttendedDrills | None:
        """Return the drills at which it asks for an agency if they are held; None if it does not."""
        return None

    def timed_matches(self, requirement: Kind, duty: Duty) -> tuple[Match, ...]:
        """Return the sets for which it depends on the bell period."""
        return tuple(
            match for match in self.distinguishing_matches(requirement, duty) if match.moments is not None
        )

    def narrow(
        self, requirement: Kind, duty: Duty, scenario: Scenario, openings: Openings, ground: CampusYearFacts
    ) -> Openings:
        """Return the part of a scenario's openings that the duty allows. The rest gets no variables."""
        return openings

    def constrain(self, requirement: Kind, duty: Duty, variables: CampusVariables) -> None:
        """Add the duty's constraints to the variables' model."""

    def still_owed(self, requirement: Kind, duty: Duty, events: tuple[Event, ...]) -> int:
        """Return how many drills the duty asks for after ``events`` of its campus are taken into account.

        0 if it asks for no number of drills.
        """
        demand = duty.demand
        return 0 if demand is None else demand.number

    def credited_match(self, requirement: Kind, duty: Duty, events: tuple[Event, ...]) -> Match | None:
        """Return the drills that count for the duty; None if it counts none, or if an event lifts it."""
        demand = duty.demand
        return None if demand is None else demand.match

    def is_met_by(
        self, requirement: Kind, duty: Duty, credited: Sequence[Drill], events: tuple[Event, ...]
    ) -> bool:
        """Check whether these credited drills are as many as the duty asks for, or as long."""
        return len(credited) >= self.still_owed(requirement, duty, events)

    def demanded_visits(self, requirement: Kind, duty: Duty, events: tuple[Event, ...]) -> Demand | None:
        """Return the drills with an agency present that the duty surely asks for; None if there are none."""
        demand = duty.demand
        number = self.still_owed(requirement, duty, events)
        if demand is None or demand.match.agency is None or number == 0:
            return None
        return Demand(demand.match, number)
