"""Judge the plan, or anyone's schedule."""

from __future__ import annotations

from datetime import date
from pathlib import Path, PurePath

from drillplanner.audit.schedule import AuditReport, judge_practice, judge_schedule
from drillplanner.audit.schedule.impossible_entries import DISCOUNTED, without_duplicates
from drillplanner.files.counting import counted
from drillplanner.files.read_result import listed
from drillplanner.model import Drill, DrillFormat, DutyStatus, Schedule
from drillplanner.workflow.developmental_judgment import judge_by_development
from drillplanner.workflow.in_words.sentences import says_not_held
from drillplanner.workflow.plan_files import PLAN_FILE, read_plan
from drillplanner.workflow.prepared import Prepared
from drillplanner.workflow.spared_grades import as_happened_with_grades
from drillplanner.workflow.status.drills_as_of import past_without_record

_BY_REMARK = "that were not held, by their remarks,"


def audit(
    prepared: Prepared,
    schedule: Path | None = None,
    as_of: date | None = None,
    drills_are: DrillFormat | None = None,
) -> AuditReport:
    """Judge the plan that was written last, or anyone's schedule (a table or .ics).

    Of our own plan, ``as_of`` is the day before which every drill should have a record: the report says how many
    have none. Of another schedule, an entry that says it was held after ``as_of`` cannot be true, and one before
    it that is only planned counts for nothing. None: no entry counts as future or past. ``drills_are`` is how
    drills are held of which the schedule does not say it. If it is None and duties depend on it, the report asks
    once, and says what would come of the usual answer. Raises InputError if there is no plan or the schedule
    cannot be read.
    """
    report = _judged(prepared, schedule, as_of, drills_are)
    unsaid = _unsaid_formats(report)
    if schedule is None or drills_are is not None or not unsaid:
        return report
    answered = _judged(prepared, schedule, as_of, DrillFormat.PHYSICAL)
    return report.model_copy(update={"asked": (_format_question(unsaid, answered),)})


def _unsaid_formats(report: AuditReport) -> frozenset[tuple[str, str]]:
    """Return the duties that cannot be judged because the schedule does not say how drills are held."""
    return frozenset(
        (verdict.campus_id, verdict.duty) for verdict in report.cannot_tell if verdict.is_unsaid_format
    )


def _format_question(unsaid: frozenset[tuple[str, str]], answered: AuditReport) -> str:
    met = sum(
        verdict.status is DutyStatus.MET
        for verdict in answered.verdicts
        if (verdict.campus_id, verdict.duty) in unsaid
    )
    file = PurePath(answered.schedule).name
    return (
        f"{counted(len(unsaid), 'requirement')} cannot be judged: {file} does not say how drills are held. "
        f"If people move as in a real emergency, add --drills-are physical ({met} of them are met then)."
    )


def _judged(
    prepared: Prepared, schedule: Path | None, as_of: date | None, drills_are: DrillFormat | None
) -> AuditReport:
    workspace = prepared.workspace
    settled_before, unrecorded, day_of_plan = None, 0, as_of
    if schedule is None:
        plan = read_plan(prepared.folder)
        unrecorded = 0 if as_of is None else len(past_without_record(prepared, plan, as_of))
        happened = as_happened_with_grades(plan.drills, prepared)
        read, tasks = Schedule(source=PLAN_FILE.as_posix(), drills=happened.drills), plan.tasks
        as_of, settled_before = None, plan.repair.as_of if plan.repair is not None else None
    else:
        from drillplanner.intake.schedules.reader import read_schedule
        from drillplanner.intake.schools.names.resolver import SchoolNames

        names = SchoolNames(workspace.campuses, workspace.left_out, workspace.district.name)
        district = workspace.district
        read = read_schedule(schedule, workspace.campuses, district.timezone, names, district.first_year)
        read, tasks = _with_format(_without_drills_not_held(read, as_of), drills_are), None
    report = judge_schedule(
        read,
        workspace,
        tuple(duty for duty in prepared.duties if read.of_campus in (None, duty.campus_id)),
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
            "unrecorded": unrecorded,
            "as_of": day_of_plan if schedule is None else None,
            # A table of one school cannot speak of the others.
            "of_school": workspace.campus_by_id[read.of_campus].name if read.of_campus else "",
            "developmental": judge_by_development(prepared, possible, tasks),
            "practice": judge_practice(possible, workspace, prepared.limits),
        }
    )


def _without_drills_not_held(schedule: Schedule, as_of: date | None) -> Schedule:
    """Return the schedule without drills that were not held by the table's own word, and a note on each reason."""
    says_held = any(drill.held for drill in schedule.drills)
    reasons = {
        drill.drill_id: _reason_not_held(drill, schedule.remarks.get(drill.drill_id, ()), as_of, says_held)
        for drill in schedule.drills
    }
    rows: dict[str, dict[str, None]] = {}
    for drill in schedule.drills:
        if reason := reasons[drill.drill_id]:
            rows.setdefault(reason, {})[str(drill.row)] = None
    file = PurePath(schedule.source).name
    notes = [
        f"Drills of {file} {reason} count for nothing: row {listed(of_reason)}."
        for reason, of_reason in rows.items()
    ]
    if rows.keys() - {_BY_REMARK}:
        notes.append("If one was held, mark its row as held. To judge the table as a plan, add --as-of DATE.")
    counting = tuple(drill for drill in schedule.drills if not reasons[drill.drill_id])
    return schedule.model_copy(update={"drills": counting, "notes": (*schedule.notes, *notes)})


def _reason_not_held(drill: Drill, remarks: tuple[str, ...], as_of: date | None, says_held: bool) -> str:
    """Return why a drill counts as not held, or "". ``says_held``: another row says that its drill was held."""
    if any(map(says_not_held, remarks)):
        return _BY_REMARK
    if as_of is None or drill.date >= as_of:
        return ""
    if drill.held is False:
        return f"before {as_of} that are not marked as held"
    return "that do not say if they were held, as other rows do," if drill.held is None and says_held else ""


def _with_format(schedule: Schedule, drills_are: DrillFormat | None) -> Schedule:
    """Return the schedule with the format of drills that have none, and a note on how many."""
    without = sum(drill.format is None for drill in schedule.drills)
    if drills_are is None or not without:
        return schedule
    drills = tuple(drill.model_copy(update={"format": drill.format or drills_are}) for drill in schedule.drills)
    note = f"{counted(without, 'drill')} of {schedule.source}: taken as {drills_are.value}, as you said."
    return schedule.model_copy(update={"drills": drills, "notes": (*schedule.notes, note)})
