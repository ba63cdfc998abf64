"""Assign periods to a column's days and visits, within the room that other campuses leave.

Campuses of one class with the same column and the same open hours get the same answer, which is computed once.
While hours are open that are as good as any, no other answer is looked for.
"""

from __future__ import annotations

from drillplanner.solve.campus.offer_robustness import holds_on_every_offered_date
from drillplanner.solve.campus.search import assign_periods
from drillplanner.solve.district.campus_classes import CampusClass
from drillplanner.solve.district.pricing import Column
from drillplanner.solve.district.sequential_heuristic import visits_at_hours
from drillplanner.solve.problem.agency_days import Visit
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan, Effort, full_cost_key
from drillplanner.solve.problem.resource_use import ResourceUse

#: The starts at which a column's resources still have room: (resource, day, start).
_Open = frozenset[tuple[str, int, int]]
#: A class, by its first campus, and the days and visits of a column.
_Dates = tuple[int, frozenset[tuple[int, int]], tuple[Visit, ...]]


class PeriodAssignment:
    """Plans for the days of columns, each computed once for campuses of one class."""

    def __init__(self, effort: Effort) -> None:
        self._effort = effort
        self._known: dict[tuple[_Dates, _Open], CampusPlan | None] = {}
        #: The plans known to be the best at any hours: the one with all hours open, and others as good.
        self._best: dict[_Dates, list[CampusPlan]] = {}

    def of(self, campus_class: CampusClass, column: Column, in_use: ResourceUse) -> CampusPlan | None:
        """Return the plan with the best periods for the column's days and visits; None if none fit.

        The plan holds on each offered date, whichever is picked.
        """
        dates = campus_class.indices[0], column.days, column.visits
        best = self._best.setdefault(dates, [])
        for plan in best:
            if _fits(campus_class.problem, plan, in_use):
                return plan
        key = dates, _open_hours(campus_class, column, in_use)
        if key not in self._known:
            self._known[key] = found = self._found(campus_class, column, in_use)
            is_best = (
                not in_use.visits
                if not best
                else found is not None and full_cost_key(found) == full_cost_key(best[0])
            )
            if found is not None and is_best:
                best.append(found)
        return self._known[key]

    def _found(self, campus_class: CampusClass, column: Column, in_use: ResourceUse) -> CampusPlan | None:
        for careful in (False, True):
            plans = assign_periods(
                (campus_class.problem,), (column.days,), in_use, self._effort, careful, (column.visits,)
            )
            if not plans:
                return None
            if careful or holds_on_every_offered_date(campus_class.problem, plans[0]):
                return plans[0]
        return None


def _open_hours(campus_class: CampusClass, column: Column, in_use: ResourceUse) -> _Open:
    """Return the starts on the column's days at which its resources still have room."""
    problem = campus_class.problem
    agreed = set(column.visits)
    return frozenset(
        (resource.resource_id, day, slot.start)
        for scenario, day in column.days
        for resource in problem.resources
        if (resource.resource_id, on := problem.days[day].date) in agreed
        for slot in problem.groups[problem.group_of[scenario]].slots(day)
        if resource.is_open_during(interval := problem.interval(scenario, slot))
        and in_use.leaves_room(resource, on, interval)
    )


def _fits(problem: CampusProblem, plan: CampusPlan, in_use: ResourceUse) -> bool:
    """Check whether all visits of the plan have room, each next to those before it."""
    for resource_id, on, time in visits_at_hours(problem, plan):
        if not in_use.leaves_room(problem.resource_by_id[resource_id], on, time):
            return False
        in_use = in_use.with_visits([(resource_id, on, time)])
    return True
