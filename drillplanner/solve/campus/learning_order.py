"""The usual way before the other way: which of several interchangeable scenarios comes first in the year.

To the law and the goals two fire drills by different exits may be one and the same, and the search then knows them
as one. To a child they are not: the posted way is learned before the other. Such scenarios are dealt out over the
drills in turn, the primary route first, so that each is used as often as the others.
"""

from __future__ import annotations

from drillplanner.model import Route, Scenario
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan, Placement

_ROUTES = [None, *Route]


def in_learning_order(problem: CampusProblem, plan: CampusPlan) -> tuple[tuple[Placement, Scenario], ...]:
    """Each placement with the scenario that is used, in order of day."""
    turns = [sorted(members, key=lambda scenario: _ROUTES.index(scenario.route)) for members in problem.members]
    used = [0] * len(turns)
    dealt = []
    for placement in sorted(plan.placements):
        members = turns[placement.scenario]
        dealt.append((placement, members[used[placement.scenario] % len(members)]))
        used[placement.scenario] += 1
    return tuple(dealt)
