"""Open posts that relieve the incident commander of functions while people who could take them have no post.

On its own because it comes after all other posts are filled. A function that nobody is assigned to is done by the
next level up (modular organization, NIMS 2017); that the commander does not do five or more while a deputy stands
by is our choice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from drillplanner.incident_command.activation.activated_positions import (
    COMMANDER,
    ActivatedPositions,
    reopen_post,
)
from drillplanner.incident_command.assignment.staffing import Staffing
from drillplanner.incident_command.assignment.suitability import (
    Candidate,
    fits_by_title,
    may_hold,
    qualifies,
    suitability_cost,
)
from drillplanner.incident_command.chart.role_chart import ActivationReason
from drillplanner.incident_command.positions.catalog import (
    BandShape,
    FilledBy,
    PositionCatalog,
    PositionId,
    Tier,
)

#: The most functions without a post of their own that the commander does while people could take them.
MOST_FUNCTIONS = 4


@dataclass(frozen=True)
class _Relief:
    activated: ActivatedPositions
    position_id: PositionId
    person: Candidate
    rank: tuple[int, ...]


def relieve_commander(staffing: Staffing, shape: BandShape | None, catalog: PositionCatalog) -> Staffing:
    """Open posts for functions of the commander, those that relieve most first, while suitable people are idle.

    The last idle person stays in reserve, so that one absence leaves nothing undone, unless they qualify for
    command. Small drills (L1) name functions only as a matter of form and are left alone.
    """
    if shape is None or staffing.activated.tier is Tier.L1:
        return staffing
    while len(staffing.activated.absorbed.get(COMMANDER, ())) > MOST_FUNCTIONS:
        reliefs = [*_reliefs(staffing, shape, catalog)]
        if not reliefs:
            return staffing
        best = min(reliefs, key=lambda relief: relief.rank)
        people = {
            position_id: members
            for position_id, members in staffing.people.items()
            if best.person not in members
            and (position_id in best.activated.opened or position_id in best.activated.on_call)
        }
        staffing = replace(staffing, activated=best.activated, people={**people, best.position_id: (best.person,)})
    return staffing


def _idle(staffing: Staffing, catalog: PositionCatalog) -> list[Candidate]:
    """Return the people without a post; one on call counts unless their person is kept free for it."""
    busy = {
        member.staff_id
        for position_id, members in staffing.people.items()
        for member in members
        if position_id in staffing.activated.opened or catalog.by_id[position_id].kept_free_on_call
    }
    return [candidate for candidate in staffing.availability.free if candidate.staff_id not in busy]


def _reliefs(staffing: Staffing, shape: BandShape, catalog: PositionCatalog) -> list[_Relief]:
    activated = staffing.activated
    functions = activated.absorbed.get(COMMANDER, ())
    idle = _idle(staffing, catalog)
    reliefs = []
    for position_id in functions:
        position = catalog.by_id[position_id]
        if (
            position.filled_by is not FilledBy.STAFF
            or position.seats > 1
            or position.min_tier > activated.tier
            or position_id in shape.closes
        ):
            continue
        suitable = [
            candidate
            for candidate in idle
            if may_hold(candidate, position)
            and qualifies(candidate, position)
            and fits_by_title(candidate, position)
            and (len(idle) > 1 or qualifies(candidate, catalog.by_id[COMMANDER]))
        ]
        if not suitable:
            continue
        trial = reopen_post(activated, position_id, ActivationReason.RELIEF, catalog)
        if set(trial.opened) != {*activated.opened, position_id}:  # it would need another layer
            continue
        relieved = len(functions) - len(trial.absorbed.get(COMMANDER, ()))
        person = min(
            suitable,
            key=lambda candidate: (
                # Whoever could command does not stand by.
                not qualifies(candidate, catalog.by_id[COMMANDER]),
                suitability_cost(candidate, position),
                candidate.staff_id,
            ),
        )
        is_deputy = qualifies(person, catalog.by_id[COMMANDER])
        reliefs.append(_Relief(trial, position_id, person, (not is_deputy, -relieved, shape.rank(position))))
    return reliefs
