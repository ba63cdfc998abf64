"""A problem in which every drill of the plan as it was that can stay does stay: what is then left to choose.

No plan moves fewer drills than that, so where such a plan exists nothing else need be proven of their number; and
hardly anything is left to search. Where none exists some must move, and the search is the whole one.
"""

from __future__ import annotations

from dataclasses import replace

from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.previous_plan import KeptDrill
from drillplanner.solve.problem.slots import PeriodGroup


def fix_unmoved(problems: tuple[CampusProblem, ...]) -> tuple[CampusProblem, ...] | None:
    """The problems with each planned drill on its day, in its period, with its agencies.

    None where two of one campus's drills stand in each other's way.
    """
    found = tuple(held for problem in problems if (held := _fixed(problem)) is not None)
    return found if len(found) == len(problems) else None


def _fixed(problem: CampusProblem) -> CampusProblem | None:
    past = problem.past
    if past is None or not past.planned:
        return problem
    by_day = {one.day: one for one in past.planned}
    if len(by_day) < len(past.planned):
        return None
    possible = tuple(
        tuple(day for day in days if day not in by_day or by_day[day].scenario == scenario)
        for scenario, days in enumerate(problem.possible_days)
    )
    groups = list(problem.groups)
    for one in past.planned:
        number = problem.group_of[one.scenario]
        groups[number] = _in_its_period(groups[number], one)
    return replace(problem, possible_days=possible, groups=tuple(groups), past=replace(past, all_stay=True))


def _in_its_period(group: PeriodGroup, one: KeptDrill) -> PeriodGroup:
    """The group with the drill's own slot alone on its day, on which no other drill is possible."""
    slots = tuple(slot for slot in group.slots(one.day) if slot.period == one.period)
    sorts = group.slot_lists if slots in group.slot_lists else (*group.slot_lists, slots)
    sort_of_day = list(group.slot_list_of_day)
    sort_of_day[one.day] = sorts.index(slots)
    return replace(group, slot_lists=sorts, slot_list_of_day=tuple(sort_of_day))
