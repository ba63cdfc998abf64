"""Counting visits against days, by a maximum flow: quick at any size, and its cut says where visits are short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from drillplanner.law import Duty
from drillplanner.law.window import Window
from drillplanner.model import AgencyKind, District
from drillplanner.solve.explain.conflicts.duty_choices import days_open
from drillplanner.solve.problem.campus_problem import CampusProblem, selects
from drillplanner.solve.problem.resources import Interval, agency_resource
from drillplanner.solve.requirements import attended_matches, still_owed

#: Visits that can be made, by date.
VisitCapacity = Mapping[date, int]


@dataclass(frozen=True)
class VisitDemand:
    """Visits that a duty asks for at each of ``campuses`` campuses, on different days among these."""

    duty: Duty
    visits: int
    dates: tuple[date, ...]
    campuses: int = 1

    @property
    def total(self) -> int:
        """Visits at all of these campuses."""
        return self.visits * self.campuses


@dataclass(frozen=True)
class VisitShortage:
    """Demands that have only these dates, on which fewer visits can be made."""

    demands: tuple[VisitDemand, ...]
    dates: tuple[date, ...]
    can_be_made: int

    @property
    def needed(self) -> int:
        """Visits that the demands ask for."""
        return sum(demand.total for demand in self.demands)


def demands_of(problem: CampusProblem, kind: AgencyKind, campuses: int = 1) -> list[VisitDemand]:
    """What a campus needs of the agencies of a kind, by duties whose days have nothing in common.

    A visit may count for several duties; those with most visits are taken first, so that none is counted twice.
    """
    agencies = problem.agencies_of_kind(kind)
    found = []
    for duty in problem.duties:
        if duty.demand is not None and duty.demand.match.agency == kind:
            visits = still_owed(duty, problem.events)
            fitting = [problem.days[day].date for day in days_open(problem, duty)]
            dates = tuple(on for on in fitting if any(agency.is_open_on(on) for agency in agencies))
            if visits:
                found.append(VisitDemand(duty, visits, dates, campuses))
    found.sort(key=lambda one: (-one.visits, len(one.dates), one.duty.duty_id))
    chosen: list[VisitDemand] = []
    for demand in found:
        if not any(_overlap(demand.duty.window, one.duty.window) for one in chosen):
            chosen.append(demand)
    return chosen


def _overlap(one: Window, other: Window) -> bool:
    return one.first <= other.last and other.first <= one.last


def shortage_of(demands: Sequence[VisitDemand], room: VisitCapacity) -> VisitShortage | None:
    """Where the visits of a kind are short, with no campus too many; None where, by counting, they suffice."""
    hit = _short_of_visits(demands, room)
    if hit is None:
        return None
    while True:
        hit = _smallest_shortage(hit, room)
        # The rest may be short without some of them, on fewer days: until it is not.
        fewer = (_without_one(hit, demand) for demand in {one.dates: one for one in hit}.values())
        again = next((cut for one in fewer if (cut := _short_of_visits(one, room)) is not None), None)
        if again is None:
            dates = sorted({on for demand in hit for on in demand.dates})
            return VisitShortage(tuple(hit), tuple(dates), _can_be_made(hit, room))
        hit = again


def _short_of_visits(demands: Sequence[VisitDemand], room: VisitCapacity) -> list[VisitDemand] | None:
    """The demands that have nowhere to go, by a minimum cut; None where all can be met.

    Demands with the same days are one in the network, so that it stays small however many campuses there are.
    """
    import networkx  # slow to import, and needed only here

    network: networkx.DiGraph[object] = networkx.DiGraph()
    network.add_nodes_from(("need", "made"))
    groups = list(_by_dates(demands).items())
    for number, (dates, some) in enumerate(groups):
        network.add_edge("need", number, capacity=sum(demand.total for demand in some))
        for on in dates:
            network.add_edge(number, on, capacity=sum(demand.campuses for demand in some))
            network.add_edge(on, "made", capacity=room.get(on, 0))
    value, (short, _) = networkx.minimum_cut(network, "need", "made")
    if value >= sum(demand.total for demand in demands):
        return None
    # What the source still reaches has nowhere else to go.
    return [demand for number, (_, some) in enumerate(groups) if number in short for demand in some]


def _by_dates(demands: Sequence[VisitDemand]) -> dict[tuple[date, ...], list[VisitDemand]]:
    found: dict[tuple[date, ...], list[VisitDemand]] = {}
    for demand in demands:
        found.setdefault(demand.dates, []).append(demand)
    return found


def _smallest_shortage(hit: Sequence[VisitDemand], room: VisitCapacity) -> list[VisitDemand]:
    """With as few campuses as the shortage on their days needs: a visit too many is enough."""
    kept = list(hit)
    for demand in hit:
        while demand in kept:
            fewer = _without_one(kept, demand)
            if _can_be_made(fewer, room) >= sum(one.total for one in fewer):
                break
            kept = fewer
            demand = replace(demand, campuses=demand.campuses - 1)  # noqa: PLW2901 (the same, at one campus less)
    return kept


def _without_one(demands: Sequence[VisitDemand], gone: VisitDemand) -> list[VisitDemand]:
    """The demands with one campus less in that one."""
    left = replace(gone, campuses=gone.campuses - 1)
    return [left if demand == gone else demand for demand in demands if demand != gone or left.campuses]


def _can_be_made(demands: Sequence[VisitDemand], room: VisitCapacity) -> int:
    """Visits on the days of these demands, of which a campus takes one a day."""
    takers: Counter[date] = Counter()
    for dates, some in _by_dates(demands).items():
        for on in dates:
            takers[on] += sum(one.campuses for one in some)
    return sum(min(room.get(on, 0), number) for on, number in takers.items())


def visit_capacity(problems: Sequence[CampusProblem], district: District, kind: AgencyKind) -> VisitCapacity:
    """By date the most visits that the agencies of a kind could make, as they limit themselves and as hours allow.

    A crew makes one visit after another, travel between them; at best those that are over soonest.
    """
    agencies = [agency_resource(agency) for agency in district.agencies if agency.kind == kind]
    hours = _hours(problems, kind)
    return {
        on: sum(agency.most_visits(intervals) for agency in agencies if agency.is_open_on(on))
        for on, intervals in hours.items()
    }


def _hours(problems: Sequence[CampusProblem], kind: AgencyKind) -> dict[date, set[Interval]]:
    """By date all times at which a drill with such an agency could be held, in minutes since midnight."""
    found: dict[date, set[Interval]] = {}
    for problem in problems:
        matches = [match for match in attended_matches(problem.duties) if match.agency == kind]
        for index, scenario in enumerate(problem.scenarios):
            if any(selects(match, scenario) for match in matches):
                group = problem.groups[problem.group_of[index]]
                for day in problem.possible_days[index]:
                    times = {Interval(slot.start, slot.start + scenario.minutes) for slot in group.slots(day)}
                    found.setdefault(problem.days[day].date, set()).update(times)
    return found
