"""Assignment of drills to duties, for duties where a drill may not simply count for each.

Most duties count every drill that matches. Two rules change that: a drill counts for only one of several mandates
that are ``separate_from`` each other, and a limited number of ``stand_in`` drills counts for a mandate that asks
for other drills. Both are one maximum flow: from drills to the duties that they can meet, stand-ins by way of a
node whose capacity is their allowed number.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drillplanner.law.duties.mandate import Duty, Mandate
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.law.requirement import CampusSchedule, Credit, Demand, takes_part
from drillplanner.law.window import Window
from drillplanner.model import Drill

if TYPE_CHECKING:
    import networkx

Flow = Mapping[object, Mapping[object, int]]

_SOURCE, _SINK = "source", "sink"


@dataclass(frozen=True)
class _Allowance:
    """A stand-in, its position in the list, and the windows in which its drills may count elsewhere."""

    number: int
    stand_in: StandIn
    windows: tuple[Window, ...]


def separate_groups(mandates: Iterable[Mandate]) -> tuple[frozenset[str], ...]:
    """Return the groups of mandate ids in which each drill counts once; mandates on their own are in none."""
    groups: dict[str, frozenset[str]] = {}
    for mandate in mandates:
        for other_id in mandate.separate_from:
            for mandate_id in (mandate.mandate_id, other_id):
                groups.setdefault(mandate_id, frozenset({mandate_id}))
            joined = groups[mandate.mandate_id] | groups[other_id]
            groups |= dict.fromkeys(joined, joined)
    return tuple(dict.fromkeys(groups.values()))


def assign_credit(
    duties: Sequence[Duty], stand_ins: Sequence[StandIn], schedule: CampusSchedule
) -> dict[str, Credit]:
    """Return the credit of each duty of one campus for which counting all matching drills is wrong, by duty id.

    If the drills are too few for all, earlier duties come first, and duties that may not apply come last.
    """
    credit: dict[str, Credit] = {}
    for sharing in _duties_sharing_drills(duties, stand_ins):
        group = sorted(sharing, key=lambda duty: not duty.binds_firmly)
        needs = {duty.duty_id: duty.mandate.requirement.still_asks(duty.window, schedule) for duty in group}
        of_sure, of_possible = (
            _network(group, stand_ins, schedule, with_unsure=with_unsure) for with_unsure in (False, True)
        )
        nothing_is_unsure = of_sure.adj == of_possible.adj
        sure = _share_out(of_sure, needs)
        possible = sure if nothing_is_unsure else _share_out(of_possible, needs)
        for duty in group:
            credit[duty.duty_id] = Credit(sure[duty.duty_id], possible[duty.duty_id] | sure[duty.duty_id])
    return credit


def _duties_sharing_drills(duties: Sequence[Duty], stand_ins: Sequence[StandIn]) -> list[list[Duty]]:
    """Return the groups of duties that share drills, and those that stand-ins may meet."""
    counts = [duty for duty in duties if _shared_demand(duty) is not None]
    present = {duty.mandate.mandate_id for duty in counts}
    groups: dict[tuple[str, str], list[Duty]] = defaultdict(list)
    # Each separate group is named by its smallest mandate id.
    group_of = {
        mandate_id: min(group)
        for group in separate_groups({duty.mandate.mandate_id: duty.mandate for duty in counts}.values())
        if len(group & present) > 1
        for mandate_id in group
    }
    replaceable = {stand_in.instead_of for stand_in in stand_ins}
    for duty in counts:
        mandate_id = duty.mandate.mandate_id
        unit = duty.unit.unit_id if duty.unit is not None else ""
        if mandate_id in group_of:
            groups[group_of[mandate_id], unit].append(duty)
        elif mandate_id in replaceable:
            groups[mandate_id, unit].append(duty)
    return list(groups.values())


def _shared_demand(duty: Duty) -> Demand | None:
    """Return the number of drills that a duty asks for, if its drills can be shared out with other duties."""
    return duty.demand if duty.mandate.requirement.counts_credited_drills else None


def _share_out(network: networkx.DiGraph[object], needs: Mapping[str, int]) -> Mapping[str, frozenset[str]]:
    """Return the ids of the drills assigned to each duty, by duty id: a maximum flow, earlier duties first."""
    for duty_id, number in _met_in_order(network, needs).items():
        network.add_edge(("duty", duty_id), _SINK, capacity=number)
    flow = _maximum_flow(network)
    return {
        duty_id: frozenset(
            str(drill_id)
            for drill_id in network.graph["drills"]
            if flow.get(("out", drill_id), {}).get(("duty", duty_id), 0)
        )
        for duty_id in needs
    }


def _maximum_flow(network: networkx.DiGraph[object]) -> Flow:
    import networkx

    _, flow = networkx.maximum_flow(network, _SOURCE, _SINK)
    return flow


def _met_in_order(network: networkx.DiGraph[object], needs: Mapping[str, int]) -> dict[str, int]:
    """Return how many drills each duty gets if each in turn takes as many as the duties before it leave.

    Each drill is one more path through the network, on which drills may pass from one duty to another.
    """
    free: dict[object, dict[object, int]] = {node: {} for node in network}
    capacity: int
    for first, second, capacity in network.edges(data="capacity"):
        free[second][first] = capacity
        free[first].setdefault(second, 0)
    met = {}
    for duty_id, need in needs.items():
        met[duty_id] = 0
        while met[duty_id] < need and _take_one_more(free, ("duty", duty_id)):
            met[duty_id] += 1
    return met


def _take_one_more(free: dict[object, dict[object, int]], duty: object) -> bool:
    """Lead one more drill to the duty, if a path is free; ``free[b][a]`` is how many more fit from a to b."""
    toward_duty: dict[object, object] = {duty: duty}
    reached = deque([duty])
    while reached and _SOURCE not in toward_duty:
        node = reached.popleft()
        for before, capacity in free[node].items():
            if capacity and before not in toward_duty:
                toward_duty[before] = node
                reached.append(before)
    if _SOURCE not in toward_duty:
        return False
    at: object = _SOURCE
    while at != duty:
        after = toward_duty[at]
        free[after][at] -= 1
        free[at][after] += 1
        at = after
    return True


def _network(
    group: list[Duty], stand_ins: Sequence[StandIn], schedule: CampusSchedule, with_unsure: bool
) -> networkx.DiGraph[object]:
    import networkx  # slow to import, and needed only where drills are shared out

    network: networkx.DiGraph[object] = networkx.DiGraph(drills=[])
    network.add_node(_SINK)
    network.add_node(_SOURCE)
    allowances = [
        _Allowance(number, stand_in, stand_in.allowances(schedule.setting))
        for number, stand_in in enumerate(stand_ins)
    ]
    for duty in group:
        network.add_node(("duty", duty.duty_id))
    for drill in schedule.drills:
        _add_drill(network, drill, group, allowances, schedule, with_unsure)
    return network


def _add_drill(
    network: networkx.DiGraph[object],
    drill: Drill,
    group: list[Duty],
    allowances: Sequence[_Allowance],
    schedule: CampusSchedule,
    with_unsure: bool,
) -> None:
    """Add the drill's edges: directly to duties that ask for it, through an allowance to other duties."""
    accepted = {True, None} if with_unsure else {True}
    direct, replaced = [], []
    for duty in group:
        demand = _shared_demand(duty)
        if demand is None or not duty.window.covers(drill.date):
            continue
        if duty.unit is not None and not takes_part(duty.unit, drill):
            continue
        if demand.match.selects(drill, schedule.match_context) in accepted:
            direct.append(duty)
        else:
            replaced += [
                (duty, allowance.number, window.key, allowance.stand_in.up_to)
                for allowance in allowances
                if allowance.stand_in.instead_of == duty.mandate.mandate_id
                and allowance.stand_in.match.selects(drill, schedule.match_context) in accepted
                for window in allowance.windows
                if window.covers(drill.date)
            ]
    if not direct and not replaced:
        return
    network.graph["drills"].append(drill.drill_id)
    entry, out = ("in", drill.drill_id), ("out", drill.drill_id)
    network.add_edge(entry, out, capacity=1)
    if direct:
        network.add_edge(_SOURCE, entry, capacity=1)
    for duty in direct:
        network.add_edge(out, ("duty", duty.duty_id), capacity=1)
    for duty, number, key, up_to in replaced:
        allowance = ("allowance", number, key)
        network.add_edge(_SOURCE, allowance, capacity=len(schedule.drills) if up_to is None else up_to)
        network.add_edge(allowance, entry, capacity=1)
        network.add_edge(out, ("duty", duty.duty_id), capacity=1)
