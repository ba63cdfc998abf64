"""What is asked about: the plan that there is, what of it is past, and the ids in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.audit.schedule.same_day import common_day
from drillplanner.files.errors import InputError, Problem
from drillplanner.law import Duty
from drillplanner.model import Drill, Plan, Workspace
from drillplanner.workflow.accept import PLAN_FILE, read_plan
from drillplanner.workflow.prepare import Prepared

if TYPE_CHECKING:
    from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
    from drillplanner.solve.problem.previous_plan import PreviousPlan


def plan_there_is(folder: Path) -> Plan | None:
    """The plan that was written last; None: there is none yet."""
    return read_plan(folder) if (folder / PLAN_FILE).is_file() else None


def duty_named(prepared: Prepared, duty_id: str) -> Duty:
    """The duty of that id. Raises InputError, with near ids, where there is none."""
    found = next((duty for duty in prepared.duties if duty.duty_id == duty_id), None)
    if found is None:
        known = [duty.duty_id for duty in prepared.duties]
        where = "'drillplanner check' lists them"
        raise InputError(_unknown("--duty", "there is no such duty", duty_id, known, where))
    return found


def drill_named(prepared: Prepared, made: Plan, drill_id: str) -> Drill:
    """The drill of that id. Raises InputError, with near ids, where the plan has none."""
    found = next((drill for drill in made.drills if drill.drill_id == drill_id), None)
    if found is None:
        known = [drill.drill_id for drill in made.drills]
        where = "plan/schedule.csv lists them"
        raise InputError(_unknown("--drill", "the plan has no such drill", drill_id, known, where))
    if found.campus_id not in prepared.workspace.campus_by_id:
        message = "the drill's campus is no longer in the list of campuses"
        maybe = "Maybe run 'drillplanner plan' again, or 'drillplanner replan' where the year has begun."
        raise InputError(Problem("--drill", None, message, found.campus_id, maybe=maybe))
    return found


def _unknown(option: str, message: str, value: str, known: list[str], where: str) -> Problem:
    from drillplanner.files.read_result import listed, maybe_meant

    near = [one for one in known if one.startswith(value) or value in one]
    allowed = f"{listed(near or known, 8)} ({where})"
    return Problem(option, None, message, value, allowed, maybe_meant(value, known))


def is_current(prepared: Prepared, made: Plan) -> bool:
    """Whether the plan was made from the files as they are now."""
    return made.provenance.inputs == prepared.workspace.inputs_hash


def lost_in(made: Plan | None) -> frozenset[str]:
    """Ids of the duties that the plan gave up, since they could no longer be met."""
    return frozenset() if made is None or made.repair is None else frozenset(made.repair.lost)


def maker_of(prepared: Prepared, before: dict[str, PreviousPlan], made: Plan | None) -> ProblemBuilder:
    """What the problem of any campus is made from; drills of one day are on the day that the plan ``made`` has.

    What all of a building hears is heard when that plan says.
    """
    from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
    from drillplanner.solve.problem.shared_alarms import alarms_in

    workspace = _with_days_of(made, prepared.workspace)
    alarms = {} if made is None else alarms_in(made.drills, workspace, before)
    return ProblemBuilder(replace(prepared.year, workspace=workspace), before, alarms)


def _with_days_of(made: Plan | None, workspace: Workspace) -> Workspace:
    """The district with a pin in place of each order of one day that the plan keeps."""
    from drillplanner.solve.problem.same_day_choices import with_pins_on

    orders = workspace.district.same_day
    if made is None or not orders:
        return workspace
    days = [(order, common_day(order, made.drills, workspace)) for order in orders]
    kept = [(order, on) for order, on in days if on is not None]
    settled = with_pins_on(workspace, [order for order, _ in kept], tuple(on for _, on in kept)).district
    left = tuple(order for order, on in days if on is None)
    return workspace.model_copy(update={"district": settled.model_copy(update={"same_day": left})})


def only_at(maker: ProblemBuilder, campus_id: str) -> ProblemBuilder:
    """The same for a district of that campus alone."""
    workspace = maker.workspace
    return maker.in_workspace(workspace.model_copy(update={"campuses": (workspace.campus_by_id[campus_id],)}))


def past_of(prepared: Prepared, made: Plan | None) -> dict[str, PreviousPlan]:
    """What a plan that was made anew keeps: its past. What was still to come then may be on any day."""
    from drillplanner.workflow.replan.repair_request import Story
    from drillplanner.workflow.replan.request import Change

    if made is None or made.repair is None:
        return {}
    recorded = (record.date + timedelta(1) for record in prepared.records)
    as_of = min(max(made.repair.as_of, *recorded, made.repair.as_of), prepared.workspace.calendar.last_day)
    story = Story.read(prepared, made, Change(as_of))
    before = story.before(story.judged())
    return {campus_id: replace(one, planned=(), displaced=()) for campus_id, one in before.items()}
