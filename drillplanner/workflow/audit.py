"""Judge the plan, or anyone's schedule."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from drillplanner.audit.schedule import AuditReport, judge_practice, judge_schedule
from drillplanner.audit.schedule.impossible_entries import DISCOUNTED, without_duplicates
from drillplanner.model import Schedule
from drillplanner.workflow.developmental_judgment import judge_by_development
from drillplanner.workflow.plan_files import PLAN_FILE, read_plan
from drillplanner.workflow.prepared import Prepared
from drillplanner.workflow.spared_grades import as_happened_with_grades


def audit(prepared: Prepared, schedule: Path | None = None, as_of: date | None = None) -> AuditReport:
    """Judge the plan that was written last, or anyone's schedule (.csv or .ics).

    An entry that says it was held after ``as_of`` cannot be true; None: no entry counts as future. Raises
    InputError if there is no plan or the schedule cannot be read.
    """
    workspace = prepared.workspace
    settled_before = None
    if schedule is None:
        plan = read_plan(prepared.folder)
        happened = as_happened_with_grades(plan.drills, prepared)
        read, tasks = Schedule(source=PLAN_FILE.as_posix(), drills=happened.drills), plan.tasks
        as_of, settled_before = None, plan.repair.as_of if plan.repair is not None else None
    else:
        from drillplanner.intake.schedules.reader import read_schedule
        from drillplanner.intake.schools.names.resolver import SchoolNames

        names = SchoolNames(workspace.campuses, workspace.left_out, workspace.district.name)
        read, tasks = read_schedule(schedule, workspace.campuses, workspace.district.timezone, names), None
    report = judge_schedule(
        read,
        workspace,
        prepared.duties,
        prepared.screenings,
        tasks,
        prepared.stand_ins,
        as_of,
        settled_before,
        prepared.spared,
    )
    discounted = {entry.drill_id for entry in report.entries if entry.problem in DISCOUNTED}
    drills, _ = without_duplicates(read.drills)
    possible = tuple(drill for drill in drills if drill.drill_id not in discounted)
    return report.model_copy(
        update={
            "developmental": judge_by_development(prepared, possible, tasks),
            "practice": judge_practice(possible, workspace, prepared.limits),
        }
    )
