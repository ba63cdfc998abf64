"""What every encoder offers; a kind overrides what it has something to say about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from drillplanner.law import Duty, Match, Requirement
from drillplanner.law.kinds import Chore, Permission, StandIn
from drillplanner.model import Scenario
from drillplanner.solve.problem.openings import CampusYearFacts, Openings

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


Kind = TypeVar("Kind", bound=Requirement)


class Encoder(Generic[Kind]):
    """The solver's reading of one kind of requirement."""

    def distinguishing_matches(self, requirement: Kind, duty: Duty) -> tuple[Match, ...]:
        """The sets of drills that the duty speaks of: it treats drills alike that are in the same of them."""
        return ()

    def demanded_matches(self, requirement: Kind, duty: Duty) -> tuple[Match, ...]:
        """The sets of which it can ask for a drill more. Drills that no duty wants are not considered."""
        return ()

    def attended_matches(self, requirement: Kind, duty: Duty) -> tuple[Match, ...]:
        """The sets in which it can want an agency to come."""
        return tuple(match for match in self.demanded_matches(requirement, duty) if match.agency is not None)

    def timed_matches(self, requirement: Kind, duty: Duty) -> tuple[Match, ...]:
        """The sets for whose drills it asks in which period they are."""
        return tuple(
            match for match in self.distinguishing_matches(requirement, duty) if match.moments is not None
        )

    def narrow(
        self, requirement: Kind, duty: Duty, scenario: Scenario, openings: Openings, ground: CampusYearFacts
    ) -> Openings:
        """What the duty leaves of a scenario's openings; what it closes never gets a variable."""
        return openings

    def constrain(self, requirement: Kind, duty: Duty, variables: CampusVariables) -> None:
        """Add the duty's constraints to the variables' model."""


class PermissionEncoder(Encoder[Permission]):
    """Closes nothing, constrains nothing."""


class StandInEncoder(Encoder[StandIn]):
    """Closes nothing, constrains nothing."""


class ChoreEncoder(Encoder[Chore]):
    """Closes nothing, constrains nothing."""
