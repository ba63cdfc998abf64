"""One variable for all drills of a day, which shortens the rows that count them.

It is apart because both ``campus_goals`` and ``developmental_limits`` use it. A campus's day model has about forty
possible drills a day, and each run of days and each weekday counts all of them. With one variable for a day's
drills, the rows have a tenth of the terms, and the terms take the linear relaxation most of its time. That holds
for a campus by itself. In column generation, with a price on each visit, the longer rows are quicker and give
better columns (seen at 200 and 663 campuses).
"""

from __future__ import annotations

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.solve.model.variables import CampusVariables

#: From this many terms on, a variable replaces them.
_MANY = 3


def is_used(variables: CampusVariables, day: int) -> list[IntVar]:
    """Return variables whose sum is the number of drills on the day."""
    return any_drill(variables, variables.held_on(day), day)


def any_drill(variables: CampusVariables, held: list[IntVar], day: int) -> list[IntVar]:
    """Return variables whose sum is the number of these drills that are held: one if at most one can be."""
    if not variables.is_alone or len(held) < _MANY or day in variables.crowded_days:
        return held
    key = tuple(variable.index for variable in held)
    if key not in variables.day_aggregates:
        variables.day_aggregates[key] = variables.model.new_bool_var("")
        variables.model.add(LinearExpr.sum(held) == variables.day_aggregates[key])
    return [variables.day_aggregates[key]]
