"""``share``: drills of one set, weighed, are no fewer than those of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drillplanner.law import Duty, Match
from drillplanner.law.kinds.share import Share
from drillplanner.solve.model.rows import LinearRow, Terms
from drillplanner.solve.requirements.encoder import Encoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


class ShareEncoder(Encoder[Share]):
    """``of_every`` × drills of ``match`` − ``at_least`` × drills of ``of`` ≥ 0."""

    def distinguishing_matches(self, requirement: Share, duty: Duty) -> tuple[Match, ...]:
        """The part and the whole."""
        return requirement.match, requirement.of

    def demanded_matches(self, requirement: Share, duty: Duty) -> tuple[Match, ...]:
        """The part."""
        return (requirement.match,)

    def constrain(self, requirement: Share, duty: Duty, variables: CampusVariables) -> None:
        """One linear row; a drill of both sets stands in it twice."""

        def balance(day: int) -> Terms:
            part = [(requirement.of_every, one) for one in variables.toward_minimum(requirement.match, day)]
            return part + [(-requirement.at_least, one) for one in variables.toward_maximum(requirement.of, day)]

        variables.add_row(LinearRow(variables.days_of(duty), balance, 0))
