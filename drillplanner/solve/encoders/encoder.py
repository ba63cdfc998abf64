"""What every encoder offers; a kind overrides what it has something to say about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from drillplanner.mandates import Duty, Requirement
from drillplanner.model import Scenario, Screening

if TYPE_CHECKING:
    from drillplanner.solve.variables import CampusVariables

Kind = TypeVar("Kind", bound=Requirement)


@dataclass(frozen=True)
class Choice:
    """A scenario that could be used at a campus, with the screenings of all scenarios."""

    scenario: Scenario
    screenings: Mapping[str, Screening]


class Encoder(Generic[Kind]):
    """The solver's reading of one kind of requirement."""

    def admits(self, requirement: Kind, duty: Duty, choice: Choice) -> bool:
        """Whether the duty allows the scenario at its campus; the others never get a variable."""
        return True

    def constrain(self, requirement: Kind, duty: Duty, variables: CampusVariables) -> None:
        """Add the duty's linear constraints to the variables' model."""
