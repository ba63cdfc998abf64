"""Who leads which post in a year, who stands in for it and never leads it, and whether that could be otherwise.

Three people in line for a post that two drills of the year open cannot all lead it: at least one never does,
whoever is chosen. Where more stand in without ever leading than such counting explains, they are named on days on
which those who practise the post are busy or away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from drillplanner.incident_command.assignment.staffing import Staffing
from drillplanner.incident_command.assignment.succession import Succession
from drillplanner.incident_command.assignment.suitability import Candidate
from drillplanner.incident_command.chart.remedy import Remedy, RemedyKind, joined_with_and
from drillplanner.incident_command.chart.role_chart import RoleChart
from drillplanner.incident_command.positions.catalog import PositionCatalog, PositionId
from drillplanner.model import Frozen


@dataclass(frozen=True)
class PostPractice:
    """A post over a year: leads that its drills offer, people in line for it on one day, and who never leads.

    ``never`` are the ids of those who are free on a day on which they stand in, and lead on none. ``in_class`` and
    ``standing_by`` are those who stand in at an hour at which they have a class, or may still have it with them.
    """

    offered: int
    needed: int
    never: tuple[str, ...]
    in_class: frozenset[str] = frozenset()
    standing_by: frozenset[str] = frozenset()

    @property
    def unavoidable(self) -> int:
        """So many people in line never lead, however the leads are dealt out."""
        return max(0, self.needed - self.offered)

    @property
    def avoidable(self) -> int:
        """So many more never lead."""
        return max(0, len(self.never) - self.unavoidable)


class Practice(Frozen):
    """How often somebody leads a post in the year, and is named as an alternate for it."""

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
    year: Sequence[Staffing], successions: Sequence[Succession]
) -> dict[PositionId, PostPractice]:
    """The practice of each post that is opened and led in the year."""
    offered: Counter[PositionId] = Counter()
    needed: dict[PositionId, int] = {}
    led: dict[PositionId, set[str]] = {}
    stood_in: dict[PositionId, set[str]] = {}
    in_class: dict[PositionId, set[str]] = {}
    standing_by: dict[PositionId, set[str]] = {}
    for staffing, succession in zip(year, successions, strict=True):
        presence = staffing.presence
        free, with_class, standby = map(_ids, (presence.free, presence.with_class, presence.standby))
        for post in staffing.opening.opened:
            leaders, alternates = _ids(staffing.people.get(post, ())), _ids(succession.alternates.get(post, ()))
            others = alternates & free
            offered[post] += len(leaders)
            needed[post] = max(needed.get(post, 0), len(leaders | others))
            led.setdefault(post, set()).update(leaders)
            stood_in.setdefault(post, set()).update(others)
            in_class.setdefault(post, set()).update(alternates & with_class)
            standing_by.setdefault(post, set()).update(alternates & standby)
    return {
        post: PostPractice(
            offered=offered[post],
            needed=needed[post],
            never=tuple(sorted(stood_in[post] - led[post])),
            in_class=frozenset(in_class[post]),
            standing_by=frozenset(standing_by[post]),
        )
        for post in needed
    }


def _ids(people: Iterable[Candidate]) -> set[str]:
    return {person.staff_id for person in people}


def practice_records(
    charts: Sequence[RoleChart], by_post: Mapping[PositionId, PostPractice], catalogue: PositionCatalog
) -> tuple[Practice, ...]:
    """Each person in or behind a post, in the order of the forms, whoever leads it most often first."""
    led: Counter[tuple[PositionId, str]] = Counter()
    named: Counter[tuple[PositionId, str]] = Counter()
    names: dict[str, str] = {}
    for chart in charts:
        for post in chart.posts:
            for people, count in ((post.people, led), (post.alternates, named)):
                for person in people:
                    names[person.staff_id] = person.name
                    count[post.position_id, person.staff_id] += 1
    order = catalogue.order
    return tuple(
        Practice(
            staff_id=staff_id,
            name=names[staff_id],
            position_id=post,
            title=catalogue.by_id[post].title,
            led=led[post, staff_id],
            alternate=named[post, staff_id],
            offered=by_post[post].offered,
            needed=by_post[post].needed,
            why="" if led[post, staff_id] else _reason(staff_id, by_post[post]),
        )
        for post, staff_id in sorted({*led, *named}, key=lambda pair: (order[pair[0]], -led[pair], pair[1]))
    )


def _reason(staff_id: str, post: PostPractice) -> str:
    if staff_id not in post.never:
        where = (
            *(["has a class at that hour"] if staff_id in post.in_class else ()),
            *(["may still have the class along outside lessons"] if staff_id in post.standing_by else ()),
        )
        return f"{' or '.join(where)}, and stands in without leading"
    if post.unavoidable:
        return f"{_leads(post.offered)} in the year, {post.needed} people in line"
    return "named only on days on which those who practice it are busy or away"


def practice_remedies(
    charts: Sequence[RoleChart], by_post: Mapping[PositionId, PostPractice], catalogue: PositionCatalog
) -> Iterator[Remedy]:
    """What to do for those who stand in and never lead: one for all posts of which the same is true."""
    alike: dict[tuple[int, int], list[PositionId]] = {}
    for post in catalogue.in_form_order({one for one, practice in by_post.items() if practice.never}):
        practice = by_post[post]
        # Where leads enough are offered, their number is no reason.
        key = (practice.offered, practice.needed) if practice.unavoidable else (0, 0)
        alike.setdefault(key, []).append(post)
    for (offered, needed), posts in sorted(alike.items()):
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
            message=f"{joined_with_and([catalogue.by_id[post].title for post in posts])}: {why}, so that {who}. "
            f"Maybe let them lead at a table{more}.",
            campus_id=charts[0].campus_id,
            position_ids=tuple(posts),
            by=first,
        )


def _alternates_without_leads(
    posts: Sequence[PositionId], charts: Sequence[RoleChart], by_post: Mapping[PositionId, PostPractice]
) -> tuple[list[str], date | None]:
    """Their names, and the day of the first drill in which one of them stands in."""
    named = [
        (alternate.name, chart.date)
        for chart in charts
        for post in posts
        if post in chart.by_id
        for alternate in chart.by_id[post].alternates
        if alternate.staff_id in by_post[post].never
    ]
    return sorted({name for name, _ in named}), named[0][1]


def _leads(number: int) -> str:
    return "1 lead" if number == 1 else f"{number} leads"
