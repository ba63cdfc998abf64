"""How many drills are held in a moment such as lunch or recess, for a model that may only choose days.

One drill at recess is none at lunch, even where its day leaves both open. Where periods are left open, the drills
of a group of scenarios are therefore shared out among the moments that its slots have, over the whole year: so
many at lunch, so many at recess. Some way of sharing them out is always there where periods can be chosen, so
that a bound stays a bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ortools.sat.python.cp_model import IntVar, LinearExpr

from drillplanner.model import Coverage, PeriodTag
from drillplanner.solve.problem import PeriodGroup
from drillplanner.solve.variables import CampusVariables

#: Moments of which a slot has all.
Moments = frozenset[PeriodTag]


def drills_in(limit: Coverage, variables: CampusVariables) -> list[IntVar]:
    """Variables whose sum is the number of drills of the limit's scenarios in its moment."""
    wanted = frozenset(limit.scenarios)
    groups = [
        (number, group)
        for number, group in enumerate(variables.problem.groups)
        # A group lies wholly inside or outside of every set of which a limit speaks (``expand.py``).
        if variables.problem.scenarios[group.scenarios[0]].scenario_id in wanted
    ]
    if variables.has_periods:
        return [
            variable
            for number, group in groups
            for day in range(len(variables.problem.days))
            for slot in group.slots(day)
            if limit.moment in slot.tags
            and (variable := variables.placed.get((number, day, slot.period))) is not None
        ]
    return [
        variable
        for number, group in groups
        for moments, some in _shared_out(number, group, variables).items()
        if limit.moment in moments
        for variable in some
    ]


def _shared_out(number: int, group: PeriodGroup, variables: CampusVariables) -> dict[Moments, list[IntVar]]:
    """Variables whose sum is the number of the group's drills in each set of moments; made on first use."""
    if number not in variables.by_moment:
        variables.by_moment[number] = _make(group, variables)
    return variables.by_moment[number]


def _make(group: PeriodGroup, variables: CampusVariables) -> dict[Moments, list[IntVar]]:
    open_to: dict[Moments, list[IntVar]] = defaultdict(list)
    held = []
    for day, here in _held_by_day(group, variables):
        held += here
        for moments in dict.fromkeys(frozenset(slot.tags) for slot in group.slots(day)):
            open_to[moments] += here
    if len(open_to) == 1:
        return dict(open_to)
    counts: dict[Moments, list[IntVar]] = {}
    for moments, some in open_to.items():
        count = variables.model.new_int_var(0, len(variables.problem.days), "")
        variables.model.add(count <= LinearExpr.sum(some))
        counts[moments] = [count]
    variables.model.add(LinearExpr.sum([one for some in counts.values() for one in some]) == LinearExpr.sum(held))
    return counts


def _held_by_day(group: PeriodGroup, variables: CampusVariables) -> Iterator[tuple[int, list[IntVar]]]:
    for day in range(len(variables.problem.days)):
        here = [variables.held[one, day] for one in group.scenarios if (one, day) in variables.held]
        if here:
            yield day, here
