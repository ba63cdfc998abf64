"""The examples of the two pages for newcomers, run as they are printed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from drillplanner.appropriateness import judge_scenario, read_rules
from drillplanner.appropriateness.conditions.condition import (
    BandIs,
    Condition,
    FactAbove,
    FactAtLeast,
    FactContains,
    FactHasItem,
    FactIs,
    LanguageIs,
    LineHas,
    ReadingHarder,
    SaysCall,
    ScriptHas,
    SentencesHarder,
    SwitchIs,
    TermHolds,
)
from drillplanner.files.yaml_document import parse_as, parse_document
from drillplanner.model import BandScript, DrillFacts, GradeBand, SpeakerAnnouncements
from drillplanner.model.scenarios.graded_text import GradedText, texts_for
from drillplanner.model.scenarios.spared_activity import SparedActivity
from tests.appropriateness.calm import changed, read_cases

DOCS = Path(__file__).parents[3] / "docs"
CONDITION: TypeAdapter[Any] = TypeAdapter(Condition)


def blocks(page: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)


def test_the_rule_and_its_cases_hold(tmp_path: Path) -> None:
    rule, sources, switched, cases = blocks("add-a-rule.md")
    (tmp_path / "sources.yaml").write_text(sources, encoding="utf-8")
    (tmp_path / "OURS-1-sirens.yaml").write_text(rule, encoding="utf-8")
    rules = read_rules(tmp_path)
    (tmp_path / "OURS-1-sirens.yaml").write_text(rule + switched, encoding="utf-8")
    assert read_rules(tmp_path)[0].parts[0].switched
    (tmp_path / "cases.txt").write_text(cases, encoding="utf-8")
    for case in read_cases(tmp_path / "cases.txt"):
        findings = judge_scenario(changed(case), rules).findings
        assert {finding.status for finding in findings} == {case["expect"]} - {"clean"}
        assert [finding.evidence.field for finding in findings] == case.get("evidence", [])


def test_every_condition_of_the_table_is_valid() -> None:
    page = (DOCS / "add-a-rule.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| `(\{[^`]*\})` \|", page, re.MULTILINE)
    assert len(shown) == 16
    kinds = {type(CONDITION.validate_python(parse_document(text.encode(), "table").data)) for text in shown}
    assert kinds == {
        FactIs,
        FactAtLeast,
        FactAbove,
        FactContains,
        FactHasItem,
        BandIs,
        ScriptHas,
        LineHas,
        SentencesHarder,
        ReadingHarder,
        LanguageIs,
        SwitchIs,
        SaysCall,
        TermHolds,
    }


def test_the_parts_of_a_scenario_are_valid() -> None:
    # The last block, how an exercise is evaluated, is read in tests/exercises.
    documents = [parse_document(block.encode(), "page") for block in blocks("add-a-scenario.md")]
    graded, instead, facts, script, announcements, _ = documents
    (activity,) = parse_as(tuple[SparedActivity, ...], instead, ("instead",))
    assert (activity.bands, activity.minutes) == ((GradeBand.PK_K,), 10)
    texts = parse_as(tuple[GradedText, ...], graded, ("debrief",))
    assert texts_for(texts, ("K", "5")) == (texts[0].say, texts[1].say)
    assert texts_for(texts, ("8", "9")) == (texts[0].say, texts[2].say)
    band_facts = parse_as(dict[GradeBand, DrillFacts], facts, ("band_facts",))
    assert band_facts[GradeBand.PK_K].ladder_level == 2
    written = parse_as(dict[GradeBand, BandScript], script, ("scripts",))[GradeBand.GRADES_1_2]
    called = {"begin": ["This is a drill. Hold!"], "stop": ["Stop the drill."]}
    hold = {"drill_type": "hold", "bands": ["1-2"], "announcements": called}
    case = {"scenario": hold, "scripts": {"1-2": written.model_dump()}}
    assert judge_scenario(changed(case)).verdict == "ok"
    speaker = parse_as(SpeakerAnnouncements, announcements, ("announcements",))
    assert speaker.begin[0] == speaker.begin[-1] == "This is a drill."
