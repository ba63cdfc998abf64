"""What a scenario says to the adults of a campus: of its texts, those that concern the grades that are there."""

from __future__ import annotations

from collections.abc import Sequence

from drillplanner.model.base import Frozen
from drillplanner.model.exercises.exercise import DiscussionModule, DiscussionQuestion, Exercise
from drillplanner.model.grades import bands_of, grades_in
from drillplanner.model.scenarios.graded_text import text_for_readers, texts_for
from drillplanner.model.scenarios.scenario import BandScript, Scenario


class ScenarioText(Frozen):
    """The texts for some grades, as plain text; before one that concerns only some of the grades stands which."""

    objectives: tuple[str, ...]
    announced_to: tuple[str, ...]
    accommodations: tuple[str, ...]
    debrief: tuple[str, ...]
    staff_script: BandScript | None
    exercise: Exercise | None


def scenario_text(scenario: Scenario, grades: Sequence[str] | None) -> ScenarioText:
    """The texts that concern these grades; None for readers of all grades that the scenario is for.

    Where the scenario is for none of these grades, nothing is left out, and it is told whom each text concerns.
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
    """The exercise without what serves objectives that are left out; those that stay are counted anew."""
    kept = [number for number, one in enumerate(scenario.objectives, start=1) if texts_for((one,), readers)]
    anew = {number: place for place, number in enumerate(kept, start=1)}
    evaluation = tuple(
        one.model_copy(update={"objective": anew[one.objective]})
        for one in exercise.evaluation
        if one.objective in anew
    )
    known = {task.id for one in evaluation for target in one.targets for task in target.tasks}
    driven = {event.id for event in exercise.events if event.task in known}
    return exercise.model_copy(
        update={
            "evaluation": evaluation,
            "modules": tuple(
                one for module in exercise.modules if (one := _module(module, known, readers)) is not None
            ),
            "events": tuple(
                event
                for event in exercise.events
                if event.id in driven and (event.contingency_for is None or event.contingency_for in driven)
            ),
        }
    )


def _module(module: DiscussionModule, known: set[str], readers: Sequence[str]) -> DiscussionModule | None:
    """The module with the questions that concern the readers; None where there are none."""
    questions = tuple(
        one for question in module.questions if (one := _question(question, known, readers)) is not None
    )
    return module.model_copy(update={"questions": questions}) if questions else None


def _question(question: DiscussionQuestion, known: set[str], readers: Sequence[str]) -> DiscussionQuestion | None:
    """The question, with those of its tasks that are left; None where it is meant for other grades."""
    ask = text_for_readers(question.ask, question.bands, readers)
    if ask is None:
        return None
    return question.model_copy(
        update={"ask": ask, "tasks": tuple(task for task in question.tasks if task in known)}
    )
