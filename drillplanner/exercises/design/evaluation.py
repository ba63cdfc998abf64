"""What an exercise is evaluated by: its objectives, and an evaluation guide for each with each capability."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from drillplanner.exercises.design.exercise_package import EvaluationGuide, ExerciseObjective
from drillplanner.exercises.doctrine.reference import DrillGroup
from drillplanner.model import CoreCapability, CorrectiveAction, CriticalTask, Drill, Evaluation, Scenario, Target
from drillplanner.model.scenarios.adult_texts import ScenarioText

#: More objectives than this nobody can evaluate at once: a rule of ours.
MOST_OBJECTIVES = 10
#: A drill that does not say its length is taken to last so many minutes.
USUAL_MINUTES = 10


class EvaluationDesign(NamedTuple):
    """Objectives and guides, the actions among them, and the actions for which there was no room."""

    objectives: tuple[ExerciseObjective, ...]
    guides: tuple[EvaluationGuide, ...]
    actions: tuple[CorrectiveAction, ...]
    left_over: tuple[CorrectiveAction, ...]


def design_evaluation(
    text: ScenarioText | None,
    group: DrillGroup,
    actions: Iterable[CorrectiveAction],
    plan_name: str,
    minutes: int,
) -> EvaluationDesign:
    """The scenario's own evaluation, or what its type of drill is evaluated by; and open actions that concern it.

    ``text`` is what the scenario says for the grades that are there, ``minutes`` the length of the drill.

    An action is one more objective, so that the exercise shows whether the change works; those on capabilities
    that the exercise does not touch are left out.
    """
    if text is not None and text.exercise is not None and text.exercise.evaluation:
        pairs = _of_scenario(text.objectives, text.exercise.evaluation)
    else:
        pairs = _of_type(group, minutes, plan_name)
    touched = {capability for _, evaluations in pairs for capability, _ in evaluations}
    concerned = [action for action in actions if action.capability in touched]
    room = max(0, MOST_OBJECTIVES - len(pairs))
    pairs += [_of_action(one) for one in concerned[:room]]
    action_ids = [None] * (len(pairs) - len(concerned[:room])) + [one.action_id for one in concerned[:room]]
    objectives = tuple(
        ExerciseObjective(
            number=number,
            text=text,
            capabilities=tuple(capability for capability, _ in evaluations),
            action_id=action_id,
        )
        for number, ((text, evaluations), action_id) in enumerate(zip(pairs, action_ids, strict=True), start=1)
    )
    rows = [
        (objective, capability, targets)
        for objective, (_, evaluations) in zip(objectives, pairs, strict=True)
        for capability, targets in evaluations
    ]
    guides = tuple(
        EvaluationGuide(number=number, objective=objective, capability=capability, targets=targets)
        for number, (objective, capability, targets) in enumerate(rows, start=1)
    )
    return EvaluationDesign(objectives, guides, tuple(concerned[:room]), tuple(concerned[room:]))


def play_minutes(drill: Drill, scenario: Scenario | None) -> int:
    """How long it lasts: what the drill says, else its scenario, else as long as drills usually last."""
    return drill.minutes or (USUAL_MINUTES if scenario is None else scenario.minutes)


#: An objective's words, and its targets under each capability.
_Pair = tuple[str, list[tuple[CoreCapability, tuple[Target, ...]]]]


def _of_scenario(objectives: tuple[str, ...], evaluation: tuple[Evaluation, ...]) -> list[_Pair]:
    return [
        (text, [(one.capability, one.targets) for one in evaluation if one.objective == number])
        for number, text in enumerate(objectives, start=1)
    ]


def _of_type(group: DrillGroup, minutes: int, plan_name: str) -> list[_Pair]:
    return [
        (
            one.objective.format(minutes=minutes),
            [
                (
                    one.capability,
                    (
                        Target(
                            text=one.target.format(minutes=minutes),
                            tasks=tuple(
                                CriticalTask(
                                    id=f"{number}-{place}",
                                    text=task.text,
                                    source=f"{plan_name}, {_part(task.annex)}",
                                )
                                for place, task in enumerate(one.tasks, start=1)
                            ),
                        ),
                    ),
                )
            ],
        )
        for number, one in enumerate(group.evaluations, start=1)
    ]


def _part(annex: str) -> str:
    return annex.lower() if annex == "Basic plan" else f"annex {annex}"


def _of_action(action: CorrectiveAction) -> _Pair:
    task = CriticalTask(
        id=f"action-{action.action_id.lower().replace('_', '-').replace('.', '-')}",
        text=action.action,
        source=f"Improvement plan after {action.drill_id}, action {action.action_id}",
    )
    target = Target(text=f"What was found then is not found again: {action.issue}", tasks=(task,))
    text = (
        f"Show in this exercise that action {action.action_id}, due {action.due:%m/%d/%Y}, works: {action.action}"
    )
    return text, [(action.capability, (target,))]
