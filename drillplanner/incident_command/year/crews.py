"""The crew of each post for a year: its usual leader and two alternates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from drillplanner.incident_command.activation.activated_positions import ActivatedPositions
from drillplanner.incident_command.assignment.availability import StaffAvailability
from drillplanner.incident_command.assignment.leaders import sorted_by_id
from drillplanner.incident_command.assignment.staffing import Staffing
from drillplanner.incident_command.assignment.succession import ALTERNATES, Succession, name_alternates
from drillplanner.incident_command.assignment.suitability import Candidate, may_hold, suitability_cost
from drillplanner.incident_command.positions.catalog import FilledBy, PositionCatalog, PositionId

#: The ids of the people who practice a post, its usual leader first.
Crew = tuple[str, ...]


def crews_of(year: Sequence[Staffing], catalog: PositionCatalog) -> dict[PositionId, Crew]:
    """Return the crew of each post that one person leads, from the drills staffed one by one.

    The person who leads a post most often comes first. Two more are named for all posts at once, as on one chart
    that opens everything the year opens, from people who are free in at least half of the year's drills.
    """
    leads_by_post: dict[PositionId, Counter[str]] = {}
    times_free: Counter[str] = Counter()
    people: dict[str, Candidate] = {}
    for staffing in year:
        for candidate in staffing.availability.free:
            times_free[candidate.staff_id] += 1
            people[candidate.staff_id] = candidate
        for post in staffing.activated.opened:
            position = catalog.by_id[post]
            if position.filled_by is FilledBy.STAFF and position.seats == 1 and post not in staffing.merged:
                leads_by_post.setdefault(post, Counter()).update(
                    leader.staff_id for leader in staffing.people.get(post, ())
                )
    leaders = {post: _most_frequent(counts) for post, counts in leads_by_post.items()}
    usual_leaders = {post: people[staff_id] for post, staff_id in leaders.items() if staff_id in people}
    usually_free = [candidate for staff_id, candidate in people.items() if 2 * times_free[staff_id] >= len(year)]
    union = Staffing(
        activated=_all_at_once(year, usual_leaders, catalog),
        availability=StaffAvailability(free=sorted_by_id(usually_free)),
        people={post: (leader,) for post, leader in usual_leaders.items()},
    )
    alternates = name_alternates(union, catalog).alternates
    return {
        post: _crew(post, leader, alternates.get(post, ()), usually_free, catalog)
        for post, leader in usual_leaders.items()
    }


def _crew(
    post: PositionId,
    usual_leader: Candidate,
    alternates: Sequence[Candidate],
    usually_free: Sequence[Candidate],
    catalog: PositionCatalog,
) -> Crew:
    """Return the crew of a post. A person who leads another post in most drills may still practice this one."""
    position = catalog.by_id[post]
    other_ids = sorted(
        (suitability_cost(candidate, position), candidate.staff_id)
        for candidate in usually_free
        if may_hold(candidate, position)
    )
    ids = [
        usual_leader.staff_id,
        *(alternate.staff_id for alternate in alternates),
        *(staff_id for _, staff_id in other_ids),
    ]
    return tuple(dict.fromkeys(ids))[: ALTERNATES + 1]


def leading_members(crews: Mapping[PositionId, Crew], year: Sequence[Staffing]) -> dict[PositionId, Crew]:
    """Return, for each crew, those who lead the post at least once in the year: preferred as alternates."""
    leaders_by_post: dict[PositionId, set[str]] = {post: set() for post in crews}
    for staffing in year:
        for post in staffing.activated.opened:
            leaders_by_post.get(post, set()).update(leader.staff_id for leader in staffing.people.get(post, ()))
    return {post: tuple(sorted(ids)) for post, ids in leaders_by_post.items()}


def with_alternates(
    crews: Mapping[PositionId, Crew], year: Sequence[Staffing], successions: Sequence[Succession]
) -> dict[PositionId, Crew]:
    """Return the crews with everyone who is an alternate in the year and free to lead at that time."""
    joined = {post: dict.fromkeys(crew) for post, crew in crews.items()}
    for staffing, succession in zip(year, successions, strict=True):
        free = {candidate.staff_id for candidate in staffing.availability.free}
        for post, alternates in succession.alternates.items():
            if post in joined:
                joined[post].update(
                    dict.fromkeys(alternate.staff_id for alternate in alternates if alternate.staff_id in free)
                )
    return {post: tuple(crew) for post, crew in joined.items()}


def _most_frequent(counts: Counter[str]) -> str:
    return min(counts, key=lambda staff_id: (-counts[staff_id], staff_id), default="")


def _all_at_once(
    year: Sequence[Staffing], usual_leaders: dict[PositionId, Candidate], catalog: PositionCatalog
) -> ActivatedPositions:
    posts = catalog.in_form_order(set(usual_leaders))
    reasons = {post: reason for staffing in year for post, reason in staffing.activated.opened.items()}
    last = year[-1].activated
    return ActivatedPositions(
        tier=last.tier,
        opened={post: reasons[post] for post in posts},
        supervisor={},
        on_call={},
        absorbed={},
        unified=False,
    )
