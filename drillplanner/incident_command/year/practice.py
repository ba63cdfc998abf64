"""Who leads or never leads each post in the year, and whether that is avoidable.

Three people in line for a post that only two drills of the year open cannot all lead it: at least one never
does. If more stand in without ever leading than this count explains, they are named on days when the people who
practice the post are busy or away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from drillplanner.incident_command.assignment.staffing import Staffing
from drillplanner.incident_command.assignment.succession import Succession
from drillplanner.incident_command.assignment.suitability import Candidate, may_practice
from drillplanner.incident_command.chart.remedy import Remedy, RemedyKind, joined_with_and
from drillplanner.incident_command.chart.role_chart import RoleChart
from drillplanner.incident_command.positions.catalog import PositionCatalog, PositionId
from drillplanner.model import Frozen


@dataclass(frozen=True)
class PostPractice:
    """A post over a year: the leads that drills offer, the people in line, and those who never lead.

    ``never_lead`` are the ids of people who stand in on a day on which they are free, and lead on none.
    ``in_class`` and ``standing_by`` are alternates at a time when they have a class, or may still have it with
    them; ``in_reserve`` those who step in at a post for children only while nobody who qualifies is there.
    """

    offered: int
    needed: int
    never_lead: tuple[str, ...]
    in_class: frozenset[str] = frozenset()
    standing_by: frozenset[str] = frozenset()
    in_reserve: frozenset[str] = frozenset()

    @property
    def unavoidable(self) -> int:
        """The number of people in line who never lead, however the leads are distributed."""
        return max(0, self.needed - self.offered)

    @property
    def avoidable(self) -> int:
        """The number of further people who never lead."""
        return max(0, len(self.never_lead) - self.unavoidable)


class Practice(Frozen):
    """How often a person leads a post in the year and is named as an alternate for it."""

    staff_id: str
    name: str
    position_id: PositionId
    title: str
    led: int
    alternate: int
    offered: int = Field(description="Leads of the post that the year's drills offer.")
    needed: int = Field(
        description="People in line for it on one day: so many leads are needed for each to have one."
    )
    why: str = Field(default="", description="Of somebody who stands in and never leads: why.")


def practice_by_post(
    year: Sequence[Staffing], successions: Sequence[Succession], catalog: PositionCatalog
) -> dict[PositionId, PostPractice]:
    """Return the practice of each post that is opened and led in the year."""
    offered_by_post: Counter[PositionId] = Counter()
    needed_by_post: dict[PositionId, int] = {}
    leaders_by_post: dict[PositionId, set[str]] = {}
    alternates_by_post: dict[PositionId, set[str]] = {}
    with_class_by_post: dict[PositionId, set[str]] = {}
    standby_by_post: dict[PositionId, set[str]] = {}
    reserve_by_post: dict[PositionId, set[str]] = {}
    best = _best_leaders(year, catalog)
    for staffing, succession in zip(year, successions, strict=True):
        availability = staffing.availability
        free, with_class, standby = map(_ids, (availability.free, availability.with_class, availability.standby))
        for post in staffing.activated.opened:
            leaders, alternates = _ids(staffing.people.get(post, ())), _ids(succession.alternates.get(post, ()))
            reserve = {
                alternate.staff_id
                for alternate in succession.alternates.get(post, ())
                if post in best and not may_practice(alternate, best[post], catalog.by_id[post])
            }
            free_alternates = (alternates & free) - reserve
            reserve_by_post.setdefault(post, set()).update(reserve)
            offered_by_post[post] += len(leaders)
            needed_by_post[post] = max(needed_by_post.get(post, 0), len(leaders | free_alternates))
            leaders_by_post.setdefault(post, set()).update(leaders)
            alternates_by_post.setdefault(post, set()).update(free_alternates)
            with_class_by_post.setdefault(post, set()).update(alternates & with_class)
            standby_by_post.setdefault(post, set()).update(alternates & standby)
    return {
        post: PostPractice(
            offered=offered_by_post[post],
            needed=needed_by_post[post],
            never_lead=tuple(sorted(alternates_by_post[post] - leaders_by_post[post])),
            in_class=frozenset(with_class_by_post[post]),
            standing_by=frozenset(standby_by_post[post]),
            in_reserve=frozenset(reserve_by_post[post]),
        )
        for post in needed_by_post
    }


def _best_leaders(year: Sequence[Staffing], catalog: PositionCatalog) -> dict[PositionId, Candidate]:
    """Return, for each post for children, the leader of the year whose title stands first in its rule."""
    best: dict[PositionId, Candidate] = {}
    for staffing in year:
        for post, people in staffing.people.items():
            position = catalog.by_id[post]
            if not position.is_child_critical:
                continue
            for person in people:
                if post not in best or not may_practice(best[post], person, position):
                    best[post] = person
    return best


def _ids(people: Iterable[Candidate]) -> set[str]:
    return {person.staff_id for person in people}


def practice_records(
    charts: Sequence[RoleChart], by_post: Mapping[PositionId, PostPractice], catalog: PositionCatalog
) -> tuple[Practice, ...]:
    """Return each person of each post, in the order of the forms, the most frequent leader first."""
    leads: Counter[tuple[PositionId, str]] = Counter()
    alternations: Counter[tuple[PositionId, str]] = Counter()
    names: dict[str, str] = {}
    for chart in charts:
        for post in chart.posts:
            for people, count in ((post.people, leads), (post.alternates, alternations)):
                for person in people:
                    names[person.staff_id] = person.name
                    count[post.position_id, person.staff_id] += 1
    order = catalog.order
    return tuple(
        Practice(
            staff_id=staff_id,
            name=names[staff_id],
            position_id=post,
            title=catalog.by_id[post].title,
            led=leads[post, staff_id],
            alternate=alternations[post, staff_id],
            offered=by_post[post].offered,
            needed=by_post[post].needed,
            why="" if leads[post, staff_id] else _reason(staff_id, by_post[post]),
        )
        for post, staff_id in sorted(
            {*leads, *alternations}, key=lambda pair: (order[pair[0]], -leads[pair], pair[1])
        )
    )


def _reason(staff_id: str, post: PostPractice) -> str:
    if staff_id not in post.never_lead and staff_id in post.in_reserve:
        return "steps in only while nobody who qualifies by title is there"
    if staff_id not in post.never_lead:
        where = (
            *(["has a class at that hour"] if staff_id in post.in_class else ()),
            *(["may still have the class along outside lessons"] if staff_id in post.standing_by else ()),
        )
        return f"{' or '.join(where)}, and stands in without leading"
    if post.unavoidable:
        return f"{_leads(post.offered)} in the year, {post.needed} people in line"
    return "named only on days on which those who practice it are busy or away"


def practice_remedies(
    charts: Sequence[RoleChart], by_post: Mapping[PositionId, PostPractice], catalog: PositionCatalog
) -> Iterator[Remedy]:
    """Yield a remedy for alternates who never lead: one for all posts with the same reason."""
    posts_by_reason: dict[tuple[int, int], list[PositionId]] = {}
    for post in catalog.in_form_order(
        {position_id for position_id, practice in by_post.items() if practice.never_lead}
    ):
        practice = by_post[post]
        # If enough leads are offered, their number is not the reason.
        key = (practice.offered, practice.needed) if practice.unavoidable else (0, 0)
        posts_by_reason.setdefault(key, []).append(post)
    for (offered, needed), posts in sorted(posts_by_reason.items()):
        names, first = _alternates_without_leads(posts, charts, by_post)
        only = len(posts) == 1
        why = (
            f"the year's drills offer {_leads(offered)}{'' if only else ' of each'}, and {needed} are needed for "
            "all in line"
            if offered
            else "some are named on days on which those who practice it are busy or away"
        )
        who = (
            f"{joined_with_and(names)} never {'leads' if len(names) == 1 else 'lead'} it"
            if only
            else "some never lead what they stand in for (staff_practice.csv says who)"
        )
        more = f", or add a drill that opens {'it' if only else 'these posts'}" if offered else ""
        yield Remedy(
            kind=RemedyKind.PRACTICE,
            message=f"{joined_with_and([catalog.by_id[post].title for post in posts])}: {why}, so that {who}. "
            f"Maybe let them lead at a table{more}.",
            campus_id=charts[0].campus_id,
            position_ids=tuple(posts),
            by=first,
        )


def _alternates_without_leads(
    posts: Sequence[PositionId], charts: Sequence[RoleChart], by_post: Mapping[PositionId, PostPractice]
) -> tuple[list[str], date | None]:
    """Return their names, and the date of the first drill in which one of them stands in."""
    named_alternates = [
        (alternate.name, chart.date)
        for chart in charts
        for post in posts
        if post in chart.by_id
        for alternate in chart.by_id[post].alternates
        if alternate.staff_id in by_post[post].never_lead
    ]
    return sorted({name for name, _ in named_alternates}), named_alternates[0][1]


def _leads(number: int) -> str:
    return "1 lead" if number == 1 else f"{number} leads"
