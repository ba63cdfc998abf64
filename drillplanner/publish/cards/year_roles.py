"""The roles of a school over the year: who usually leads each, who is second, and whom it reports to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from drillplanner.incident_command.chart.role_chart import Holder, Post, RoleChart
from drillplanner.incident_command.positions.catalog import PositionId


@dataclass(frozen=True)
class YearRole:
    """A position of the school's charts. ``supervisors`` are the posts above it, that of the largest chart first.

    ``primary`` leads it most often, ``second`` is most often first in line after them; None if nobody is named.
    ``opened`` says whether some drill opens it at the start.
    """

    post: Post
    supervisors: tuple[Post, ...]
    primary: Holder | None
    second: Holder | None
    opened: bool


@dataclass
class _Seen:
    """What the charts say of one position, as they are read."""

    post: Post
    opened: bool = False
    supervisors: Counter[PositionId] = field(default_factory=Counter)
    leads: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)

    def add(self, post: Post) -> None:
        """Count the people and the supervisor of the position in one more chart."""
        if post.supervisor is not None:
            self.supervisors[post.supervisor] += 1
        self.leads.update(person.staff_id for person in post.people[:1])
        self.seconds.update(person.staff_id for person in post.alternates[:1])


def year_roles(charts: Iterable[RoleChart]) -> tuple[YearRole, ...]:
    """Return the roles of these charts, opened or on call, a supervisor before those who report to it.

    Nobody leads two roles where someone else led one of them: in an emergency they could not be in both places.
    """
    seen: dict[PositionId, _Seen] = {}
    people: dict[str, Holder] = {}
    for chart in sorted(charts, key=lambda chart: -len(chart.posts)):  # the largest gives the order
        for post in (*chart.posts, *chart.on_call):
            one = seen.setdefault(post.position_id, _Seen(post))
            one.add(post)
            one.opened = one.opened or post.position_id in chart.by_id
            people.update((person.staff_id, person) for person in (*post.people, *post.alternates))
    taken: set[str] = set()
    roles = []
    for one in seen.values():
        primary = _most_frequent(one.leads, taken) or _most_frequent(one.leads)
        second = _most_frequent(one.seconds, {primary}) or _most_frequent(one.leads, {primary})
        taken.update(() if primary is None else (primary,))
        above = (one.post.supervisor, *(position_id for position_id, _ in one.supervisors.most_common()))
        roles.append(
            YearRole(
                post=one.post,
                supervisors=tuple(seen[key].post for key in dict.fromkeys(above) if key in seen),
                primary=None if primary is None else people[primary],
                second=None if second is None else people[second],
                opened=one.opened,
            )
        )
    return tuple(roles)


def _most_frequent(counted: Counter[str], without: Set[str | None] = frozenset()) -> str | None:
    """Return who is counted most often and is not among ``without``."""
    return next((staff_id for staff_id, _ in counted.most_common() if staff_id not in without), None)
