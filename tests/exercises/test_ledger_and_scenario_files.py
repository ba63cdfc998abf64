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
from drillplanner.records.improvement_ledger import read_ledger
from tests.builders import calendar, campus, workspace
from tests.bundled_scenarios import BUNDLED

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
    return [pytest.param(case, id=case["name"]) for case in data["cases"]]


@pytest.mark.parametrize("case", cases("ledger.yaml"))
def test_the_ledger_is_read_or_refused_with_its_problems(case: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "improvement.yaml").write_text(case["text"], encoding="utf-8")
    if not case["problems"]:
        assert len(read_ledger(tmp_path, SPACE)[0].actions) == 1
        return
    with pytest.raises(InputError) as caught:
        read_ledger(tmp_path, SPACE)
    assert [str(problem).split("\n")[0] for problem in caught.value.problems] == case["problems"]


def test_without_a_file_the_ledger_is_empty(tmp_path: Path) -> None:
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


def test_the_bundled_exercises_have_their_own_data() -> None:
    exercises = {name: loaded.exercise for name, loaded in BUNDLED.items() if loaded.exercise is not None}
    assert set(exercises) == {
        "active-assailant-discussion",
        "full-scale-exercise",
        "functional-exercise",
        "reunification-staff",
        "tabletop-exercise",
    }
    for name, exercise in exercises.items():
        driven = {event.task for event in exercise.events} | {
            task for module in exercise.modules for question in module.questions for task in question.tasks
        }
        # Every critical task is reached by an event or a question (HSP-08).
        assert driven == set(exercise.tasks), name
        assert bool(exercise.events) is (
            BUNDLED[name].drill_type not in (DrillType.TABLETOP, DrillType.ACTIVE_ASSAILANT)
        )
        assert bool(exercise.events) is not bool(exercise.modules)


@pytest.mark.parametrize(
    "name", ["active-assailant-discussion", "full-scale-exercise", "functional-exercise", "reunification-staff"]
)
def test_texts_used_in_play_break_no_developmental_rule(name: str) -> None:
    from drillplanner.appropriateness.text import description_of_text, screen_description

    path = next(path for path in bundled_scenarios() if path.stem == name)
    exercise = parse_scenario(path.read_bytes(), path.name).exercise
    assert exercise is not None
    texts = [exercise.summary, *exercise.artificialities, *(event.text for event in exercise.events)]
    texts += [module.situation for module in exercise.modules]
    screening = screen_description(description_of_text(" ".join(texts).encode(), name))
    assert screening.verdict != "violation", screening.findings


def test_the_examples_in_the_docs_are_valid() -> None:
    page = (ROOT / "docs" / "exercises.md").read_text(encoding="utf-8")
    texts = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    blocks = [parse_document(text.encode(), "docs").data for text in texts]
    ledgers = [ImprovementLedger.model_validate(block) for block in blocks if "ratings" in block]
    settings = [ExerciseSettings.model_validate(block["exercises"]) for block in blocks if "exercises" in block]
    assert [len(ledger.actions) for ledger in ledgers] == [1]
    assert [bool(setting.lead_days) for setting in settings] == [True, False]
    example = (ROOT / "docs" / "add-a-scenario.md").read_text(encoding="utf-8")
    (exercise_block,) = [
        text for text in re.findall(r"```yaml\n(.*?)```", example, re.DOTALL) if "exercise:" in text
    ]
    text = SCENARIO.replace("K-2", "PK-K").replace("exercise:\n", "")
    for key in ("objectives", "positions"):
        text = re.sub(rf"^{key}:.*\n", "", text, flags=re.MULTILINE)
    exercise = parse_scenario((text + exercise_block).encode(), "case.yaml").exercise
    assert exercise is not None
    assert [event.id for event in exercise.events] == ["power-out"]
