"""Points of an agency's date by its number of visits: the goals that no campus has alone.

An agency's good day has two visits or more, and at most half of the visits that it can make. The points of a date
depend only on the number of visits, over all campuses, and are never negative. So the sum of each campus's best
cost alone stays a bound: agency days can only add to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from drillplanner.model import LEVEL_VISITS, Agency, District
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan
from drillplanner.solve.problem.schools_a_day import SchoolsADay

#: Points for each school beyond the limit of schools that hold one kind of drill on a date. More than any wish of
#: a campus is worth, and less than a required developmental limit.
CROWDED = 200
#: A visit as it is counted: the resource's id and the date.
Visit = tuple[str, date]


@dataclass(frozen=True)
class AgencyDayCosts:
    """The points of an agency's date: for each visit beyond a level day, and for a single visit."""

    agencies: Mapping[str, Agency]
    extra_points: int
    single_points: int
    schools: SchoolsADay = SchoolsADay()  # noqa: RUF009 (frozen)
    """The limits of schools that hold one kind of drill on a date."""

    @classmethod
    def of(
        cls,
        district: District,
        campuses: int,
        schools: SchoolsADay = SchoolsADay(),  # noqa: B008 (frozen)
    ) -> AgencyDayCosts:
        """Return the costs of a district; with one campus, single visits cost nothing since none could join."""
        return cls(
            agencies={agency.agency_id: agency for agency in district.agencies},
            extra_points=district.weights.agency_load,
            single_points=district.weights.lone_trip if campuses > 1 else 0,
            schools=schools,
        )

    def has_points(self, resource_id: str) -> bool:
        """Check whether any number of visits on a date costs points."""
        return resource_id in self.agencies or resource_id in self.schools.limits

    def points_beyond(self, resource_id: str) -> int:
        """Return the points of each visit beyond a level day, or school beyond the limit."""
        if resource_id in self.schools.limits:
            return CROWDED
        return self.extra_points if resource_id in self.agencies else 0

    def level_visits(self, agency_id: str) -> int:
        """Return the most visits of an agency that still make a level day, or schools within the limit."""
        if agency_id in self.schools.limits:
            return self.schools.limits[agency_id]
        return max(LEVEL_VISITS, -(-self.agencies[agency_id].visits_per_day // 2))

    def has_lone_trips(self, agency_id: str) -> bool:
        """Check whether a single visit on a date costs points; not if the agency can never make two."""
        return self.single_points > 0 and self.agencies[agency_id].visits_per_day > 1

    def is_overfull(self, visit: Visit, visits: int) -> bool:
        """Check whether this many visits on the date are more than a level day."""
        return self.points_beyond(visit[0]) > 0 and visits > self.level_visits(visit[0])

    def is_single(self, visit: Visit, visits: int) -> bool:
        """Check whether this many visits on the date cost points as a single one."""
        return visits == 1 and visit[0] in self.agencies and self.has_lone_trips(visit[0])

    def points(self, visit: Visit, visits: int) -> int:
        """Return the points of this many visits on the date; 0 for resources that are not agencies."""
        extra = self.points_beyond(visit[0])
        beyond = max(0, visits - self.level_visits(visit[0])) if extra else 0
        return extra * beyond + (self.single_points if self.is_single(visit, visits) else 0)

    def total(self, visits: Iterable[Visit]) -> int:
        """Return the points of all these visits together."""
        return sum(self.points(visit, number) for visit, number in Counter(visits).items())


def visits_of(problem: CampusProblem, plan: CampusPlan) -> tuple[Visit, ...]:
    """Return the visits of a campus's plan to agencies and sites, in order of date."""
    return tuple(
        (resource_id, problem.days[placement.day].date)
        for placement in plan.placements
        for resource_id in placement.resource_ids
    )
