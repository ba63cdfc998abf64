"""Judge command charts, forms, and exercises: those of the plan, or files typed by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.model import StaffList
from drillplanner.progress import Progress, silent
from drillplanner.workflow.plan_files import read_plan
from drillplanner.workflow.prepared import Prepared

if TYPE_CHECKING:
    from drillplanner.audit.charts.rules.findings import ChartReport


def judge_charts(
    prepared: Prepared, progress: Progress = silent, drill_id: str | None = None
) -> Iterator[ChartReport]:
    """Judge chart, forms, and exercise of each drill of the plan, by campus and then by time.

    After the drills comes the exercise program of each campus and of the district. ``charts.yaml`` may waive
    rules. ``drill_id`` asks for one drill alone; nothing is yielded if the plan does not have it. Raises
    InputError without a plan, for a ``charts.yaml`` that cannot be used, or if a scenario opens unknown positions.
    """
    from drillplanner.audit.charts.judge import judge_record
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

    plan = read_plan(prepared.folder)
    workspace, drills = prepared.workspace, plan.drills
    terms = read_terms(prepared.folder, workspace)
    request = PublishRequest(plan, workspace, (), ledger=prepared.ledger)
    by_id = {drill.drill_id: drill for drill in drills}
    if drill_id is not None and drill_id not in by_id:
        return
    year = organize_year(drills, workspace)
    exercises, program = exercise_year_of(request, year), program_inputs_of(request)
    day = None if drill_id is None else by_id[drill_id].date
    drills_to_compare = [drill for drill in drills if day in (None, drill.date)]
    staff = StaffList(workspace.staff)
    posts = posts_by_day(((drill, year.chart(drill.drill_id)) for drill in drills_to_compare), exercises)
    charts = year.charts() if drill_id is None else (year.chart(drill_id),)
    for done, chart in enumerate(charts, start=1):
        drill = by_id[chart.drill_id]
        packet = packet_record(fill_packet(request.details(drill), chart))
        parts = exercise_record_fields(chart.drill_id, exercises, program)
        scenario = workspace.scenario_by_id.get(drill.scenario_id or "")
        asked_for = None if scenario is None else scenario.positions
        record = chart_record(chart, drill, staff, asked_for).model_copy(update={"packet": packet, **parts})
        record = with_exercise_staff(record, drill, staff)
        record = record.model_copy(update={"elsewhere": posts.at_other_campuses(record)})
        yield judge_record(terms.applied_to_chart(record, chart.campus_id), drill_rules())
        progress("Judging charts", done, len(drills))
    if drill_id is None:
        yield from program_reports(exercises, program, terms.applied_to_chart)


def judge_chart_files(paths: Sequence[Path], prepared: Prepared | None = None) -> Iterator[ChartReport]:
    """Judge charts, packets of forms, and exercises typed by hand. Raises InputError.

    Several files that give day and campus are also compared with each other. With a workspace, the settings and
    waivers of its ``charts.yaml`` apply to files that have none of their own.
    """
    from drillplanner.audit.charts.case.same_day_posts import PostsByDay
    from drillplanner.audit.charts.judge import judge_record
    from drillplanner.audit.charts.record_sources.district_terms import read_terms
    from drillplanner.audit.charts.record_sources.typed_file import read_record

    records = [read_record(path) for path in paths]
    posts = PostsByDay(records) if len(records) > 1 else None
    terms = None if prepared is None else read_terms(prepared.folder, prepared.workspace)
    for typed in records:
        record = typed if posts is None else typed.model_copy(update={"elsewhere": posts.at_other_campuses(typed)})
        yield judge_record(record if terms is None else terms.applied_to_typed_record(record))
