"""What it costs the district how the visits of its agencies fall on dates: the goals that no campus has alone.

An agency's good day has two visits or more and is not fuller than half of what it can make. What a date costs
hangs on the number of visits alone, over all campuses, and is never less than nothing: so the sum of each campus's
best cost alone stays a bound, to which the days of the agencies can only add.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from drillplanner.model import LEVEL_VISITS, Agency, District

#: A visit, as its date is counted: the agency's id and the date.
Visit = tuple[str, date]


@dataclass(frozen=True)
class AgencyDayCosts:
    """The points of an agency's date: ``load`` for each visit beyond a level day, ``lone`` for a single one."""

    agencies: Mapping[str, Agency]
    extra_points: int
    single_points: int

    @classmethod
    def of(cls, district: District, campuses: int) -> AgencyDayCosts:
        """Those of a district with so many campuses. Where there is one alone, no visit can be joined."""
        return cls(
            agencies={agency.agency_id: agency for agency in district.agencies},
            extra_points=district.weights.agency_load,
            single_points=district.weights.lone_trip if campuses > 1 else 0,
        )

    def level_visits(self, agency_id: str) -> int:
        """So many visits on one date are a level day."""
        return max(LEVEL_VISITS, -(-self.agencies[agency_id].visits_per_day // 2))

    def has_lone_trips(self, agency_id: str) -> bool:
        """Whether a single visit on a date costs anything: not where the agency can never make two."""
        return self.single_points > 0 and self.agencies[agency_id].visits_per_day > 1

    def is_overfull(self, visit: Visit, visits: int) -> bool:
        """Whether so many visits on that date cost points as too many."""
        return self.extra_points > 0 and visit[0] in self.agencies and visits > self.level_visits(visit[0])

    def is_single(self, visit: Visit, visits: int) -> bool:
        """Whether so many visits on that date cost points as a single one."""
        return visits == 1 and visit[0] in self.agencies and self.has_lone_trips(visit[0])

    def points(self, visit: Visit, visits: int) -> int:
        """What so many visits of the agency on that date cost."""
        if visit[0] not in self.agencies:
            return 0
        beyond = max(0, visits - self.level_visits(visit[0]))
        return self.extra_points * beyond + (self.single_points if self.is_single(visit, visits) else 0)

    def total(self, visits: Iterable[Visit]) -> int:
        """What all of these cost together."""
        return sum(self.points(visit, number) for visit, number in Counter(visits).items())
