"""How many visits an agency can make on a date, over all campuses, where that can be too few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from drillplanner.model import Agency
from drillplanner.solve.kinds import Kind, Visit
from drillplanner.solve.problem import CampusProblem
from drillplanner.solve.taken import Interval, works_through

Capacity = Mapping[Visit, int]


def capacity_of(kinds: Sequence[Kind]) -> Capacity:
    """The most visits that each agency can make on each date, where more campuses than that could want one.

    No plan can hold more: an agency makes so many visits a day, and each crew one after the other. Whether they
    can be fitted into the hours is another question.
    """
    open_at: dict[date, list[Kind]] = defaultdict(list)
    for kind in kinds:
        for day in kind.problem.days:
            open_at[day.date].append(kind)
    agencies = {agency.agency_id: agency for kind in kinds for agency in kind.problem.agencies}
    times = _Times()
    found = {}
    for agency_id, agency in sorted(agencies.items()):
        for on, there in sorted(open_at.items(), key=lambda item: item[0]):
            campuses = sum(kind.campuses for kind in there)
            if not agency.can_come_on(on) or campuses <= min(agency.visits_per_day, agency.crews):
                continue
            intervals = {one for kind in there for one in times.of(kind.problem, on)}
            most = min(agency.visits_per_day, agency.crews * _in_a_row(intervals, agency))
            if most < campuses:
                found[agency_id, on] = most
    return found


def _in_a_row(intervals: set[Interval], agency: Agency) -> int:
    """How many of these drills one crew can attend, one after the other: those that end first come first."""
    made, free_from = 0, 0
    for interval in sorted(intervals, key=lambda one: (one[1], one[0])):
        if interval[0] >= free_from and works_through(agency, interval):
            made += 1
            free_from = interval[1] + agency.travel_minutes
    return made


class _Times:
    """When drills can be on a date, as minutes from–to; reckoned once for days with the same hours."""

    def __init__(self) -> None:
        self._of_sort: dict[tuple[int, int, int], frozenset[Interval]] = {}

    def of(self, problem: CampusProblem, on: date) -> set[Interval]:
        day = next(one.index for one in problem.days if one.date == on)
        return {
            interval
            for number, group in enumerate(problem.groups)
            for interval in self._in_group(problem, number, group.sort_of_day[day])
        }

    def _in_group(self, problem: CampusProblem, number: int, sort: int) -> frozenset[Interval]:
        key = id(problem), number, sort
        if key not in self._of_sort:
            group = problem.groups[number]
            shortest = min(problem.scenarios[one].minutes for one in group.scenarios)
            self._of_sort[key] = frozenset((slot.start, slot.start + shortest) for slot in group.sorts[sort])
        return self._of_sort[key]
