"""``length``: scenarios that last too long are not admitted."""

from __future__ import annotations

from drillplanner.mandates import Duty
from drillplanner.mandates.kinds import Length
from drillplanner.solve.encoders.encoder import Choice, Encoder
from drillplanner.solve.problem import selects


class LengthEncoder(Encoder[Length]):
    """Filters scenarios; nothing is left to constrain."""

    def admits(self, requirement: Length, duty: Duty, choice: Choice) -> bool:
        """Whether the scenario is short enough beside the shortest reference scenario that might be chosen.

        The law compares with the longest reference drill; the shortest is the safe choice before one is chosen.
        """
        scenario = choice.scenario
        if not selects(requirement.match, scenario):
            return True
        references = [one.minutes for one in choice.candidates if selects(requirement.reference, one)]
        return not references or scenario.minutes <= min(references) + requirement.minutes_over
