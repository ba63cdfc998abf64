"""How many visits an agency can make on a date, over all campuses, and how many of them cost no points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from drillplanner.solve.problem.agency_days import AgencyDayCosts, Visit
from drillplanner.solve.problem.campus_classes import CampusClass
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.resource_use import Interval, most_visits_of_one_crew


class VisitLimit(NamedTuple):
    """An agency makes ``most`` visits on a date; each beyond the ``free`` ones costs so many ``points``."""

    most: int
    free: int
    points: int = 0

    @property
    def penalized(self) -> int:
        """How many of the visits cost points."""
        return self.most - self.free

    def revenue(self, price: int, point: int) -> int:
        """The most that visits at this price bring in, less what they cost; prices count so many to a ``point``.

        The number of visits that brings in most is the free one, or all.
        """
        return price * self.free + max(0, price - self.points * point) * self.penalized


Capacity = Mapping[Visit, VisitLimit]


def capacity_of(kinds: Sequence[CampusClass], agency_days: AgencyDayCosts) -> Capacity:
    """The limit of each agency on each date, where more campuses than that is free for could want a visit.

    No plan can hold more than the most: an agency makes so many visits a day, and each crew one after the other.
    Whether they can be fitted into the hours is another question.
    """
    open_at: dict[date, list[CampusClass]] = defaultdict(list)
    for kind in kinds:
        for day in kind.problem.days:
            open_at[day.date].append(kind)
    agencies = {agency.agency_id: agency for kind in kinds for agency in kind.problem.agencies}
    times = _TimesOfDrills()
    found = {}
    for agency_id, agency in sorted(agencies.items()):
        for on, there in sorted(open_at.items(), key=lambda item: item[0]):
            campuses = sum(kind.campuses for kind in there if agency in kind.problem.agencies)
            is_levelled = agency_days.load and agency_id in agency_days.agencies
            free = agency_days.level_visits(agency_id) if is_levelled else agency.visits_per_day
            if not agency.can_come_on(on) or campuses <= min(agency.visits_per_day, agency.crews, free):
                continue
            intervals = {one for kind in there for one in times.of(kind.problem, on)}
            most = min(agency.visits_per_day, agency.crews * most_visits_of_one_crew(intervals, agency))
            if min(most, free) < campuses:
                found[agency_id, on] = VisitLimit(most, min(most, free), agency_days.load)
    return found


class _TimesOfDrills:
    """When drills can be on a date, as minutes from–to; reckoned once for days with the same hours."""

    def __init__(self) -> None:
        self._of_sort: dict[tuple[int, int, int], frozenset[Interval]] = {}

    def of(self, problem: CampusProblem, on: date) -> set[Interval]:
        day = next(day.index for day in problem.days if day.date == on)
        return {
            interval
            for number, group in enumerate(problem.groups)
            for interval in self._in_group(problem, number, group.sort_of_day[day])
        }

    def _in_group(self, problem: CampusProblem, number: int, sort: int) -> frozenset[Interval]:
        key = id(problem), number, sort
        if key not in self._of_sort:
            group = problem.groups[number]
            shortest = min(problem.scenarios[scenario].minutes for scenario in group.scenarios)
            self._of_sort[key] = frozenset(
                Interval(slot.start, slot.start + shortest) for slot in group.sorts[sort]
            )
        return self._of_sort[key]
