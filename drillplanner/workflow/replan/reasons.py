"""Why a drill of a replan is not as it was, in words.

On its own because people read these sentences: they change without the replan changing.
"""

from __future__ import annotations

from drillplanner.model import Drill, Workspace, is_unmoved
from drillplanner.workflow.replan.repair_request import RepairRequest, is_on_closed_day


def reasons_of_changes(request: RepairRequest, new_drills: tuple[Drill, ...]) -> dict[str, str]:
    """Return why each drill is not as it was, by drill id."""
    workspace, happened = request.prepared.workspace, request.happened
    new = {drill.drill_id: drill for drill in new_drills}
    reasons = {drill.drill_id: "held so, by the drill log" for drill in happened.held}
    for drill, record in happened.missed:
        cause = record.note or (record.cause.phrase if record.cause else "")
        reasons[drill.drill_id] = f"not held on {drill.date}" + (f": {cause}" if cause else "")
    for drill in happened.open:
        if drill.drill_id not in new or not is_unmoved(drill, new[drill.drill_id]):
            reasons[drill.drill_id] = _reason_to_move(drill, workspace)
    previous = {drill.drill_id for drill in request.previous_plan.drills}
    for drill_id, drill in new.items():
        if drill_id not in previous and drill_id not in reasons:
            reasons[drill_id] = f"for {', '.join(drill.credits)}" if drill.credits else "so that every duty is met"
    return reasons


def _reason_to_move(drill: Drill, workspace: Workspace) -> str:
    if drill.campus_id not in workspace.campus_by_id:
        return "its campus is no longer in campuses.csv"
    if is_on_closed_day(drill, workspace):
        day = workspace.calendar.day(drill.date)
        title = day.title_at(drill.campus_id) if day is not None else ""
        return f"no school on {drill.date}" + (f" ({title})" if title else "")
    for days in workspace.district.forbidden:
        if days.covers(drill.campus_id, drill.drill_type, drill.date):
            return "its day is forbidden in district.yaml" + (f" ({days.reason})" if days.reason else "")
    return "made way, so that every duty is met"
