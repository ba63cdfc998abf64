"""Rotate leads over a campus's year so that every alternate practices.

A small integer model (CP-SAT, one worker, fixed seed, deterministic time): how often each member of a post's
crew leads it in each group of equal drills. It starts from the drills staffed one by one, which is always
feasible, and moves people only within the crews:

- each person leads at most one post of a drill, or the posts merged with it;
- an alternate of a post leads it at least once in the year, as far as there are enough drills;
- then the same person has the same post: each lead of anybody but its usual leader counts against it;
- then the better fit counts, more in drills with more structure, so that practice falls on the simple ones.

In a post for children, nobody practices who qualifies less than its holder that day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from drillplanner.incident_command.assignment.leaders import Leaders, assign_leaders
from drillplanner.incident_command.assignment.staffing import Staffing
from drillplanner.incident_command.assignment.suitability import (
    Candidate,
    may_practice,
    position_weight,
    suitability_cost,
)
from drillplanner.incident_command.positions.catalog import FilledBy, PositionCatalog, PositionId, Tier
from drillplanner.incident_command.year.crews import Crew

if TYPE_CHECKING:
    from drillplanner.cp_sat import IntVar

#: A lead of anybody but the usual leader outweighs the fits of single leads; an alternate who never leads
#: outweighs that.
_OTHER_LEADER = 15_000
_NEVER_LED = 500_000
#: How much a worse fit counts, by the tier of the drill.
_BY_TIER = {Tier.L1: 1, Tier.L2: 2, Tier.L3: 3}
#: Deterministic time limit, about as many seconds; most years take a tenth of it. At the limit the best solution
#: found is used, which is no worse than staffing the drills one by one.
_EFFORT = 0.2


@dataclass(frozen=True)
class _Seat:
    """A post with everything that its holder holds with it, and the people who may lead it."""

    post: PositionId
    posts: tuple[PositionId, ...]
    current_leader: Candidate
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class _DrillGroup:
    """Equal drills: the same posts for the same people, so that only the number of leads matters."""

    drills: tuple[int, ...]
    seats: tuple[_Seat, ...]
    tier: Tier

    @cached_property
    def people(self) -> tuple[Candidate, ...]:
        """Everyone who may lead something in these drills."""
        return tuple(
            {candidate.staff_id: candidate for seat in self.seats for candidate in seat.candidates}.values()
        )


def rotate_leads(
    year: Sequence[Staffing], crews: Mapping[PositionId, Crew], catalog: PositionCatalog
) -> tuple[Staffing, ...]:
    """Return the staffings with leads rotated over the year; posts and merges stay, posts on call are refilled."""
    people = [dict(staffing.people) for staffing in year]
    groups = _drill_groups(year, crews, catalog)
    for group, counts in zip(groups, _LeadModel(groups, crews, catalog).solve(), strict=True):
        assigned = assign_leads_to_drills(counts, len(group.drills))
        # The best fits lead the first drills, so that the others have time for their courses.
        cost_of = {tuple(leads): _fit_cost(group, leads, catalog) for leads in assigned}
        for drill, leads in zip(
            group.drills, sorted(assigned, key=lambda leads: (cost_of[tuple(leads)], leads)), strict=True
        ):
            for seat, person in zip(group.seats, leads, strict=True):
                people[drill].update(dict.fromkeys(seat.posts, (group.people[person],)))
    return tuple(
        replace(staffing, people=_refill_on_call(staffing, leaders, catalog))
        for staffing, leaders in zip(year, people, strict=True)
    )


def _drill_groups(
    year: Sequence[Staffing], crews: Mapping[PositionId, Crew], catalog: PositionCatalog
) -> tuple[_DrillGroup, ...]:
    drills_by_key: dict[object, list[int]] = {}
    seats_of: dict[object, tuple[_Seat, ...]] = {}
    for number, staffing in enumerate(year):
        seats = _seats(staffing, crews, catalog)
        key = (
            staffing.activated.tier,
            tuple(
                (seat.posts, tuple(sorted(candidate.staff_id for candidate in seat.candidates))) for seat in seats
            ),
        )
        drills_by_key.setdefault(key, []).append(number)
        seats_of.setdefault(key, seats)
    return tuple(
        _DrillGroup(tuple(numbers), seats_of[key], year[numbers[0]].activated.tier)
        for key, numbers in drills_by_key.items()
    )


def _fit_cost(group: _DrillGroup, leads: Sequence[int], catalog: PositionCatalog) -> int:
    return sum(
        position_weight(catalog.by_id[seat.post])
        * suitability_cost(group.people[person], catalog.by_id[seat.post])
        for seat, person in zip(group.seats, leads, strict=True)
    )


def _is_held_back(post: PositionId, staffing: Staffing, catalog: PositionCatalog) -> bool:
    """Return whether a post on call keeps its person from leading another post."""
    return post in staffing.activated.on_call and catalog.by_id[post].kept_free_on_call


def _refill_on_call(staffing: Staffing, people: Leaders, catalog: PositionCatalog) -> Leaders:
    """Fill the posts on call from the people who lead nothing now."""
    refilled = [
        position_id
        for position_id in staffing.activated.on_call
        if not _is_held_back(position_id, staffing, catalog)
    ]
    fixed = {post: members for post, members in people.items() if post not in refilled}
    busy_ids = {member.staff_id for members in fixed.values() for member in members}
    free_people = [candidate for candidate in staffing.availability.free if candidate.staff_id not in busy_ids]
    return fixed | assign_leaders([], [catalog.by_id[position_id] for position_id in refilled], free_people)


def _seats(staffing: Staffing, crews: Mapping[PositionId, Crew], catalog: PositionCatalog) -> tuple[_Seat, ...]:
    """Return the posts of a drill whose leader can change: those with one holder who is free."""
    free = {candidate.staff_id: candidate for candidate in staffing.availability.free}
    # Teams and people reserved for a post on call do not move.
    fixed = {
        member.staff_id
        for post, members in staffing.people.items()
        for member in members
        if catalog.by_id[post].seats > 1 or _is_held_back(post, staffing, catalog) or member.staff_id not in free
    }
    seats = []
    for post in staffing.activated.opened:
        position = catalog.by_id[post]
        holders = staffing.people.get(post, ())
        if (
            position.filled_by is not FilledBy.STAFF
            or position.seats > 1
            or not holders
            or post in staffing.merged
        ):
            continue
        if holders[0].staff_id in fixed:
            continue
        unit = staffing.posts_held_with(post)
        crew = [free[staff_id] for staff_id in crews.get(post, ()) if staff_id in free and staff_id not in fixed]
        crew_by_id = {candidate.staff_id: candidate for candidate in (holders[0], *crew)}
        candidates = [
            candidate
            for candidate in crew_by_id.values()
            if all(may_practice(candidate, holders[0], catalog.by_id[name]) for name in unit)
        ]
        seats.append(_Seat(post, unit, holders[0], tuple(candidates)))
    return tuple(seats)


class _LeadModel:
    """The integer model of a year: how often each person leads each seat of each group of drills."""

    def __init__(
        self, groups: Sequence[_DrillGroup], crews: Mapping[PositionId, Crew], catalog: PositionCatalog
    ) -> None:
        # Imported here because it is slow and needed only to make charts.
        from drillplanner.cp_sat import CpModel, LinearExpr

        self._model = CpModel()
        self._groups = groups
        self._catalog = catalog
        self._costs: list[tuple[IntVar, int]] = []
        self._leads_of_post: dict[tuple[PositionId, str], list[IntVar]] = {}
        self._leads = [self._add_group(group) for group in groups]
        self._add_never_led_costs(crews)
        self._add_other_leader_costs(crews)
        self._model.minimize(
            LinearExpr.weighted_sum(
                [variable for variable, _ in self._costs], [points for _, points in self._costs]
            )
        )

    def solve(self) -> list[list[list[int]]]:
        """Return the number of leads by group, seat, and index in the group's ``people``."""
        from drillplanner.cp_sat import FEASIBLE, OPTIMAL, CpSolver

        solver = CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 0
        solver.parameters.max_deterministic_time = _EFFORT
        # Without presolve and with the full relaxation, these models solve in a tenth of the time.
        solver.parameters.cp_model_presolve = False
        solver.parameters.linearization_level = 2
        status = solver.solve(self._model)
        is_solved = status in (OPTIMAL, FEASIBLE)  # otherwise keep the drills as staffed one by one

        def number_of_leads(group: _DrillGroup, seat: _Seat, person: Candidate, leads: dict[str, IntVar]) -> int:
            if person.staff_id not in leads:
                return 0
            if is_solved:
                return solver.value(leads[person.staff_id])
            return len(group.drills) if person == seat.current_leader else 0

        return [
            [
                [number_of_leads(group, seat, person, leads) for person in group.people]
                for seat, leads in zip(group.seats, leads_by_seat, strict=True)
            ]
            for group, leads_by_seat in zip(self._groups, self._leads, strict=True)
        ]

    def _add_group(self, group: _DrillGroup) -> list[dict[str, IntVar]]:
        """Add the leads of each seat by person, with their costs; no one leads two seats of one drill."""
        number = len(group.drills)
        leads_by_seat: list[dict[str, IntVar]] = []
        leads_in_group: dict[str, list[IntVar]] = {}
        for seat in group.seats:
            leads = {candidate.staff_id: self._model.new_int_var(0, number, "") for candidate in seat.candidates}
            leads_by_seat.append(leads)
            self._model.add(sum(leads.values()) == number)
            for candidate in seat.candidates:
                variable = leads[candidate.staff_id]
                self._model.add_hint(variable, number if candidate == seat.current_leader else 0)
                points = sum(
                    position_weight(self._catalog.by_id[post])
                    * suitability_cost(candidate, self._catalog.by_id[post])
                    for post in seat.posts
                )
                self._costs.append((variable, points * _BY_TIER[group.tier]))
                leads_in_group.setdefault(candidate.staff_id, []).append(variable)
                for post in seat.posts:
                    self._leads_of_post.setdefault((post, candidate.staff_id), []).append(variable)
        for leads_of_person in leads_in_group.values():
            if len(leads_of_person) > 1:
                self._model.add(sum(leads_of_person) <= number)
        return leads_by_seat

    def _add_never_led_costs(self, crews: Mapping[PositionId, Crew]) -> None:
        """Add a cost for each member of a crew who could lead its post in the year and never does."""
        for (post, staff_id), leads in self._leads_of_post.items():
            if staff_id in crews.get(post, ()):
                never = self._model.new_bool_var("")
                self._model.add(sum(leads) + never >= 1)
                self._costs.append((never, _NEVER_LED))

    def _add_other_leader_costs(self, crews: Mapping[PositionId, Crew]) -> None:
        """Add a cost for each lead by anybody but the usual leader, so that people keep their posts all year."""
        for (post, staff_id), leads in self._leads_of_post.items():
            if crews.get(post, (staff_id,))[0] != staff_id:
                self._costs += [(variable, _OTHER_LEADER) for variable in leads]


#: ``counts[post][person]``: in how many drills the person leads the post.
Counts = Sequence[Sequence[int]]


def assign_leads_to_drills(counts: Counts, drills: int) -> list[list[int]]:
    """Return for each drill the number of the person who leads each post.

    Every row of ``counts`` must add up to ``drills``, and no column to more.
    """
    people = len(counts[0]) if counts else 0
    table = [list(row) for row in counts]
    # Rows for having no post, so that all rows and columns have the same sum.
    free_drills = [drills - sum(row[person] for row in table) for person in range(people)]
    for _ in range(people - len(counts)):
        row, drills_left = [0] * people, drills
        for person in range(people):
            row[person] = min(free_drills[person], drills_left)
            free_drills[person] -= row[person]
            drills_left -= row[person]
        table.append(row)
    assigned = []
    for _ in range(drills):
        matching = _match_people(table)
        for post, person in enumerate(matching):
            table[post][person] -= 1
        assigned.append(matching[: len(counts)])
    return assigned


def _match_people(table: Sequence[Sequence[int]]) -> list[int]:
    """Return a different person for each row, each at an entry above 0."""
    holder: dict[int, int] = {}

    def seat(row: int, seen: set[int]) -> bool:
        for person, drills_left in enumerate(table[row]):
            if drills_left and person not in seen:
                seen.add(person)
                if person not in holder or seat(holder[person], seen):
                    holder[person] = row
                    return True
        return False

    for row in range(len(table)):
        if not seat(row, set()):
            raise AssertionError("the table's rows and columns do not add up")
    return [person for _, person in sorted((row, person) for person, row in holder.items())]
