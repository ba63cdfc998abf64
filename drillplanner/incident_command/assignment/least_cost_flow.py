"""A least-cost flow from posts to people, built an offer at a time and solved exactly."""

from __future__ import annotations


class LeastCostFlow:
    """Each place takes some people at a cost each, or stays empty at a cost; each person is taken some times."""

    def __init__(self) -> None:
        self._offers: dict[int, dict[str, int]] = {}
        self._times: dict[int, int] = {}
        self._open: dict[int, int] = {}
        self._limits: dict[str, tuple[int, ...]] = {}

    def offer(self, place: int, costs: dict[str, int], times: int) -> None:
        """The post takes ``times`` different people, each at their cost."""
        self._offers[place] = costs
        self._times[place] = times

    def leave_open(self, place: int, cost_of_each: int) -> None:
        """What it costs to leave one of the post's places empty."""
        self._open[place] = cost_of_each

    def limit(self, staff_id: str, costs: tuple[int, ...]) -> None:
        """The person is taken at most ``len(costs)`` times; each time costs as much more."""
        self._limits[staff_id] = costs

    def solve(self) -> dict[int, tuple[str, ...]]:
        """The people of each post, at the least total cost."""
        # Imported here: the package is light until a chart is made.
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
        for staff_id, each in self._limits.items():
            for points in each:
                flow.add_arc_with_capacity_and_unit_cost(nodes[staff_id], sink, 1, points)
        flow.set_node_supply(sink, -sum(self._times.values()))
        status = flow.solve()
        if status != flow.OPTIMAL:  # every place may stay empty, so a flow always exists
            raise AssertionError(f"the assignment has no flow of least cost: {status}")
        chosen: dict[int, list[str]] = {}
        for arc, (place, staff_id) in arcs.items():
            if flow.flow(arc):
                chosen.setdefault(place, []).append(staff_id)
        return {place: tuple(taken) for place, taken in chosen.items()}
