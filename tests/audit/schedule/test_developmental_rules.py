"""The developmental judgement of a schedule: ours is complete, anyone's is not drowned, faults are named."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.audit.schedule import AuditReport, DevelopmentalReport
from drillplanner.files.errors import RefusedScenarioError
from drillplanner.law.duties.tasks import tasks_by_due_date
from drillplanner.model import Drill, Event, EventKind, FindingPlace, GroupedFinding, Severity, Task
from drillplanner.workflow.developmental_judgment import (
    incomplete_because,
    judge_by_development,
    prohibited_error,
    promised_chores,
)
from drillplanner.workflow.prepared import Prepared
from tests.command_line import run


def judged(prepared: Prepared, drills: tuple[Drill, ...], tasks: tuple[Task, ...] | None) -> DevelopmentalReport:
    return judge_by_development(prepared, drills, tasks)


@pytest.fixture(scope="module")
def ours(planned_example: Path) -> Iterator[tuple[Prepared, tuple[Drill, ...], tuple[Task, ...]]]:
    made = api.read_plan(planned_example)
    yield api.prepare(planned_example), made.drills, made.tasks


def of_rule(report: DevelopmentalReport, rule: str, status: str) -> GroupedFinding:
    (found,) = (
        finding
        for finding in report.findings
        if (finding.rule, finding.status) == (rule, status) and finding.binds
    )
    return found


def test_our_plan_leaves_nothing_open_that_a_chore_or_a_day_could_settle(
    ours: tuple[Prepared, tuple[Drill, ...], tuple[Task, ...]],
) -> None:
    report = judged(*ours)
    assert report.cannot_tell == ()
    assert report.violated == ()
    assert report.without_scenario == 0
    assert report.not_judged == ()


def test_the_plan_carries_its_findings(planned_example: Path) -> None:
    made = api.read_plan(planned_example)
    report = api.audit(api.prepare(planned_example))
    assert made.findings == report.developmental.findings
    open_ones = [warning for warning in made.warnings if warning.startswith("Incomplete: ")]
    assert open_ones == list(incomplete_because(report.developmental))


def test_a_chore_that_is_struck_out_is_missed_by_its_rule(
    ours: tuple[Prepared, tuple[Drill, ...], tuple[Task, ...]],
) -> None:
    prepared, drills, tasks = ours
    lockdown = next(drill for drill in drills if drill.drill_type == "lockdown")

    def without(rule: str) -> DevelopmentalReport:
        left = tuple(task for task in tasks if (task.drill_id, task.mandate_id) != (lockdown.drill_id, rule))
        return judged(prepared, drills, left)

    families = of_rule(without("DA-203"), "DA-203", "violation")
    assert families.places == (FindingPlace(campus_id=lockdown.campus_id, drills=(lockdown.drill_id,)),)
    assert any(switch.startswith("notice_min_hours: 24") for switch in families.switches)
    for rule, fact in (("DA-601", "placed.roster_checked_days_before"), ("DA-701", "placed.counselors_named")):
        found = of_rule(without(rule), rule, "cannot_tell")
        assert (found.missing_fact, found.drills) == (fact, 1)


def test_a_notice_that_leaves_too_late_is_a_violation(
    ours: tuple[Prepared, tuple[Drill, ...], tuple[Task, ...]],
) -> None:
    prepared, drills, tasks = ours
    lockdown = next(drill for drill in drills if drill.drill_type == "lockdown")
    late = tuple(
        task.model_copy(update={"due": lockdown.date})
        if (task.drill_id, task.mandate_id) == (lockdown.drill_id, "DA-203")
        else task
        for task in tasks
    )
    assert of_rule(judged(prepared, drills, late), "DA-203", "violation").drills == 1


def test_drills_about_violence_pause_after_an_event(
    ours: tuple[Prepared, tuple[Drill, ...], tuple[Task, ...]],
) -> None:
    prepared, drills, tasks = ours
    lockdown = next(drill for drill in drills if drill.drill_type == "lockdown")
    workspace = prepared.workspace.model_copy(
        update={
            "events": (
                Event(
                    kind=EventKind.VIOLENCE_ON_CAMPUS,
                    first=lockdown.date,
                    last=lockdown.date,
                    campus_ids=(lockdown.campus_id,),
                ),
            )
        }
    )
    after = judged(replace(prepared, workspace=workspace), drills, tasks)
    paused = of_rule(after, "DA-1001", "cannot_tell")
    assert paused.campuses == (lockdown.campus_id,)
    assert lockdown.drill_id in paused.places[0].drills


def test_a_bare_table_is_one_answer_and_not_hundreds(
    planned_example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (planned_example / "plan" / "schedule.csv").open(encoding="utf-8", newline="") as file:
        rows = [{key: row[key] for key in ("campus_id", "drill_type", "date")} for row in csv.DictReader(file)]
    table = tmp_path / "bare.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    ran = run(capsys, "audit", planned_example, "--schedule", table, "--format", "json")
    found = json.loads(ran.out)["developmental"]
    assert ran.code == 4
    assert found["verdict"] == "cannot_tell"
    assert found["summary"]["without_scenario"] == len(rows)
    assert found["summary"]["violation"] == 0
    assert len(found["findings"]) <= 6
    said = run(capsys, "audit", planned_example, "--schedule", table).out
    assert f"Cannot tell: {len(rows)} drills name no scenario that is known here." in said


def test_a_table_with_scenarios_is_judged_on_all_but_chores(
    planned_example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = planned_example / "plan" / "schedule.csv"
    found = json.loads(run(capsys, "audit", planned_example, "--schedule", table, "--format", "json").out)
    found = found["developmental"]
    assert (found["summary"]["cannot_tell"], found["summary"]["without_scenario"]) == (0, 0)
    assert {line.partition(":")[0] for line in found["not_judged"]} == {"DA-203", "DA-406", "DA-601", "DA-701"}


def test_the_code_of_the_audit_counts_what_binds_and_no_advice() -> None:
    def code(severity: Severity, status: str) -> int:
        finding = GroupedFinding(
            rule="DA-301",
            severity=severity,
            status=status,
            message="Said.",
            sources=(),
            places=(FindingPlace(campus_id="one"),),
        )
        found = DevelopmentalReport(findings=(finding,))
        return AuditReport(schedule="s", verdicts=(), entries=(), developmental=found).exit_code

    assert code(Severity.PROHIBITED, "violation") == code(Severity.REQUIRED, "violation") == 1
    assert code(Severity.REQUIRED, "cannot_tell") == 4
    assert code(Severity.RECOMMENDED, "notice") == code(Severity.RECOMMENDED, "cannot_tell") == 0


def test_what_is_prohibited_refuses_the_plan_and_what_is_required_does_not() -> None:
    def report(severity: Severity) -> DevelopmentalReport:
        finding = GroupedFinding(
            rule="DA-101",
            severity=severity,
            status="violation",
            message="Said.",
            sources=("NASSP",),
            places=(FindingPlace(campus_id="one", drills=("a", "b")),),
        )
        return DevelopmentalReport(findings=(finding,))

    refused = prohibited_error(report(Severity.PROHIBITED))
    assert isinstance(refused, RefusedScenarioError)
    assert re.search(r"DA-101 \(prohibited, violation\): Said. \[2 drills at 1 campus\]", str(refused))
    assert prohibited_error(report(Severity.REQUIRED)) is None
    assert list(incomplete_because(report(Severity.REQUIRED))) == [
        "Incomplete: DA-101 (required, violation): Said. [2 drills at 1 campus] Source: NASSP."
    ]


def test_the_same_drills_in_another_order_are_judged_the_same(
    ours: tuple[Prepared, tuple[Drill, ...], tuple[Task, ...]],
) -> None:
    prepared, drills, tasks = ours
    assert judged(prepared, drills[::-1], tasks[::-1]) == judged(prepared, drills, tasks)


def test_every_promised_chore_is_on_the_plan_or_served_by_one_of_the_law(
    ours: tuple[Prepared, tuple[Drill, ...], tuple[Task, ...]],
) -> None:
    prepared, drills, tasks = ours
    held = {task.task_id for task in tasks}
    served = {(task.drill_id, rule) for task in tasks for rule in task.serves}
    for chore in promised_chores(prepared, drills):
        assert chore.task_id in held or (chore.drill_id, chore.mandate_id) in served
    assert tasks == tasks_by_due_date(tasks)
    assert len(held) == len(tasks)
