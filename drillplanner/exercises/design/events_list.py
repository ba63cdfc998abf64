"""The master scenario events list of an exercise, and the modules of a discussion.

Corrective actions that became objectives appear too: as a last question in a discussion, or as an expected
action in operations with an events list.
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

#: The recipient of the last question: the post that every drill opens.
COMMANDER = "CMD-IC"
_LAST_MINUTE = 24 * 60 - 1


def master_events(
    drill: Drill, exercise: Exercise, guides: tuple[EvaluationGuide, ...], minutes: int
) -> tuple[MasterEvent, ...]:
    """Return the events in the order of play, each with the objective, capability, and target of its task.

    ``minutes`` is the length of the scenario's play.
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
    entries = []
    for event in events:
        objective, capability, target = trail[event.task]
        clock = None
        if drill.start is not None:
            clock = clock_of(min(minutes_of(drill.start) + event.minute, _LAST_MINUTE))
        entries.append(
            MasterEvent(
                number=numbers[event.id],
                event_id=event.id,
                minute=event.minute,
                at=clock,
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
    return tuple(entries)


def discussion_modules(
    exercise: Exercise, guides: tuple[EvaluationGuide, ...], minutes: int
) -> tuple[DiscussionModule, ...]:
    """Return the exercise's modules, plus one about corrective actions that became objectives.

    ``minutes`` is the length of the scenario's play.
    """
    modules = exercise.modules
    actions = _improvement_tasks(guides)
    if not modules or not actions:
        return modules
    minutes_left = max(1, minutes - sum(module.minutes for module in modules))
    actions_module = DiscussionModule(
        title="What was to be mended",
        minutes=minutes_left,
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
    return (*modules, actions_module)


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
