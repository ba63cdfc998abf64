"""The crew of each post for a year: who usually leads it, and the two who practise it as alternates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from drillplanner.incident_command.activation.activated_positions import ActivatedPositions
from drillplanner.incident_command.assignment.availability import StaffAvailability
from drillplanner.incident_command.assignment.leaders import sorted_by_id
from drillplanner.incident_command.assignment.staffing import Staffing
from drillplanner.incident_command.assignment.succession import ALTERNATES, Succession, name_alternates
from drillplanner.incident_command.assignment.suitability import Candidate, cost, may_hold
from drillplanner.incident_command.positions.catalog import FilledBy, PositionCatalog, PositionId

#: The ids of the people who practise a post, the one who usually leads it first.
Crew = tuple[str, ...]


def crews_of(year: Sequence[Staffing], catalogue: PositionCatalog) -> dict[PositionId, Crew]:
    """The crews of all posts that one person leads, from how the drills would be led one by one.

    Whoever usually leads a post is its first; two more are named for all posts at once, as on one chart that
    opens everything the year opens, from those who are free in at least half of the year's drills.
    """
    usual: dict[PositionId, Counter[str]] = {}
    free: Counter[str] = Counter()
    people: dict[str, Candidate] = {}
    for staffing in year:
        for one in staffing.presence.free:
            free[one.staff_id] += 1
            people[one.staff_id] = one
        for post in staffing.opening.opened:
            position = catalogue.by_id[post]
            if position.filled_by is FilledBy.STAFF and position.seats == 1 and post not in staffing.merged:
                usual.setdefault(post, Counter()).update(one.staff_id for one in staffing.people.get(post, ()))
    leaders = {post: _most_frequent(counts) for post, counts in usual.items()}
    known = {post: people[one] for post, one in leaders.items() if one in people}
    often = [one for staff_id, one in people.items() if 2 * free[staff_id] >= len(year)]
    union = Staffing(
        opening=_all_at_once(year, known, catalogue),
        presence=StaffAvailability(free=sorted_by_id(often)),
        people={post: (one,) for post, one in known.items()},
    )
    alternates = name_alternates(union, catalogue).alternates
    return {post: _crew(post, one, alternates.get(post, ()), often, catalogue) for post, one in known.items()}


def _crew(
    post: PositionId,
    usual: Candidate,
    alternates: Sequence[Candidate],
    often: Sequence[Candidate],
    catalogue: PositionCatalog,
) -> Crew:
    """The crew of a post; who leads another in most drills may still practise this one in the rest."""
    position = catalogue.by_id[post]
    others = sorted((cost(one, position), one.staff_id) for one in often if may_hold(one, position))
    ids = [
        usual.staff_id,
        *(alternate.staff_id for alternate in alternates),
        *(staff_id for _, staff_id in others),
    ]
    return tuple(dict.fromkeys(ids))[: ALTERNATES + 1]


def leading_members(crews: Mapping[PositionId, Crew], year: Sequence[Staffing]) -> dict[PositionId, Crew]:
    """Of each crew those who lead the post at least once in the year: alternates are named among them first."""
    led: dict[PositionId, set[str]] = {post: set() for post in crews}
    for staffing in year:
        for post in staffing.opening.opened:
            led.get(post, set()).update(one.staff_id for one in staffing.people.get(post, ()))
    return {post: tuple(sorted(ids)) for post, ids in led.items()}


def with_alternates(
    crews: Mapping[PositionId, Crew], year: Sequence[Staffing], successions: Sequence[Succession]
) -> dict[PositionId, Crew]:
    """The crews with all who are named as alternates in the year and are free to lead then."""
    joined = {post: dict.fromkeys(crew) for post, crew in crews.items()}
    for staffing, succession in zip(year, successions, strict=True):
        free = {one.staff_id for one in staffing.presence.free}
        for post, alternates in succession.alternates.items():
            if post in joined:
                joined[post].update(
                    dict.fromkeys(alternate.staff_id for alternate in alternates if alternate.staff_id in free)
                )
    return {post: tuple(crew) for post, crew in joined.items()}


def _most_frequent(counts: Counter[str]) -> str:
    return min(counts, key=lambda one: (-counts[one], one), default="")


def _all_at_once(
    year: Sequence[Staffing], known: dict[PositionId, Candidate], catalogue: PositionCatalog
) -> ActivatedPositions:
    posts = catalogue.in_form_order(set(known))
    reasons = {post: reason for staffing in year for post, reason in staffing.opening.opened.items()}
    last = year[-1].opening
    return ActivatedPositions(
        tier=last.tier,
        opened={post: reasons[post] for post in posts},
        supervisor={},
        on_call={},
        absorbed={},
        unified=False,
    )
