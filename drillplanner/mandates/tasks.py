"""The chores that the law attaches to a finished schedule, dated."""

from __future__ import annotations

from drillplanner.mandates.kinds import Chore
from drillplanner.mandates.mandate import Duty
from drillplanner.mandates.requirement import Scene
from drillplanner.model import Task


def derive_tasks(duties: tuple[Duty, ...], scenes: dict[str, Scene]) -> tuple[Task, ...]:
    """Every chore owed by these duties; ``scenes`` is by campus id. In order of due date, campus and id."""
    tasks = [
        Task(
            task_id=f"{duty.mandate.mandate_id}/{drill.drill_id if drill else duty.campus_id}",
            mandate_id=duty.mandate.mandate_id,
            campus_id=duty.campus_id,
            drill_id=drill.drill_id if drill else None,
            kind=chore.chore,
            who=chore.who,
            text=chore.text,
            due=due,
            due_words=chore.due_words,
        )
        for duty in duties
        if isinstance(chore := duty.mandate.requirement, Chore)
        for drill, due in chore.due_dates(scenes[duty.campus_id])
    ]
    return tuple(sorted(tasks, key=lambda task: (task.due, task.campus_id, task.task_id)))
