"""Who takes over from whom: two alternates for each post, so that one absence leaves nothing undone.

The alternates of a chart are a flow of least cost. Whoever has no post of their own comes before somebody who
would have to leave one; a teacher before a class comes last, and only where another adult takes the class. Then it
is made sure that from each post a chain of alternates leads to somebody without a post: whoever is missing, every
post that was led can still be led. Last, no line is left in which all would be away together, where somebody else
can stand in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from drillplanner.incident_command.activation.activated_positions import COMMANDER
from drillplanner.incident_command.assignment.leaders import TURNS, costs_with_turns, vacancy_cost
from drillplanner.incident_command.assignment.least_cost_flow import LeastCostFlow
from drillplanner.incident_command.assignment.separation import (
    Separation,
    absence_groups,
    absence_groups_of_all,
    separation,
    shared_groups,
)
from drillplanner.incident_command.assignment.staffing import Staffing
from drillplanner.incident_command.assignment.suitability import Candidate, may_hold
from drillplanner.incident_command.positions.catalog import FilledBy, PositionCatalog, PositionId

#: Three deep: a primary and two alternates, as published school plans ask (not a federal rule).
ALTERNATES = 2
#: A person is named as an alternate in at most so many posts of one chart.
ALTERNATE_POSTS = 3
#: What it costs to name the same person as an alternate once more, by how often they are named already.
_AGAIN = (0, 250, 600)
#: What it costs to take as an alternate somebody who has a post of their own to leave.
LEAVES_OWN_POST = 150
#: What it costs to name a teacher before a class, whom another adult would have to relieve.
LEAVES_A_CLASS = 5_000
#: What it costs to name somebody who does not practise the post in the year, or who does and never leads it.
_STRANGER = 2_000
_NEVER_LEADS = 1_000
#: A person is the first alternate, second in line, of so many posts of one chart if that can be.
_SECOND_OF = 2
_TOO_OFTEN = 1_000
#: The first alternate of the incident commander is not one who would be away with them, if another is named.
_AWAY_TOGETHER = 10 * _TOO_OFTEN


@dataclass(frozen=True)
class Succession:
    """Alternates of each post, second before third; and who takes the class of those who have one.

    ``exposed`` are the posts that one absence would leave empty, ``together`` those whose line stands too close,
    with the groups: all would be away together, or, of the incident commander, each alternate with the leader.
    """

    alternates: dict[PositionId, tuple[Candidate, ...]]
    covers: dict[str, Candidate] = field(default_factory=dict)
    exposed: tuple[PositionId, ...] = ()
    together: dict[PositionId, tuple[str, ...]] = field(default_factory=dict)


def name_alternates(
    staffing: Staffing,
    catalogue: PositionCatalog,
    *,
    crews: Mapping[PositionId, Iterable[str]] | None = None,
    leading: Mapping[PositionId, Iterable[str]] | None = None,
    turn: int = 0,
) -> Succession:
    """Name the alternates of a drill.

    ``crews`` are the ids of those who practise a post in the year, ``leading`` of those who lead it some time.
    """
    practice = {
        post: dict.fromkeys(ids, _NEVER_LEADS) | dict.fromkeys((leading or {}).get(post, ids), 0)
        for post, ids in (crews or {}).items()
    }
    return _AlternateNaming(staffing, catalogue, practice, turn).succession()


class _AlternateNaming:
    """The naming of one chart's alternates, step by step."""

    def __init__(
        self,
        staffing: Staffing,
        catalogue: PositionCatalog,
        practice: Mapping[PositionId, dict[str, int]],
        turn: int,
    ) -> None:
        self.staffing, self.catalogue, self.practice, self.turn = staffing, catalogue, practice, turn
        presence = staffing.presence
        self.pool = (*presence.free, *presence.standby, *presence.out_of_class)
        self.by_id = {one.staff_id: one for one in self.pool}
        self.in_class = {one.staff_id for one in presence.with_class}
        # A merged post shares the alternates of its host: whoever takes over takes over both.
        self.posts = [
            one
            for one in staffing.opening.opened
            if one in staffing.people
            and one not in staffing.merged
            and catalogue.by_id[one].filled_by is FilledBy.STAFF
        ]
        charted = (*staffing.opening.opened, *staffing.opening.on_call)
        self.own = {one.staff_id: staffing.host(post) for post in charted for one in staffing.people.get(post, ())}
        self.costs = {post: self._offers(place, post) for place, post in enumerate(self.posts)}
        self.named: dict[PositionId, list[str]] = {}

    def succession(self) -> Succession:
        """Name, see to the chains, order and give the classes away."""
        self._name()
        self._lead_to_reserves()
        self._keep_apart()
        exposed = self._exposed()
        self._order()
        alternates = {post: tuple(self.by_id[one] for one in ids) for post, ids in self.named.items() if ids}
        for merged, host in self.staffing.merged.items():
            if host in alternates:
                alternates[merged] = alternates[host]
        told = [*exposed, *(one for one, host in self.staffing.merged.items() if host in exposed)]
        return Succession(alternates, self._covers(), self.catalogue.in_form_order(set(told)), self._together())

    def _offers(self, place: int, post: PositionId) -> dict[str, int]:
        """What each person who may stand in for a post, and all that is held with it, costs there."""
        positions = [self.catalogue.by_id[one] for one in self.staffing.unit(post)]
        leave = {own for own in set(self.own.values()) if self._may_leave(own, post)}
        fitting = [
            one
            for one in self.pool
            if (one.staff_id not in self.own or self.own[one.staff_id] in leave)
            and all(may_hold(one, position) for position in positions)
        ]
        practice = self.practice.get(post)
        return {
            staff_id: points
            + TURNS * (LEAVES_OWN_POST if staff_id in self.own else 0)
            + TURNS * (LEAVES_A_CLASS if staff_id in self.in_class else 0)
            + TURNS * (0 if practice is None else practice.get(staff_id, _STRANGER))
            for staff_id, points in costs_with_turns(positions[0], fitting, self.turn + place).items()
        }

    def _may_leave(self, own: PositionId, post: PositionId) -> bool:
        """Whether whoever holds ``own``, and what is merged with it, can leave it for this post."""
        return all(self.catalogue.may_be_alternate(one, post) for one in self.staffing.unit(own))

    def _name(self) -> None:
        flow = LeastCostFlow()
        for place, post in enumerate(self.posts):
            position = self.catalogue.by_id[post]
            flow.offer(place, self.costs[post], times=ALTERNATES if position.seats == 1 else 1)
            flow.leave_open(place, vacancy_cost(position.fill_order))
        for one in self.pool:
            flow.limit(one.staff_id, tuple(points * TURNS for points in _AGAIN[:ALTERNATE_POSTS]))
        chosen = flow.solve()
        self.named = {post: self._best_first(post, chosen.get(place, ())) for place, post in enumerate(self.posts)}

    def _best_first(self, post: PositionId, ids: Iterable[str]) -> list[str]:
        return sorted(ids, key=lambda one: (self.costs[post][one], one))

    def _is_reserve(self, staff_id: str) -> bool:
        """Whether nobody who is opened is left behind: the person has no post, or one that is only on call."""
        return self.own.get(staff_id) not in self.costs

    def _exposed(self) -> list[PositionId]:
        """Posts from which no chain of alternates leads to somebody without a post."""
        safe = self._safe()
        return [post for post in self.posts if post not in safe]

    def _safe(self, without: PositionId | None = None) -> set[PositionId]:
        """Posts from which such a chain leads out; one that goes over the post ``without`` does not count."""
        safe: set[PositionId] = set()
        grown = True
        while grown:
            more = [
                post
                for post in self.posts
                if post not in safe
                and post != without
                and any(self._is_reserve(one) or self.own[one] in safe for one in self.named[post])
            ]
            safe.update(more)
            grown = bool(more)
        return safe

    def _lead_to_reserves(self) -> None:
        """Give exposed posts another alternate, until every one that can lead to a reserve does."""
        while exposed := self._exposed():
            counts = Counter(one for ids in self.named.values() for one in ids)
            ways = [
                (counts[one] >= ALTERNATE_POSTS, points, self.catalogue.order[post], one, post)
                for post in exposed
                for one, points in self.costs[post].items()
                if self._is_reserve(one) or self.own[one] not in exposed
            ]
            if not ways:
                return
            *_, one, post = min(ways)
            most = ALTERNATES if self.catalogue.by_id[post].seats == 1 else 1
            self.named[post] = [*self.named[post][: most - 1], one]

    def _keep_apart(self) -> None:
        """Name others where a line stands too close, without leaving a post that was safe exposed."""
        for _ in self.posts:  # a post that becomes safe may let another stand further apart
            before = dict(self.named)
            for post in self.posts:
                if self._closeness(post, self.named[post]) is not Separation.APART:
                    self.named[post] = min(self._lines(post), key=lambda line: self._rank(post, line))
            if self.named == before:
                return

    def _closeness(self, post: PositionId, ids: Iterable[str]) -> Separation:
        return separation(self.staffing.people[post], [self.by_id[one] for one in ids])

    def _lines(self, post: PositionId) -> list[list[str]]:
        """The lines that the post could have, as long as now or longer, and as safe as now.

        Of people who are alike in their groups and in whether a chain goes on from them, the best two are enough.
        """
        safe = self._safe(without=post)
        goes_on = {cost: self._is_reserve(cost) or self.own[cost] in safe for cost in self.costs[post]}
        is_safe = any(goes_on[one] for one in self.named[post])
        counts = Counter(one for other, ids in self.named.items() if other != post for one in ids)
        with_leader = absence_groups_of_all(self.staffing.people[post])
        alike: dict[object, list[str]] = {}
        for staff_id in sorted(
            goes_on, key=lambda other: (counts[other] >= ALTERNATE_POSTS, self.costs[post][other], other)
        ):
            key = (absence_groups(self.by_id[staff_id]) & with_leader, goes_on[staff_id])
            alike.setdefault(key, []).append(staff_id)
        best = [one for ids in alike.values() for one in ids[:ALTERNATES]]
        most = ALTERNATES if self.catalogue.by_id[post].seats == 1 else 1
        return [
            self.named[post],
            *(
                self._best_first(post, line)
                for long in range(len(self.named[post]), most + 1)
                for line in combinations(best, long)
                if not is_safe or any(goes_on[one] for one in line)
            ),
        ]

    def _rank(self, post: PositionId, line: list[str]) -> tuple[int, int, int, list[str]]:
        """First the line that stands apart, then one of people not named too often, then the better fit."""
        counts = Counter(one for other, ids in self.named.items() if other != post for one in ids)
        too_often = sum(counts[one] >= ALTERNATE_POSTS for one in line)
        return self._closeness(post, line), too_often, sum(self.costs[post][one] for one in line), line

    def _together(self) -> dict[PositionId, tuple[str, ...]]:
        found = {}
        for post in self.posts:
            close = self._closeness(post, self.named[post])
            if close is Separation.ALL_TOGETHER or (post == COMMANDER and close is not Separation.APART):
                alternates = [self.by_id[one] for one in self.named[post]]
                found[post] = shared_groups(self.staffing.people[post], alternates)
        return found

    def _order(self) -> None:
        """The better alternate stands second, but nobody is second for more than two posts where that can be.

        Nor is it one who would be away with the incident commander.
        """
        flow = LeastCostFlow()
        for place, post in enumerate(self.posts):
            ids = self._best_first(post, self.named[post])
            away = absence_groups_of_all(self.staffing.people[post]) if post == COMMANDER else frozenset[str]()
            costs = {
                one: rank + _AWAY_TOGETHER * bool(absence_groups(self.by_id[one]) & away)
                for rank, one in enumerate(ids)
            }
            flow.offer(place, costs, times=1)
            flow.leave_open(place, 0 if not ids else _TOO_OFTEN * _TOO_OFTEN)
        often = len(self.posts)
        for one in self.pool:
            flow.limit(one.staff_id, (0,) * _SECOND_OF + (_TOO_OFTEN,) * often)
        seconds = flow.solve()
        for place, post in enumerate(self.posts):
            ids = self._best_first(post, self.named[post])
            self.named[post] = _moved_to_front(ids, seconds.get(place, ()))

    def _covers(self) -> dict[str, Candidate]:
        leaving = {one for ids in self.named.values() for one in ids} | set(self.own)
        keepers = self.staffing.presence.class_keepers
        return dict(zip(sorted(leaving & self.in_class), keepers, strict=False))


def _moved_to_front(ids: Iterable[str], those: Collection[str]) -> list[str]:
    """The ids with ``those`` in front, else in their order."""
    return sorted(ids, key=lambda one: one not in those)
