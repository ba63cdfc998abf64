"""Texts for adults in bundled scenarios name the grades they are for in their bands, not in their words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from drillplanner.model import GradeBand, Scenario
from drillplanner.model.grades import grades_in
from drillplanner.model.scenarios.adult_texts import scenario_text
from drillplanner.model.scenarios.graded_text import GradedText
from tests.bundled_scenarios import BUNDLED

SCENARIOS = tuple(BUNDLED.values())
#: Words that say which grades a text is for.
GRADE = re.compile(
    r"\b[Gg]rades? (\d|[KP]K?\b|on\b)|\b(from|up to) grade\b|\bkindergarten|\bolder students\b|\bthe older\b"
)

each_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.scenario_id)
each_band = pytest.mark.parametrize("band", GradeBand)


def texts_of(scenario: Scenario) -> Iterator[GradedText]:
    yield from (*scenario.objectives, *scenario.announced_to, *scenario.accommodations, *scenario.debrief)
    if scenario.staff_script is not None:
        yield from (*scenario.staff_script.say, *scenario.staff_script.do)


def exercise_texts(scenario: Scenario) -> Iterator[str]:
    exercise = scenario.exercise
    if exercise is None:
        return
    yield from (exercise.hazard, exercise.summary, *exercise.assumptions, *exercise.artificialities)
    yield from exercise.logistics
    for evaluation in exercise.evaluation:
        for target in evaluation.targets:
            yield from (target.text, *(task.text for task in target.tasks))
    for module in exercise.modules:
        yield from (module.title, module.situation)
        for question in module.questions:
            yield from (question.ask, *question.expected)
    for event in exercise.events:
        yield from (event.text, event.expected, event.instructions)


def test_the_pattern_finds_grades_in_words() -> None:
    for text in (
        "Every student from grade 6 can",
        "Students up to grade 5: who",
        "families of grades 6 to 12 besides",
        "within five minutes for grades PK to 2",
        "for older students 'locks'",
        "From grade 6 on: when",
    ):
        assert GRADE.search(text), text
    for text in ("loses nothing in attendance or grades.", "an older rider shows it"):
        assert not GRADE.search(text), text


@each_scenario
def test_no_text_names_grades_in_words(scenario: Scenario) -> None:
    texts = (*(text.say for text in texts_of(scenario)), *exercise_texts(scenario))
    assert [text for text in texts if GRADE.search(text)] == []


@each_scenario
def test_a_text_with_bands_is_for_some_but_not_all_bands_of_its_scenario(scenario: Scenario) -> None:
    for text in texts_of(scenario):
        assert text.bands is None or set(text.bands) < set(scenario.bands), text.say


@each_scenario
@each_band
def test_the_exercise_of_each_band_tests_all_its_objectives(scenario: Scenario, band: GradeBand) -> None:
    if band not in scenario.bands or scenario.exercise is None or not scenario.exercise.evaluation:
        return
    text = scenario_text(scenario, grades_in((band,)))
    exercise = text.exercise
    assert exercise is not None
    assert {evaluation.objective for evaluation in exercise.evaluation} == set(range(1, len(text.objectives) + 1))
    tested = {task for module in exercise.modules for question in module.questions for task in question.tasks}
    tested |= {event.task for event in exercise.events}
    tasks: dict[int, set[str]] = {}
    for evaluation in exercise.evaluation:
        tasks.setdefault(evaluation.objective, set()).update(
            task.id for target in evaluation.targets for task in target.tasks
        )
    # The questions and events of a file test each of its objectives, for each grade band (HSP-08).
    if exercise.modules or exercise.events:
        assert all(task_ids & tested for task_ids in tasks.values())
        assert tested <= set().union(*tasks.values())
