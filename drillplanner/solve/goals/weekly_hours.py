"""Periods without days: how many drills fall into each period of each weekday, for a model that only chooses days.

Few constraints tell one Tuesday from another, but a lesson on Tuesdays is lost twice if two of them have a drill
in it. Counting drills by weekday and period lets the days be chosen with that in view, with a small part of the
variables that the periods of every day would take. It never asks for more than those would, so that a bound stays
a bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.solve.model.variables import CampusVariables


def weekly_lessons(variables: CampusVariables) -> list[tuple[int, str, IntVar]]:
    """(weekday, lesson, variable) for each lesson that drills could fall into, made on first use."""
    if variables.weekly_lessons is None:
        variables.weekly_lessons = _make(variables)
    return variables.weekly_lessons


def _make(variables: CampusVariables) -> list[tuple[int, str, IntVar]]:
    problem, model = variables.problem, variables.model
    found = []
    for group in problem.groups:
        held: dict[int, list[IntVar]] = defaultdict(list)
        taken: dict[int, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for day in problem.days:
            here = [variables.held[s, day.index] for s in group.scenarios if (s, day.index) in variables.held]
            weekday = day.date.weekday()
            held[weekday] += here
            for slot in group.slots(day.index) if here else ():
                # A period that is no lesson on some days of a weekday is not counted as one.
                before = taken[weekday].get(slot.period, slot.lessons)
                taken[weekday][slot.period] = tuple(one for one in before if one in slot.lessons)
        for weekday, periods in sorted(taken.items()):
            counts = {period: model.new_int_var(0, len(problem.days), "") for period in periods}
            model.add(LinearExpr.sum(list(counts.values())) == LinearExpr.sum(held[weekday]))
            found += [(weekday, lesson, counts[period]) for period in periods for lesson in periods[period]]
    return found


def lessons_taken(variables: CampusVariables) -> Iterator[tuple[int, str, IntVar]]:
    """(day, lesson, variable) for every way in which a drill takes a lesson, where it has a period."""
    for (number, day, name), variable in variables.placed.items():
        slot = variables.problem.slot(variables.problem.groups[number].scenarios[0], day, name)
        yield from ((day, lesson, variable) for lesson in slot.lessons)
