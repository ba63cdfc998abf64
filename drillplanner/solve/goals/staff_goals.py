"""The soft goals about drills for staff alone; see ``goals.py``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from drillplanner.cp_sat import IntVar
from drillplanner.model import Audience
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.campus_problem import leaves_students_out
from drillplanner.solve.problem.slots import Slot

Terms = list[IntVar]


def without_students(variables: CampusVariables, drills: int) -> Terms:
    """Each drill for staff alone of a type that is one for students."""
    problem = variables.problem
    return [
        variables.held[index, day]
        for index, scenario in enumerate(problem.scenarios)
        if leaves_students_out(scenario)
        for day in problem.possible_days[index]
    ]


def beside_students(variables: CampusVariables, drills: int) -> Terms:
    """Each drill for staff alone in a bell period; without periods, where it or its visitor has no staff hours."""
    problem = variables.problem
    terms: Terms = []
    if not variables.has_periods:
        terms += _visited_beside_students(variables)
    for number, group in enumerate(problem.groups):
        if problem.scenarios[group.scenarios[0]].audience is not Audience.STAFF:
            continue
        for day in variables.possible_days(range(len(problem.days))):
            slots = group.slots(day)
            if variables.has_periods:
                ways = (variables.placed.get((number, day, one.period)) for one in slots if one.is_beside_students)
                terms += [way for way in ways if way is not None]
            elif _all_beside_students(slots):
                terms += [variables.held[one, day] for one in group.scenarios if (one, day) in variables.held]
    return terms


def _all_beside_students(slots: Iterable[Slot]) -> bool:
    return all(slot.is_beside_students for slot in slots)


def _visited_beside_students(variables: CampusVariables) -> Terms:
    """One for each day on which staff hours are open to a drill for staff, and not to the agency that attends."""
    problem = variables.problem
    by_day: dict[tuple[int, int], list[IntVar]] = defaultdict(list)
    for (agency_id, some, day), visit in variables.visit.items():
        number = problem.group_of[min(some)]
        is_open = any(not slot.is_beside_students for slot in problem.groups[number].slots(day))
        visited = variables.visiting_slots[agency_id, some, day]
        if problem.scenarios[min(some)].audience is Audience.STAFF and is_open and _all_beside_students(visited):
            by_day[number, day].append(visit)
    terms: Terms = []
    for visits in by_day.values():
        if len(visits) == 1:
            terms += visits
            continue
        beside = variables.model.new_bool_var("")
        for visit in visits:
            variables.model.add_implication(visit, beside)
        terms.append(beside)
    return terms
