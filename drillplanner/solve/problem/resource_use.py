"""Visits that other campuses already use, and the room they leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from drillplanner.solve.problem.agency_days import AgencyDayCosts, Visit
from drillplanner.solve.problem.resources import Interval, Resource


@dataclass(frozen=True)
class ResourceUse:
    """Visits that other campuses already use, by resource and date.

    ``agency_days`` gives the points of an agency's date. It is None where these points do not count: for a campus
    alone, and where only lawfulness matters.
    """

    visits: Mapping[Visit, tuple[Interval, ...]] = field(default_factory=dict)
    agency_days: AgencyDayCosts | None = None

    def with_visits(self, more: Iterable[tuple[str, date, Interval]]) -> ResourceUse:
        """Return the use with more visits, each given by resource id, date, and time."""
        visits = dict(self.visits)
        for agency_id, on, interval in more:
            visits[agency_id, on] = tuple(sorted((*visits.get((agency_id, on), ()), interval)))
        return replace(self, visits=visits)

    def visits_on(self, visit: Visit) -> int:
        """Return the number of visits to a resource on a date."""
        return len(self.visits.get(visit, ()))

    def points_added(self, visits: Iterable[Visit]) -> int:
        """Return the points that these visits add to agency days; negative if they join single visits."""
        days = self.agency_days
        if days is None:
            return 0
        return sum(
            days.points(visit, self.visits_on(visit) + more) - days.points(visit, self.visits_on(visit))
            for visit, more in Counter(visits).items()
        )

    def has_visit_left(self, resource: Resource, on: date) -> bool:
        """Check whether the resource has a visit left on that date, at whatever hour."""
        return resource.allows_on_a_day(self.visits_on((resource.resource_id, on)) + 1)

    def leaves_room(self, resource: Resource, on: date, wanted: Interval) -> bool:
        """Check whether the resource has room for one more drill on that date at that time."""
        visits = self.visits.get((resource.resource_id, on), ())
        if not visits:
            return True
        with_wanted = [*visits, wanted]
        if not resource.allows_on_a_day(resource.visits_for(with_wanted)):
            return False
        return all(
            resource.visits_at(visit.start, with_wanted) <= resource.visits_at_once for visit in with_wanted
        )

    def least_points_added(self, visits: int) -> int:
        """Return a lower bound, 0 or less, on the points that this many visits add to agency days.

        Visits beyond a level day never cost less if there are more; each visit can join one single visit.
        """
        if self.agency_days is None:
            return 0
        single = sum(self.agency_days.is_single(visit, len(intervals)) for visit, intervals in self.visits.items())
        return -self.agency_days.single_points * min(visits, single)
