"""Campuses of one building in one model: what one holds aloud while another has school, that one holds with it.

When alarms ring is still open here: two drills can be held together where some minute suits both of their slots.
Where each pair of campuses has such a minute, all have one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.model import DrillType, Workspace
from drillplanner.model.district.district import shared_buildings
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.campus_problem import CampusProblem, DayChoice
from drillplanner.solve.problem.slots import PeriodGroup, Slot


def couple_alarms(campuses: Sequence[CampusVariables]) -> None:
    """Constrain the campuses of a model that share a building and whose alarms are still to be agreed."""
    open_ones = [campus for campus in campuses if campus.problem.open_alarm_scenarios]
    for one, other in permutations(open_ones, 2):
        if one.problem.campus.building == other.problem.campus.building:
            _couple(one, other)


def undecided_buildings(
    problems: Sequence[CampusProblem], workspace: Workspace
) -> list[tuple[CampusProblem, ...]]:
    """The campuses of each building whose alarms are still to be agreed."""
    by_id = {problem.campus.campus_id: problem for problem in problems}
    groups = (
        tuple(by_id[campus.campus_id] for campus in campuses if campus.campus_id in by_id)
        for campuses in shared_buildings(workspace.campuses).values()
    )
    return [group for group in groups if sum(bool(problem.open_alarm_scenarios) for problem in group) > 1]


def shared_drill_types(problem: CampusProblem) -> frozenset[DrillType]:
    """The types of drill that the campus holds together with its building."""
    return frozenset(problem.scenarios[scenario].drill_type for scenario in problem.open_alarm_scenarios)


def is_during_school(slot: Slot, minutes: int, day: DayChoice) -> bool:
    """Whether a drill in the slot, from its usual start, meets the hours of school of a day of another campus."""
    return bool(day.periods) and slot.start < day.last_bell and day.first_bell < slot.start + minutes


def is_one_minute(slot: Slot, other: Slot) -> bool:
    """Whether drills in both slots can start at the same minute."""
    return max(slot.earliest, other.earliest) <= min(slot.latest, other.latest)


def _couple(one: CampusVariables, other: CampusVariables) -> None:
    """What ``one`` holds aloud while ``other`` has school, ``other`` holds with it."""
    types = shared_drill_types(one.problem) & shared_drill_types(other.problem)
    there = {day.date: day for day in other.problem.days if day.periods and not _is_settled(other.problem, day)}
    for day in one.problem.days:
        if day.date not in there or _is_settled(one.problem, day):
            continue
        for number, group, drill_type in _groups(one.problem):
            if drill_type in types:
                _couple_on(one, number, group, day, other, there[day.date], drill_type)


def _couple_on(
    one: CampusVariables,
    number: int,
    group: PeriodGroup,
    day: DayChoice,
    other: CampusVariables,
    there: DayChoice,
    drill_type: DrillType,
) -> None:
    held = [one.held[key] for scenario in group.scenarios if (key := (scenario, day.index)) in one.held]
    slots = group.slots(day.index)
    minutes = max(one.problem.scenarios[scenario].minutes for scenario in group.scenarios)
    inside = [slot for slot in slots if is_during_school(slot, minutes, there)]
    if not held:
        return
    if one.has_periods:
        for slot in inside:
            placed = one.placed[number, day.index, slot.period]
            one.model.add(placed <= LinearExpr.sum(list(_placed_with(slot, other, there, drill_type))))
    elif len(inside) == len(slots):
        one.model.add(LinearExpr.sum(held) <= LinearExpr.sum(list(_held_with(slots, other, there, drill_type))))


def _placed_with(slot: Slot, other: CampusVariables, there: DayChoice, drill_type: DrillType) -> Iterator[IntVar]:
    for number, group, own_type in _groups(other.problem):
        if own_type is drill_type:
            for answer in group.slots(there.index):
                key = number, there.index, answer.period
                if key in other.placed and is_one_minute(slot, answer):
                    yield other.placed[key]


def _held_with(
    slots: Sequence[Slot], other: CampusVariables, there: DayChoice, drill_type: DrillType
) -> Iterator[IntVar]:
    for _, group, own_type in _groups(other.problem):
        answers = group.slots(there.index)
        if own_type is drill_type and any(is_one_minute(slot, answer) for slot in slots for answer in answers):
            for scenario in group.scenarios:
                if (scenario, there.index) in other.held:
                    yield other.held[scenario, there.index]


def _groups(problem: CampusProblem) -> Iterator[tuple[int, PeriodGroup, DrillType]]:
    """The groups of scenarios that all of the building hears; each is of one type."""
    for number, group in enumerate(problem.groups):
        if group.scenarios[0] in problem.open_alarm_scenarios:
            yield number, group, problem.scenarios[group.scenarios[0]].drill_type


def _is_settled(problem: CampusProblem, day: DayChoice) -> bool:
    """Whether what stands on the day is a fact, or the day takes nothing new."""
    past = problem.past
    return past is not None and (day.index < past.first_open or day.index in past.closed_days)
