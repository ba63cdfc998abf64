"""The well-being rules over a schedule: our plan is complete, and a bare table gives one answer, not hundreds."""

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
from drillplanner.model import (
    AvoidedKind,
    Drill,
    DrillFormat,
    DrillType,
    Event,
    EventKind,
    FindingPlace,
    GroupedFinding,
    Severity,
    Task,
)
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
    plan = api.read_plan(planned_example)
    yield api.prepare(planned_example), plan.drills, plan.tasks


def of_rule(report: DevelopmentalReport, rule: str, status: str) -> GroupedFinding:
    (only,) = (
        finding
        for finding in report.findings
        if (finding.rule, finding.status) == (rule, status) and finding.binds
    )
    return only


def test_our_plan_follows_every_binding_rule_and_leaves_none_undecided(
    ours: tuple[Prepared, tuple[Drill, ...], tuple[Task, ...]],
) -> None:
    report = judged(*ours)
    assert report.cannot_tell == ()
    assert report.violated == ()
    assert report.without_scenario == 0
    (tests,) = report.not_judged
    assert re.fullmatch(r"DA-1012: \d+ drills; neither the calendar nor events.csv lists test days\.", tests)


def test_every_date_of_our_plan_is_decided(
    ours: tuple[Prepared, tuple[Drill, ...], tuple[Task, ...]],
) -> None:
    prepared, drills, _ = ours
    found = [finding for finding in judged(*ours).findings if finding.rule == "DA-1011"]
    told = {drill for finding in found for place in finding.places for drill in place.drills}
    sensitive = {
        (campus_id, day.on): day.phrase
        for campus_id, days in prepared.avoided_days.items()
        for day in days
        if day.kind is not AvoidedKind.TESTING
    }
    scenarios = prepared.workspace.scenario_by_id
    done = [
        drill
        for drill in drills
        if scenarios[drill.scenario_id or ""].format not in {DrillFormat.LESSON, DrillFormat.TABLETOP}
    ]
    assert {finding.status for finding in found} <= {"notice"}
    assert told == {drill.drill_id for drill in done if (drill.campus_id, drill.date) in sensitive}


def test_the_plan_contains_its_findings(planned_example: Path) -> None:
    plan = api.read_plan(planned_example)
    report = api.audit(api.prepare(planned_example))
    assert plan.findings == report.developmental.findings
    incomplete = [warning for warning in plan.warnings if warning.startswith("Incomplete: ")]
    assert incomplete == list(incomplete_because(report.developmental))


def test_a_rule_reports_the_task_that_is_missing(
    ours: tuple[Prepared, tuple[Drill, ...], tuple[Task, ...]],
) -> None:
    prepared, drills, tasks = ours
    lockdown = next(drill for drill in drills if drill.drill_type == "lockdown")

    def without(rule: str) -> DevelopmentalReport:
        others = tuple(task for task in tasks if (task.drill_id, task.mandate_id) != (lockdown.drill_id, rule))
        return judged(prepared, drills, others)

    families = of_rule(without("DA-203"), "DA-203", "violation")
    assert families.places == (FindingPlace(campus_id=lockdown.campus_id, drills=(lockdown.drill_id,)),)
    assert any(switch.startswith("notice_min_hours: 24") for switch in families.switches)
    for rule, fact in (("DA-601", "placed.roster_checked_days_before"), ("DA-701", "placed.counselors_named")):
        finding = of_rule(without(rule), rule, "cannot_tell")
        assert (finding.missing_fact, finding.drills) == (fact, 1)


def test_a_notice_that_is_sent_too_late_is_a_violation(
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


@pytest.mark.parametrize(
    ("kind", "drill_type"),
    [
        (EventKind.VIOLENCE_ON_CAMPUS, None),
        (EventKind.HOAX_CALL, None),
        (EventKind.SWATTING, None),
        (EventKind.REAL_EMERGENCY, DrillType.LOCKDOWN),
    ],
)
def test_drills_about_violence_pause_after_an_event(
    kind: EventKind,
    drill_type: DrillType | None,
    ours: tuple[Prepared, tuple[Drill, ...], tuple[Task, ...]],
) -> None:
    prepared, drills, tasks = ours
    lockdown = next(drill for drill in drills if drill.drill_type == "lockdown")
    workspace = prepared.workspace.model_copy(
        update={
            "events": (
                Event(
                    kind=kind,
                    drill_type=drill_type,
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


def test_a_bare_table_gives_one_answer_and_not_hundreds(
    planned_example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (planned_example / "plan" / "schedule.csv").open(encoding="utf-8", newline="") as file:
        rows = [{key: row[key] for key in ("campus_id", "drill_type", "date")} for row in csv.DictReader(file)]
    table = tmp_path / "bare.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    ran = run(capsys, "audit", "--all", planned_example, "--schedule", table, "--format", "json")
    report = json.loads(ran.out)["developmental"]
    assert ran.code == 4
    assert report["verdict"] == "cannot_tell"
    assert report["summary"]["without_scenario"] == len(rows)
    assert report["summary"]["violation"] == 0
    assert len(report["findings"]) <= 6
    printed = run(capsys, "audit", "--all", planned_example, "--schedule", table).out
    assert f"Cannot tell: {len(rows)} drills name no scenario that is known here." in printed


def test_a_table_with_scenarios_is_checked_on_everything_but_tasks(
    planned_example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = planned_example / "plan" / "schedule.csv"
    document = json.loads(
        run(capsys, "audit", "--all", planned_example, "--schedule", table, "--format", "json").out
    )
    report = document["developmental"]
    assert (report["summary"]["cannot_tell"], report["summary"]["without_scenario"]) == (0, 0)
    assert {line.partition(":")[0] for line in report["not_judged"]} == {
        "DA-203",
        "DA-406",
        "DA-601",
        "DA-701",
        "DA-1012",
    }
    printed = run(capsys, "audit", "--all", planned_example, "--schedule", table).out
    assert "Not judged, since neither the calendar nor events.csv lists test days: DA-1012." in printed
    assert (
        "Not judged, since a schedule of this form holds no notices and no preparation: DA-203, DA-406" in printed
    )


def test_the_exit_code_counts_binding_rules_and_no_suggestions() -> None:
    def code(severity: Severity, status: str) -> int:
        finding = GroupedFinding(
            rule="DA-301",
            severity=severity,
            status=status,
            message="Said.",
            sources=(),
            places=(FindingPlace(campus_id="one"),),
        )
        developmental = DevelopmentalReport(findings=(finding,))
        return AuditReport(schedule="s", verdicts=(), entries=(), developmental=developmental).exit_code

    assert code(Severity.PROHIBITED, "violation") == code(Severity.REQUIRED, "violation") == 1
    assert code(Severity.REQUIRED, "cannot_tell") == 4
    assert code(Severity.RECOMMENDED, "notice") == code(Severity.RECOMMENDED, "cannot_tell") == 0


def test_a_prohibited_finding_refuses_the_plan_and_a_required_one_does_not() -> None:
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


def test_the_order_of_drills_does_not_change_the_findings(
    ours: tuple[Prepared, tuple[Drill, ...], tuple[Task, ...]],
) -> None:
    prepared, drills, tasks = ours
    assert judged(prepared, drills[::-1], tasks[::-1]) == judged(prepared, drills, tasks)


def test_every_promised_task_is_on_the_plan_or_served_by_one_of_the_law(
    ours: tuple[Prepared, tuple[Drill, ...], tuple[Task, ...]],
) -> None:
    prepared, drills, tasks = ours
    task_ids = {task.task_id for task in tasks}
    served = {(task.drill_id, rule) for task in tasks for rule in task.serves}
    for task in promised_chores(prepared, drills):
        assert task.task_id in task_ids or (task.drill_id, task.mandate_id) in served
    assert tasks == tasks_by_due_date(tasks)
    assert len(task_ids) == len(tasks)


def test_the_report_in_json_holds_each_part_under_its_name() -> None:
    def finding(rule: str, severity: Severity, status: str) -> GroupedFinding:
        return GroupedFinding(rule=rule, severity=severity, status=status, message="Said.", sources=(), places=())

    report = DevelopmentalReport(
        findings=(
            finding("DA-101", Severity.REQUIRED, "violation"),
            finding("DA-102", Severity.PROHIBITED, "cannot_tell"),
            finding("DA-103", Severity.REQUIRED, "cannot_tell"),
            finding("DA-104", Severity.RECOMMENDED, "violation"),
        ),
        without_scenario=3,
        not_judged=("DA-1012: 2 drills; none.",),
    )
    found = report.as_json()
    assert found["summary"] == {"violation": 1, "cannot_tell": 2, "advice": 1, "without_scenario": 3}
    assert (found["verdict"], found["not_judged"]) == ("violation", ["DA-1012: 2 drills; none."])
    assert found["findings"] == [each.model_dump(mode="json") for each in report.findings]
    assert list(found) == ["verdict", "summary", "findings", "not_judged"]
    assert DevelopmentalReport(without_scenario=1).verdict == "cannot_tell"
    assert DevelopmentalReport().verdict == "ok"
