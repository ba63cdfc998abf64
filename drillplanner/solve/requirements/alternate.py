"""Encoder of ``alternate``: each set is at most one drill ahead of the other on every day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drillplanner.cp_sat import LinearExpr
from drillplanner.law import Duty, Match
from drillplanner.law.kinds.alternate import Alternate
from drillplanner.solve.requirements.encoder import Encoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


class AlternateEncoder(Encoder[Alternate]):
    """Counts how many drills the first set is ahead, day by day.

    Drills take turns if and only if that number is always 0 or 1 (the first set begins) or always 0 or −1.
    """

    def distinguishing_matches(self, requirement: Alternate, duty: Duty) -> tuple[Match, ...]:
        """Return both sets."""
        return requirement.match, requirement.other

    def demanded_matches(self, requirement: Alternate, duty: Duty) -> tuple[Match, ...]:
        """Return both sets: between two drills of one set there must be a drill of the other."""
        return requirement.match, requirement.other

    def constrain(self, requirement: Alternate, duty: Duty, variables: CampusVariables) -> None:
        """Add two rows a day, and a variable for the set that begins; none if days alone do not tell the sets."""
        days, model = variables.days_of(duty), variables.model
        sets = requirement.match, requirement.other
        uncertain = [drill for match in sets for day in days for drill in variables.uncertain(match, day)]
        model.add(LinearExpr.sum(uncertain) == 0)
        variables.forbid_date_moves(sets, days, even_inside=True)
        if not all(variables.is_exact(match) for match in sets):
            return
        first_begins = model.new_bool_var("")
        ahead = model.new_constant(0)
        for day in days:
            # Drills of one day are in the order of their ordinals.
            first_drills, second_drills = (variables.by_ordinal(match, day) for match in sets)
            for ordinal in sorted({*first_drills, *second_drills}):
                after = model.new_int_var(-1, 1, "")
                ahead_by = LinearExpr.sum(first_drills.get(ordinal, []))
                model.add(after == ahead + ahead_by - LinearExpr.sum(second_drills.get(ordinal, [])))
                model.add(after <= first_begins)
                model.add(after >= first_begins - 1)
                ahead = after
