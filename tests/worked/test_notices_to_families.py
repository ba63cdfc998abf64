"""In every state with a profile, families are notified of violence-related drills as profile and law require."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.appropriateness.chores.merge_with_law import merge_chores
from drillplanner.appropriateness.profiles.profile import profiled_states
from drillplanner.audit.schedule import judge_schedule
from drillplanner.audit.schedule.judge import campus_schedules
from drillplanner.law import derive_tasks
from drillplanner.model import Drill, DutyStatus, Schedule
from drillplanner.workflow.developmental_judgment import judge_by_development, promised_chores
from tests.worked.district import district


def drills_of(prepared: api.Prepared) -> tuple[Drill, ...]:
    """Return violence-related drills on every 11th school day: on first days, in term, after breaks."""
    (campus,) = prepared.workspace.campuses
    days = prepared.workspace.calendar.dates_at(campus.campus_id)
    scenarios = prepared.workspace.scenario_by_id
    return tuple(
        Drill(
            drill_id=f"{name}-{number}",
            campus_id=campus.campus_id,
            drill_type=scenarios[name].drill_type,
            date=on,
            scenario_id=name,
            format=scenarios[name].format,
            audience=scenarios[name].audience,
            grades=campus.grades,
            start=time(9, 30),
            end=time(9, 40),
            announced=True,
        )
        for number, on in enumerate(days[::11])
        for name in ("lockdown", "active-assailant")
    )


@pytest.mark.parametrize("state", profiled_states())
def test_families_are_notified_in_time_and_required_tasks_keep_their_due_dates(state: str, tmp_path: Path) -> None:
    prepared = api.prepare(district(tmp_path, state, ("livingston-high",)))
    drills = drills_of(prepared)
    schedules = campus_schedules(drills, prepared.workspace, prepared.screenings, None)
    law = derive_tasks(prepared.duties, schedules)
    tasks = merge_chores(law, promised_chores(prepared, drills), drills)

    # Somebody is at school to do it: before, a notice could be due on a Sunday and a report on a holiday. A notice
    # that counts from some day on may have to go on just that day.
    (campus,) = prepared.workspace.campuses
    school_days = prepared.workspace.calendar.dates_at(campus.campus_id)
    for task in tasks:
        is_early = task.kind == "notify" and task.not_before is not None
        if task.drill_id is not None and not is_early:
            assert task.due in school_days or (task.due < school_days[0] and task.due.weekday() < 5), task.task_id

    developmental = judge_by_development(prepared, drills, tasks)
    late = [finding.sentence for finding in developmental.findings if finding.rule == "DA-203" and finding.binds]
    assert late == []
    # A task that law requires still meets its duty after a rule has changed its text and its day.
    schedule = Schedule(source="made up", drills=drills)
    notices = {task.mandate_id for task in tasks if task.serves}
    report = judge_schedule(
        schedule, prepared.workspace, prepared.duties, prepared.screenings, tasks, prepared.stand_ins
    )
    assert {verdict.status for verdict in report.verdicts if verdict.mandate in notices} <= {DutyStatus.MET}
