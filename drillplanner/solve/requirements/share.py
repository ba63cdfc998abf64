"""Encoder of ``share``: drills of one set, weighted, are at least as many as those of another.

One file a kind, as in ``law/kinds/``, however short.
"""

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
        """Return the part and the whole."""
        return requirement.match, requirement.of

    def demanded_matches(self, requirement: Share, duty: Duty) -> tuple[Match, ...]:
        """Return the part."""
        return (requirement.match,)

    def constrain(self, requirement: Share, duty: Duty, variables: CampusVariables) -> None:
        """Add one row. A drill of both sets is in it twice."""

        def balance(day: int) -> Terms:
            part = [(requirement.of_every, drill) for drill in variables.toward_minimum(requirement.match, day)]
            return part + [
                (-requirement.at_least, drill) for drill in variables.toward_maximum(requirement.of, day)
            ]

        variables.add_row(LinearRow(variables.days_of(duty), balance, 0))
