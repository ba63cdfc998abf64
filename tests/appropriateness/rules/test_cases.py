"""Every rule by its cases, which are data in ``cases/``, one file a rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import drillplanner.appropriateness.rules
from drillplanner.appropriateness import DevelopmentalRule, load_rules
from drillplanner.model import Severity
from tests.appropriateness.calm import changed, judged, read_cases

RULES_FOLDER = Path(drillplanner.appropriateness.rules.__file__).parent
CASES = Path(__file__).parent / "cases"
RULES = {rule.id: rule for rule in load_rules()}


def all_cases() -> list[Any]:
    return [
        pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
        for path in sorted(CASES.glob("*.yaml"))
        for case in read_cases(path)
    ]


def expected(case: dict[str, Any]) -> set[str]:
    expected = case["expect"]
    return set(expected if isinstance(expected, list) else [expected]) - {"clean"}


@pytest.mark.parametrize(("rule", "case"), all_cases())
def test_a_case_breaks_exactly_the_expected_rules(rule: str, case: dict[str, Any]) -> None:
    screening = judged(case, (RULES[rule],))
    assert [finding.rule for finding in screening.findings] == [rule] * len(case.get("evidence", []))
    assert {finding.status for finding in screening.findings} == expected(case)
    seen = [
        (finding.evidence.text if "year" in case else None) or finding.evidence.field
        for finding in screening.findings
    ]
    assert seen == case.get("evidence", [])
    if "words" in case:
        assert [finding.evidence.text for finding in screening.findings] == case["words"]
    binding = {finding.status for finding in screening.findings if finding.severity is not Severity.RECOMMENDED}
    assert screening.verdict == next((word for word in ("violation", "cannot_tell") if word in binding), "ok")
    asks = any(part.asks for part in RULES[rule].parts)
    if expected(case) == {"cannot_tell"} and "year" not in case and not asks:
        assert set(screening.missing) == set(case["evidence"])


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_cases_of_each_kind(rule: str) -> None:
    kinds: set[str] = set()
    clean = False
    for case in read_cases(CASES / f"{rule}.yaml"):
        kinds |= expected(case)
        clean = clean or case["expect"] == "clean"
    asks = any(part.asks for part in RULES[rule].parts)
    assert asks or kinds & {"violation", "notice"}, "a case that breaks the rule"
    assert clean, "a case that keeps it"
    assert "cannot_tell" in kinds or reads_only_words(rule), "a case that does not tell"


def reads_only_words(rule: str) -> bool:
    """Whether no part of the rule asks for a fact, which a scenario may leave out; its words are always there."""
    (path,) = RULES_FOLDER.glob(f"{rule}-*.yaml")
    return "fact:" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.severity is not Severity.RECOMMENDED])
def test_a_binding_rule_has_a_case_that_binds(rule: DevelopmentalRule) -> None:
    kinds: set[str] = set()
    for case in read_cases(CASES / f"{rule.id}.yaml"):
        kinds |= expected(case)
    assert "violation" in kinds or any(part.asks for part in rule.parts)


def test_no_case_file_is_without_a_rule() -> None:
    assert {path.stem for path in CASES.glob("*.yaml")} == set(RULES)


def test_the_calm_scenario_and_its_calm_day_are_calm() -> None:
    cases: tuple[dict[str, Any], ...] = ({}, {"placed": {}})
    for case in cases:
        screening = judged(case, None)
        assert (screening.verdict, screening.findings, screening.missing) == ("ok", (), ())
    assert changed({}).scenario_id == "calm"
