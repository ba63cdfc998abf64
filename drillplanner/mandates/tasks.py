"""The chores that the law attaches to a finished schedule, dated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drillplanner.mandates.kinds import Chore
from drillplanner.mandates.mandate import Duty
from drillplanner.mandates.requirement import Scene
from drillplanner.model import Task


def derive_tasks(duties: tuple[Duty, ...], scenes: dict[str, Scene]) -> tuple[Task, ...]:
    """Every chore owed by these duties, in order; ``scenes`` is by campus id."""
    return in_order(task for duty in duties for task in _tasks_of(duty, scenes[duty.campus_id]))


def in_order(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """The chores in order of due date, campus and id."""
    return tuple(sorted(tasks, key=lambda task: (task.due, task.campus_id, task.task_id)))


def _tasks_of(duty: Duty, scene: Scene) -> Iterator[Task]:
    chore = duty.mandate.requirement
    if not isinstance(chore, Chore):
        return
    there = scene.for_unit(duty.unit)
    for owed in chore.owed(there.drills, there, there.setting):
        ends = [owed.drill_id or duty.campus_id, *([duty.unit.unit_id] if duty.unit else [])]
        if owed.drill_id is None and owed.suffix:
            ends.append(owed.suffix)
        yield Task(
            task_id="/".join([duty.mandate.mandate_id, *ends]),
            mandate_id=duty.mandate.mandate_id,
            campus_id=duty.campus_id,
            drill_id=owed.drill_id,
            kind=chore.chore,
            who=chore.who,
            text=chore.text,
            due=owed.due,
            due_words=chore.due_words,
            not_before=owed.not_before,
            keep_years=chore.keep_years,
            tells=chore.tells,
            covers=chore.covers,
        )
