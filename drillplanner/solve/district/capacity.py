"""Visits to a resource that are possible on a date, over all campuses, and how many of them cost no points."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from drillplanner.model import AgencyKind, SchoolLevel
from drillplanner.solve.district.campus_classes import CampusClass
from drillplanner.solve.problem.agency_days import AgencyDayCosts, Visit, visits_of
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan
from drillplanner.solve.problem.resources import Interval


class VisitLimit(NamedTuple):
    """The most visits to a resource on a date; each beyond the ``free`` ones costs this many ``points``."""

    most: int
    free: int
    points: int = 0

    @property
    def penalized(self) -> int:
        """The number of visits that cost points."""
        return self.most - self.free

    def revenue(self, price: int, point: int) -> int:
        """Return the most that visits at this price bring in, less their points.

        ``point`` is the number of price units in a point. The best number of visits is the free ones, or all.
        """
        return price * self.free + max(0, price - self.points * point) * self.penalized


Capacity = Mapping[Visit, VisitLimit]


def capacity_of(classes: Sequence[CampusClass], agency_days: AgencyDayCosts) -> Capacity:
    """Return the limit of each resource on each date on which more campuses could want a visit than are free.

    No plan can have more than the most: a resource allows that many visits a day, and only one after another in
    each place that it has at the same time. Whether hours can be found for all of them is decided later.
    """
    open_at: dict[date, list[CampusClass]] = defaultdict(list)
    for campus_class in classes:
        for day in campus_class.problem.days:
            open_at[day.date].append(campus_class)
    resources = {
        resource.resource_id: resource for campus_class in classes for resource in campus_class.problem.resources
    }
    times = _TimesOfDrills()
    found = {}
    for resource_id, resource in sorted(resources.items()):
        points = agency_days.points_beyond(resource_id)
        level = agency_days.level_visits(resource_id) if points else None
        safe = min(
            limit for limit in (resource.visits_at_once, resource.visits_per_day, level) if limit is not None
        )
        for on, open_classes in sorted(open_at.items(), key=lambda item: item[0]):
            campuses = sum(
                campus_class.campuses * _most_drills(campus_class.problem, on)
                for campus_class in open_classes
                if resource_id in campus_class.problem.resource_by_id
            )
            if not resource.is_open_on(on) or campuses <= safe:
                continue
            most = resource.most_visits(
                {time for campus_class in open_classes for time in times.of(campus_class.problem, on)}
            )
            free = most if level is None else min(most, level)
            if free < campuses:
                found[resource_id, on] = VisitLimit(most, free, points)
    return {**found, **_limits_of_schools(classes, agency_days)}


def _limits_of_schools(classes: Sequence[CampusClass], agency_days: AgencyDayCosts) -> Capacity:
    """Return how many schools may hold each kind of drill on each date on which more of them have school."""
    schools = agency_days.schools
    open_on: Counter[tuple[SchoolLevel, date]] = Counter()
    for campus_class in classes:
        level = schools.group_of(campus_class.problem)
        for day in campus_class.problem.days if level is not None else ():
            if level is not None:
                open_on[level, day.date] += campus_class.campuses * _most_drills(campus_class.problem, day.date)
    return {
        (resource.resource_id, on): VisitLimit(campuses, limit, agency_days.points_beyond(resource.resource_id))
        for (level, _), resource in schools.resources.items()
        for (open_level, on), campuses in sorted(open_on.items())
        if open_level is level and campuses > (limit := schools.limits[resource.resource_id])
    }


def exceeds_every_day(problems: Sequence[CampusProblem], alone: Sequence[CampusPlan]) -> bool:
    """Check whether the visits of these plans are more than the agencies of some kind can make on all days.

    It is only a hint that no plan exists: a plan with more drills, or with shared alarms, could need fewer visits.
    """
    wanted: Counter[AgencyKind] = Counter()
    for problem, plan in zip(problems, alone, strict=True):
        for resource_id, _ in visits_of(problem, plan):
            if (kind := problem.resource_by_id[resource_id].agency_kind) is not None:
                wanted[kind] += 1
    dates = {day.date for problem in problems for day in problem.days}
    agencies = {agency.resource_id: agency for problem in problems for agency in problem.resources}.values()
    return any(
        number
        > sum(
            agency.visits_per_day or number
            for agency in agencies
            if agency.agency_kind is kind
            for on in dates
            if agency.is_open_on(on)
        )
        for kind, number in wanted.items()
    )


def _most_drills(problem: CampusProblem, on: date) -> int:
    """Return the most drills of the campus on a date."""
    if problem.day_limits.most == 1:
        return 1
    return next(problem.day_limits.most_on(day.index) for day in problem.days if day.date == on)


class _TimesOfDrills:
    """Possible times of drills on a date, computed once for days with the same slots."""

    def __init__(self) -> None:
        self._by_slot_list: dict[tuple[int, int, int], frozenset[Interval]] = {}

    def of(self, problem: CampusProblem, on: date) -> set[Interval]:
        day = next(day.index for day in problem.days if day.date == on)
        return {
            interval
            for number, group in enumerate(problem.groups)
            for interval in self._in_group(problem, number, group.slot_list_of_day[day])
        }

    def _in_group(self, problem: CampusProblem, number: int, slot_list: int) -> frozenset[Interval]:
        key = id(problem), number, slot_list
        if key not in self._by_slot_list:
            group = problem.groups[number]
            shortest = min(problem.scenarios[scenario].minutes for scenario in group.scenarios)
            self._by_slot_list[key] = frozenset(
                Interval(slot.start, slot.start + shortest) for slot in group.slot_lists[slot_list]
            )
        return self._by_slot_list[key]
