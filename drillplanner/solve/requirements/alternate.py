"""``alternate``: the first set is never more than one drill ahead of the second, nor the second of the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drillplanner.cp_sat import LinearExpr
from drillplanner.law import Duty, Match
from drillplanner.law.kinds.alternate import Alternate
from drillplanner.solve.requirements.encoder import Encoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


class AlternateEncoder(Encoder[Alternate]):
    """How far the first set is ahead, day by day: always 0 or 1 where it begins, always 0 or −1 where it does not.

    Drills take turns exactly if that is so.
    """

    def distinguishing_matches(self, requirement: Alternate, duty: Duty) -> tuple[Match, ...]:
        """Both sets."""
        return requirement.match, requirement.other

    def demanded_matches(self, requirement: Alternate, duty: Duty) -> tuple[Match, ...]:
        """Both sets: between two drills of one must lie one of the other."""
        return requirement.match, requirement.other

    def constrain(self, requirement: Alternate, duty: Duty, variables: CampusVariables) -> None:
        """Two rows a day, and a variable for who begins. Left out where days alone do not tell the sets."""
        days, model = variables.days_of(duty), variables.model
        sets = requirement.match, requirement.other
        unsure = [one for match in sets for day in days for one in variables.uncertain(match, day)]
        model.add(LinearExpr.sum(unsure) == 0)
        variables.forbid_date_moves(sets, days, even_inside=True)
        if not all(variables.is_exact(match) for match in sets):
            return
        first_begins = model.new_bool_var("")
        ahead = model.new_constant(0)
        for day in days:
            ones, others = (variables.toward_minimum(match, day) for match in sets)
            if not ones and not others:
                continue
            after = model.new_int_var(-1, 1, "")
            model.add(after == ahead + LinearExpr.sum(ones) - LinearExpr.sum(others))
            model.add(after <= first_begins)
            model.add(after >= first_begins - 1)
            ahead = after
