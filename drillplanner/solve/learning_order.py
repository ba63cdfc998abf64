"""The usual way before the other way: which of several interchangeable scenarios comes first in the year.

To the law and the goals two fire drills by different exits are one and the same, so the search leaves open which
comes first. To a child they are not: the posted way is learned before the other. Scenarios that no duty can tell
apart are dealt out again over the same drills, the primary route first and then in turn. The cost stays the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import replace

from drillplanner.mandates.kinds import Count
from drillplanner.model import Route
from drillplanner.solve.plans import CampusPlan
from drillplanner.solve.problem import CampusProblem, selects

_ROUTES = [None, *Route]


def in_learning_order(problem: CampusProblem, plan: CampusPlan) -> CampusPlan:
    """The plan with interchangeable scenarios dealt out anew over the same days and periods."""
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for position, placement in enumerate(plan.placements):
        alike[_what_anyone_can_tell(problem, placement.scenario)].append(position)
    placements = list(plan.placements)
    for positions in alike.values():
        uses = Counter(placements[position].scenario for position in positions)
        for position, scenario in zip(positions, _dealt(problem, uses), strict=True):
            placements[position] = replace(placements[position], scenario=scenario)
    return replace(plan, placements=tuple(placements))


def _what_anyone_can_tell(problem: CampusProblem, index: int) -> Hashable:
    """Equal for scenarios that fit the same periods, last as long, and count for the same duties."""
    scenario = problem.scenarios[index]
    matches = {
        requirement.match for duty in problem.duties if isinstance(requirement := duty.mandate.requirement, Count)
    }
    return (
        scenario.drill_type,
        scenario.minutes,
        next(number for number, group in enumerate(problem.groups) if index in group.scenarios),
        frozenset(match for match in matches if selects(match, scenario)),
    )


def _dealt(problem: CampusProblem, uses: Counter[int]) -> list[int]:
    """The scenarios in turn, starting with the usual way; each as often as before."""
    order = sorted(uses, key=lambda index: (_ROUTES.index(problem.scenarios[index].route), index))
    left = dict(uses)
    dealt: list[int] = []
    while len(dealt) < uses.total():
        for index in order:
            if left[index]:
                left[index] -= 1
                dealt.append(index)
    return dealt
