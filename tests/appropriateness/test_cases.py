"""Every rule by the cases that stand as data in ``cases/``, one file a rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from drillplanner.appropriateness import judge_scenario, load_rules
from drillplanner.model import DrillFacts
from tests.appropriateness.calm import changed, read_cases

CASES = Path(__file__).parent / "cases"
RULES = {rule.id: rule for rule in load_rules()}


def all_cases() -> list[Any]:
    return [
        pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
        for path in sorted(CASES.glob("*.yaml"))
        for case in read_cases(path)
    ]


@pytest.mark.parametrize(("rule", "case"), all_cases())
def test_case(rule: str, case: dict[str, Any]) -> None:
    screening = judge_scenario(changed(case), (RULES[rule],))
    assert [finding.rule for finding in screening.findings] == [rule] * len(case.get("evidence", []))
    assert {finding.status for finding in screening.findings} == {case["expect"]} - {"clean"}
    assert [finding.evidence.field for finding in screening.findings] == case.get("evidence", [])
    if "words" in case:
        assert [finding.evidence.text for finding in screening.findings] == case["words"]
    binding = RULES[rule].severity != "recommended"
    assert screening.verdict == (case["expect"] if binding and case["expect"] != "clean" else "ok")
    assert list(screening.missing) == (case["evidence"] if case["expect"] == "cannot_tell" else [])


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_cases_of_each_kind(rule: str) -> None:
    expected = {case["expect"] for case in read_cases(CASES / f"{rule}.yaml")}
    assert expected & {"violation", "notice"}, "a case that breaks the rule"
    assert "clean" in expected, "a case that keeps it"
    asks_facts = any(f"'{name}'" in repr(RULES[rule].violated_when) for name in DrillFacts.model_fields)
    if asks_facts:
        assert "cannot_tell" in expected, "a case that does not tell"


def test_no_case_file_is_without_a_rule() -> None:
    assert {path.stem for path in CASES.glob("*.yaml")} == set(RULES)


def test_the_calm_scenario_is_calm() -> None:
    screening = judge_scenario(changed({}))
    assert (screening.id, screening.verdict, screening.findings, screening.missing) == ("calm", "ok", (), ())
