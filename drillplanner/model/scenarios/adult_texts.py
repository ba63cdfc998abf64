"""The texts of a scenario for the adults of a campus, limited to the grades of that campus."""

from __future__ import annotations

from collections.abc import Sequence

from drillplanner.model.base import Frozen
from drillplanner.model.exercises.exercise import DiscussionModule, DiscussionQuestion, Exercise
from drillplanner.model.grades import bands_of, grades_in
from drillplanner.model.scenarios.graded_text import text_for_readers, texts_for
from drillplanner.model.scenarios.scenario import Scenario
from drillplanner.model.scenarios.scripts import BandScript


class ScenarioText(Frozen):
    """A scenario's texts for some grades, as plain text. A text for only some of them begins with those grades."""

    objectives: tuple[str, ...]
    announced_to: tuple[str, ...]
    accommodations: tuple[str, ...]
    debrief: tuple[str, ...]
    staff_script: BandScript | None
    exercise: Exercise | None


def scenario_text(scenario: Scenario, grades: Sequence[str] | None) -> ScenarioText:
    """Return the texts that concern these grades; with None, those for all grades of the scenario.

    If the scenario is for none of these grades, nothing is left out, and each text names its grades.
    """
    readers = tuple(grades or ())
    if not set(bands_of(readers)) & set(scenario.bands):
        readers = grades_in(scenario.bands)
    script = scenario.staff_script
    return ScenarioText(
        objectives=texts_for(scenario.objectives, readers),
        announced_to=texts_for(scenario.announced_to, readers),
        accommodations=texts_for(scenario.accommodations, readers),
        debrief=texts_for(scenario.debrief, readers),
        staff_script=None
        if script is None
        else BandScript(say=texts_for(script.say, readers), do=texts_for(script.do, readers), close=script.close),
        exercise=None if scenario.exercise is None else _exercise(scenario.exercise, scenario, readers),
    )


def _exercise(exercise: Exercise, scenario: Scenario, readers: Sequence[str]) -> Exercise:
    """Return the exercise for the objectives that concern the readers, renumbered, with what serves them."""
    numbers = [number for number, text in enumerate(scenario.objectives, start=1) if texts_for((text,), readers)]
    new_number = {number: position for position, number in enumerate(numbers, start=1)}
    evaluation = tuple(
        guide.model_copy(update={"objective": new_number[guide.objective]})
        for guide in exercise.evaluation
        if guide.objective in new_number
    )
    task_ids = {task.id for guide in evaluation for target in guide.targets for task in target.tasks}
    event_ids = {event.id for event in exercise.events if event.task in task_ids}
    modules = (_module(module, task_ids, readers) for module in exercise.modules)
    return exercise.model_copy(
        update={
            "evaluation": evaluation,
            "modules": tuple(module for module in modules if module is not None),
            "events": tuple(
                event
                for event in exercise.events
                if event.id in event_ids and (event.contingency_for is None or event.contingency_for in event_ids)
            ),
        }
    )


def _module(module: DiscussionModule, task_ids: set[str], readers: Sequence[str]) -> DiscussionModule | None:
    """Return the module with the questions that concern the readers; None if there are none."""
    candidates = (_question(question, task_ids, readers) for question in module.questions)
    questions = tuple(question for question in candidates if question is not None)
    return module.model_copy(update={"questions": questions}) if questions else None


def _question(
    question: DiscussionQuestion, task_ids: set[str], readers: Sequence[str]
) -> DiscussionQuestion | None:
    """Return the question with its remaining tasks; None if it is for other grades."""
    ask = text_for_readers(question.ask, question.bands, readers)
    if ask is None:
        return None
    return question.model_copy(
        update={"ask": ask, "tasks": tuple(task for task in question.tasks if task in task_ids)}
    )
