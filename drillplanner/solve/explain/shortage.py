"""Counting visits against days, by a maximum flow: quick at any size, and its cut says where visits are short."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from drillplanner.mandates import Duty
from drillplanner.mandates.kinds import Count
from drillplanner.mandates.window import Window
from drillplanner.model import AgencyKind, District
from drillplanner.solve.encoders.count import still_owed
from drillplanner.solve.explain.room_words import days_open
from drillplanner.solve.problem import CampusProblem


@dataclass(frozen=True)
class Demand:
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
class Shortage:
    """Demands that have only these dates, on which fewer visits can be made."""

    demands: tuple[Demand, ...]
    dates: tuple[date, ...]
    can_be_made: int

    @property
    def needed(self) -> int:
        """Visits that the demands ask for."""
        return sum(demand.total for demand in self.demands)


def demands_of(problem: CampusProblem, kind: AgencyKind, campuses: int = 1) -> list[Demand]:
    """What a campus needs of the agencies of a kind, by duties whose days have nothing in common.

    A visit may count for several duties; those with most visits are taken first, so that none is counted twice.
    """
    comers = [agency for agency in problem.agencies if agency.kind == kind]
    found = []
    for duty in problem.duties:
        requirement = duty.mandate.requirement
        if isinstance(requirement, Count) and requirement.match.agency == kind:
            visits = still_owed(requirement, duty, problem.events)
            fitting = [problem.days[day].date for day in days_open(problem, duty)]
            dates = tuple(on for on in fitting if any(agency.can_come_on(on) for agency in comers))
            if visits:
                found.append(Demand(duty, visits, dates, campuses))
    found.sort(key=lambda one: (-one.visits, len(one.dates), one.duty.duty_id))
    chosen: list[Demand] = []
    for demand in found:
        if not any(_overlap(demand.duty.window, one.duty.window) for one in chosen):
            chosen.append(demand)
    return chosen


def _overlap(one: Window, other: Window) -> bool:
    return one.first <= other.last and other.first <= one.last


def shortage_of(demands: Sequence[Demand], district: District, kind: AgencyKind) -> Shortage | None:
    """Where the visits of a kind are short; None where they suffice, as far as counting goes."""
    import networkx  # slow to import, and needed only here

    network: networkx.DiGraph[object] = networkx.DiGraph()
    network.add_nodes_from(("need", "made"))
    for number, demand in enumerate(demands):
        network.add_edge("need", number, capacity=demand.total)
        for on in demand.dates:
            network.add_edge(number, on, capacity=demand.campuses)
            network.add_edge(on, "made", capacity=_capacity(district, kind, on))
    needed = sum(demand.total for demand in demands)
    value, (short, _) = networkx.minimum_cut(network, "need", "made")
    if value >= needed:
        return None
    # What the source still reaches has nowhere else to go.
    hit = [demands[node] for node in sorted(node for node in short if isinstance(node, int))]
    return _smallest(hit, district, kind)


def _smallest(hit: Sequence[Demand], district: District, kind: AgencyKind) -> Shortage:
    """With as few campuses as the shortage needs: a visit too many is enough."""
    kept = list(hit)
    for place in range(len(kept)):
        while kept[place].campuses:
            fewer = [*kept]
            fewer[place] = replace(kept[place], campuses=kept[place].campuses - 1)
            if not _is_short(fewer, district, kind):
                break
            kept = fewer
    left = tuple(demand for demand in kept if demand.campuses)
    dates = sorted({on for demand in left for on in demand.dates})
    return Shortage(left, tuple(dates), _can_be_made(left, dates, district, kind))


def _is_short(demands: Sequence[Demand], district: District, kind: AgencyKind) -> bool:
    dates = {on for demand in demands if demand.campuses for on in demand.dates}
    return _can_be_made(demands, dates, district, kind) < sum(demand.total for demand in demands)


def _can_be_made(demands: Sequence[Demand], dates: Iterable[date], district: District, kind: AgencyKind) -> int:
    """Visits on these dates, of which a campus takes one a day."""
    takers = {on: sum(one.campuses for one in demands if on in one.dates) for on in dates}
    return sum(min(_capacity(district, kind, on), number) for on, number in takers.items())


def _capacity(district: District, kind: AgencyKind, on: date) -> int:
    return sum(
        agency.visits_per_day for agency in district.agencies if agency.kind == kind and agency.can_come_on(on)
    )
