"""How often drills fall into each period of a weekday, in a model that chooses days alone.

Periods are left open there. These counts let the choice of days know what the periods of a week can hold: a drill
takes one period of its weekday, whichever it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.solve.model.rows import WeeklyPeriod
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.campus_problem import DayChoice


def weekly_periods(variables: CampusVariables) -> tuple[WeeklyPeriod, ...]:
    """Return the periods of each weekday for each group of scenarios, with their counts; made on first use."""
    if variables.weekly_periods is None:
        groups = range(len(variables.problem.groups))
        variables.weekly_periods = tuple(period for number in groups for period in _of_group(number, variables))
    return variables.weekly_periods


def _of_group(number: int, variables: CampusVariables) -> Iterator[WeeklyPeriod]:
    problem, model = variables.problem, variables.model
    group = problem.groups[number]
    held: dict[tuple[int, int], list[IntVar]] = defaultdict(list)
    first_of: dict[tuple[int, int], DayChoice] = {}
    for day in problem.days:
        here = [variables.held[s, day.index] for s in group.scenarios if (s, day.index) in variables.held]
        if here:
            key = day.date.weekday(), group.slot_list_of_day[day.index]
            held[key] += here
            first_of.setdefault(key, day)
    for (weekday, slot_list), drills in held.items():
        counts = [(slot, model.new_int_var(0, len(problem.days), "")) for slot in group.slot_lists[slot_list]]
        model.add(LinearExpr.sum([count for _, count in counts]) == LinearExpr.sum(drills))
        day = first_of[weekday, slot_list]
        yield from (WeeklyPeriod(number, weekday, slot, day, count) for slot, count in counts)
