"""Who leads which drill of a campus's year, so that every alternate has led the post that they stand in for.

A small model in whole numbers (CP-SAT, one worker, a fixed seed, deterministic time): how often each member of a
post's crew leads it in the drills of each sort. It begins with the way in which each drill would be led alone,
which is always possible, and moves people only within the crews:

- each person leads one post of a drill at most, or those that are merged;
- whoever is an alternate of a post in the year leads it at least once, as far as there are drills enough;
- then the better fit counts, more in drills with more structure, so that practice falls on the simple ones;
- then the load is shared: each further lead of a person costs a little more than the one before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from drillplanner.incident_command.assignment.leaders import Leaders, assign_leaders
from drillplanner.incident_command.assignment.staffing import Staffing
from drillplanner.incident_command.assignment.suitability import Candidate, cost, may_hold, weight_of
from drillplanner.incident_command.positions.catalog import FilledBy, PositionCatalog, PositionId, Tier
from drillplanner.incident_command.year.crews import Crew

if TYPE_CHECKING:
    from drillplanner.cp_sat import CpModel, IntVar


#: counts[post][person]
Counts = Sequence[Sequence[int]]


def assign_leads_to_drills(counts: Counts, drills: int) -> list[list[int]]:
    """For each drill the person of each post, by number.

    Every row of ``counts`` must add up to ``drills`` and no column to more.
    """
    people = len(counts[0]) if counts else 0
    table = [list(row) for row in counts]
    # Rows for being in no post, so that all rows and all columns add up to the same.
    spare = [drills - sum(row[person] for row in table) for person in range(people)]
    for _ in range(people - len(counts)):
        row, left = [0] * people, drills
        for person in range(people):
            row[person] = min(spare[person], left)
            spare[person] -= row[person]
            left -= row[person]
        table.append(row)
    dealt = []
    for _ in range(drills):
        matching = _matching(table)
        for post, person in enumerate(matching):
            table[post][person] -= 1
        dealt.append(matching[: len(counts)])
    return dealt


def _matching(table: Sequence[Sequence[int]]) -> list[int]:
    """A person for each row, each at a place above 0."""
    holder: dict[int, int] = {}

    def seat(row: int, seen: set[int]) -> bool:
        for person, times in enumerate(table[row]):
            if times and person not in seen:
                seen.add(person)
                if person not in holder or seat(holder[person], seen):
                    holder[person] = row
                    return True
        return False

    for row in range(len(table)):
        if not seat(row, set()):
            raise AssertionError("the table's rows and columns do not add up")
    return [person for _, person in sorted((row, person) for person, row in holder.items())]


#: Points of suitability weigh so much more than a further lead of one person.
_SUITABILITY = 20
#: An alternate who never leads outweighs any fit.
_NEVER_LED = 1_000_000
#: How much a worse fit counts, by the structure of the drill.
_BY_TIER = {Tier.L1: 1, Tier.L2: 2, Tier.L3: 3}
#: Deterministic time, about as many seconds; most years take a tenth of it. A year that is cut short keeps the
#: best way found, no worse than leading the drills one by one.
_EFFORT = 0.2


@dataclass(frozen=True)
class _Seat:
    """A post with all that its holder holds beside it, and those who may lead it."""

    post: PositionId
    unit: tuple[PositionId, ...]
    now: Candidate
    ways: tuple[Candidate, ...]


@dataclass(frozen=True)
class _DrillGroup:
    """Drills that are alike: the same posts for the same people, so that only how often each leads is asked."""

    drills: tuple[int, ...]
    seats: tuple[_Seat, ...]
    tier: Tier

    @cached_property
    def people(self) -> tuple[Candidate, ...]:
        """All who may lead something in them."""
        return tuple({way.staff_id: way for seat in self.seats for way in seat.ways}.values())


def rotate_leads(
    year: Sequence[Staffing], crews: Mapping[PositionId, Crew], catalogue: PositionCatalog
) -> tuple[Staffing, ...]:
    """The staffings with leaders dealt out over the year; posts and merges stay, posts on call follow."""
    people = [dict(staffing.people) for staffing in year]
    sorts = _drill_groups(year, crews, catalogue)
    for sort, counts in zip(sorts, _solve(sorts, crews, catalogue), strict=True):
        dealt = assign_leads_to_drills(counts, len(sort.drills))
        # Those for whom the posts are meant lead the first drills, so that the others have time for their courses.
        fit = {tuple(one): _fit(sort, one, catalogue) for one in dealt}
        for drill, one in zip(sort.drills, sorted(dealt, key=lambda way: (fit[tuple(way)], way)), strict=True):
            for seat, person in zip(sort.seats, one, strict=True):
                people[drill].update(dict.fromkeys(seat.unit, (sort.people[person],)))
    return tuple(
        replace(staffing, people=_refill_on_call(staffing, made, catalogue))
        for staffing, made in zip(year, people, strict=True)
    )


def _drill_groups(
    year: Sequence[Staffing], crews: Mapping[PositionId, Crew], catalogue: PositionCatalog
) -> tuple[_DrillGroup, ...]:
    alike: dict[object, list[int]] = {}
    seats_of: dict[object, tuple[_Seat, ...]] = {}
    for number, staffing in enumerate(year):
        seats = _seats(staffing, crews, catalogue)
        key = (
            staffing.opening.tier,
            tuple((seat.unit, tuple(sorted(way.staff_id for way in seat.ways))) for seat in seats),
        )
        alike.setdefault(key, []).append(number)
        seats_of.setdefault(key, seats)
    return tuple(
        _DrillGroup(tuple(numbers), seats_of[key], year[numbers[0]].opening.tier) for key, numbers in alike.items()
    )


def _fit(sort: _DrillGroup, way: Sequence[int], catalogue: PositionCatalog) -> int:
    return sum(
        weight_of(catalogue.by_id[seat.post]) * cost(sort.people[person], catalogue.by_id[seat.post])
        for seat, person in zip(sort.seats, way, strict=True)
    )


def _is_held_back(post: PositionId, staffing: Staffing, catalogue: PositionCatalog) -> bool:
    """Whether a post on call keeps its person from leading another."""
    return post in staffing.opening.on_call and catalogue.by_id[post].kept_free_on_call


def _refill_on_call(staffing: Staffing, people: Leaders, catalogue: PositionCatalog) -> Leaders:
    """Posts on call for those who lead nothing now."""
    loose = [one for one in staffing.opening.on_call if not _is_held_back(one, staffing, catalogue)]
    firm = {post: members for post, members in people.items() if post not in loose}
    busy = {member.staff_id for members in firm.values() for member in members}
    left = [one for one in staffing.presence.free if one.staff_id not in busy]
    return firm | assign_leaders([], [catalogue.by_id[one] for one in loose], left)


def _seats(staffing: Staffing, crews: Mapping[PositionId, Crew], catalogue: PositionCatalog) -> tuple[_Seat, ...]:
    """The posts of a drill whose leader can change: those with one holder who is free."""
    free = {one.staff_id: one for one in staffing.presence.free}
    # Teams and those kept for a post on call stay where they are.
    fixed = {
        member.staff_id
        for post, members in staffing.people.items()
        for member in members
        if catalogue.by_id[post].seats > 1
        or _is_held_back(post, staffing, catalogue)
        or member.staff_id not in free
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
        able = [way for way in ways.values() if all(may_hold(way, catalogue.by_id[name]) for name in unit)]
        seats.append(_Seat(post, unit, held[0], tuple(able)))
    return tuple(seats)


def _solve(
    sorts: Sequence[_DrillGroup], crews: Mapping[PositionId, Crew], catalogue: PositionCatalog
) -> list[list[list[int]]]:
    """How often each person leads each seat of each sort of drill: by sort, seat, and place in its ``people``."""
    # Imported here: the package is light until a chart is made.
    from drillplanner.cp_sat import FEASIBLE, OPTIMAL, CpModel, CpSolver, LinearExpr

    model = CpModel()
    costs: list[tuple[IntVar, int]] = []
    of_post: dict[tuple[PositionId, str], list[IntVar]] = {}
    of_person: dict[str, list[IntVar]] = {}
    times: list[list[dict[str, IntVar]]] = []
    for sort in sorts:
        number = len(sort.drills)
        together: dict[str, list[IntVar]] = {}
        times.append([])
        for seat in sort.seats:
            leads = {way.staff_id: model.new_int_var(0, number, "") for way in seat.ways}
            times[-1].append(leads)
            model.add(sum(leads.values()) == number)
            for way in seat.ways:
                lead_times = leads[way.staff_id]
                model.add_hint(lead_times, number if way == seat.now else 0)
                points = sum(
                    weight_of(catalogue.by_id[post]) * cost(way, catalogue.by_id[post]) for post in seat.unit
                )
                costs.append((lead_times, points * _SUITABILITY * _BY_TIER[sort.tier]))
                together.setdefault(way.staff_id, []).append(lead_times)
                of_person.setdefault(way.staff_id, []).append(lead_times)
                for post in seat.unit:
                    of_post.setdefault((post, way.staff_id), []).append(lead_times)
        for held in together.values():
            if len(held) > 1:
                model.add(sum(held) <= number)
    drills = sum(len(sort.drills) for sort in sorts)
    costs += _practice(model, of_post, crews) + _load(model, of_person, drills)
    model.minimize(LinearExpr.weighted_sum([variable for variable, _ in costs], [points for _, points in costs]))
    solver = CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = _EFFORT
    # Without presolve and with the full relaxation such a model is solved in a tenth of the time.
    solver.parameters.cp_model_presolve = False
    solver.parameters.linearization_level = 2
    status = solver.solve(model)
    found = status in (OPTIMAL, FEASIBLE)  # else the drills as they are led one by one
    return [
        [
            [
                (solver.value(leads[person.staff_id]) if found else len(sort.drills) * (person == seat.now))
                if person.staff_id in leads
                else 0
                for person in sort.people
            ]
            for seat, leads in zip(sort.seats, seats, strict=True)
        ]
        for sort, seats in zip(sorts, times, strict=True)
    ]


def _practice(
    model: CpModel,
    of_post: Mapping[tuple[PositionId, str], list[IntVar]],
    crews: Mapping[PositionId, Crew],
) -> list[tuple[IntVar, int]]:
    """A cost for each member of a crew who could lead its post in the year and never does."""
    missed = []
    for (post, staff_id), leads in of_post.items():
        if staff_id in crews.get(post, ()):
            never = model.new_bool_var("")
            model.add(sum(leads) + never >= 1)
            missed.append((never, _NEVER_LED))
    return missed


def _load(model: CpModel, of_person: Mapping[str, list[IntVar]], drills: int) -> list[tuple[IntVar, int]]:
    """A cost that grows with each further lead of a person."""
    steps = []
    for leads in of_person.values():
        counted = [model.new_bool_var("") for _ in range(drills)]
        model.add(sum(counted) >= sum(leads))
        steps += [(step, number) for number, step in enumerate(counted)]
    return steps
