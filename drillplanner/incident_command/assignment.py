"""Puts people into posts: the best of all ways to do it, found as a flow of least cost.

Two questions, one after the other: who leads each post (one post a person: unity of command), and who stands in
for whom. Both are solved exactly; among equally good people the turn decides, so that practice spreads.
Costs are whole numbers and people are sorted, so the same staff list in any order gives the same chart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from drillplanner.incident_command.positions import Catalogue, Position, PositionId
from drillplanner.incident_command.suitability import Candidate, cost, fits_by_title, may_hold

#: Three deep: a primary and two alternates, as published school plans ask (not a federal rule).
ALTERNATES = 2
#: A person is named as an alternate in at most so many posts of one chart.
ALTERNATE_POSTS = 3
#: What it costs to name the same person as an alternate once more, by how often they are named already.
ALTERNATE_AGAIN = (0, 250, 600)
#: What it costs to take as an alternate somebody who has a post of their own to leave.
LEAVES_OWN_POST = 150

#: Rotation decides only among equals: all turns together weigh less than one point of suitability.
_TURNS = 10_000
#: A better fit for an opened post outweighs every fit for the posts on call.
_OPENED_FIRST = 1_000
#: A vacancy outweighs every fit, and one that is to be filled earlier outweighs all fits after it.
_VACANT_ON_CALL = 50_000 * _TURNS
_VACANT = 10_000_000 * _TURNS


@dataclass(frozen=True)
class Assignment:
    """Who has which post; people of a post in order, the primary first."""

    people: dict[PositionId, tuple[Candidate, ...]]
    alternates: dict[PositionId, tuple[Candidate, ...]]


def assign(
    opened: Sequence[Position],
    on_call: Sequence[Position],
    free: Sequence[Candidate],
    standby: Sequence[Candidate],
    catalogue: Catalogue,
    turn: int = 0,
) -> Assignment:
    """Fill the posts.

    ``free`` are the people who may lead a post, ``standby`` those who may only stand in as alternates.
    A post on call is given only to somebody whose everyday title it asks for. ``turn`` (0, 1, 2, …) moves the
    first choice on among people who fit a post equally well.
    """
    free, standby = _sorted(free), _sorted(standby)
    people = _lead(opened, on_call, free, turn)
    return Assignment(people, _stand_in(opened, on_call, people, (*free, *standby), catalogue, turn))


def _sorted(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    return tuple(sorted(candidates, key=lambda one: one.staff_id))


def _lead(
    opened: Sequence[Position], on_call: Sequence[Position], free: Sequence[Candidate], turn: int
) -> dict[PositionId, tuple[Candidate, ...]]:
    flow = _Flow()
    seats = [(position, seat, True) for position in opened for seat in range(position.seats)]
    seats += [(position, 0, False) for position in on_call]
    for place, (position, _, is_open) in enumerate(seats):
        fitting = [one for one in free if may_hold(one, position) and (is_open or fits_by_title(one, position))]
        weight = _OPENED_FIRST if is_open else 1
        flow.offer(place, _with_turns(position, fitting, turn + place, weight), times=1)
        needed = is_open or position.kept_free_on_call
        flow.leave_open(place, _vacant(position) if needed else _VACANT_ON_CALL)
    for candidate in free:
        flow.limit(candidate.staff_id, (0,))
    chosen = flow.solve()
    by_id = {one.staff_id: one for one in free}
    people: dict[PositionId, list[Candidate]] = {}
    for place, (position, _, _) in enumerate(seats):
        for staff_id in chosen.get(place, ()):
            people.setdefault(position.id, []).append(by_id[staff_id])
    return {position_id: tuple(members) for position_id, members in people.items()}


def _stand_in(
    opened: Sequence[Position],
    on_call: Sequence[Position],
    people: dict[PositionId, tuple[Candidate, ...]],
    pool: Sequence[Candidate],
    catalogue: Catalogue,
    turn: int,
) -> dict[PositionId, tuple[Candidate, ...]]:
    own_post = {one.staff_id: post.id for post in (*opened, *on_call) for one in people.get(post.id, ())}
    # Teams replace a member from the whole team; a post that nobody leads has nobody to stand in for.
    led = [position for position in opened if position.seats == 1 and position.id in people]
    flow = _Flow()
    costs: dict[tuple[int, str], int] = {}
    for place, position in enumerate(led):
        fitting = [
            one
            for one in pool
            if may_hold(one, position)
            and (one.staff_id not in own_post or catalogue.may_stand_in(own_post[one.staff_id], position.id))
        ]
        offers = {
            staff_id: points + (LEAVES_OWN_POST * _TURNS if staff_id in own_post else 0)
            for staff_id, points in _with_turns(position, fitting, turn + place).items()
        }
        costs |= {(place, staff_id): points for staff_id, points in offers.items()}
        flow.offer(place, offers, times=ALTERNATES)
        flow.leave_open(place, _vacant(position))
    for candidate in pool:
        flow.limit(candidate.staff_id, tuple(points * _TURNS for points in ALTERNATE_AGAIN[:ALTERNATE_POSTS]))
    chosen = flow.solve()
    by_id = {one.staff_id: one for one in pool}
    return {
        position.id: tuple(
            by_id[one] for one in sorted(chosen.get(place, ()), key=lambda one: (costs[place, one], one))
        )
        for place, position in enumerate(led)
    }


def _vacant(position: Position) -> int:
    return _VACANT * (100 - position.fill_order)


def _with_turns(position: Position, fitting: Sequence[Candidate], turn: int, weight: int = 1) -> dict[str, int]:
    """Each person's cost for a post, with a little more for those who wait for their turn."""
    points = {one.staff_id: cost(one, position) for one in fitting}
    sizes = Counter(points.values())
    met: Counter[int] = Counter()
    costs: dict[str, int] = {}
    for staff_id, own in points.items():
        costs[staff_id] = own * weight * _TURNS + (met[own] - turn) % sizes[own]
        met[own] += 1
    return costs


class _Flow:
    """A least-cost flow from posts to people, built an offer at a time."""

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
