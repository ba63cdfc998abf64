"""What other campuses already took of the agencies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from drillplanner.solve.problem.agency_days import AgencyDayCosts, Visit
from drillplanner.solve.problem.resources import Interval, Resource


@dataclass(frozen=True)
class ResourceUse:
    """What other campuses already took of the agencies: visits by (agency, date), as minutes from–to.

    ``agency_days`` says what a date of an agency costs; None where that does not count: for a campus alone, and in
    questions of what is lawful.
    """

    visits: Mapping[Visit, tuple[Interval, ...]] = field(default_factory=dict)
    agency_days: AgencyDayCosts | None = None

    def with_visits(self, more: Iterable[tuple[str, date, Interval]]) -> ResourceUse:
        """The same with more visits: (agency, date, from–to)."""
        visits = dict(self.visits)
        for agency_id, on, interval in more:
            visits[agency_id, on] = tuple(sorted((*visits.get((agency_id, on), ()), interval)))
        return replace(self, visits=visits)

    def visits_on(self, visit: Visit) -> int:
        """How many visits the agency makes on that date already."""
        return len(self.visits.get(visit, ()))

    def points_added(self, visits: Iterable[Visit]) -> int:
        """What these visits add to the cost of the agencies' days; less than 0 where they join single ones."""
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
        """What so many visits of others add to the cost of the agencies' days at the very least: 0 or less.

        Visits beyond a level day never cost less for more visits; each visit can join one single visit.
        """
        if self.agency_days is None:
            return 0
        single = sum(self.agency_days.is_single(visit, len(some)) for visit, some in self.visits.items())
        return -self.agency_days.single_points * min(visits, single)
