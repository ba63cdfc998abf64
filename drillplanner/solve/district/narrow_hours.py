"""Hours of a date in which fewer visits fit than on all of it, such as lunch for drills at lunch only.

A column has days and no hours, and a date may have room for all of its visits, while lunch has room for a few. So
a visit to a drill that can only be held at some times counts once more, for these times. No plan has more visits
than their limit, so they have prices, and bounds at prices stay bounds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from drillplanner.solve.district.campus_classes import CampusClass
from drillplanner.solve.district.capacity import Capacity, VisitLimit
from drillplanner.solve.problem.agency_days import Visit
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.resources import Interval, Resource
from drillplanner.solve.requirements import attended_matches

#: The times at which a drill can be visited.
_Times = frozenset[Interval]


@dataclass(frozen=True)
class NarrowHours:
    """For each resource and date the times with a limit of their own, and these limits."""

    times: Mapping[Visit, tuple[_Times, ...]] = field(default_factory=dict)
    limits: Capacity = field(default_factory=dict)

    @classmethod
    def of(cls, classes: Sequence[CampusClass], capacity: Capacity) -> NarrowHours:
        """Return the times at which fewer visits fit than the date's ``capacity``."""
        resources = {
            resource.resource_id: resource
            for campus_class in classes
            for resource in campus_class.problem.resources
        }
        asked = _times_by_visit(classes, {name: resources[name] for name, _ in capacity if name in resources})
        known: dict[tuple[str, int, frozenset[_Times]], dict[_Times, int]] = {}
        found: dict[Visit, tuple[_Times, ...]] = {}
        limits: dict[Visit, VisitLimit] = {}
        for visit, all_times in asked.items():
            if visit not in capacity:
                continue
            (resource_id, on), most = visit, capacity[visit].most
            key = resource_id, most, frozenset(all_times)
            if key not in known:
                known[key] = narrow_times(resources[resource_id], most, all_times)
            found[visit] = tuple(known[key])
            for times, fit in known[key].items():
                limits[_name(resource_id, times), on] = VisitLimit(fit, fit)
        return cls(found, limits)

    def uses_of(self, problem: CampusProblem, resource_id: str, scenario: int, day: int) -> tuple[Visit, ...]:
        """Return the limited times to which a visit to a drill of the scenario on that day is bound."""
        on = problem.days[day].date
        limited = self.times.get((resource_id, on), ())
        if not limited or not _has_own_visits(problem, day):
            return ()
        times = _times(problem, problem.resource_by_id[resource_id], scenario, day)
        return tuple((_name(resource_id, within), on) for within in limited if times <= within)


def _name(resource_id: str, times: _Times) -> str:
    """Return an id for a resource at these times, which no resource has: ids in files have no colon."""
    return f"{resource_id}:{','.join(f'{time.start}-{time.end}' for time in sorted(times))}"


def _times_by_visit(classes: Sequence[CampusClass], resources: Mapping[str, Resource]) -> dict[Visit, set[_Times]]:
    """Return the times at which drills could be visited, by resource and date: a set for each sort of drill."""
    found: dict[Visit, set[_Times]] = defaultdict(set)
    for campus_class in classes:
        problem = campus_class.problem
        known: dict[tuple[str, int, int, int], _Times] = {}
        for resource, scenario in _visited(problem, resources):
            group, minutes = problem.group_of[scenario], problem.scenarios[scenario].minutes
            for day in problem.possible_days[scenario]:
                on, sort = problem.days[day].date, problem.groups[group].slot_list_of_day[day]
                if not resource.is_open_on(on) or not _has_own_visits(problem, day):
                    continue
                key = resource.resource_id, group, sort, minutes
                if key not in known:
                    known[key] = _times(problem, resource, scenario, day)
                if known[key]:
                    found[resource.resource_id, on].add(known[key])
    return found


def _visited(problem: CampusProblem, resources: Mapping[str, Resource]) -> Iterator[tuple[Resource, int]]:
    """Yield each of these resources with the scenarios at whose drills it can be needed."""
    wanted = (*attended_matches(problem.duties), *(allowance.match for allowance in problem.allowances))
    for resource in resources.values():
        asking = [match for match in wanted if resource in problem.agencies_for(match)]
        for place, scenario in enumerate(problem.scenarios):
            if any(match.selects_scenario(scenario) is not False for match in asking) or (
                resource in problem.resources and resource.is_needed_by(scenario)
            ):
                yield resource, place


def _has_own_visits(problem: CampusProblem, day: int) -> bool:
    """Check whether no campus shares the visits of the day's drills, and none of these is a fact already."""
    is_past = problem.past is not None and day < problem.past.first_open
    return problem.campus.building is None and not is_past


def _times(problem: CampusProblem, resource: Resource, scenario: int, day: int) -> _Times:
    """Return the times at which the resource could be at a drill of the scenario."""
    return frozenset(
        time
        for slot in problem.groups[problem.group_of[scenario]].slots(day)
        if resource.is_open_during(time := problem.interval(scenario, slot))
    )


def narrow_times(resource: Resource, most: int, all_times: Collection[_Times]) -> dict[_Times, int]:
    """Return the times at which fewer than ``most`` visits fit, with that number.

    They are those of one sort of drill, those of several sorts that are in each other's way, and those of sorts
    that would all still go on at some minute.
    """
    few = sorted((times for times in all_times if resource.most_visits(times) < most), key=sorted)
    joined: list[_Times] = []
    for times in few:
        near = [other for other in joined if _meet(resource, times, other)]
        joined = [other for other in joined if other not in near]
        joined.append(times.union(*near))
    at_once = (
        frozenset[Interval]().union(*(times for times in few if _all_go_on(resource, times, minute)))
        for minute in sorted({time.start for times in few for time in times})
    )
    fits = {times: resource.most_visits(times) for times in (*few, *joined, *at_once) if times}
    return {times: fit for times, fit in fits.items() if fit < most}


def _all_go_on(resource: Resource, times: _Times, minute: int) -> bool:
    """Check whether a visit at any of these times keeps the resource busy at that minute."""
    return all(resource.is_busy_with(time, minute) for time in times)


def _meet(resource: Resource, times: _Times, others: _Times) -> bool:
    """Check whether a visit at one of these times keeps the resource from one of the others."""
    return any(
        resource.is_busy_with(time, other.start) or resource.is_busy_with(other, time.start)
        for time in times
        for other in others
    )
