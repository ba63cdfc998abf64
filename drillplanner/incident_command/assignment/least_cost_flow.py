"""A least-cost flow from posts to people, solved exactly by OR-Tools.

The only module of this room that calls OR-Tools flows: leaders and alternates are both such a flow.
"""

from __future__ import annotations


class LeastCostFlow:
    """Places that take people at a cost each or stay empty at a cost; each person has limited uses."""

    def __init__(self) -> None:
        self._offers: dict[int, dict[str, int]] = {}
        self._times: dict[int, int] = {}
        self._open: dict[int, int] = {}
        self._limits: dict[str, tuple[int, ...]] = {}

    def add_place(self, place: int, costs: dict[str, int], times: int) -> None:
        """Add a place that takes ``times`` different people, each at the given cost."""
        self._offers[place] = costs
        self._times[place] = times

    def set_vacancy_cost(self, place: int, cost_of_each: int) -> None:
        """Set the cost of leaving one seat of a place empty."""
        self._open[place] = cost_of_each

    def limit_person(self, staff_id: str, costs: tuple[int, ...]) -> None:
        """Let a person be used at most ``len(costs)`` times; each use adds the next cost."""
        self._limits[staff_id] = costs

    def solve(self) -> dict[int, tuple[str, ...]]:
        """Return the people of each place at the least total cost."""
        # Imported here because it is slow and needed only to make charts.
        from ortools.graph.python.min_cost_flow import (  # type: ignore[import-untyped]  # no stubs are published
            SimpleMinCostFlow,
        )

        if not self._offers:
            return {}
        nodes = {staff_id: len(self._offers) + number for number, staff_id in enumerate(self._limits)}
        sink = len(self._offers) + len(nodes)
        flow = SimpleMinCostFlow()
        arcs: dict[int, tuple[int, str]] = {}
        for place, costs in self._offers.items():
            flow.set_node_supply(place, self._times[place])
            flow.add_arc_with_capacity_and_unit_cost(place, sink, self._times[place], self._open[place])
            for staff_id, points in costs.items():
                arc = flow.add_arc_with_capacity_and_unit_cost(place, nodes[staff_id], 1, points)
                arcs[arc] = (place, staff_id)
        for staff_id, extra_costs in self._limits.items():
            for points in extra_costs:
                flow.add_arc_with_capacity_and_unit_cost(nodes[staff_id], sink, 1, points)
        flow.set_node_supply(sink, -sum(self._times.values()))
        status = flow.solve()
        if status != flow.OPTIMAL:  # every place may stay empty, so a flow always exists
            raise AssertionError(f"the assignment has no flow of least cost: {status}")
        chosen: dict[int, list[str]] = {}
        for arc, (place, staff_id) in arcs.items():
            if flow.flow(arc):
                chosen.setdefault(place, []).append(staff_id)
        return {place: tuple(staff_ids) for place, staff_ids in chosen.items()}
