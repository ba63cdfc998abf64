"""What other campuses already took of the agencies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from drillplanner.model import Agency, minutes_of
from drillplanner.solve.problem.agency_days import AgencyDayCosts, Visit
from drillplanner.solve.problem.resources import is_site


class Interval(NamedTuple):
    """From and to, in minutes since midnight, and the building, where the campus shares one."""

    start: int
    end: int
    building: str = ""


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

    def number(self, visit: Visit) -> int:
        """How many visits the agency makes on that date already."""
        return len(self.visits.get(visit, ()))

    def points_more(self, visits: Iterable[Visit]) -> int:
        """What these visits add to the cost of the agencies' days; less than 0 where they join single ones."""
        days = self.agency_days
        if days is None:
            return 0
        return sum(
            days.points(visit, self.number(visit) + more) - days.points(visit, self.number(visit))
            for visit, more in Counter(visits).items()
        )

    def has_a_visit_left(self, agency: Agency, on: date) -> bool:
        """Whether the agency can come once more on that date, at whatever hour."""
        return self.number((agency.agency_id, on)) < agency.visits_per_day

    def leaves_room(self, agency: Agency, on: date, wanted: Interval) -> bool:
        """Whether the agency can come to one more drill on that date at that time."""
        visits = self.visits.get((agency.agency_id, on), ())
        if not visits:
            return True
        with_it = [*visits, wanted]
        if trips_needed(with_it, agency) > agency.visits_per_day:
            return False
        return all(crews_busy_at(one.start, with_it, agency) <= agency.crews for one in with_it)

    def least_points_of_more(self, visits: int) -> int:
        """What so many visits of others add to the cost of the agencies' days at the very least: 0 or less.

        Visits beyond a level day never cost less for more visits; each visit can join one single visit.
        """
        if self.agency_days is None:
            return 0
        single = sum(self.agency_days.is_single(visit, len(some)) for visit, some in self.visits.items())
        return -self.agency_days.lone * min(visits, single)


def crews_busy_at(moment: int, visits: Sequence[Interval], agency: Agency) -> int:
    """How many crews have a visit that has begun and is not over, travel counted, at that minute of the day.

    Visits begin and end like intervals on a line, so it is enough to ask this at the minutes at which one begins.
    """
    return trips_needed(
        [visit for visit in visits if visit.start <= moment < visit.end + agency.travel_minutes], agency
    )


def trips_needed(visits: Sequence[Interval], agency: Agency) -> int:
    """How often the agency sets out for these visits of a date.

    Who is in a building when its alarm rings is at the drills of all of its campuses; a site has them all to take.
    """
    if is_site(agency.agency_id):
        return len(visits)
    shared = {(visit.building, visit.start) for visit in visits if visit.building}
    return len(shared) + sum(not visit.building for visit in visits)


def is_within_hours(agency: Agency, interval: Interval) -> bool:
    """Whether the whole time lies in the agency's hours."""
    opens = minutes_of(agency.available_from) if agency.available_from else 0
    closes = minutes_of(agency.available_until) if agency.available_until else 24 * 60
    return opens <= interval.start and interval.end <= closes


def can_start_between(agency: Agency, first: int, last: int, minutes: int) -> bool:
    """Whether so many minutes that may begin from ``first`` to ``last`` can lie in the agency's hours."""
    opens = minutes_of(agency.available_from) if agency.available_from else 0
    start = min(max(first, opens), last)
    return is_within_hours(agency, Interval(start, start + minutes))


def most_visits_of_one_crew(intervals: Iterable[Interval], agency: Agency) -> int:
    """How many of these drills one crew can attend, one after the other: those that end first come first."""
    made, free_from = 0, 0
    for interval in sorted(intervals, key=lambda one: (one.end, one.start)):
        if interval.start >= free_from and is_within_hours(agency, interval):
            made += 1
            free_from = interval.end + agency.travel_minutes
    return made
