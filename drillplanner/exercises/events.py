"""The master scenario events list: a scenario's events with numbers, planned times and the trail to objectives."""

from __future__ import annotations

from drillplanner.exercises.package import EvaluationGuide, MasterEvent
from drillplanner.model import Drill, Scenario, clock_of, minutes_of

_LAST_MINUTE = 24 * 60 - 1


def master_events(
    drill: Drill, scenario: Scenario | None, guides: tuple[EvaluationGuide, ...]
) -> tuple[MasterEvent, ...]:
    """The events in the order of play, each with the objective, capability and target of its critical task."""
    if scenario is None or scenario.exercise is None:
        return ()
    trail = {
        task.id: (guide.objective.number, guide.capability, target.text)
        for guide in guides
        for target in guide.targets
        for task in target.tasks
    }
    numbers = {event.id: number for number, event in enumerate(scenario.exercise.events, start=1)}
    found = []
    for event in scenario.exercise.events:
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
