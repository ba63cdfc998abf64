"""The labeled descriptions: their number, and how well they are judged."""

from __future__ import annotations

import re
import runpy
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from drillplanner.appropriateness.text import Description, screen_description
from drillplanner.appropriateness.text.findings import rule_citations
from drillplanner.files.yaml_document import read_document

#: Rules about the lines of a scenario, and about the file as a whole; a description cannot follow or break them.
LINE_RULES = {
    f"DA-{number}" for number in (116, 211, 212, 213, 407, 510, 511, 512, 513, 514, 515, 613, 707, 806, 1109, 1207)
}

ROOT = Path(__file__).parents[3]
FOLDER = Path(__file__).parent / "evaluation"
SETS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
BENCHMARK = runpy.run_path(str(ROOT / "benchmarks" / "screening.py"))


def labels(name: str) -> list[dict[str, Any]]:
    data = read_document(FOLDER / f"{name}.yaml").data
    assert isinstance(data, list)
    return data


def test_enough_descriptions_of_every_kind() -> None:
    everything = [label for name in SETS for label in labels(name)]
    assert len(everything) >= 300
    assert len({label["id"] for label in everything}) == len(everything)
    assert {label["verdict"] for label in everything} == {"ok", "violation", "cannot_tell"}
    named = {rule for label in everything for key in ("rules", "notices") for rule in label.get(key) or ()}
    assert set(rule_citations()) - named <= {"DA-1003"} | LINE_RULES
    traps = {trap for label in everything for trap in label.get("traps") or ()}
    assert traps == set(range(1, 16))


@pytest.mark.parametrize("name", [name for name in SETS if name.startswith("tune")])
def test_tuned_sets_are_judged_as_well_as_before(name: str) -> None:
    figures = BENCHMARK["figures"](BENCHMARK["judge_set"](name))
    assert figures["recall"] is None or figures["recall"] >= 0.87
    assert figures["false alarms"] <= 0.04


def test_unseen_sets_are_judged_as_well_as_before() -> None:
    """Every second description, so that the test is quick; docs/screening.md has the figures of all."""
    judged = [case for name in SETS if name.startswith("unseen") for case in BENCHMARK["judge_set"](name, step=2)]
    figures = BENCHMARK["figures"](judged)
    assert figures["accuracy"] >= 0.88
    assert figures["recall"] >= 0.94
    assert figures["false alarms"] <= 0.05


def test_recommendations_are_notices() -> None:
    cases = [label for name in SETS if name.startswith("tune") for label in labels(name) if "notices" in label]
    assert len(cases) >= 20
    statuses: Counter[str] = Counter()
    for label in cases:
        given = {key: label[key] for key in ("id", "text", "context") if key in label}
        result = screen_description(Description.model_validate(given))
        assert result.verdict != "violation", label["text"]
        found = {finding.rule: finding.status for finding in result.findings}
        for rule in label["notices"]:
            # If the whole text is in doubt, the rule may be asked about instead.
            assert found[rule] == "notice" or result.verdict == "cannot_tell", label["text"]
            statuses[found[rule]] += 1
    assert set(statuses) <= {"notice", "cannot_tell"}
    assert statuses["notice"] >= 19 * statuses["cannot_tell"]


def test_every_rule_of_the_catalogue_is_cited_by_some_family() -> None:
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "drillplanner/appropriateness/text/lexicon/families").glob("*.yaml")
    )
    assert set(rule_citations()) - LINE_RULES <= set(re.findall(r"DA-\d+", text))
