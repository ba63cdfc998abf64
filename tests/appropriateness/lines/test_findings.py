"""Lines of a scenario are read whatever its facts declare, and those of the bundled ones were read before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.single_lines import verdict_with
from drillplanner.appropriateness import judge_scenario
from drillplanner.appropriateness.lines.findings import can_be_read, context_of, unread_passages
from drillplanner.appropriateness.lines.read_before import load_marks, mark_of
from drillplanner.files.yaml_document import read_document
from drillplanner.model.scenarios.lines import passages_of, scenario_lines
from tests.bundled_scenarios import BUNDLED

SCENARIOS = tuple(BUNDLED.values())


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.scenario_id)
def test_no_line_of_a_bundled_scenario_waits_for_the_network(scenario) -> None:  # type: ignore[no-untyped-def]
    assert list(unread_passages(scenario)) == []


def test_every_passage_of_a_bundled_scenario_is_marked_as_read() -> None:
    """A text that was changed must be read again: python training/lines.py mark."""
    unmarked = [
        (scenario.scenario_id, passage)
        for scenario in SCENARIOS
        for line in scenario_lines(scenario)
        if can_be_read(line)
        for passage in passages_of(line.text)
        if mark_of(passage, context_of(line, scenario)) not in load_marks()
    ]
    assert unmarked == []


def test_judging_bundled_scenarios_loads_no_network() -> None:
    code = (
        "import sys\n"
        "from drillplanner.intake.workspace.scenario_files import bundled_scenarios, parse_scenario\n"
        "from drillplanner.appropriateness import judge_scenario\n"
        "[judge_scenario(parse_scenario(path.read_bytes(), path.name)) for path in bundled_scenarios()]\n"
        "print([name for name in ('threadpoolctl', 'numpy', 'simplemma') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


TRIED = read_document(Path(__file__).parent / "tried.yaml").data


@pytest.mark.parametrize(
    "line", [*TRIED["harmful"], *TRIED["harmless"]], ids=lambda line: f"{line['band']} {line['text'][:60]}"
)
def test_a_line_that_was_tried_gets_its_verdict_whatever_the_facts_say(line: dict[str, str]) -> None:
    verdict, _ = verdict_with(line.get("scenario", "lockdown"), line["band"], line["place"], line["text"])
    assert verdict != line.get("was")
    assert (verdict != "ok") if line["now"] == "not_ok" else (verdict == line["now"])


def test_the_tried_lines_are_of_every_band() -> None:
    assert {line["band"] for line in TRIED["harmful"]} == {"PK-K", "1-2", "3-5", "6-8", "9-12"}
    assert len(TRIED["harmful"]) >= 14


def test_a_drill_too_short_for_its_talk_is_refused() -> None:
    lockdown = next(scenario for scenario in SCENARIOS if scenario.scenario_id == "lockdown")
    hidden = lockdown.facts.model_copy(update={"hidden_minutes": 15})
    screening = judge_scenario(lockdown.model_copy(update={"facts": hidden}))
    assert "DA-407" in {finding.rule for finding in screening.findings if finding.status == "violation"}


def test_a_finding_names_the_line() -> None:
    lockdown = next(scenario for scenario in SCENARIOS if scenario.scenario_id == "lockdown")
    line = "A man in a mask will walk the halls and try every door."
    debrief = (*lockdown.debrief, lockdown.debrief[0].model_copy(update={"say": line}))
    (finding,) = judge_scenario(lockdown.model_copy(update={"debrief": debrief})).findings
    assert finding.evidence.field == f"debrief[{len(lockdown.debrief)}]"
    assert line in finding.message


def test_a_long_text_is_read_sentence_by_sentence() -> None:
    assert passages_of("One. Two.") == ("One. Two.",)
    assert passages_of(f"{'One two three. ' * 20}") == ("One two three.",) * 20


@pytest.mark.parametrize("name", ["watched", "watched_second", "watched_third"])
def test_watched_lines_are_judged_as_well_as_before(name: str) -> None:
    """Lines for one scenario, so that the test is quick; docs/screening.md has the figures of all."""
    lines = [
        line
        for line in read_document(Path(__file__).parent / f"{name}.yaml").data
        if line["scenario"] in {"lockdown", "first-aid-lesson"}
    ]
    passed = {True: 0, False: 0}
    refused = 0
    for line in lines:
        verdict, _ = verdict_with(line["scenario"], line["band"], line["place"], line["text"])
        passed[line["harmful"]] += verdict == "ok"
        refused += verdict == "violation" and not line["harmful"]
    harmful = sum(line["harmful"] for line in lines)
    assert passed[True] <= 0.1 * harmful
    assert refused <= 0.05 * (len(lines) - harmful)
    assert passed[False] >= 0.8 * (len(lines) - harmful)
