"""Constraints that make campuses of one building hold audible drills together.

If one campus holds a drill that another hears during its school hours, the other holds it too. The times of alarms
are still open here: two drills can be held together if some minute fits both of their slots. If every pair of
campuses has such a minute, all have a common one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import permutations
from typing import NamedTuple

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.model import DrillType, Workspace
from drillplanner.model.district.district import shared_buildings
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.campus_problem import CampusProblem, DayChoice
from drillplanner.solve.problem.resources import Resource
from drillplanner.solve.problem.slots import PeriodGroup, Slot


class _SeparateVisit(NamedTuple):
    """A visit of a campus's drill of an alarm to a resource, in one of the slots."""

    campus: CampusVariables
    day: DayChoice
    slots: tuple[Slot, ...]
    minutes: int
    variable: IntVar


def couple_alarms(campuses: Sequence[CampusVariables]) -> None:
    """Constrain the campuses of a model that share a building and have not agreed on their alarms."""
    undecided = [campus for campus in campuses if campus.problem.open_alarm_scenarios]
    for campus in undecided:
        _one_alarm_of_a_type(campus)
    for campus, other in permutations(undecided, 2):
        if campus.problem.campus.building == other.problem.campus.building:
            _couple(campus, other)
    for (resource, _, _, _), visits in _visits_by_alarm(undecided).items():
        together = [visit for visit in visits if _is_heard_by_all(visit, visits)]
        if len(together) > resource.visits_at_once:
            campus = together[0].campus
            campus.model.add(LinearExpr.sum([visit.variable for visit in together]) <= resource.visits_at_once)


def _one_alarm_of_a_type(campus: CampusVariables) -> None:
    """Hold at most one drill of a type that the building hears on a day, so that an alarm is known by its type."""
    held: dict[tuple[int, DrillType], list[IntVar]] = defaultdict(list)
    for (scenario, day), variable in campus.held.items():
        if scenario in campus.problem.open_alarm_scenarios and day in campus.crowded_days - campus.recorded_days:
            held[day, campus.problem.scenarios[scenario].drill_type].append(variable)
    for variables in held.values():
        if len(variables) > 1:
            campus.model.add_at_most_one(variables)


def _visits_by_alarm(
    campuses: Iterable[CampusVariables],
) -> dict[tuple[Resource, str | None, date, DrillType], list[_SeparateVisit]]:
    """Return the visits to each resource that has room for each drill of an alarm separately, by alarm.

    The minute of the alarm is open, but it is the same for all of them.
    """
    found: dict[tuple[Resource, str | None, date, DrillType], list[_SeparateVisit]] = defaultdict(list)
    for campus in campuses:
        problem = campus.problem
        separate = {resource.resource_id: resource for resource in problem.resources if not resource.joins_alarms}
        for (resource_id, scenario_set, number), variable in campus.visit.items():
            day = problem.days[number]
            is_open = scenario_set <= problem.open_alarm_scenarios and not is_settled(problem, day)
            if is_open and resource_id in separate:
                drill_type = problem.scenarios[min(scenario_set)].drill_type
                slots = campus.visiting_slots[resource_id, scenario_set, number]
                found[separate[resource_id], problem.campus.building, day.date, drill_type].append(
                    _SeparateVisit(campus, day, slots, problem.scenarios[min(scenario_set)].minutes, variable)
                )
    return found


def _is_heard_by_all(visit: _SeparateVisit, visits: Iterable[_SeparateVisit]) -> bool:
    """Check whether the drill, in any of its slots, is during school of each other campus with the alarm."""
    return all(
        is_during_school(slot, visit.minutes, other.day)
        for other in visits
        if other.campus is not visit.campus
        for slot in visit.slots
    )


def undecided_buildings(
    problems: Sequence[CampusProblem], workspace: Workspace
) -> list[tuple[CampusProblem, ...]]:
    """Return the campuses of each building that have not agreed on their alarms."""
    by_id = {problem.campus.campus_id: problem for problem in problems}
    groups = (
        tuple(by_id[campus.campus_id] for campus in campuses if campus.campus_id in by_id)
        for campuses in shared_buildings(workspace.campuses).values()
    )
    return [group for group in groups if sum(bool(problem.open_alarm_scenarios) for problem in group) > 1]


def shared_drill_types(problem: CampusProblem) -> frozenset[DrillType]:
    """Return the types of drills that the campus holds together with its building."""
    return frozenset(problem.scenarios[scenario].drill_type for scenario in problem.open_alarm_scenarios)


def is_during_school(slot: Slot, minutes: int, day: DayChoice) -> bool:
    """Check whether a drill in the slot, from its usual start, is during another campus's school hours."""
    return bool(day.periods) and slot.start < day.last_bell and day.first_bell < slot.start + minutes


def is_one_minute(slot: Slot, other: Slot) -> bool:
    """Check whether drills in both slots can start at the same minute."""
    return max(slot.earliest, other.earliest) <= min(slot.latest, other.latest)


def _couple(campus: CampusVariables, other: CampusVariables) -> None:
    """Make ``other`` hold what ``campus`` holds audibly while ``other`` has school."""
    types = shared_drill_types(campus.problem) & shared_drill_types(other.problem)
    open_days = {day.date: day for day in other.problem.days if day.periods and not is_settled(other.problem, day)}
    for day in campus.problem.days:
        if day.date not in open_days or is_settled(campus.problem, day):
            continue
        for number, group, drill_type in audible_groups(campus.problem):
            if drill_type in types:
                _couple_on(campus, number, group, day, other, open_days[day.date], drill_type)


def _couple_on(
    campus: CampusVariables,
    number: int,
    group: PeriodGroup,
    day: DayChoice,
    other: CampusVariables,
    other_day: DayChoice,
    drill_type: DrillType,
) -> None:
    held = [campus.held[key] for scenario in group.scenarios if (key := (scenario, day.index)) in campus.held]
    slots = group.slots(day.index)
    minutes = max(campus.problem.scenarios[scenario].minutes for scenario in group.scenarios)
    during_school = [slot for slot in slots if is_during_school(slot, minutes, other_day)]
    if not held:
        return
    if campus.has_periods:
        for slot in during_school:
            placed = campus.placed[number, day.index, slot.period]
            campus.model.add(placed <= LinearExpr.sum(list(_placed_with(slot, other, other_day, drill_type))))
    elif len(during_school) == len(slots):
        campus.model.add(
            LinearExpr.sum(held) <= LinearExpr.sum(list(_held_with(slots, other, other_day, drill_type)))
        )


def _placed_with(
    slot: Slot, other: CampusVariables, other_day: DayChoice, drill_type: DrillType
) -> Iterator[IntVar]:
    for number, group, group_type in audible_groups(other.problem):
        if group_type is drill_type:
            for answer in group.slots(other_day.index):
                key = number, other_day.index, answer.period
                if key in other.placed and is_one_minute(slot, answer):
                    yield other.placed[key]


def _held_with(
    slots: Sequence[Slot], other: CampusVariables, other_day: DayChoice, drill_type: DrillType
) -> Iterator[IntVar]:
    for _, group, group_type in audible_groups(other.problem):
        answers = group.slots(other_day.index)
        if group_type is drill_type and any(is_one_minute(slot, answer) for slot in slots for answer in answers):
            for scenario in group.scenarios:
                if (scenario, other_day.index) in other.held:
                    yield other.held[scenario, other_day.index]


def audible_groups(problem: CampusProblem) -> Iterator[tuple[int, PeriodGroup, DrillType]]:
    """Yield the groups of scenarios that the whole building hears; each has one type."""
    for number, group in enumerate(problem.groups):
        if group.scenarios[0] in problem.open_alarm_scenarios:
            yield number, group, problem.scenarios[group.scenarios[0]].drill_type


def is_settled(problem: CampusProblem, day: DayChoice) -> bool:
    """Check whether the day is in the past or closed to new drills."""
    past = problem.past
    return past is not None and (day.index < past.first_open or day.index in past.closed_days)
