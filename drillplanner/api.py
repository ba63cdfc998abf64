"""The front door for a library user: check, plan, explain, record, replan, audit, screen, publish: each one call.

Heavy rooms are imported where they are used, so that asking for help does not load a solver.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.audit.schedule import AuditReport, judge_schedule
from drillplanner.audit.schedule.impossible_entries import DISCOUNTED, without_doubles
from drillplanner.files.errors import AuditFailedError
from drillplanner.model import Conflict, Plan, Schedule, StaffList
from drillplanner.progress import Progress, silent
from drillplanner.workflow.accept import PLAN_FILE, finish, holds_no_more, read_plan, refuse_scenarios, write_plan
from drillplanner.workflow.developmental_judgment import judge_by_development, refuse_prohibited
from drillplanner.workflow.explain.current_plan import plan_there_is
from drillplanner.workflow.explain.district import explain_district, explain_duty
from drillplanner.workflow.explain.drill import explain_drill
from drillplanner.workflow.prepare import Prepared, prepare
from drillplanner.workflow.record import Entry, record, recorded
from drillplanner.workflow.replan import Change
from drillplanner.workflow.replan.replan import replan, replan_with_report
from drillplanner.workflow.replan.sentences import lost_in_words
from drillplanner.workflow.screen import screen

if TYPE_CHECKING:
    from drillplanner.audit.charts.rules.findings import ChartReport
    from drillplanner.publish.calendars.publication import Publication
    from drillplanner.publish.core.request import PublishRequest
    from drillplanner.solve.problem.plans import Solution
    from drillplanner.solve.solver import SolverSettings

__all__ = [
    "Change",
    "Entry",
    "Prepared",
    "audit",
    "conflicts_in_words",
    "explain_district",
    "explain_drill",
    "explain_duty",
    "is_stale",
    "judge_chart_files",
    "judge_charts",
    "lost_in_words",
    "plan",
    "plan_there_is",
    "plan_with_report",
    "prepare",
    "publication",
    "publish",
    "read_plan",
    "record",
    "recorded",
    "replan",
    "replan_with_report",
    "screen",
    "searched",
    "silent",
]


def plan(prepared: Prepared, settings: SolverSettings, progress: Progress = silent) -> Plan:
    """Solve the year, judge it, and write ``plan/plan.json`` and ``plan/schedule.csv``.

    Raises RefusedScenarioError, InfeasibleError, or AuditFailedError; nothing is written then.
    """
    return plan_with_report(prepared, settings, progress)[0]


def plan_with_report(
    prepared: Prepared, settings: SolverSettings, progress: Progress = silent
) -> tuple[Plan, AuditReport]:
    """Like ``plan``, with the judgement that the plan passed before it was written."""
    refuse_scenarios(prepared)
    solution = settings.interruption.run(lambda: searched(prepared, settings, progress))
    finished, report = finish(prepared, solution, settings)
    with settings.interruption.uninterrupted():
        write_plan(prepared.folder, finished)
    return finished, report


def searched(prepared: Prepared, settings: SolverSettings, progress: Progress = silent) -> Solution:
    """The search alone, not judged and not written. Raises InfeasibleError, or OutOfTimeError."""
    from drillplanner.solve.solver import solve

    return solve(prepared.year, settings, progress)


def audit(prepared: Prepared, schedule: Path | None = None, as_of: date | None = None) -> AuditReport:
    """Judge the plan that was written last, or anyone's schedule (.csv or .ics).

    What a schedule enters as held after ``as_of`` is impossible; None: no entry counts as future.
    """
    workspace = prepared.workspace
    settled_before = None
    if schedule is None:
        from drillplanner.records import as_happened

        made = read_plan(prepared.folder)
        happened = as_happened(made.drills, prepared.records, workspace)
        read, tasks = Schedule(source=PLAN_FILE.as_posix(), drills=happened.drills), made.tasks
        as_of, settled_before = None, made.repair.as_of if made.repair is not None else None
    else:
        from drillplanner.intake.schedules.reader import read_schedule

        read, tasks = read_schedule(schedule, workspace.campuses, workspace.district.timezone), None
    report = judge_schedule(
        read, workspace, prepared.duties, prepared.screenings, tasks, prepared.stand_ins, as_of, settled_before
    )
    discounted = {entry.drill_id for entry in report.entries if entry.problem in DISCOUNTED}
    drills, _ = without_doubles(read.drills)
    possible = tuple(drill for drill in drills if drill.drill_id not in discounted)
    return report.model_copy(update={"developmental": judge_by_development(prepared, possible, tasks)})


def conflicts_in_words(conflicts: tuple[Conflict, ...]) -> tuple[str, ...]:
    """Each conflict of an explanation as some lines of text."""
    from drillplanner.solve.explain.conflicts.sentences import conflict_sentences

    return conflict_sentences(conflicts)


def judge_charts(
    prepared: Prepared, progress: Progress = silent, drill_id: str | None = None
) -> Iterator[ChartReport]:
    """The judge's word on chart, forms and exercise of each drill of the plan, by campus and then by time.

    Then on the exercise programme, of each campus and of the district. What the district says in ``charts.yaml``
    is heard. ``drill_id`` asks for one drill alone; nothing comes where the plan does not have it. Raises
    InputError without a plan, for a ``charts.yaml`` that cannot be used, or where a scenario opens positions that
    are not known.
    """
    from drillplanner.audit.charts.judge import judge_record as judge_chart
    from drillplanner.audit.charts.record_sources.district_terms import read_terms
    from drillplanner.audit.charts.record_sources.exercise_program import (
        drill_rules,
        exercise_record_fields,
        posts_by_day,
        program_reports,
    )
    from drillplanner.audit.charts.record_sources.role_chart import chart_record, with_exercise_staff
    from drillplanner.incident_command.year.organize_district import organize_year
    from drillplanner.publish.core.request import PublishRequest
    from drillplanner.publish.exercise_papers.output import exercise_year_of, program_inputs_of
    from drillplanner.publish.forms.audit_record import packet_record
    from drillplanner.publish.forms.packet import fill_packet

    made = read_plan(prepared.folder)
    workspace, drills = prepared.workspace, made.drills
    terms = read_terms(prepared.folder, workspace)
    request = PublishRequest(made, workspace, (), ledger=prepared.ledger)
    by_id = {drill.drill_id: drill for drill in drills}
    if drill_id is not None and drill_id not in by_id:
        return
    year = organize_year(drills, workspace)
    exercises, programme = exercise_year_of(request, year), program_inputs_of(request)
    day = None if drill_id is None else by_id[drill_id].date
    that_day = [drill for drill in drills if day in (None, drill.date)]
    staff = StaffList(workspace.staff)
    named = posts_by_day(((drill, year.chart(drill.drill_id)) for drill in that_day), exercises)
    asked = year.charts() if drill_id is None else (year.chart(drill_id),)
    for done, chart in enumerate(asked, start=1):
        drill = by_id[chart.drill_id]
        packet = packet_record(fill_packet(drill, chart, request))
        parts = exercise_record_fields(chart.drill_id, exercises, programme)
        record = chart_record(chart, drill, staff).model_copy(update={"packet": packet, **parts})
        record = with_exercise_staff(record, drill, staff)
        record = record.model_copy(update={"elsewhere": named.at_other_campuses(record)})
        yield judge_chart(terms.applied_to_chart(record, chart.campus_id), drill_rules())
        progress("Judging charts", done, len(drills))
    if drill_id is None:
        yield from program_reports(exercises, programme, terms.applied_to_chart)


def judge_chart_files(paths: Sequence[Path], prepared: Prepared | None = None) -> Iterator[ChartReport]:
    """The judge's word on charts, packets of forms and exercises typed by hand. Raises InputError.

    Several that say their day and campus are also held beside one another. With a workspace, the settings and
    waivers of its ``charts.yaml`` hold where a file has none of its own.
    """
    from drillplanner.audit.charts.case.same_day_posts import PostsByDay
    from drillplanner.audit.charts.judge import judge_record as judge_chart
    from drillplanner.audit.charts.record_sources.district_terms import read_terms
    from drillplanner.audit.charts.record_sources.typed_file import read_record

    records = [read_record(path) for path in paths]
    named = PostsByDay(records) if len(records) > 1 else None
    terms = None if prepared is None else read_terms(prepared.folder, prepared.workspace)
    for typed in records:
        beside = typed if named is None else typed.model_copy(update={"elsewhere": named.at_other_campuses(typed)})
        yield judge_chart(beside if terms is None else terms.applied_to_typed_record(beside))


def is_stale(prepared: Prepared, made: Plan) -> bool:
    """Whether the workspace's files have changed since the plan was made from them."""
    return made.provenance.inputs != prepared.workspace.inputs_hash


def publish(
    prepared: Prepared,
    only: tuple[str, ...] = (),
    tell: Callable[[str], None] = lambda sentence: None,
    as_of: date | None = None,
) -> Iterator[Path]:
    """Write the plan's outputs into ``out/``, yielding each file; files of an earlier plan go.

    Changes of the calendars count as made on ``as_of``; without it, on the plan's own day. Raises InputError
    without a plan, AuditFailedError where the plan no longer holds before today's files.
    """
    from drillplanner.publish.core.manifest import Manifest
    from drillplanner.publish.registry import load_output, usual_output_names

    out = prepared.folder / "out"
    manifest = Manifest.read(out)
    outputs = [load_output(name) for name in (only or usual_output_names(manifest.files))]
    request = _publish_request(prepared, tell, as_of)
    for output in outputs:
        written = []
        for path in output.write(request, out):
            written.append(path)
            yield path
        manifest = manifest.with_written_files(output.name, written)


def publication(prepared: Prepared) -> Publication:
    """What ``publish`` would make of the calendars, beside what they were when published last; writes nothing.

    Raises like ``publish``.
    """
    from drillplanner.publish.calendars.publication import publication as next_publication

    return next_publication(_publish_request(prepared, lambda sentence: None, None), prepared.folder / "out")


def _publish_request(prepared: Prepared, tell: Callable[[str], None], as_of: date | None) -> PublishRequest:
    from drillplanner.publish.calendars.revisions.store import REVISIONS_FILE
    from drillplanner.publish.core.request import PublishRequest

    made = read_plan(prepared.folder)
    refuse_scenarios(prepared)
    report = audit(prepared)
    refuse_prohibited(report.developmental)
    if holds_no_more(made, report):
        raise AuditFailedError(
            "The plan no longer holds: the workspace has changed since it was made, or it was edited. "
            "Nothing was published. Maybe run 'drillplanner audit' to see why, and 'drillplanner plan' again, or "
            "'drillplanner replan' where the year has begun."
        )
    return PublishRequest(
        plan=made,
        workspace=prepared.workspace,
        verdicts=report.verdicts,
        findings=report.developmental.findings,
        duties=prepared.duties,
        tell=tell,
        revisions=prepared.folder / REVISIONS_FILE,
        as_of=as_of,
        ledger=prepared.ledger,
    )
