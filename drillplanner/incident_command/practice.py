"""Who leads which drill of a campus's year, so that every alternate has led the post that they stand in for.

A small model in whole numbers (CP-SAT, one worker, a fixed seed, deterministic time), one variable for each drill,
post and member of the post's crew. It begins with the way in which each drill would be led alone, which is always
possible, and moves people only within the crews:

- each person leads one post of a drill at most, or those that are merged;
- whoever is an alternate of a post in the year leads it at least once, as far as there are drills enough;
- then the better fit counts, more in drills with more structure, so that practice falls on the simple ones;
- then the load is shared: each further lead of a person costs a little more than the one before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drillplanner.incident_command.assignment import Leaders, lead
from drillplanner.incident_command.crews import Crew
from drillplanner.incident_command.positions import Catalogue, FilledBy, PositionId, Tier
from drillplanner.incident_command.staffing import Staffing
from drillplanner.incident_command.suitability import Candidate, cost, may_hold

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

#: Points of suitability weigh so much more than a further lead of one person.
_SUITABILITY = 20
#: An alternate who never leads outweighs any fit.
_NEVER_LED = 1_000_000
#: How much a worse fit counts, by the structure of the drill.
_BY_TIER = {Tier.L1: 1, Tier.L2: 2, Tier.L3: 3}
#: Deterministic time, about as many seconds: years of campuses take a fortieth of it.
_EFFORT = 1.0


@dataclass(frozen=True)
class _Seat:
    """A post of one drill, with all that its holder holds beside it, and those who may lead it."""

    drill: int
    post: PositionId
    unit: tuple[PositionId, ...]
    now: Candidate
    ways: tuple[Candidate, ...]


def share_the_leads(
    year: Sequence[Staffing], crews: Mapping[PositionId, Crew], catalogue: Catalogue
) -> tuple[Staffing, ...]:
    """The staffings with leaders dealt out over the year; posts and merges stay, posts on call follow."""
    seats = [seat for number, staffing in enumerate(year) for seat in _seats(number, staffing, crews, catalogue)]
    chosen = _solve(seats, crews, catalogue, [staffing.opening.tier for staffing in year])
    people = [dict(staffing.people) for staffing in year]
    for seat, one in zip(seats, chosen, strict=True):
        people[seat.drill].update(dict.fromkeys(seat.unit, (one,)))
    return tuple(
        replace(staffing, people=_on_call_anew(staffing, made, catalogue))
        for staffing, made in zip(year, people, strict=True)
    )


def _kept(post: PositionId, staffing: Staffing, catalogue: Catalogue) -> bool:
    """Whether a post on call keeps its person from leading another."""
    return post in staffing.opening.on_call and catalogue.by_id[post].kept_free_on_call


def _on_call_anew(staffing: Staffing, people: Leaders, catalogue: Catalogue) -> Leaders:
    """Posts on call for those who lead nothing now."""
    loose = [one for one in staffing.opening.on_call if not _kept(one, staffing, catalogue)]
    firm = {post: members for post, members in people.items() if post not in loose}
    busy = {one.staff_id for members in firm.values() for one in members}
    left = [one for one in staffing.presence.free if one.staff_id not in busy]
    return firm | lead([], [catalogue.by_id[one] for one in loose], left)


def _seats(number: int, staffing: Staffing, crews: Mapping[PositionId, Crew], catalogue: Catalogue) -> list[_Seat]:
    """The posts of a drill whose leader can change: those with one holder who is free."""
    free = {one.staff_id: one for one in staffing.presence.free}
    # Teams and those kept for a post on call stay where they are.
    fixed = {
        one.staff_id
        for post, members in staffing.people.items()
        for one in members
        if catalogue.by_id[post].seats > 1 or _kept(post, staffing, catalogue) or one.staff_id not in free
    }
    seats = []
    for post in staffing.opening.opened:
        position = catalogue.by_id[post]
        held = staffing.people.get(post, ())
        if position.filled_by is not FilledBy.STAFF or position.seats > 1 or not held or post in staffing.merged:
            continue
        if held[0].staff_id in fixed:
            continue
        unit = staffing.unit(post)
        crew = [free[one] for one in crews.get(post, ()) if one in free and one not in fixed]
        ways = {one.staff_id: one for one in (held[0], *crew)}
        able = [one for one in ways.values() if all(may_hold(one, catalogue.by_id[name]) for name in unit)]
        seats.append(_Seat(number, post, unit, held[0], tuple(able)))
    return seats


def _solve(
    seats: list[_Seat], crews: Mapping[PositionId, Crew], catalogue: Catalogue, tiers: list[Tier]
) -> list[Candidate]:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    choice = [[model.new_bool_var("") for _ in seat.ways] for seat in seats]
    costs: list[tuple[cp_model.IntVar, int]] = []
    in_drill: dict[tuple[int, str], list[cp_model.IntVar]] = {}
    of_post: dict[tuple[PositionId, str], list[cp_model.IntVar]] = {}
    of_person: dict[str, list[cp_model.IntVar]] = {}
    for seat, ways in zip(seats, choice, strict=True):
        model.add_exactly_one(ways)
        for one, way in zip(seat.ways, ways, strict=True):
            model.add_hint(way, one == seat.now)
            points = sum(cost(one, catalogue.by_id[post]) for post in seat.unit)
            costs.append((way, points * _SUITABILITY * _BY_TIER[tiers[seat.drill]]))
            in_drill.setdefault((seat.drill, one.staff_id), []).append(way)
            of_person.setdefault(one.staff_id, []).append(way)
            for post in seat.unit:
                of_post.setdefault((post, one.staff_id), []).append(way)
    for held in in_drill.values():
        if len(held) > 1:
            model.add_at_most_one(held)
    costs += _practice(model, of_post, crews) + _load(model, of_person)
    model.minimize(
        cp_model.LinearExpr.weighted_sum([variable for variable, _ in costs], [points for _, points in costs])
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = _EFFORT
    # Without presolve and with the full relaxation such a model is solved in about 25 ms; with presolve in 500.
    solver.parameters.cp_model_presolve = False
    solver.parameters.linearization_level = 2
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):  # the drills as they are led one by one
        return [seat.now for seat in seats]
    return [
        next(one for one, way in zip(seat.ways, ways, strict=True) if solver.boolean_value(way))
        for seat, ways in zip(seats, choice, strict=True)
    ]


def _practice(
    model: cp_model.CpModel,
    of_post: Mapping[tuple[PositionId, str], list[cp_model.IntVar]],
    crews: Mapping[PositionId, Crew],
) -> list[tuple[cp_model.IntVar, int]]:
    """A cost for each member of a crew who could lead its post in the year and never does."""
    missed = []
    for (post, staff_id), leads in of_post.items():
        if staff_id in crews.get(post, ()):
            never = model.new_bool_var("")
            model.add_bool_or([*leads, never])
            missed.append((never, _NEVER_LED))
    return missed


def _load(
    model: cp_model.CpModel, of_person: Mapping[str, list[cp_model.IntVar]]
) -> list[tuple[cp_model.IntVar, int]]:
    """A cost that grows with each further lead of a person."""
    steps = []
    for leads in of_person.values():
        counted = [model.new_bool_var("") for _ in leads]
        model.add(sum(counted) >= sum(leads))
        steps += [(step, number) for number, step in enumerate(counted)]
    return steps
