"""Records typed by hand: the docs' example is read and judged; mistakes are reported by line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from drillplanner.audit.charts.judge import judge_record
from drillplanner.audit.charts.record_sources.typed_file import parse_record
from drillplanner.files.errors import InputError
from tests.command_line import run

ROOT = Path(__file__).parents[4]
EXAMPLE = re.search(r"```yaml\n(.*?)```", (ROOT / "docs" / "charts.md").read_text(encoding="utf-8"), re.DOTALL)
assert EXAMPLE is not None
CHART = EXAMPLE[1]


def problems_of(text: str) -> list[str]:
    with pytest.raises(InputError) as raised:
        parse_record(text.encode(), "chart.yaml")
    return [str(problem) for problem in raised.value.problems]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_the_chart_of_the_docs_is_read_and_judged() -> None:
    report = judge_record(parse_record(CHART.encode(), "chart.yaml", "chart"))
    assert report.chart == "chart"
    findings = {
        (finding.rule, finding.severity.value, finding.status)
        for finding in report.findings
        if finding.waived_by is None
    }
    assert findings == {("DEP-01", "warning", "violation")}
    assert [finding.rule for finding in report.findings if finding.waived_by is not None] == ["ICS-13"]
    assert set(report.not_judged) >= {"packet", "exercise", "programme", "setting refresh_years"}


@pytest.mark.parametrize(
    ("old", "new", "part", "message"),
    [
        ("drill_type: lockdown", "drill_type: lokdown", "drill_type:", "Maybe you meant 'lockdown'"),
        ("date: 2025-10-14", "date: someday", "date:", "is not a date"),
        ("id: PLN-DOC", "id: PLN-DOK", "id: PLN-DOK", "Maybe you meant 'PLN-DOC'"),
        ("people: cedar", "people: ceder", "{id: PLN-DOC", "Maybe you meant 'cedar'"),
        (
            "reports_to: CMD-IC, people: birch",
            "report_to: CMD-IC, people: birch",
            "{id: OPS-CIT",
            "'report_to' is not known",
        ),
        ("rule: ICS-13", "rule: ICS-99", "rule: ICS-99", "there is no such rule"),
        ("until: 2026-06-30", "until: summer", "{rule: ICS-13", "is not a date"),
        ("state: on_call, ", "state: resting, ", "{id: OPS-CIT", "on_call"),
        ("state: absorbed, ", "", "{id: CMD-SO", "is 'absorbed'"),
        ("id: cedar", "id: birch", "{id: birch, name: Sample Cedar", "listed twice"),
        ("site_band: S ", "site_band: XXL ", "site_band:", "site_band"),
    ],
)
def test_a_mistake_is_reported_with_its_line(old: str, new: str, part: str, message: str) -> None:
    text = CHART.replace(old, new, 1)
    assert text != CHART
    problems = problems_of(text)
    assert any(f"chart.yaml:{line_of(text, part)}:" in problem and message in problem for problem in problems), (
        problems
    )


def test_a_member_of_unified_command_is_the_school_or_a_listed_agency() -> None:
    text = CHART.replace("agencies: []", "agencies: [{id: police}]").replace(
        "{id: CMD-IC, people: alder", "{id: CMD-UC, members: [{agency: school}, {agency: polise}], people: alder"
    )
    (problem,) = problems_of(text)
    assert "Maybe you meant 'police'" in problem


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "positions: []\n", "occasion: {drill_type: [hold}\n"])
def test_a_file_that_is_not_a_record_is_refused(text: str) -> None:
    assert problems_of(text)


def test_a_position_of_the_schools_own_needs_title_level_and_section() -> None:
    what = "title: Gate Team Leader, level: team, section: operations"
    gate = f"  - {{id: GATE, {what}, reports_to: CMD-IC, people: birch}}\n"
    record = parse_record(CHART.replace("waivers:", f"{gate}waivers:").encode(), "chart.yaml")
    assert record.positions is not None
    assert record.positions[-1].id == "GATE"
    problems = problems_of(CHART.replace("waivers:", f"{gate.replace('level: team, ', '')}waivers:"))
    assert "For a position of your own" in problems[0]


def test_the_command_judges_a_typed_chart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "lockdown.yaml"
    path.write_text(CHART, encoding="utf-8")
    ran = run(capsys, "charts", "--chart", path)
    assert ran.code == 0
    assert "DEP-01" in ran.out
    assert "our advice, not a federal requirement" in ran.out
    assert "Waived by Sample Alder" in ran.out
    assert run(capsys, "charts", "--strict", "--chart", path).code == 1
    path.write_text(CHART.replace("holds_class: false", "holds_class: true", 1), encoding="utf-8")
    ran = run(capsys, "charts", "--chart", path, "--format", "json")
    assert ran.code == 1
    report = json.loads(ran.out)
    assert report["summary"]["errors"] == 1
    assert [finding["rule"] for finding in report["charts"][0]["findings"] if finding["severity"] == "error"] == [
        "ICS-23"
    ]
    path.write_text(CHART.replace("    holds_class: false\n", "", 1), encoding="utf-8")
    assert run(capsys, "charts", "--chart", path).code == 4
    path.write_text("occasion: 3\n", encoding="utf-8")
    ran = run(capsys, "charts", "--chart", path)
    assert (ran.code, ran.out) == (2, "")
    assert "lockdown.yaml:1" in ran.err


def test_the_command_needs_a_folder_or_a_chart_and_lists_the_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "charts").code == 2
    ran = run(capsys, "charts", "--rules", "--format", "json")
    assert ran.code == 0
    assert len(json.loads(ran.out)["rules"]) == 85
    assert "ICS-01 (error)" in run(capsys, "charts", "--rules").out
