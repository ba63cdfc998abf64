"""Assign one leader to each post of a drill at least cost.

Each person gets at most one post (unity of command); :mod:`.staffing` decides which posts one person may
combine. Turns decide between equally good people. Costs are integers and people are sorted, so the order of the
staff list does not change the chart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from drillplanner.incident_command.assignment.least_cost_flow import LeastCostFlow
from drillplanner.incident_command.assignment.suitability import (
    Candidate,
    fits_by_title,
    may_hold,
    position_weight,
    qualifies,
    suitability_cost,
)
from drillplanner.incident_command.positions.catalog import Position, PositionId

#: Turns decide only between equal candidates: all turns together weigh less than one point of suitability.
TURN_WEIGHT = 10_000
#: A better fit for an opened post outweighs every fit for the posts on call.
_OPENED_FIRST = 1_000
#: Somebody who does not qualify by title outweighs every fit, in posts for children and in others; where one
#: person is wanted for two posts for children, the rule that stands higher in qualifications.yaml gets them, and
#: in such a post the first title of the rule comes before the second.
_UNQUALIFIED = 30_000_000 * TURN_WEIGHT
_UNQUALIFIED_WITH_CHILDREN = 200_000_000 * TURN_WEIGHT
_EACH_RULE = 10_000_000 * TURN_WEIGHT
_EACH_TITLE = 1_000_000 * TURN_WEIGHT
_MOST_RULES = 20
_UNQUALIFIED_ON_CALL = 20_000 * TURN_WEIGHT
#: A vacancy outweighs every fit; a vacancy earlier in the filling order outweighs all fits after it.
_VACANT_ON_CALL = 50_000 * TURN_WEIGHT
_VACANT = 1_000_000_000 * TURN_WEIGHT
_RANKS = 200

#: The people of each post; a team is sorted by id.
Leaders = dict[PositionId, tuple[Candidate, ...]]


def sorted_by_id(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates sorted by id, so that the order of the staff list changes nothing."""
    return tuple(sorted(candidates, key=lambda candidate: candidate.staff_id))


def vacancy_cost(rank: int) -> int:
    """Return the cost of leaving a post of that rank empty."""
    return _VACANT * (_RANKS - rank)


def assign_leaders(
    opened: Sequence[Position],
    on_call: Sequence[Position],
    free: Sequence[Candidate],
    *,
    turn: int = 0,
    ranks: Mapping[PositionId, int] | None = None,
) -> Leaders:
    """Return who leads which post, with at most one post a person.

    Whoever qualifies for a post by title comes before all others. A post on call goes only to a person whose
    everyday title it asks for. ``turn`` (0, 1, 2, …) rotates the
    first choice among people who fit a post equally well. ``ranks`` (1 is filled first) replace the catalog's
    filling order.
    """
    free = sorted_by_id(free)
    rank = {position.id: position.fill_order for position in (*opened, *on_call)} | dict(ranks or {})
    flow = LeastCostFlow()
    seats = [(position, True) for position in opened for _ in range(position.seats)]
    seats += [(position, False) for position in on_call]
    for place, (position, is_open) in enumerate(seats):
        fitting = [
            candidate
            for candidate in free
            if may_hold(candidate, position) and (is_open or fits_by_title(candidate, position))
        ]
        weight = _OPENED_FIRST * position_weight(position) if is_open else 1
        costs = costs_with_rotation(position, fitting, turn + place, weight)
        for candidate in fitting:
            costs[candidate.staff_id] += _cost_of_title(candidate, position, is_open)
        flow.add_place(place, costs, times=1)
        must_fill = is_open or position.kept_free_on_call
        flow.set_vacancy_cost(place, vacancy_cost(rank[position.id]) if must_fill else _VACANT_ON_CALL)
    for candidate in free:
        flow.limit_person(candidate.staff_id, (0,))
    chosen = flow.solve()
    by_id = {candidate.staff_id: candidate for candidate in free}
    people: dict[PositionId, list[Candidate]] = {}
    for place, (position, _) in enumerate(seats):
        for staff_id in chosen.get(place, ()):
            people.setdefault(position.id, []).append(by_id[staff_id])
    return {position_id: tuple(members) for position_id, members in people.items()}


def _cost_of_title(candidate: Candidate, position: Position, is_open: bool) -> int:
    """Return the cost of a person's everyday title by the hard rule of the post, if it has one."""
    rule = position.qualification
    if rule is None:
        return 0
    is_qualified = qualifies(candidate, position)
    if not is_open:
        return 0 if is_qualified else _UNQUALIFIED_ON_CALL
    if not rule.child_critical:
        return 0 if is_qualified else _UNQUALIFIED
    rules_below = max(1, _MOST_RULES - rule.rank)
    if is_qualified:
        return _EACH_TITLE * rules_below * rule.titles.index(candidate.family or "")
    return _UNQUALIFIED_WITH_CHILDREN + _EACH_RULE * rules_below


def costs_with_rotation(
    position: Position, fitting: Sequence[Candidate], turn: int, weight: int = 1
) -> dict[str, int]:
    """Return each person's cost for a post, with a small rotating extra between equal people."""
    points = {candidate.staff_id: suitability_cost(candidate, position) for candidate in fitting}
    sizes = Counter(points.values())
    seen: Counter[int] = Counter()
    costs: dict[str, int] = {}
    for staff_id, candidate_cost in points.items():
        costs[staff_id] = (
            candidate_cost * weight * TURN_WEIGHT + (seen[candidate_cost] - turn) % sizes[candidate_cost]
        )
        seen[candidate_cost] += 1
    return costs
