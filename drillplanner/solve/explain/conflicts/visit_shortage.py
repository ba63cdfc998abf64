"""Count visits against days by maximum flow. It is quick at any size, and its cut shows where visits are short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from drillplanner.model import AgencyKind, District
from drillplanner.solve.explain.conflicts.visit_demands import VisitDemand
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.resources import Interval, agency_resource
from drillplanner.solve.requirements import attended_matches

#: The visits that can be made, by date.
VisitCapacity = Mapping[date, int]


@dataclass(frozen=True)
class VisitShortage:
    """Demands that have only these dates, on which fewer visits can be made."""

    demands: tuple[VisitDemand, ...]
    dates: tuple[date, ...]
    can_be_made: int

    @property
    def needed(self) -> int:
        """The visits that the demands require."""
        return sum(demand.total for demand in self.demands)


def shortage_of(demands: Sequence[VisitDemand], room: VisitCapacity) -> VisitShortage | None:
    """Return where visits of a kind are short, with no campus too many; None if the count finds no shortage."""
    short = _short_of_visits(demands, room)
    if short is None:
        return None
    while True:
        short = _smallest_shortage(short, room)
        # Without some of its demands the rest may still be short, on fewer days. Repeat until it is not.
        fewer = (_without_one(short, demand) for demand in {demand.dates: demand for demand in short}.values())
        again = next((cut for demand in fewer if (cut := _short_of_visits(demand, room)) is not None), None)
        if again is None:
            dates = sorted({on for demand in short for on in demand.dates})
            return VisitShortage(tuple(short), tuple(dates), _can_be_made(short, room))
        short = again


def _short_of_visits(demands: Sequence[VisitDemand], room: VisitCapacity) -> list[VisitDemand] | None:
    """Return the demands that cannot be met, by a minimum cut; None if all can.

    Demands with the same days are one node, so that the network stays small for any number of campuses.
    """
    import networkx  # slow to import, and needed only here

    network: networkx.DiGraph[object] = networkx.DiGraph()
    network.add_nodes_from(("need", "made"))
    groups = list(_by_dates(demands).items())
    for number, (dates, demands_of_dates) in enumerate(groups):
        network.add_edge("need", number, capacity=sum(demand.total for demand in demands_of_dates))
        for on in dates:
            network.add_edge(number, on, capacity=sum(demand.campuses for demand in demands_of_dates))
            network.add_edge(on, "made", capacity=room.get(on, 0))
    value, (short, _) = networkx.minimum_cut(network, "need", "made")
    if value >= sum(demand.total for demand in demands):
        return None
    # Demands that the source still reaches have no other days to go to.
    return [
        demand
        for number, (_, demands_of_dates) in enumerate(groups)
        if number in short
        for demand in demands_of_dates
    ]


def _by_dates(demands: Sequence[VisitDemand]) -> dict[tuple[date, ...], list[VisitDemand]]:
    by_dates: dict[tuple[date, ...], list[VisitDemand]] = {}
    for demand in demands:
        by_dates.setdefault(demand.dates, []).append(demand)
    return by_dates


def _smallest_shortage(short: Sequence[VisitDemand], room: VisitCapacity) -> list[VisitDemand]:
    """Reduce the shortage to as few campuses as possible: one visit too many is enough."""
    kept = list(short)
    for demand in short:
        while demand in kept:
            fewer = _without_one(kept, demand)
            if _can_be_made(fewer, room) >= sum(other.total for other in fewer):
                break
            kept = fewer
            demand = replace(demand, campuses=demand.campuses - 1)  # noqa: PLW2901 (the same, at one campus less)
    return kept


def _without_one(demands: Sequence[VisitDemand], gone: VisitDemand) -> list[VisitDemand]:
    """Return the demands with one campus fewer in ``gone``."""
    reduced = replace(gone, campuses=gone.campuses - 1)
    return [reduced if demand == gone else demand for demand in demands if demand != gone or reduced.campuses]


def _can_be_made(demands: Sequence[VisitDemand], room: VisitCapacity) -> int:
    """Count the visits that can be made on the days of these demands, at most one a day at each campus."""
    takers: Counter[date] = Counter()
    for dates, demands_of_dates in _by_dates(demands).items():
        for on in dates:
            takers[on] += sum(demand.campuses for demand in demands_of_dates)
    return sum(min(room.get(on, 0), number) for on, number in takers.items())


def visit_capacity(problems: Sequence[CampusProblem], district: District, kind: AgencyKind) -> VisitCapacity:
    """Return, by date, the most visits that agencies of a kind could make under their limits and hours.

    A crew makes one visit after another, with travel between them. The most come from taking those that end first.
    """
    agencies = [agency_resource(agency) for agency in district.agencies if agency.kind == kind]
    hours = _hours(problems, kind)
    return {
        on: sum(agency.most_visits(intervals) for agency in agencies if agency.is_open_on(on))
        for on, intervals in hours.items()
    }


def _hours(problems: Sequence[CampusProblem], kind: AgencyKind) -> dict[date, set[Interval]]:
    """Return, by date, all times at which a drill with such an agency could be held, in minutes since midnight."""
    times_by_date: dict[date, set[Interval]] = {}
    for problem in problems:
        matches = [match for match in attended_matches(problem.duties) if match.agency == kind]
        for index, scenario in enumerate(problem.scenarios):
            if any(match.selects_scenario(scenario) for match in matches):
                group = problem.groups[problem.group_of[index]]
                for day in problem.possible_days[index]:
                    times = {Interval(slot.start, slot.start + scenario.minutes) for slot in group.slots(day)}
                    times_by_date.setdefault(problem.days[day].date, set()).update(times)
    return times_by_date
