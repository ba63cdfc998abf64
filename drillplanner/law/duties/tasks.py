"""The chores that the law attaches to a finished schedule, dated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drillplanner.law.duties.mandate import Duty
from drillplanner.law.kinds import Chore
from drillplanner.law.requirement import Scene
from drillplanner.model import Plan, Repair, Task


def derive_tasks(duties: tuple[Duty, ...], scenes: dict[str, Scene]) -> tuple[Task, ...]:
    """Every chore owed by these duties, in order; ``scenes`` is by campus id."""
    return tasks_by_due_date(task for duty in duties for task in _tasks_of(duty, scenes[duty.campus_id]))


def tasks_by_due_date(tasks: Iterable[Task]) -> tuple[Task, ...]:
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


def with_late_due_dates(
    tasks: Iterable[Task], law: Iterable[Task], repair: Repair, made: Plan
) -> tuple[Task, ...]:
    """The chores of a plan made anew; those of the ``law`` that are late already are due on the day it was made.

    Late is what was due before that day for a drill that has only now come to its date; it serves no developmental
    rule any more. What was late in the plan as it was, ``made``, stays so while its drill stays on its date.
    """
    lawful = {task.task_id: task.due for task in law}
    came = {
        change.drill_id
        for change in repair.changes
        if change.now_on is not None and change.now_on != change.was_on
    }
    late_before = {task.task_id: task.due for task in made.tasks if task.was_due is not None}

    def as_it_is(task: Task) -> Task:
        was_due = lawful.get(task.task_id)
        due = repair.as_of if task.drill_id in came else late_before.get(task.task_id)
        if task.drill_id is None or was_due is None or due is None or was_due >= due:
            return task
        words = f"{task.due_words}; it was due {was_due}, before the drill came to its day: do it at once"
        change = {"due": due, "was_due": was_due, "due_words": words, "serves": (), "hours_before": None}
        return task.model_copy(update=change)

    return tuple(as_it_is(task) for task in tasks)
