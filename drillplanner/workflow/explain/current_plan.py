"""What a question is about: a duty or a drill by its id, and the year as the current plan leaves it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from drillplanner.audit.schedule.same_day import common_day
from drillplanner.files.errors import InputError, Problem
from drillplanner.law import Duty
from drillplanner.model import Drill, Plan, Workspace
from drillplanner.workflow.prepared import Prepared

if TYPE_CHECKING:
    from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
    from drillplanner.solve.problem.previous_plan import PreviousPlan


def require_duty(prepared: Prepared, duty_id: str) -> Duty:
    """Return the duty with this id. Raises InputError, with similar ids, if there is none."""
    found = next((duty for duty in prepared.duties if duty.duty_id == duty_id), None)
    if found is None:
        known = [duty.duty_id for duty in prepared.duties]
        where = "'drillplanner check' lists them"
        raise InputError(_unknown("--duty", "there is no such duty", duty_id, known, where))
    return found


def require_drill(prepared: Prepared, plan: Plan, drill_id: str) -> Drill:
    """Return the drill with this id. Raises InputError, with similar ids, if the plan has none."""
    found = next((drill for drill in plan.drills if drill.drill_id == drill_id), None)
    if found is None:
        known = [drill.drill_id for drill in plan.drills]
        where = "plan/schedule.csv lists them"
        raise InputError(_unknown("--drill", "the plan has no such drill", drill_id, known, where))
    if found.campus_id not in prepared.workspace.campus_by_id:
        message = "the drill's campus is no longer in the list of campuses"
        maybe = "Maybe run 'drillplanner plan' again, or 'drillplanner replan' where the year has begun."
        raise InputError(Problem("--drill", None, message, found.campus_id, maybe=maybe))
    return found


def _unknown(option: str, message: str, value: str, known: list[str], where: str) -> Problem:
    from drillplanner.files.read_result import listed, maybe_meant

    near = [known_id for known_id in known if known_id.startswith(value) or value in known_id]
    allowed = f"{listed(near or known, 8)} ({where})"
    return Problem(option, None, message, value, allowed, maybe_meant(value, known))


def is_current(prepared: Prepared, plan: Plan) -> bool:
    """Check whether the plan was made from the workspace's files as they are now."""
    return plan.provenance.inputs == prepared.workspace.inputs_hash


def lost_duties(plan: Plan | None) -> frozenset[str]:
    """Return the ids of duties that a replan gave up because they could no longer be met."""
    return frozenset() if plan is None or plan.repair is None else frozenset(plan.repair.lost)


def problem_builder_of(prepared: Prepared, before: dict[str, PreviousPlan], plan: Plan | None) -> ProblemBuilder:
    """What the problem of any campus is plan from; drills of one day are on the day that the plan ``plan`` has.

    What all of a building hears is heard when that plan says.
    """
    from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
    from drillplanner.solve.problem.shared_alarms import alarms_in

    workspace = _with_same_days_pinned(plan, prepared.workspace)
    offers = () if plan is None else tuple(task for task in plan.tasks if task.kind == "offer")
    alarms = {} if plan is None else alarms_in(plan.drills, offers, workspace, before)
    return ProblemBuilder(replace(prepared.year, workspace=workspace), before, alarms)


def _with_same_days_pinned(plan: Plan | None, workspace: Workspace) -> Workspace:
    """Return the district with a pin in place of each same-day order that the plan keeps."""
    from drillplanner.solve.problem.same_day_choices import with_pins_on

    orders = workspace.district.same_day
    if plan is None or not orders:
        return workspace
    days = [(order, common_day(order, plan.drills, workspace)) for order in orders]
    kept = [(order, on) for order, on in days if on is not None]
    settled = with_pins_on(workspace, [order for order, _ in kept], tuple(on for _, on in kept)).district
    left = tuple(order for order, on in days if on is None)
    return workspace.model_copy(update={"district": settled.model_copy(update={"same_day": left})})


def only_campus(builder: ProblemBuilder, campus_id: str) -> ProblemBuilder:
    """Return the same builder for a district of this campus alone."""
    workspace = builder.workspace
    return builder.in_workspace(workspace.model_copy(update={"campuses": (workspace.campus_by_id[campus_id],)}))


def kept_past(prepared: Prepared, plan: Plan | None) -> dict[str, PreviousPlan]:
    """Return what a replanned year keeps of its past, by campus id; empty for a first plan.

    Drills that were still to come at the time of the replan may be on any day.
    """
    from drillplanner.workflow.replan.hand_edits import HandEdits
    from drillplanner.workflow.replan.repair_request import repair_request_of

    if plan is None or plan.repair is None:
        return {}
    recorded = (record.date + timedelta(1) for record in prepared.records)
    as_of = min(max(plan.repair.as_of, *recorded, plan.repair.as_of), prepared.workspace.calendar.last_day)
    campuses = repair_request_of(prepared, plan, HandEdits(plan.drills), as_of).campuses
    return {campus_id: replace(previous, planned=(), displaced=()) for campus_id, previous in campuses.items()}
