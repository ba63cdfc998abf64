"""For each of the 85 rules a seeded fault is found, and nothing else; correct charts have no findings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from drillplanner.audit.charts.judge import checks_by_rule, judge_record
from drillplanner.audit.charts.rules.chart_rules import FILES, load_rules
from drillplanner.files.yaml_document import read_document
from tests.audit.charts.records import BASES, changed

HERE = Path(__file__).parent
RULES = {rule.id: rule for rule in load_rules()}


def cases(folder: str) -> list[dict[str, Any]]:
    found = [case for path in sorted((HERE / folder).glob("*.yaml")) for case in read_document(path).data["cases"]]
    assert found, f"no cases in {folder}"
    return found


def case_params(folder: str) -> list[Any]:
    return [pytest.param(case, id=f"{case['rule']} {case.get('name', case['base'])}") for case in cases(folder)]


def test_there_are_85_rules_each_with_a_check_a_fault_and_a_case_in_which_it_is_kept() -> None:
    assert len(RULES) == 85
    assert set(checks_by_rule()) == set(RULES)
    assert {case["rule"] for case in cases("faults")} == set(RULES)
    kept_rules = {rule for base in BASES for rule in judge_record(changed(base, {})).kept}
    kept_rules |= set(judge_record(changed("small", {"settings": {"refresh_years": 3}})).kept)
    assert kept_rules == set(RULES)
    assert {path.stem for path in (HERE / "faults").glob("*.yaml")} >= set(FILES)


@pytest.mark.parametrize("base", BASES)
def test_a_correct_record_has_no_findings(base: str) -> None:
    report = judge_record(changed(base, {}))
    assert [finding.sentence for finding in report.findings] == []
    assert report.notes == ()
    assert report.exit_code() == report.exit_code(strict=True) == 0


@pytest.mark.parametrize("case", case_params("faults"))
def test_a_seeded_fault_is_found_and_nothing_else(case: dict[str, Any]) -> None:
    report = judge_record(changed(case["base"], case["change"]))
    violated = {finding.rule for finding in report.findings if finding.status == "violation"}
    assert violated == {case["rule"], *case.get("also", ())}, [finding.sentence for finding in report.findings]
    assert [finding.sentence for finding in report.findings if finding.status == "cannot_tell"] == []
    of_rule = [finding for finding in report.findings if finding.rule == case["rule"]]
    assert any(set(case.get("subjects", ())) <= set(finding.subjects) for finding in of_rule), of_rule
    rule = RULES[case["rule"]]
    assert {finding.severity for finding in of_rule} <= {rule.severity, *rule.may_be}
    for finding in report.findings:
        assert finding.message.startswith("Our advice: ") == RULES[finding.rule].is_advice
    assert case.get("severity", of_rule[0].severity) in {finding.severity for finding in of_rule}


def test_a_discussion_needs_no_medical_plan() -> None:
    ticked = ["203", "204", "205", "205A", "207", "208"]
    without = {"packet/forms/206": "delete", "packet/forms/202/ticked": ticked}
    assert [finding.rule for finding in judge_record(changed("middle", without)).findings] == ["FRM-08"]
    assert judge_record(changed("middle", without | {"occasion/who_would": True})).findings == ()


@pytest.mark.parametrize("case", case_params("unsaid"))
def test_without_a_fact_a_rule_cannot_tell(case: dict[str, Any]) -> None:
    report = judge_record(changed(case["base"], case["change"]))
    of_rule = [finding for finding in report.findings if finding.rule == case["rule"]]
    assert {finding.status for finding in of_rule} == {"cannot_tell"}, [
        finding.sentence for finding in report.findings
    ]
    assert all(finding.missing_fact and finding.missing_fact in finding.message for finding in of_rule)
    assert case["rule"] not in report.kept


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_our_choices_are_never_called_requirements(rule: Any) -> None:
    text = f"{rule.basis} {rule.certainty} {rule.statement} {rule.fix}".casefold()
    for phrase in ("federal", "by law", "fema requires", "nims requires"):
        rest = text.replace("not a federal requirement", "").replace("no federal text", "")
        rest = rest.replace("equal access itself is federal law and no matter of this judge", "")
        assert phrase not in rest
    assert rule.basis.startswith("our advice, not a federal requirement") == rule.is_advice
    assert ("D: a design choice of this program" in rule.certainty) == rule.is_advice
