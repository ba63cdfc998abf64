"""The ledger and the exercise data of scenarios, read from files as people write them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from drillplanner.files.errors import InputError
from drillplanner.files.yaml_document import parse_document
from drillplanner.intake.workspace.scenario_files import bundled_scenarios, parse_scenario
from drillplanner.model import DrillType, ExerciseSettings, ImprovementLedger
from drillplanner.records import read_ledger
from tests.builders import calendar, campus, workspace

CASES = Path(__file__).parent / "cases"
ROOT = Path(__file__).parent.parent.parent
SPACE = workspace((campus("oak"),), calendar(date(2025, 9, 2), date(2026, 6, 18)))
SCENARIO = """\
title: A case
drill_type: hold
format: physical
audience: staff
minutes: 10
bands: [K-2]
objectives: [First., Second.]
facts: {}
scripts: {}
accommodations: [None.]
debrief: [What now?]
positions: [CMD-IC]
sources: [invented]
exercise:
"""


def cases(name: str) -> list[Any]:
    data = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return [pytest.param(one, id=one["name"]) for one in data["cases"]]


@pytest.mark.parametrize("case", cases("ledger.yaml"))
def test_the_ledger(case: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "improvement.yaml").write_text(case["text"], encoding="utf-8")
    if not case["problems"]:
        assert len(read_ledger(tmp_path, SPACE)[0].actions) == 1
        return
    with pytest.raises(InputError) as caught:
        read_ledger(tmp_path, SPACE)
    assert [str(problem).split("\n")[0] for problem in caught.value.problems] == case["problems"]


def test_without_a_file_there_is_nothing_to_follow(tmp_path: Path) -> None:
    assert read_ledger(tmp_path, SPACE) == (ImprovementLedger(), ())


@pytest.mark.parametrize("case", cases("scenario.yaml"))
def test_exercise_data_of_a_scenario(case: dict[str, Any]) -> None:
    text = SCENARIO.replace("K-2", "PK-K") + "".join(f"  {line}\n" for line in case["text"].splitlines())
    if case["problem"] is None:
        assert parse_scenario(text.encode(), "case.yaml").exercise is not None
        return
    with pytest.raises(InputError) as caught:
        parse_scenario(text.encode(), "case.yaml")
    assert case["problem"] in str(caught.value)
    assert all(problem.line is not None and problem.line >= 14 for problem in caught.value.problems)


def test_the_bundled_exercises_bring_their_own_data() -> None:
    scenarios = {
        path.stem: parse_scenario(path.read_bytes(), f"scenarios/{path.name}") for path in bundled_scenarios()
    }
    own = {name: one.exercise for name, one in scenarios.items() if one.exercise is not None}
    assert set(own) == {
        "active-assailant-discussion",
        "full-scale-exercise",
        "functional-exercise",
        "reunification-staff",
        "tabletop-exercise",
    }
    for name, one in own.items():
        driven = {event.task for event in one.events} | {
            task for module in one.modules for question in module.questions for task in question.tasks
        }
        # Every critical task is reached by an event or a question (HSP-08).
        assert driven == set(one.tasks), name
        assert bool(one.events) is (
            scenarios[name].drill_type not in (DrillType.TABLETOP, DrillType.ACTIVE_ASSAILANT)
        )
        assert bool(one.events) is not bool(one.modules)


@pytest.mark.parametrize(
    "name", ["active-assailant-discussion", "full-scale-exercise", "functional-exercise", "reunification-staff"]
)
def test_what_is_told_in_play_asserts_nothing_that_a_developmental_rule_forbids(name: str) -> None:
    from drillplanner.appropriateness.text import description_of_text, screen_description

    path = next(path for path in bundled_scenarios() if path.stem == name)
    exercise = parse_scenario(path.read_bytes(), path.name).exercise
    assert exercise is not None
    told = [exercise.summary, *exercise.artificialities, *(event.text for event in exercise.events)]
    told += [module.situation for module in exercise.modules]
    screening = screen_description(description_of_text(" ".join(told).encode(), name))
    assert screening.verdict != "violation", screening.findings


def test_the_examples_in_the_docs_are_read_as_they_stand() -> None:
    page = (ROOT / "docs" / "exercises.md").read_text(encoding="utf-8")
    texts = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    blocks = [parse_document(text.encode(), "docs").data for text in texts]
    ledgers = [ImprovementLedger.model_validate(block) for block in blocks if "ratings" in block]
    settings = [ExerciseSettings.model_validate(block["exercises"]) for block in blocks if "exercises" in block]
    assert [len(ledger.actions) for ledger in ledgers] == [1]
    assert [bool(setting.lead_days) for setting in settings] == [True, False]
    example = (ROOT / "docs" / "add-a-scenario.md").read_text(encoding="utf-8")
    (told,) = [text for text in re.findall(r"```yaml\n(.*?)```", example, re.DOTALL) if "exercise:" in text]
    text = SCENARIO.replace("K-2", "PK-K").replace("exercise:\n", "")
    for key in ("objectives", "positions"):
        text = re.sub(rf"^{key}:.*\n", "", text, flags=re.MULTILINE)
    exercise = parse_scenario((text + told).encode(), "case.yaml").exercise
    assert exercise is not None
    assert [event.id for event in exercise.events] == ["power-out"]
