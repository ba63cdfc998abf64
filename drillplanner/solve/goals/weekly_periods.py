"""How often drills fall into each period of a weekday, in a model that chooses days alone.

Periods are left open there. These counts let the choice of days know what the periods of a week can hold: a drill
takes one period of its weekday, whichever it is. At a campus by itself it is one in which its visitors can come:
without that, the bound of the days was too low for a proof where visitors come in lessons alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.solve.model.rows import WeeklyPeriod
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.campus_problem import DayChoice
from drillplanner.solve.problem.slots import Slot


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
    days_of: dict[tuple[int, int], list[int]] = defaultdict(list)
    first_of: dict[tuple[int, int], DayChoice] = {}
    for day in problem.days:
        here = [variables.held[s, day.index] for s in group.scenarios if (s, day.index) in variables.held]
        if here:
            key = day.date.weekday(), group.slot_list_of_day[day.index]
            held[key] += here
            days_of[key].append(day.index)
            first_of.setdefault(key, day)
    for (weekday, slot_list), drills in held.items():
        counts = [(slot, model.new_int_var(0, len(problem.days), "")) for slot in group.slot_lists[slot_list]]
        model.add(LinearExpr.sum([count for _, count in counts]) == LinearExpr.sum(drills))
        if variables.is_alone:
            _leave_room_for_visits(number, days_of[weekday, slot_list], counts, variables)
        day = first_of[weekday, slot_list]
        yield from (WeeklyPeriod(number, weekday, slot, day, count) for slot, count in counts)


def _leave_room_for_visits(
    number: int, days: list[int], counts: list[tuple[Slot, IntVar]], variables: CampusVariables
) -> None:
    """Let no more drills of a group be visited on these days than fall into periods in which the visitor can come.

    One row for each visitor and each set of periods: a drill may have several visitors, each of which counts it.
    """
    visits: dict[tuple[str, frozenset[Slot]], list[IntVar]] = defaultdict(list)
    for day in days:
        for resource_id, scenario_set, visit in variables.visits_on(day):
            if variables.problem.group_of[min(scenario_set)] == number:
                slots = frozenset(variables.visiting_slots[resource_id, scenario_set, day])
                visits[resource_id, slots].append(visit)
    for (resource_id, slots), of_slots in visits.items():
        if all(slot in slots for slot, _ in counts):
            continue
        inside = [
            visit
            for (other_id, others), found in visits.items()
            if other_id == resource_id and others < slots
            for visit in found
        ]
        in_time = [count for slot, count in counts if slot in slots]
        variables.model.add(LinearExpr.sum([*of_slots, *inside]) <= LinearExpr.sum(in_time))
