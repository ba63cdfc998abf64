"""Puts people into the posts of one drill: the best of all ways to do it, found as a flow of least cost.

One post a person (unity of command); what two posts one person may hold beside each other is decided in
:mod:`.staffing`. Among equally good people the turn decides. Costs are whole numbers and people are sorted, so the
same staff list in any order gives the same chart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from drillplanner.incident_command.assignment.least_cost_flow import LeastCostFlow
from drillplanner.incident_command.assignment.suitability import (
    Candidate,
    cost,
    fits_by_title,
    may_hold,
    weight_of,
)
from drillplanner.incident_command.positions.catalog import Position, PositionId

#: Rotation decides only among equals: all turns together weigh less than one point of suitability.
TURNS = 10_000
#: A better fit for an opened post outweighs every fit for the posts on call.
_OPENED_FIRST = 1_000
#: A vacancy outweighs every fit, and one that is to be filled earlier outweighs all fits after it.
_VACANT_ON_CALL = 50_000 * TURNS
_VACANT = 100_000_000 * TURNS
_RANKS = 200

#: Who has which post; the people of a team in the order of their ids.
Leaders = dict[PositionId, tuple[Candidate, ...]]


def sorted_by_id(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Sorted by id, so that the order of the staff list changes nothing."""
    return tuple(sorted(candidates, key=lambda one: one.staff_id))


def vacancy_cost(rank: int) -> int:
    """What it costs to leave a post of that rank empty."""
    return _VACANT * (_RANKS - rank)


def assign_leaders(
    opened: Sequence[Position],
    on_call: Sequence[Position],
    free: Sequence[Candidate],
    *,
    turn: int = 0,
    ranks: Mapping[PositionId, int] | None = None,
) -> Leaders:
    """Who leads which post, each person at most one.

    A post on call is given only to somebody whose everyday title it asks for. ``turn`` (0, 1, 2, …) moves the
    first choice on among people who fit a post equally well. ``ranks`` (1 is filled first) stand in for the
    catalogue's order of filling.
    """
    free = sorted_by_id(free)
    rank = {one.id: one.fill_order for one in (*opened, *on_call)} | dict(ranks or {})
    flow = LeastCostFlow()
    seats = [(position, True) for position in opened for _ in range(position.seats)]
    seats += [(position, False) for position in on_call]
    for place, (position, is_open) in enumerate(seats):
        fitting = [one for one in free if may_hold(one, position) and (is_open or fits_by_title(one, position))]
        weight = _OPENED_FIRST * weight_of(position) if is_open else 1
        flow.offer(place, costs_with_turns(position, fitting, turn + place, weight), times=1)
        needed = is_open or position.kept_free_on_call
        flow.leave_open(place, vacancy_cost(rank[position.id]) if needed else _VACANT_ON_CALL)
    for candidate in free:
        flow.limit(candidate.staff_id, (0,))
    chosen = flow.solve()
    by_id = {one.staff_id: one for one in free}
    people: dict[PositionId, list[Candidate]] = {}
    for place, (position, _) in enumerate(seats):
        for staff_id in chosen.get(place, ()):
            people.setdefault(position.id, []).append(by_id[staff_id])
    return {position_id: tuple(members) for position_id, members in people.items()}


def costs_with_turns(
    position: Position, fitting: Sequence[Candidate], turn: int, weight: int = 1
) -> dict[str, int]:
    """Each person's cost for a post, with a little more for those who wait for their turn."""
    points = {one.staff_id: cost(one, position) for one in fitting}
    sizes = Counter(points.values())
    met: Counter[int] = Counter()
    costs: dict[str, int] = {}
    for staff_id, own in points.items():
        costs[staff_id] = own * weight * TURNS + (met[own] - turn) % sizes[own]
        met[own] += 1
    return costs
