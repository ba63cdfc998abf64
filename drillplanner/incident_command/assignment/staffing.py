"""Fits the organisation of a drill to the people who are there.

The three ways of combining are kept apart:

- *absorption*, upward: a post for which nobody is left is closed, and the next level up does its work, up to the
  tier that the post allows. Other posts stay vacant, for somebody to be asked.
- *merge*, sideways: a closed post is opened again for somebody who holds another one, if the catalogue allows the
  pair, no exclusion class bars it and, after absorption, both answer to the same supervisor (unity of command).
- *succession*: who takes over from whom; that is :mod:`.succession`, and never a second person in a post.
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
from drillplanner.incident_command.assignment.suitability import cost, may_hold
from drillplanner.incident_command.chart.role_chart import ActivationReason
from drillplanner.incident_command.positions.catalog import (
    BandShape,
    FilledBy,
    Position,
    PositionCatalog,
    PositionId,
    Tier,
)

#: Posts that one person holds at most: two, and three where there is hardly any structure.
_MOST_POSTS = {Tier.L1: 3, Tier.L2: 2, Tier.L3: 2}
#: A chief whom only a rule of ours opened is filled after those that the drill asks for.
_OURS_LAST = 50


@dataclass(frozen=True)
class Staffing:
    """The posts of a drill with those who lead them.

    ``merged`` gives for a post that is held beside another the post whose holder has it.
    """

    opening: ActivatedPositions
    presence: StaffAvailability
    people: Leaders
    merged: dict[PositionId, PositionId] = field(default_factory=dict)

    def host(self, position_id: PositionId) -> PositionId:
        """The post whose holder also has this one; itself where it is not merged."""
        return self.merged.get(position_id, position_id)

    def unit(self, position_id: PositionId) -> tuple[PositionId, ...]:
        """The posts that one person holds with this one, itself first."""
        host = self.host(position_id)
        return (host, *(one for one, own in self.merged.items() if own == host))


def filling_order(
    opening: ActivatedPositions, shape: BandShape | None, catalogue: PositionCatalog
) -> dict[PositionId, int]:
    """The order of filling: that of the band, a chief that only a rule of ours opens last."""
    ranks = {}
    for one in (*opening.opened, *opening.on_call):
        ours = opening.opened.get(one) is ActivationReason.TEAMS
        position = catalogue.by_id[one]
        ranks[one] = (position.fill_order if shape is None else shape.rank(position)) + _OURS_LAST * ours
    return ranks


def fit_to_people(
    opening: ActivatedPositions,
    presence: StaffAvailability,
    shape: BandShape | None,
    catalogue: PositionCatalog,
    turn: int = 0,
) -> Staffing:
    """Fill the posts, close what nobody is left for, and merge what may be merged.

    Without a ``shape``, where nobody is known, all posts stay open.
    """
    if shape is None:
        return Staffing(opening, presence, {})
    lost: dict[PositionId, ActivationReason] = {}
    people = _fill(opening, presence, shape, catalogue, turn)
    # Closing posts may take a layer out, or put one in for those below it. What is closed is never put in again.
    while gone := [one for one in _to_close(opening, catalogue) if one not in people]:
        lost |= {one: opening.opened[one] for one in gone}
        opening = close_posts(opening, gone, catalogue)
        people = _fill(opening, presence, shape, catalogue, turn)
    return _merge(Staffing(opening, presence, people), lost, shape, catalogue)


def _to_close(opening: ActivatedPositions, catalogue: PositionCatalog) -> list[PositionId]:
    """The opened posts whose work the next level up may do at this tier."""
    return [one for one in opening.opened if _closable(catalogue.by_id[one], opening.tier)]


def _closable(position: Position, tier: Tier) -> bool:
    most = position.absorbed_up_to
    return position.filled_by is FilledBy.STAFF and most is not None and tier <= most


def _fill(
    opening: ActivatedPositions,
    presence: StaffAvailability,
    shape: BandShape,
    catalogue: PositionCatalog,
    turn: int,
) -> Leaders:
    opened = [catalogue.by_id[one] for one in opening.opened if catalogue.by_id[one].filled_by is FilledBy.STAFF]
    on_call = [catalogue.by_id[one] for one in opening.on_call]
    ranks = filling_order(opening, shape, catalogue)
    people = assign_leaders(opened, on_call, presence.free, turn=turn, ranks=ranks)
    # What may neither stay vacant nor be done by others takes teachers out of class, if another relieves them.
    short = [
        one.model_copy(update={"seats": one.seats - len(people.get(one.id, ()))})
        for one in opened
        if not _closable(one, opening.tier) and len(people.get(one.id, ())) < one.seats
    ]
    if short and presence.out_of_class:
        for post, members in assign_leaders(short, [], presence.out_of_class, turn=turn, ranks=ranks).items():
            people[post] = (*people.get(post, ()), *members)
    return people


def _merge(
    staffing: Staffing, lost: dict[PositionId, ActivationReason], shape: BandShape, catalogue: PositionCatalog
) -> Staffing:
    """Open closed posts again, in the order of filling, for the best of those who may hold them."""
    for one in sorted(lost, key=lambda name: (shape.rank(catalogue.by_id[name]), catalogue.order[name])):
        if catalogue.by_id[one].seats > 1 or lost[one] in (ActivationReason.SPAN, ActivationReason.TEAMS):
            continue
        trial = reopen_post(staffing.opening, one, lost[one], catalogue)
        if set(trial.opened) != {*staffing.opening.opened, one}:  # it would need another layer
            continue
        hosts = [
            host
            for host in staffing.opening.opened
            if host not in staffing.merged and may_be_merged(staffing, host, one, trial, catalogue)
        ]
        if not hosts:
            continue
        position = catalogue.by_id[one]
        host = min(hosts, key=lambda name: (cost(staffing.people[name][0], position), catalogue.order[name]))
        staffing = replace(
            staffing,
            opening=trial,
            people={**staffing.people, one: staffing.people[host]},
            merged={**staffing.merged, one: host},
        )
    return staffing


def may_be_merged(
    staffing: Staffing,
    host: PositionId,
    other: PositionId,
    opening: ActivatedPositions,
    catalogue: PositionCatalog,
) -> bool:
    """Whether the holder of ``host`` may hold ``other`` too, under the supervisors of ``opening``."""
    holders = staffing.people.get(host, ())
    if catalogue.by_id[host].seats > 1 or len(holders) != 1 or not may_hold(holders[0], catalogue.by_id[other]):
        return False
    unit = (*staffing.unit(host), other)
    if len(unit) > _MOST_POSTS[opening.tier]:
        return False
    if not all(catalogue.may_merge(first, second) for first, second in combinations(unit, 2)):
        return False
    pairs = [*staffing.merged.items(), *((one, other) for one in unit)]
    return all(opening.supervisor[first] == opening.supervisor[second] for first, second in pairs)
