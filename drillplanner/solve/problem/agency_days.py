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

#: A visit as it is counted: the resource's id and the date.
Visit = tuple[str, date]


@dataclass(frozen=True)
class AgencyDayCosts:
    """The points of an agency's date: for each visit beyond a level day, and for a single visit."""

    agencies: Mapping[str, Agency]
    extra_points: int
    single_points: int

    @classmethod
    def of(cls, district: District, campuses: int) -> AgencyDayCosts:
        """Return the costs of a district; with one campus, single visits cost nothing since none could join."""
        return cls(
            agencies={agency.agency_id: agency for agency in district.agencies},
            extra_points=district.weights.agency_load,
            single_points=district.weights.lone_trip if campuses > 1 else 0,
        )

    def level_visits(self, agency_id: str) -> int:
        """Return the most visits of an agency that still make a level day."""
        return max(LEVEL_VISITS, -(-self.agencies[agency_id].visits_per_day // 2))

    def has_lone_trips(self, agency_id: str) -> bool:
        """Check whether a single visit on a date costs points; not if the agency can never make two."""
        return self.single_points > 0 and self.agencies[agency_id].visits_per_day > 1

    def is_overfull(self, visit: Visit, visits: int) -> bool:
        """Check whether this many visits on the date are more than a level day."""
        return self.extra_points > 0 and visit[0] in self.agencies and visits > self.level_visits(visit[0])

    def is_single(self, visit: Visit, visits: int) -> bool:
        """Check whether this many visits on the date cost points as a single one."""
        return visits == 1 and visit[0] in self.agencies and self.has_lone_trips(visit[0])

    def points(self, visit: Visit, visits: int) -> int:
        """Return the points of this many visits on the date; 0 for resources that are not agencies."""
        if visit[0] not in self.agencies:
            return 0
        beyond = max(0, visits - self.level_visits(visit[0]))
        return self.extra_points * beyond + (self.single_points if self.is_single(visit, visits) else 0)

    def total(self, visits: Iterable[Visit]) -> int:
        """Return the points of all these visits together."""
        return sum(self.points(visit, number) for visit, number in Counter(visits).items())
