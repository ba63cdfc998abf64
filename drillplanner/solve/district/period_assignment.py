"""From the days of a campus's year to its hours, on what other campuses left of the agencies.

The days and the visits are agreed; what is left to choose are the periods. Campuses that are alike, have the same
days and find the same hours open get the same answer, so that it is worked out once.
"""

from __future__ import annotations

from drillplanner.solve.campus.offer_robustness import holds_on_every_offered_date
from drillplanner.solve.campus.search import assign_periods
from drillplanner.solve.district.pricing import Column
from drillplanner.solve.problem.campus_classes import CampusClass
from drillplanner.solve.problem.plans import CampusPlan, Effort
from drillplanner.solve.problem.resource_use import ResourceUse

#: The hours that an agency has left for drills of an agreed day: (agency, day, start).
_Open = frozenset[tuple[str, int, int]]


class PeriodAssignment:
    """Plans for agreed days, each worked out once for campuses that are alike."""

    def __init__(self, effort: Effort) -> None:
        self._effort = effort
        self._known: dict[tuple[int, Column, _Open], CampusPlan | None] = {}

    def of(self, kind: CampusClass, bid: Column, taken: ResourceUse) -> CampusPlan | None:
        """The best periods for the bid's days and visits on what is left; None where there are none.

        Dates that are offered hold whichever is picked.
        """
        key = kind.indices[0], bid, _open_hours(kind, bid, taken)
        if key not in self._known:
            self._known[key] = self._found(kind, bid, taken)
        return self._known[key]

    def _found(self, kind: CampusClass, bid: Column, taken: ResourceUse) -> CampusPlan | None:
        for careful in (False, True):
            plans = assign_periods((kind.problem,), (bid.days,), taken, self._effort, careful, (bid.visits,))
            if not plans:
                return None
            if careful or holds_on_every_offered_date(kind.problem, plans[0]):
                return plans[0]
        return None


def _open_hours(kind: CampusClass, bid: Column, taken: ResourceUse) -> _Open:
    """Where the agencies of the bid's visits could still come on its days."""
    problem = kind.problem
    agreed = set(bid.visits)
    return frozenset(
        (resource.resource_id, day, slot.start)
        for scenario, day in bid.days
        for resource in problem.resources
        if (resource.resource_id, on := problem.days[day].date) in agreed
        for slot in problem.groups[problem.group_of[scenario]].slots(day)
        if resource.is_open_during(interval := problem.interval(scenario, slot))
        and taken.leaves_room(resource, on, interval)
    )
