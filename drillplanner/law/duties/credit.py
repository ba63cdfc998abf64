"""Which drill meets which duty, where one drill may not count for all: the plain reading.

Most duties count every drill that matches. Two rules take drills away or bring them in: mandates that are
``separate_from`` each other share each drill out, and ``stand_in`` drills count for a mandate that asks for
others, so many times. Both are one question of flow: drills run to the duties that they can meet, stand-ins
through the allowance that lets them in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drillplanner.law.duties.mandate import Duty, Mandate
from drillplanner.law.kinds import Count, StandIn
from drillplanner.law.requirement import Credit, Scene, takes_part
from drillplanner.law.window import Window
from drillplanner.model import Drill

if TYPE_CHECKING:
    import networkx

Flow = Mapping[object, Mapping[object, int]]

_SOURCE, _SINK = "source", "sink"


@dataclass(frozen=True)
class _Allowance:
    """A stand-in with its number and the windows in which its drills may count elsewhere."""

    number: int
    stand_in: StandIn
    windows: tuple[Window, ...]


def separate_groups(mandates: Iterable[Mandate]) -> tuple[frozenset[str], ...]:
    """Ids of mandates among which each drill counts once, by group; a mandate alone is in none."""
    groups: dict[str, frozenset[str]] = {}
    for mandate in mandates:
        for other in mandate.separate_from:
            for one in (mandate.mandate_id, other):
                groups.setdefault(one, frozenset({one}))
            joined = groups[mandate.mandate_id] | groups[other]
            groups |= dict.fromkeys(joined, joined)
    return tuple(dict.fromkeys(groups.values()))


def assign_credit(duties: Sequence[Duty], stand_ins: Sequence[StandIn], scene: Scene) -> dict[str, Credit]:
    """The credit of each duty of one campus whose drills may not simply be counted; by duty id.

    Where the drills do not suffice for all, earlier duties come first, and those in doubt last.
    """
    settled: dict[str, Credit] = {}
    for some in _duties_sharing_drills(duties, stand_ins):
        group = sorted(some, key=lambda duty: duty.doubt is not None)
        sure = _share_out(group, stand_ins, scene, with_unsure=False)
        possible = _share_out(group, stand_ins, scene, with_unsure=True)
        for duty in group:
            settled[duty.duty_id] = Credit(sure[duty.duty_id], possible[duty.duty_id] | sure[duty.duty_id])
    return settled


def _duties_sharing_drills(duties: Sequence[Duty], stand_ins: Sequence[StandIn]) -> list[list[Duty]]:
    """Duties that share drills out among each other, together with those that stand-ins may meet."""
    counts = [
        duty
        for duty in duties
        if isinstance(duty.mandate.requirement, Count) and duty.mandate.requirement.min is not None
    ]
    present = {duty.mandate.mandate_id for duty in counts}
    groups: dict[tuple[str, str], list[Duty]] = defaultdict(list)
    member = {
        mandate_id: min(group)
        for group in separate_groups({duty.mandate.mandate_id: duty.mandate for duty in counts}.values())
        if len(group & present) > 1
        for mandate_id in group
    }
    replaceable = {one.instead_of for one in stand_ins}
    for duty in counts:
        mandate_id = duty.mandate.mandate_id
        unit = duty.unit.unit_id if duty.unit is not None else ""
        if mandate_id in member:
            groups[member[mandate_id], unit].append(duty)
        elif mandate_id in replaceable:
            groups[mandate_id, unit].append(duty)
    return list(groups.values())


def _share_out(
    group: list[Duty], stand_ins: Sequence[StandIn], scene: Scene, with_unsure: bool
) -> Mapping[str, frozenset[str]]:
    """Ids of drills by duty id: a greatest flow, duties taken in order."""
    network = _network(group, stand_ins, scene, with_unsure)
    needs = {duty.duty_id: _need(duty, scene) for duty in group}
    for duty_id, need in needs.items():
        network.add_edge(("duty", duty_id), _SINK, capacity=need)
    flow = _flow(network)
    if sum(flow[("duty", duty_id)].get(_SINK, 0) for duty_id in needs) < sum(needs.values()):
        flow = _in_order(network, needs)
    return {
        duty_id: frozenset(
            str(drill_id)
            for drill_id in network.graph["drills"]
            if flow.get(("out", drill_id), {}).get(("duty", duty_id), 0)
        )
        for duty_id in needs
    }


def _flow(network: networkx.DiGraph[object]) -> Flow:
    import networkx

    _, flow = networkx.maximum_flow(network, _SOURCE, _SINK)
    return flow


def _in_order(network: networkx.DiGraph[object], needs: Mapping[str, int]) -> Flow:
    """The flow that gives each duty in turn as much as it can have beside those before it."""
    import networkx

    for duty_id in needs:
        network[("duty", duty_id)][_SINK]["capacity"] = 0
    had = 0
    for duty_id, need in needs.items():
        edge = network[("duty", duty_id)][_SINK]
        edge["capacity"] = need
        reached, _ = networkx.maximum_flow(network, _SOURCE, _SINK)
        # What the duties before it have is kept: the last flow fills every capacity that is set here.
        edge["capacity"] = int(reached) - had
        had = int(reached)
    return _flow(network)


def _need(duty: Duty, scene: Scene) -> int:
    requirement = duty.mandate.requirement
    return requirement.needs(duty.window, scene) if isinstance(requirement, Count) else 0


def _network(
    group: list[Duty], stand_ins: Sequence[StandIn], scene: Scene, with_unsure: bool
) -> networkx.DiGraph[object]:
    import networkx  # slow to import, and needed only where drills are shared out

    network: networkx.DiGraph[object] = networkx.DiGraph(drills=[])
    network.add_node(_SINK)
    network.add_node(_SOURCE)
    allowances = [_Allowance(number, one, one.allowances(scene.setting)) for number, one in enumerate(stand_ins)]
    for duty in group:
        network.add_node(("duty", duty.duty_id))
    for drill in scene.drills:
        _add_drill(network, drill, group, allowances, scene, with_unsure)
    return network


def _add_drill(
    network: networkx.DiGraph[object],
    drill: Drill,
    group: list[Duty],
    allowances: Sequence[_Allowance],
    scene: Scene,
    with_unsure: bool,
) -> None:
    """The drill's way from the source: straight to duties that ask for it, through an allowance to others."""
    accepted = {True, None} if with_unsure else {True}
    direct, replaced = [], []
    for duty in group:
        requirement = duty.mandate.requirement
        if not duty.window.covers(drill.date) or not isinstance(requirement, Count):
            continue
        if duty.unit is not None and not takes_part(duty.unit, drill):
            continue
        if requirement.match.selects(drill, scene.known) in accepted:
            direct.append(duty)
        else:
            replaced += [
                (duty, allowance.number, window.key, allowance.stand_in.up_to)
                for allowance in allowances
                if allowance.stand_in.instead_of == duty.mandate.mandate_id
                and allowance.stand_in.match.selects(drill, scene.known) in accepted
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
        network.add_edge(_SOURCE, allowance, capacity=len(scene.drills) if up_to is None else up_to)
        network.add_edge(allowance, entry, capacity=1)
        network.add_edge(out, ("duty", duty.duty_id), capacity=1)
