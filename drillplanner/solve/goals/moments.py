"""How many drills are held in moments such as lunch and recess, for a model that may only choose days.

Where periods are left open, a drill counts for every moment that its day leaves open to it. It can only be held in
one of them: to cover two takes two drills. A row over all moments together says so, and the bound stays a bound.
"""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.model import Coverage, PeriodTag
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.slots import Slot


def uncovered(limit: Coverage, variables: CampusVariables) -> list[IntVar]:
    """One variable for each of the limit's moments: 1 where no drill of its scenarios is held in it."""
    model, moments = variables.model, frozenset(limit.moments)

    def moments_in(slot: Slot) -> frozenset[PeriodTag]:
        return moments & frozenset(slot.tags_for(limit.grades))

    ways = list(_ways(limit, variables))
    missing = []
    for moment in limit.moments:
        there = [way for slots, way in ways if any(moment in moments_in(slot) for slot in slots)]
        missing.append(model.new_bool_var(""))
        model.add(LinearExpr.sum([*there, missing[-1]]) >= 1)
    anywhere = [(slots, way) for slots, way in ways if any(moments_in(slot) for slot in slots)]
    if all(len(moments_in(slot)) <= 1 for slots, _ in anywhere for slot in slots):
        model.add(LinearExpr.sum([*(way for _, way in anywhere), *missing]) >= len(missing))
    return missing


def _ways(limit: Coverage, variables: CampusVariables) -> Iterator[tuple[tuple[Slot, ...], IntVar]]:
    """Each way of holding one of the limit's drills, with the slots in which it then may be."""
    problem, wanted = variables.problem, frozenset(limit.scenarios)
    for number, group in enumerate(problem.groups):
        # A group lies wholly inside or outside of every set of which such a limit speaks (``grouping.py``).
        if problem.scenarios[group.scenarios[0]].scenario_id not in wanted:
            continue
        for day in range(len(problem.days)):
            if not variables.held_on(day):
                continue
            slots = group.slots(day)
            if variables.has_periods:
                for slot in slots:
                    if (placed := variables.placed.get((number, day, slot.period))) is not None:
                        yield (slot,), placed
            else:
                for one in group.scenarios:
                    if (held := variables.held.get((one, day))) is not None:
                        yield slots, held
