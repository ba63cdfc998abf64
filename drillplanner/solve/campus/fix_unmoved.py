"""Fix every previous drill that can stay, and leave only the rest to choose.

No plan moves fewer drills, so if such a plan exists, the number of moves needs no other proof, and little is left
to search. If none exists, some drills must move, and the full search decides.
"""

from __future__ import annotations

from dataclasses import replace

from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.previous_plan import KeptDrill
from drillplanner.solve.problem.slots import PeriodGroup


def fix_unmoved(problems: tuple[CampusProblem, ...]) -> tuple[CampusProblem, ...] | None:
    """Return the problems with each planned drill on its day, in its period, with its resources.

    None if two drills of one campus are on one day that may have only one. A day that may have several stays open
    to others.
    """
    found = tuple(held for problem in problems if (held := _fixed(problem)) is not None)
    return found if len(found) == len(problems) else None


def _fixed(problem: CampusProblem) -> CampusProblem | None:
    past = problem.past
    if past is None or not past.planned:
        return problem
    alone = [drill for drill in past.planned if problem.day_limits.most_on(drill.day) == 1]
    by_day = {drill.day: drill for drill in alone}
    if len(by_day) < len(alone):
        return None
    possible = tuple(
        tuple(day for day in days if day not in by_day or by_day[day].scenario == problem.first_copy_of(scenario))
        for scenario, days in enumerate(problem.possible_days)
    )
    groups = list(problem.groups)
    for drill in alone:
        number = problem.group_of[drill.scenario]
        groups[number] = _in_its_period(groups[number], drill)
    return replace(problem, possible_days=possible, groups=tuple(groups), past=replace(past, all_stay=True))


def _in_its_period(group: PeriodGroup, drill: KeptDrill) -> PeriodGroup:
    """Return the group with only the drill's own slot on its day, on which no other drill is possible."""
    slots = tuple(slot for slot in group.slots(drill.day) if slot.period == drill.period)
    slot_lists = group.slot_lists if slots in group.slot_lists else (*group.slot_lists, slots)
    slot_list_of_day = list(group.slot_list_of_day)
    slot_list_of_day[drill.day] = slot_lists.index(slots)
    return replace(group, slot_lists=slot_lists, slot_list_of_day=tuple(slot_list_of_day))
