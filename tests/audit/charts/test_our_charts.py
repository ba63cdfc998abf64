"""Our own charts before the judge: the example district's year, and a chart whose people are not there."""

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
    told = json.loads(ran.out)
    errors = [
        f"{report['chart']}: {finding['rule']} {finding['message']}"
        for report in told["charts"]
        for finding in report["findings"]
        if finding["severity"] == ChartSeverity.ERROR and finding["status"] == "violation"
    ]
    assert errors == []
    drills = api.read_plan(planned_example).drills
    campuses = {drill.campus_id for drill in drills}
    programmes = {"programme", *(f"programme of {campus}" for campus in campuses)}
    assert {report["chart"] for report in told["charts"]} == programmes | {drill.drill_id for drill in drills}
    assert told["summary"]["programmes"] == len(programmes)
    open_on_exercises = [
        finding["message"]
        for report in told["charts"]
        for finding in report["findings"]
        if finding["rule"].startswith("HSP-") and finding["status"] == "cannot_tell"
    ]
    assert open_on_exercises == []
    open_rules = {
        finding["rule"]
        for report in told["charts"]
        for finding in report["findings"]
        if finding["status"] == "cannot_tell"
    }
    # The staff list says who would be away together (DEP-04); what else is open, charts.yaml can say.
    assert "DEP-04" not in open_rules
    assert ran.code == 4
    assert told["summary"]["charts"] == len(drills)


def test_the_chart_of_one_drill_and_of_none(planned_example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drill = api.read_plan(planned_example).drills[0].drill_id
    assert "1 chart judged" in run(capsys, "charts", planned_example, "--drill", drill).out
    ran = run(capsys, "charts", planned_example, "--drill", "no-such-drill")
    assert ran.code == 2
    assert "no-such-drill" in ran.err
