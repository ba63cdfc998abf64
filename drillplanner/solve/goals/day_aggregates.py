"""One variable for the drills of a day: what is counted in row after row makes these rows short so.

A campus's day model has some forty possible drills a day, and each run of days and each weekday counts all of
them. With one variable for those of a day the rows have a tenth of the terms, and those are what takes the linear
relaxation its time. That is so for a campus by itself; where campuses bargain for the agencies, with a price on
each visit, the longer rows are quicker and their bids better (seen at 200 and 663 campuses).
"""

from __future__ import annotations

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.solve.model.variables import CampusVariables

#: From this many terms on, a variable replaces them.
_MANY = 3


def is_used(variables: CampusVariables, day: int) -> list[IntVar]:
    """Variables of which as many are 1 as drills are held on the day."""
    return any_drill(variables, variables.held_on(day), day)


def any_drill(variables: CampusVariables, held: list[IntVar], day: int) -> list[IntVar]:
    """Variables of which as many are 1 as of these drills of the day: one for all, where it has one at most."""
    if not variables.is_alone or len(held) < _MANY or day in variables.crowded_days:
        return held
    key = tuple(one.index for one in held)
    if key not in variables.day_aggregates:
        variables.day_aggregates[key] = variables.model.new_bool_var("")
        variables.model.add(LinearExpr.sum(held) == variables.day_aggregates[key])
    return [variables.day_aggregates[key]]
