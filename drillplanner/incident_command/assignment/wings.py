"""Leaders of wings or floors, so that nobody takes the reports of more than a few classes."""

from __future__ import annotations

from dataclasses import replace

from drillplanner.incident_command.activation.activated_positions import reopen_post
from drillplanner.incident_command.activation.span_of_control import (
    MOST_REPORTS,
    MOST_TEAMS,
    direct_reports,
    supervisor_of,
)
from drillplanner.incident_command.assignment.staffing import Staffing
from drillplanner.incident_command.assignment.succession import Succession
from drillplanner.incident_command.assignment.suitability import may_hold, suitability_cost
from drillplanner.incident_command.chart.role_chart import ActivationReason
from drillplanner.incident_command.positions.catalog import PositionCatalog, PositionId

WING_LEADERS: PositionId = "OPS-WNG"
_CLASSES: PositionId = "OPS-TCH"


def with_wing_leaders(
    staffing: Staffing, succession: Succession, wings: tuple[str, ...], catalog: PositionCatalog
) -> Staffing:
    """Open the wing leaders of a drill, in the order of the wings, if people for all of them have no post.

    There is one for each wing; where that would be more reports than their supervisor can take, neighboring wings
    share one (:func:`areas_of`).

    That is done for more than five classes at a campus with at least two wings. One person without a post stays in
    reserve, and whoever stands in for fewer posts comes first. Otherwise the classes report by wing to the leader
    above (our choice: D).
    """
    availability = staffing.availability
    classes = len(availability.with_class) + len(availability.standby)
    if len(wings) < 2 or classes <= MOST_TEAMS or _CLASSES not in staffing.activated.opened:
        return staffing
    busy = {member.staff_id for members in staffing.people.values() for member in members}
    position = catalog.by_id[WING_LEADERS]
    idle = [
        candidate
        for candidate in availability.free
        if candidate.staff_id not in busy and may_hold(candidate, position)
    ]
    activated = reopen_post(staffing.activated, WING_LEADERS, ActivationReason.SPAN, catalog)
    if set(activated.opened) != {*staffing.activated.opened, WING_LEADERS}:  # it would need another layer
        return staffing
    above = supervisor_of(WING_LEADERS, activated.opened, catalog)
    others = 0 if above is None else len(direct_reports(above, activated.opened, catalog)) - 1
    wanted = min(len(wings), max(MOST_REPORTS - others, 2))
    if len(idle) <= wanted:
        return staffing
    named = [candidate.staff_id for line in succession.alternates.values() for candidate in line]
    idle.sort(
        key=lambda candidate: (
            named.count(candidate.staff_id),
            suitability_cost(candidate, position),
            candidate.staff_id,
        )
    )
    leaders = tuple(idle[:wanted])
    return replace(staffing, activated=activated, people={**staffing.people, WING_LEADERS: leaders})


def areas_of(wings: tuple[str, ...], leaders: int) -> tuple[str, ...]:
    """Return the area of each of so many leaders: wings in their order, as evenly as can be.

    >>> areas_of(("North", "East", "South"), 2)
    ('North, East', 'South')
    """
    each, more = divmod(len(wings), leaders)
    areas, first = [], 0
    for place in range(leaders):
        last = first + each + (place < more)
        areas.append(", ".join(wings[first:last]))
        first = last
    return tuple(areas)
