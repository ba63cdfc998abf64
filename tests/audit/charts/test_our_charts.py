"""Our own charts before the judge: the example district's year, one drill, and an unknown drill."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.audit.charts.rules.chart_rules import ChartSeverity
from tests.command_line import run


def test_no_chart_of_the_example_breaks_a_rule_of_severity_error(
    planned_example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = run(capsys, "charts", planned_example, "--format", "json")
    output = json.loads(ran.out)
    errors = [
        f"{report['chart']}: {finding['rule']} {finding['message']}"
        for report in output["charts"]
        for finding in report["findings"]
        if finding["severity"] == ChartSeverity.ERROR and finding["status"] == "violation"
    ]
    assert errors == []
    drills = api.read_plan(planned_example).drills
    campuses = {drill.campus_id for drill in drills}
    program_records = {"programme", *(f"programme of {campus}" for campus in campuses)}
    assert {report["chart"] for report in output["charts"]} == program_records | {
        drill.drill_id for drill in drills
    }
    assert output["summary"]["programmes"] == len(program_records)
    open_on_exercises = [
        finding["message"]
        for report in output["charts"]
        for finding in report["findings"]
        if finding["rule"].startswith("HSP-") and finding["status"] == "cannot_tell"
    ]
    assert open_on_exercises == []
    open_rules = {
        finding["rule"]
        for report in output["charts"]
        for finding in report["findings"]
        if finding["status"] == "cannot_tell"
    }
    # The staff list answers who would be away together (DEP-04); charts.yaml can answer the other questions.
    assert "DEP-04" not in open_rules
    assert ran.code == 4
    assert output["summary"]["charts"] == len(drills)


def test_one_drill_can_be_judged_and_an_unknown_one_is_refused(
    planned_example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drill = api.read_plan(planned_example).drills[0].drill_id
    assert "1 chart judged" in run(capsys, "charts", planned_example, "--drill", drill).out
    ran = run(capsys, "charts", planned_example, "--drill", "no-such-drill")
    assert ran.code == 2
    assert "no-such-drill" in ran.err
