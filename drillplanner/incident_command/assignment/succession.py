"""Name two alternates for each post so that one absence leaves nothing undone.

The alternates of a chart are a least-cost flow. People without a post come before people who would have to leave
one; a teacher with a class comes last, and only if another adult takes the class. Then every post gets a chain
of alternates that ends at a person without a post, so that every post can still be led if one person is missing.
Last, no line stays in which everyone would be away together, if another person can join it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from drillplanner.incident_command.activation.activated_positions import COMMANDER
from drillplanner.incident_command.assignment.leaders import TURN_WEIGHT, costs_with_rotation, vacancy_cost
from drillplanner.incident_command.assignment.least_cost_flow import LeastCostFlow
from drillplanner.incident_command.assignment.separation import (
    Separation,
    absence_groups,
    absence_groups_of_all,
    separation,
    shared_groups,
)
from drillplanner.incident_command.assignment.staffing import Staffing
from drillplanner.incident_command.assignment.suitability import Candidate, may_hold, qualifies
from drillplanner.incident_command.positions.catalog import FilledBy, Position, PositionCatalog, PositionId

#: Three deep: a primary and two alternates, as in published school plans (not a federal rule).
ALTERNATES = 2
#: The most posts of one chart in which a person is named as an alternate.
ALTERNATE_POSTS = 3
#: The cost of naming the same person as an alternate again, by how often they are named already.
_AGAIN = (0, 250, 600)
#: The cost of an alternate who has to leave another post.
LEAVES_OWN_POST = 150
#: The cost of an alternate who has to leave a post for children.
_LEAVES_CHILDREN = 2_500
#: The cost of a teacher with a class, which another adult would have to take.
LEAVES_A_CLASS = 5_000
#: The cost of a person who does not practice the post in the year, or who does but never leads it.
_STRANGER = 2_000
_NEVER_LEADS = 1_000
#: The cost of a person whose everyday title does not qualify for the post, for children's posts and for others.
_UNQUALIFIED_WITH_CHILDREN = 3_000
_UNQUALIFIED = 400
#: The most posts of one chart in which a person is the first alternate (second in line), if possible.
_SECOND_OF = 2
_TOO_OFTEN = 1_000
#: The first alternate of the incident commander shares no absence group with them, if another is named.
_AWAY_TOGETHER = 10 * _TOO_OFTEN


@dataclass(frozen=True)
class Succession:
    """The alternates of each post, in order, and who takes the class of those who have one.

    One absence would leave the ``exposed`` posts empty. ``away_together`` gives the absence groups of posts
    whose line is too close: everyone would be away together or, for the incident commander, each alternate with
    the leader.
    """

    alternates: dict[PositionId, tuple[Candidate, ...]]
    class_covers: dict[str, Candidate] = field(default_factory=dict)
    exposed: tuple[PositionId, ...] = ()
    away_together: dict[PositionId, tuple[str, ...]] = field(default_factory=dict)


def name_alternates(
    staffing: Staffing,
    catalog: PositionCatalog,
    *,
    crews: Mapping[PositionId, Iterable[str]] | None = None,
    leading: Mapping[PositionId, Iterable[str]] | None = None,
    turn: int = 0,
) -> Succession:
    """Name the alternates of a drill.

    ``crews`` gives the ids of the people who practice each post in the year, ``leading`` of those who lead it at
    least once.
    """
    practice = {
        post: dict.fromkeys(ids, _NEVER_LEADS) | dict.fromkeys((leading or {}).get(post, ids), 0)
        for post, ids in (crews or {}).items()
    }
    return _AlternateNaming(staffing, catalog, practice, turn).succession()


class _AlternateNaming:
    """Names the alternates of one chart, step by step."""

    def __init__(
        self,
        staffing: Staffing,
        catalog: PositionCatalog,
        practice: Mapping[PositionId, dict[str, int]],
        turn: int,
    ) -> None:
        self.staffing, self.catalog, self.practice, self.turn = staffing, catalog, practice, turn
        availability = staffing.availability
        self.pool = (*availability.free, *availability.standby, *availability.out_of_class)
        self.by_id = {candidate.staff_id: candidate for candidate in self.pool}
        self.in_class = {candidate.staff_id for candidate in availability.with_class}
        # A merged post shares the alternates of its host: the person who takes over takes over both.
        self.posts = [
            post
            for post in staffing.activated.opened
            if post in staffing.people
            and post not in staffing.merged
            and catalog.by_id[post].filled_by is FilledBy.STAFF
        ]
        charted_posts = (*staffing.activated.opened, *staffing.activated.on_call)
        self.post_of = {
            leader.staff_id: staffing.host_of(post)
            for post in charted_posts
            for leader in staffing.people.get(post, ())
        }
        self.costs = {post: self._costs_of(place, post) for place, post in enumerate(self.posts)}
        self.alternates: dict[PositionId, list[str]] = {}

    def succession(self) -> Succession:
        """Name alternates, ensure the chains and the spread, order the alternates, and assign class covers."""
        self._assign_alternates()
        self._connect_to_reserves()
        self._spread_lines()
        self._choose_first_alternates()
        self._let_two_name_each_other()
        exposed = self._exposed_posts()
        alternates = {
            post: tuple(self.by_id[staff_id] for staff_id in ids) for post, ids in self.alternates.items() if ids
        }
        for merged, host in self.staffing.merged.items():
            if host in alternates:
                alternates[merged] = alternates[host]
        exposed_posts = [
            *exposed,
            *(merged_post for merged_post, host in self.staffing.merged.items() if host in exposed),
        ]
        return Succession(
            alternates, self._class_covers(), self.catalog.in_form_order(set(exposed_posts)), self._away_together()
        )

    def _costs_of(self, place: int, post: PositionId) -> dict[str, int]:
        """Return the cost of each person who may stand in for a post and all that is held with it."""
        positions = [self.catalog.by_id[held_post] for held_post in self.staffing.posts_held_with(post)]
        may_be_left = {held_post for held_post in set(self.post_of.values()) if self._may_leave(held_post, post)}
        fitting = [
            candidate
            for candidate in self.pool
            if (candidate.staff_id not in self.post_of or self.post_of[candidate.staff_id] in may_be_left)
            and all(may_hold(candidate, position) for position in positions)
        ]
        practice = self.practice.get(post)
        return {
            staff_id: points
            + TURN_WEIGHT * self._cost_of_leaving(staff_id)
            + TURN_WEIGHT * (LEAVES_A_CLASS if staff_id in self.in_class else 0)
            + TURN_WEIGHT * (0 if practice is None else practice.get(staff_id, _STRANGER))
            + TURN_WEIGHT * sum(self._cost_of_title(staff_id, position) for position in positions)
            for staff_id, points in costs_with_rotation(positions[0], fitting, self.turn + place).items()
        }

    def _cost_of_leaving(self, staff_id: str) -> int:
        left_post = self.post_of.get(staff_id)
        if left_post is None:
            return 0
        return _LEAVES_CHILDREN if self.catalog.by_id[left_post].is_child_critical else LEAVES_OWN_POST

    def _cost_of_title(self, staff_id: str, position: Position) -> int:
        if qualifies(self.by_id[staff_id], position):
            return 0
        return _UNQUALIFIED_WITH_CHILDREN if position.is_child_critical else _UNQUALIFIED

    def _may_leave(self, held_post: PositionId, post: PositionId) -> bool:
        """Return whether the holder of ``held_post``, and of all merged with it, can leave it for ``post``."""
        return all(
            self.catalog.may_be_alternate(left_post, post)
            for left_post in self.staffing.posts_held_with(held_post)
        )

    def _assign_alternates(self) -> None:
        flow = LeastCostFlow()
        for place, post in enumerate(self.posts):
            position = self.catalog.by_id[post]
            flow.add_place(place, self.costs[post], times=ALTERNATES if position.seats == 1 else 1)
            flow.set_vacancy_cost(place, vacancy_cost(position.fill_order))
        for candidate in self.pool:
            flow.limit_person(
                candidate.staff_id, tuple(points * TURN_WEIGHT for points in _AGAIN[:ALTERNATE_POSTS])
            )
        chosen = flow.solve()
        self.alternates = {
            post: self._best_first(post, chosen.get(place, ())) for place, post in enumerate(self.posts)
        }

    def _best_first(self, post: PositionId, ids: Iterable[str]) -> list[str]:
        return sorted(ids, key=lambda staff_id: (self.costs[post][staff_id], staff_id))

    def _is_reserve(self, staff_id: str) -> bool:
        """Return whether the person leaves no opened post: they have none, or one that is only on call."""
        return self.post_of.get(staff_id) not in self.costs

    def _exposed_posts(self) -> list[PositionId]:
        """Return the posts from which no chain of alternates leads to a person without a post."""
        safe = self._safe_posts()
        return [post for post in self.posts if post not in safe]

    def _safe_posts(self, without: PositionId | None = None) -> set[PositionId]:
        """Return the posts with such a chain; chains over the post ``without`` do not count."""
        safe: set[PositionId] = set()
        has_grown = True
        while has_grown:
            newly_safe = [
                post
                for post in self.posts
                if post not in safe
                and post != without
                and any(
                    self._is_reserve(staff_id) or self.post_of[staff_id] in safe
                    for staff_id in self.alternates[post]
                )
            ]
            safe.update(newly_safe)
            has_grown = bool(newly_safe)
        return safe

    def _connect_to_reserves(self) -> None:
        """Change alternates of exposed posts until every post that can lead to a reserve does."""
        while exposed := self._exposed_posts():
            counts = Counter(name for ids in self.alternates.values() for name in ids)
            changes = [
                (counts[staff_id] >= ALTERNATE_POSTS, points, self.catalog.order[post], staff_id, post)
                for post in exposed
                for staff_id, points in self.costs[post].items()
                if self._is_reserve(staff_id) or self.post_of[staff_id] not in exposed
            ]
            if not changes:
                return
            *_, staff_id, post = min(changes)
            most_alternates = ALTERNATES if self.catalog.by_id[post].seats == 1 else 1
            self.alternates[post] = [*self.alternates[post][: most_alternates - 1], staff_id]

    def _spread_lines(self) -> None:
        """Choose other alternates for lines that are too close, without exposing a safe post."""
        for _ in self.posts:  # a post that becomes safe may allow another post a better spread
            before = dict(self.alternates)
            for post in self.posts:
                if self._separation_of(post, self.alternates[post]) is not Separation.APART:
                    self.alternates[post] = min(
                        self._possible_lines(post), key=lambda line: self._line_rank(post, line)
                    )
            if self.alternates == before:
                return

    def _separation_of(self, post: PositionId, ids: Iterable[str]) -> Separation:
        return separation(self.staffing.people[post], [self.by_id[staff_id] for staff_id in ids])

    def _possible_lines(self, post: PositionId) -> list[list[str]]:
        """Return the lines that the post could have, at least as long and as safe as now.

        Among people who are equal in their groups and in whether a chain goes on from them, the best two are
        enough.
        """
        safe = self._safe_posts(without=post)
        leads_on = {
            staff_id: self._is_reserve(staff_id) or self.post_of[staff_id] in safe for staff_id in self.costs[post]
        }
        is_safe = any(leads_on[staff_id] for staff_id in self.alternates[post])
        counts = Counter(name for other_post, ids in self.alternates.items() if other_post != post for name in ids)
        with_leader = absence_groups_of_all(self.staffing.people[post])
        interchangeable: dict[object, list[str]] = {}
        for staff_id in sorted(
            leads_on,
            key=lambda candidate_id: (
                counts[candidate_id] >= ALTERNATE_POSTS,
                self.costs[post][candidate_id],
                candidate_id,
            ),
        ):
            key = (absence_groups(self.by_id[staff_id]) & with_leader, leads_on[staff_id])
            interchangeable.setdefault(key, []).append(staff_id)
        best = [candidate_id for ids in interchangeable.values() for candidate_id in ids[:ALTERNATES]]
        most_alternates = ALTERNATES if self.catalog.by_id[post].seats == 1 else 1
        return [
            self.alternates[post],
            *(
                self._best_first(post, line)
                for length in range(len(self.alternates[post]), most_alternates + 1)
                for line in combinations(best, length)
                if not is_safe or any(leads_on[staff_id] for staff_id in line)
            ),
        ]

    def _line_rank(self, post: PositionId, line: list[str]) -> tuple[int, int, int, list[str]]:
        """Rank lines: better spread first, then people not named too often, then the better fit."""
        counts = Counter(name for other_post, ids in self.alternates.items() if other_post != post for name in ids)
        too_often = sum(counts[staff_id] >= ALTERNATE_POSTS for staff_id in line)
        return (
            self._separation_of(post, line),
            too_often,
            sum(self.costs[post][staff_id] for staff_id in line),
            line,
        )

    def _away_together(self) -> dict[PositionId, tuple[str, ...]]:
        groups_by_post = {}
        for post in self.posts:
            spread = self._separation_of(post, self.alternates[post])
            if spread is Separation.ALL_TOGETHER or (post == COMMANDER and spread is not Separation.APART):
                alternates = [self.by_id[staff_id] for staff_id in self.alternates[post]]
                groups_by_post[post] = shared_groups(self.staffing.people[post], alternates)
        return groups_by_post

    def _choose_first_alternates(self) -> None:
        """Put the better alternate first, but no one first for more than two posts if possible.

        The first alternate of the incident commander should not be away together with them.
        """
        flow = LeastCostFlow()
        for place, post in enumerate(self.posts):
            ids = self._best_first(post, self.alternates[post])
            groups_of_leader = (
                absence_groups_of_all(self.staffing.people[post]) if post == COMMANDER else frozenset[str]()
            )
            costs = {
                staff_id: rank + _AWAY_TOGETHER * bool(absence_groups(self.by_id[staff_id]) & groups_of_leader)
                for rank, staff_id in enumerate(ids)
            }
            flow.add_place(place, costs, times=1)
            flow.set_vacancy_cost(place, 0 if not ids else _TOO_OFTEN * _TOO_OFTEN)
        unlimited = len(self.posts)
        for candidate in self.pool:
            flow.limit_person(candidate.staff_id, (0,) * _SECOND_OF + (_TOO_OFTEN,) * unlimited)
        seconds = flow.solve()
        for place, post in enumerate(self.posts):
            ids = self._best_first(post, self.alternates[post])
            self.alternates[post] = _moved_to_front(ids, seconds.get(place, ()))

    def _let_two_name_each_other(self) -> None:
        """Where two adults are at work, let each stand in for the other, class or not: there is nobody else."""
        availability = self.staffing.availability
        if len(availability.at_work) != 2 or len(availability.with_class) == 2:
            return
        self.by_id |= {candidate.staff_id: candidate for candidate in availability.at_work}
        for post in self.posts:
            positions = [self.catalog.by_id[held_post] for held_post in self.staffing.posts_held_with(post)]
            self.alternates[post] = self.alternates[post] or [
                candidate.staff_id
                for candidate in availability.at_work
                if candidate not in self.staffing.people[post]
                and all(may_hold(candidate, position) for position in positions)
            ]

    def _class_covers(self) -> dict[str, Candidate]:
        named_ids = {staff_id for ids in self.alternates.values() for staff_id in ids} | set(self.post_of)
        availability = self.staffing.availability
        leaving = named_ids & {candidate.staff_id for candidate in availability.out_of_class}
        return dict(zip(sorted(leaving), availability.class_keepers, strict=False))


def _moved_to_front(ids: Iterable[str], first_ids: Collection[str]) -> list[str]:
    """Return the ids with ``first_ids`` in front, otherwise in the same order."""
    return sorted(ids, key=lambda staff_id: staff_id not in first_ids)
