"""Leaders of wings or floors, so that nobody takes the reports of more than a few classes."""

from __future__ import annotations

from dataclasses import replace

from drillplanner.incident_command.activation.activated_positions import reopen_post
from drillplanner.incident_command.activation.span_of_control import MOST_TEAMS
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
    """Open the wing leaders of a drill, one for each wing in its order, if people for all of them have no post.

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
    if len(idle) <= len(wings):
        return staffing
    activated = reopen_post(staffing.activated, WING_LEADERS, ActivationReason.SPAN, catalog)
    if set(activated.opened) != {*staffing.activated.opened, WING_LEADERS}:  # it would need another layer
        return staffing
    named = [candidate.staff_id for line in succession.alternates.values() for candidate in line]
    idle.sort(
        key=lambda candidate: (
            named.count(candidate.staff_id),
            suitability_cost(candidate, position),
            candidate.staff_id,
        )
    )
    leaders = tuple(idle[: len(wings)])
    return replace(staffing, activated=activated, people={**staffing.people, WING_LEADERS: leaders})
