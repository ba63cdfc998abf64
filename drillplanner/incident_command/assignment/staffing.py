"""Fit the organization of a drill to the people available: absorb, merge, or leave vacant.

The three ways of combining are kept apart:

- *absorption*, upward: a post without a person is closed, and the next level up does its work, up to the
  tier that the post allows. Other posts stay vacant until someone is asked.
- *merge*, sideways: a closed post is opened again for a person who holds another one, if the catalog allows the
  pair, no exclusion class bars it, and both have the same supervisor after absorption (unity of command).
- *succession*: who takes over from whom; see :mod:`.succession`. It never puts a second person in a post.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import combinations

from drillplanner.incident_command.activation.activated_positions import (
    ActivatedPositions,
    close_posts,
    reopen_post,
)
from drillplanner.incident_command.assignment.availability import StaffAvailability
from drillplanner.incident_command.assignment.leaders import Leaders, assign_leaders
from drillplanner.incident_command.assignment.suitability import may_hold, qualifies, suitability_cost
from drillplanner.incident_command.chart.role_chart import ActivationReason
from drillplanner.incident_command.positions.catalog import (
    BandShape,
    FilledBy,
    Position,
    PositionCatalog,
    PositionId,
    Section,
    Tier,
)

#: The most posts that one person holds: two, or three in the smallest drills.
_MOST_POSTS = {Tier.L1: 3, Tier.L2: 2, Tier.L3: 2}
#: A chief that only our own rule opens is filled after the posts that the drill asks for.
_OPENED_BY_US_LAST = 50


@dataclass(frozen=True)
class Staffing:
    """The posts of a drill with their leaders.

    ``merged`` maps a post that is held with another one to the post whose holder has it.
    """

    activated: ActivatedPositions
    availability: StaffAvailability
    people: Leaders
    merged: dict[PositionId, PositionId] = field(default_factory=dict)

    def host_of(self, position_id: PositionId) -> PositionId:
        """Return the post whose holder also has this one; the post itself if it is not merged."""
        return self.merged.get(position_id, position_id)

    def posts_held_with(self, position_id: PositionId) -> tuple[PositionId, ...]:
        """Return the posts that one person holds together with this one, the host first."""
        host = self.host_of(position_id)
        return (host, *(merged_id for merged_id, merged_host in self.merged.items() if merged_host == host))


def filling_order(
    activated: ActivatedPositions, shape: BandShape | None, catalog: PositionCatalog
) -> dict[PositionId, int]:
    """Return the filling order of the band; what only our own rules open, but the liaison officer, comes last."""
    ranks = {}
    for position_id in (*activated.opened, *activated.on_call):
        position = catalog.by_id[position_id]
        reason = activated.opened.get(position_id)
        opened_by_us = reason is ActivationReason.TEAMS or (
            reason is ActivationReason.AGENCY and position.section is not Section.COMMAND
        )
        ranks[position_id] = (
            position.fill_order if shape is None else shape.rank(position)
        ) + _OPENED_BY_US_LAST * opened_by_us
    return ranks


def fit_to_people(
    activated: ActivatedPositions,
    availability: StaffAvailability,
    shape: BandShape | None,
    catalog: PositionCatalog,
    turn: int = 0,
) -> Staffing:
    """Fill the posts, close those without a person, and merge those that may be merged.

    Without a ``shape`` (no staff list) all posts stay open.
    """
    if shape is None:
        return Staffing(activated, availability, {})
    closed: dict[PositionId, ActivationReason] = {}
    people = _fill(activated, availability, shape, catalog, turn)
    # Closing posts may remove a layer, or add one for the posts below. A closed post is never added again.
    while unfilled := [position_id for position_id in _to_close(activated, catalog) if position_id not in people]:
        closed |= {position_id: activated.opened[position_id] for position_id in unfilled}
        activated = close_posts(activated, unfilled, catalog)
        people = _fill(activated, availability, shape, catalog, turn)
    return _merge(Staffing(activated, availability, people), closed, shape, catalog)


def _to_close(activated: ActivatedPositions, catalog: PositionCatalog) -> list[PositionId]:
    """Return the opened posts whose work the next level up may do at this tier."""
    return [
        position_id for position_id in activated.opened if _closable(catalog.by_id[position_id], activated.tier)
    ]


def _closable(position: Position, tier: Tier) -> bool:
    absorbed_up_to = position.absorbed_up_to
    return position.filled_by is FilledBy.STAFF and absorbed_up_to is not None and tier <= absorbed_up_to


def _fill(
    activated: ActivatedPositions,
    availability: StaffAvailability,
    shape: BandShape,
    catalog: PositionCatalog,
    turn: int,
) -> Leaders:
    opened = [
        catalog.by_id[position_id]
        for position_id in activated.opened
        if catalog.by_id[position_id].filled_by is FilledBy.STAFF
    ]
    on_call = [catalog.by_id[position_id] for position_id in activated.on_call]
    ranks = filling_order(activated, shape, catalog)
    people = assign_leaders(opened, on_call, availability.free, turn=turn, ranks=ranks)
    # Posts that others may not absorb take teachers out of class, if another adult takes the class.
    understaffed = [
        position.model_copy(update={"seats": position.seats - len(people.get(position.id, ()))})
        for position in opened
        if not _closable(position, activated.tier) and len(people.get(position.id, ())) < position.seats
    ]
    if understaffed and availability.out_of_class:
        for post, members in assign_leaders(
            understaffed, [], availability.out_of_class, turn=turn, ranks=ranks
        ).items():
            people[post] = (*people.get(post, ()), *members)
        _put_qualified_with_children(people, catalog)
    return people


def _put_qualified_with_children(people: Leaders, catalog: PositionCatalog) -> None:
    """Let unqualified holders of children's posts, such as teachers out of class, change with qualified people."""
    for post in [post for post in people if catalog.by_id[post].is_child_critical]:
        for holder in people[post]:
            if qualifies(holder, catalog.by_id[post]):
                continue
            other = next(
                (
                    name
                    for name, (leader, *team) in people.items()
                    if not team
                    and not catalog.by_id[name].is_child_critical
                    and not catalog.by_id[name].kept_free_on_call
                    and qualifies(leader, catalog.by_id[post])
                    and qualifies(holder, catalog.by_id[name])
                    and may_hold(holder, catalog.by_id[name])
                ),
                None,
            )
            if other is not None:
                (leader,) = people[other]
                people[other] = (holder,)
                people[post] = tuple(leader if member == holder else member for member in people[post])


def _merge(
    staffing: Staffing, closed: dict[PositionId, ActivationReason], shape: BandShape, catalog: PositionCatalog
) -> Staffing:
    """Open closed posts again, in filling order, for the best person who may hold them as well."""
    for position_id in sorted(closed, key=lambda name: (shape.rank(catalog.by_id[name]), catalog.order[name])):
        if catalog.by_id[position_id].seats > 1 or closed[position_id] in (
            ActivationReason.SPAN,
            ActivationReason.TEAMS,
        ):
            continue
        trial = reopen_post(staffing.activated, position_id, closed[position_id], catalog)
        if set(trial.opened) != {*staffing.activated.opened, position_id}:  # it would need another layer
            continue
        hosts = [
            host
            for host in staffing.activated.opened
            if host not in staffing.merged and may_be_merged(staffing, host, position_id, trial, catalog)
        ]
        if not hosts:
            continue
        position = catalog.by_id[position_id]
        host = min(
            hosts, key=lambda name: (suitability_cost(staffing.people[name][0], position), catalog.order[name])
        )
        staffing = replace(
            staffing,
            activated=trial,
            people={**staffing.people, position_id: staffing.people[host]},
            merged={**staffing.merged, position_id: host},
        )
    return staffing


def may_be_merged(
    staffing: Staffing,
    host: PositionId,
    other: PositionId,
    activated: ActivatedPositions,
    catalog: PositionCatalog,
) -> bool:
    """Return whether the holder of ``host`` may also hold ``other``, under the supervisors of ``activated``."""
    holders = staffing.people.get(host, ())
    if catalog.by_id[host].seats > 1 or len(holders) != 1 or not may_hold(holders[0], catalog.by_id[other]):
        return False
    held_together = (*staffing.posts_held_with(host), other)
    if len(held_together) > _MOST_POSTS[activated.tier]:
        return False
    if not all(catalog.may_merge(first, second) for first, second in combinations(held_together, 2)):
        return False
    pairs = [*staffing.merged.items(), *((unit_id, other) for unit_id in held_together)]
    return all(activated.supervisor[first] == activated.supervisor[second] for first, second in pairs)
