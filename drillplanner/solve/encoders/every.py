"""``every``: scenarios without the attribute are not admitted."""

from __future__ import annotations

from drillplanner.mandates import Duty
from drillplanner.mandates.kinds import Every
from drillplanner.solve.encoders.encoder import Choice, Encoder
from drillplanner.solve.problem import selects


class EveryEncoder(Encoder[Every]):
    """Filters scenarios; nothing is left to constrain."""

    def admits(self, requirement: Every, duty: Duty, choice: Choice) -> bool:
        """Whether the scenario has the attributes, if it is one of those the duty speaks of.

        Where a fact is missing that decides whether the mandate applies at all, both ways must stay open:
        the judge then says "cannot tell" and names the fact.
        """
        scenario, has = choice.scenario, requirement.has
        if duty.missing_fact is not None or not selects(requirement.match, scenario):
            return True
        return (has.audiences is None or scenario.audience in has.audiences) and (
            has.routes is None or scenario.route in has.routes
        )
