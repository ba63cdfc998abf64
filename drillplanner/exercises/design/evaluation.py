"""The objectives of an exercise, and an evaluation guide for each objective and capability."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from drillplanner.exercises.design.exercise_package import EvaluationGuide, ExerciseObjective
from drillplanner.exercises.doctrine.reference import DrillGroup
from drillplanner.model import (
    CoreCapability,
    CorrectiveAction,
    CriticalTask,
    Drill,
    Evaluation,
    Scenario,
    Target,
)
from drillplanner.model.scenarios.adult_texts import ScenarioText
from drillplanner.model.scenarios.scenario import TargetMinutes

#: The most objectives of one exercise: our own rule, since no one can evaluate more at once.
MOST_OBJECTIVES = 10
#: The assumed length in minutes of a drill that does not state it.
USUAL_MINUTES = 10


class EvaluationDesign(NamedTuple):
    """Objectives and guides, the actions among them, and the actions that exceed the limit."""

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
    targets: TargetMinutes,
) -> EvaluationDesign:
    """Return the scenario's own evaluation, else that of its drill type, plus open actions that concern it.

    ``text`` is what the scenario says for the grades present, ``minutes`` is the length of the drill,
    ``targets`` are its minutes to clear and to account.

    An action becomes one more objective, so that the exercise shows whether the change works. Actions on
    capabilities that the exercise does not evaluate are left out.
    """
    if text is not None and text.exercise is not None and text.exercise.evaluation:
        pairs = _pairs_of_scenario(text.objectives, text.exercise.evaluation)
    else:
        values = {"minutes": minutes, "clear": targets.clear, "account": targets.account}
        pairs = _pairs_of_drill_type(group, values, plan_name)
    touched = {capability for _, evaluations in pairs for capability, _ in evaluations}
    concerned = [action for action in actions if action.capability in touched]
    room = max(0, MOST_OBJECTIVES - len(pairs))
    pairs += [_pair_of_action(action) for action in concerned[:room]]
    action_ids = [None] * (len(pairs) - len(concerned[:room])) + [action.action_id for action in concerned[:room]]
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
    """Return how long it lasts: as stated by the drill, else by its scenario, else the usual length."""
    return drill.minutes or (USUAL_MINUTES if scenario is None else scenario.minutes)


def target_minutes(drill: Drill, scenario: Scenario | None, group: DrillGroup) -> TargetMinutes:
    """Return the minutes to clear and to account: the scenario's own, else those of the drill's type.

    They are never more than the drill lasts. None: this type of drill has no such target.
    """
    own = TargetMinutes() if scenario is None else scenario.target_minutes
    length = play_minutes(drill, scenario)
    clear, account = own.clear or group.target_minutes.clear, own.account or group.target_minutes.account
    return TargetMinutes(clear=clear and min(clear, length), account=account and min(account, length))


#: The text of an objective, and its targets under each capability.
_Pair = tuple[str, list[tuple[CoreCapability, tuple[Target, ...]]]]


def _pairs_of_scenario(objectives: tuple[str, ...], evaluation: tuple[Evaluation, ...]) -> list[_Pair]:
    return [
        (text, [(entry.capability, entry.targets) for entry in evaluation if entry.objective == number])
        for number, text in enumerate(objectives, start=1)
    ]


def _pairs_of_drill_type(group: DrillGroup, values: Mapping[str, int | None], plan_name: str) -> list[_Pair]:
    return [
        (
            entry.objective.format(**values),
            [
                (
                    entry.capability,
                    (
                        Target(
                            text=entry.target.format(**values),
                            tasks=tuple(
                                CriticalTask(
                                    id=f"{number}-{place}",
                                    text=task.text,
                                    source=f"{plan_name}, {_plan_part(task.annex)}",
                                )
                                for place, task in enumerate(entry.tasks, start=1)
                            ),
                        ),
                    ),
                )
            ],
        )
        for number, entry in enumerate(group.evaluations, start=1)
    ]


def _plan_part(annex: str) -> str:
    return annex.lower() if annex == "Basic plan" else f"annex {annex}"


def _pair_of_action(action: CorrectiveAction) -> _Pair:
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
