"""Check what drives an exercise: the events list with its injects, the modules of a discussion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.checks.exercise_design import exercise_of, family_of
from drillplanner.audit.charts.record import StatedObjective
from drillplanner.audit.charts.rules.chart_rules import ChartSeverity
from drillplanner.audit.charts.rules.findings import CheckFault, MissingFact

#: Exercises that must have an events list.
WITH_EVENTS = ("functional", "full_scale")


def events_list(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-06: an events list if required; sorted, numbered, within play. Discussions have modules instead."""
    exercise = exercise_of(case)
    required = exercise.exercise_type in WITH_EVENTS
    if exercise.events is None:
        if required:
            yield MissingFact("the events list", (exercise.id,))
        return
    if required and not exercise.events:
        yield CheckFault(
            f"A {exercise.exercise_type.replace('_', '-')} exercise needs an events list.", (exercise.id,)
        )
    if exercise.events and family_of(exercise) == "discussion":
        yield CheckFault(
            "A talk has modules; a full events list is attached.", (exercise.id,), ChartSeverity.WARNING
        )
    numbers = Counter(event.number for event in exercise.events)
    if repeated := sorted(number for number, times in numbers.items() if times > 1):
        yield CheckFault(
            f"Numbers of events are used twice: {', '.join(map(str, repeated))}.", tuple(map(str, repeated))
        )
    for before, after in pairwise(exercise.events):
        if before.minute > after.minute:
            yield CheckFault(
                f"Event {after.number} stands after event {before.number} and is earlier.", (str(after.number),)
            )
    for event in exercise.events:
        if exercise.play_minutes is not None and not 0 <= event.minute <= exercise.play_minutes:
            yield CheckFault(
                f"Event {event.number} is at minute {event.minute}; play lasts {exercise.play_minutes} minutes.",
                (str(event.number),),
            )
    if exercise.events and exercise.play_minutes is None:
        yield MissingFact("how long play lasts", (exercise.id,))


def complete_injects(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-07: deliverer, recipient on the chart, expected action, objective."""
    exercise = exercise_of(case)
    known = {objective.id for objective in exercise.objectives}
    staff = {member.person for member in exercise.staff or ()}
    for event in exercise.events or ():
        number = str(event.number)
        missing = [
            part
            for part, value in (
                ("nobody who delivers it", event.controller),
                ("nobody who gets it", event.recipient),
                ("no expected action", event.expected_action),
                ("no objective", event.objective),
            )
            if not value
        ]
        if missing:
            yield CheckFault(f"Event {number} has {', '.join(missing)}.", (number,))
        if event.controller and exercise.staff is not None and event.controller not in staff:
            yield CheckFault(
                f"Event {number} is delivered by {event.controller}, who has no part in running it.", (number,)
            )
        if event.objective and event.objective not in known:
            yield CheckFault(f"Event {number} names objective {event.objective}, which there is not.", (number,))
        if event.recipient and case.record.positions is None:
            yield MissingFact("whether the positions that get injects are opened", (number,))
        elif event.recipient and not any(
            event.recipient in (position.id, position.role_id) for position in case.opened
        ):
            yield CheckFault(f"Event {number} goes to {event.recipient}, which is not opened.", (number,))


def driven_objectives(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-08: events (in a tabletop: modules) drive every objective and critical task."""
    exercise = exercise_of(case)
    if exercise.exercise_type in WITH_EVENTS:
        if exercise.events is None:
            yield MissingFact("the events list", (exercise.id,))
            return
        driven = {event.objective for event in exercise.events}
        tasks = {task for event in exercise.events for task in event.tasks}
    elif exercise.exercise_type == "tabletop":
        if exercise.modules is None:
            yield MissingFact("the modules of the situation manual", (exercise.id,))
            return
        driven = {objective for module in exercise.modules for objective in module.objectives}
        tasks = {task for module in exercise.modules for task in module.tasks}
    else:
        return
    not_driven: list[StatedObjective] = [
        objective for objective in exercise.objectives if objective.id not in driven
    ]
    for objective in not_driven:
        yield CheckFault(f"Nothing in the exercise drives objective {objective.id}.", (objective.id,))
    for guide in exercise.guides or ():
        for target in guide.targets:
            for task in target.tasks:
                if task.id not in tasks:
                    yield CheckFault(f"Nothing in the exercise drives critical task {task.id}.", (task.id,))


def contingencies(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-09: a contingency inject names the event that it rescues."""
    exercise = exercise_of(case)
    numbers = {event.number for event in exercise.events or ()}
    for event in exercise.events or ():
        if event.kind != "contingency":
            continue
        if event.rescues is None:
            yield CheckFault(
                f"Contingency inject {event.number} does not say which event it rescues.", (str(event.number),)
            )
        elif event.rescues not in numbers or event.rescues == event.number:
            yield CheckFault(
                f"Contingency inject {event.number} rescues event {event.rescues}, which there is not.",
                (str(event.number),),
            )


CHECKS = {
    "HSP-06": events_list,
    "HSP-07": complete_injects,
    "HSP-08": driven_objectives,
    "HSP-09": contingencies,
}
