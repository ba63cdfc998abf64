"""What drives an exercise: the master scenario events list, and the modules of a discussion.

Corrective actions that became objectives are driven as well: a last question in a discussion, an action that is
watched for in operations that have an events list.
"""

from __future__ import annotations

from drillplanner.exercises.design.exercise_package import EvaluationGuide, MasterEvent
from drillplanner.model import (
    CriticalTask,
    DeliveryMethod,
    DiscussionModule,
    DiscussionQuestion,
    Drill,
    Exercise,
    ScenarioEvent,
    ScenarioEventKind,
    clock_of,
    minutes_of,
)

#: Whoever is asked last: the post that is opened in every drill.
COMMANDER = "CMD-IC"
_LAST_MINUTE = 24 * 60 - 1


def master_events(
    drill: Drill, exercise: Exercise, guides: tuple[EvaluationGuide, ...], minutes: int
) -> tuple[MasterEvent, ...]:
    """The events in the order of play, each with the objective, capability and target of its critical task.

    ``minutes`` is how long the scenario's play lasts.
    """
    if not exercise.events:
        return ()
    trail = {
        task.id: (guide.objective.number, guide.capability, target.text)
        for guide in guides
        for target in guide.targets
        for task in target.tasks
    }
    events = (*exercise.events, *(_expected_action_event(task, minutes) for task in _improvement_tasks(guides)))
    numbers = {event.id: number for number, event in enumerate(events, start=1)}
    found = []
    for event in events:
        objective, capability, target = trail[event.task]
        at = None
        if drill.start is not None:
            at = clock_of(min(minutes_of(drill.start) + event.minute, _LAST_MINUTE))
        found.append(
            MasterEvent(
                number=numbers[event.id],
                event_id=event.id,
                minute=event.minute,
                at=at,
                kind=event.kind,
                text=event.text,
                sender=event.sender,
                delivery=event.delivery,
                recipient=event.recipient,
                expected=event.expected,
                objective=objective,
                capability=capability,
                target=target,
                task=event.task,
                instructions=event.instructions,
                rescues=None if event.contingency_for is None else numbers[event.contingency_for],
                trigger=event.trigger,
            )
        )
    return tuple(found)


def discussion_modules(
    exercise: Exercise, guides: tuple[EvaluationGuide, ...], minutes: int
) -> tuple[DiscussionModule, ...]:
    """The exercise's modules; a last one asks about corrective actions that became objectives.

    ``minutes`` is how long the scenario's play lasts.
    """
    own = exercise.modules
    actions = _improvement_tasks(guides)
    if not own or not actions:
        return own
    left = max(1, minutes - sum(module.minutes for module in own))
    last = DiscussionModule(
        title="What was to be mended",
        minutes=left,
        situation="These corrective actions of earlier exercises were to be done by now.",
        questions=tuple(
            DiscussionQuestion(
                ask=f"Is it in place, and would it have helped today? {task.text}",
                tasks=(task.id,),
                expected=("Somebody shows where it is written or stands.",),
            )
            for task in actions
        ),
    )
    return (*own, last)


def _improvement_tasks(guides: tuple[EvaluationGuide, ...]) -> list[CriticalTask]:
    return [
        task
        for guide in guides
        if guide.objective.action_id is not None
        for target in guide.targets
        for task in target.tasks
    ]


def _expected_action_event(task: CriticalTask, minutes: int) -> ScenarioEvent:
    return ScenarioEvent(
        id=task.id,
        minute=minutes,
        kind=ScenarioEventKind.EXPECTED_ACTION,
        text=f"By the end of play this change was seen at work: {task.text}",
        delivery=DeliveryMethod.NONE,
        recipient=COMMANDER,
        expected=task.text,
        task=task.id,
    )
