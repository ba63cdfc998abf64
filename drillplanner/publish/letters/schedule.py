"""When a letter is sent, and which notices of the plan it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from drillplanner.model import Drill, Task, ToldGroup
from drillplanner.publish.core import dates
from drillplanner.publish.core.request import PublishRequest


@dataclass(frozen=True)
class DueLetter:
    """One letter that the plan owes: its last day, and the notices that it serves on that day."""

    drill: Drill
    on: date
    tasks: tuple[Task, ...]
    after: bool

    def heading(self, request: PublishRequest) -> tuple[str, ...]:
        """What the office reads above the letter, in sentences: the day, who asks for it, what to look out for."""
        said = [f"To be sent on {dates.long_date(self.on)}."]
        said += [f"Asked for by {request.basis(task)}: {task.due_words}." for task in self.tasks]
        first = max((task.not_before for task in self.tasks if task.not_before is not None), default=None)
        if first is not None and first < self.on:
            said.append(f"It counts from {dates.long_date(first)} on.")
        if self.after:
            said.append("Send it only when the drill was held on its day.")
        said.append("Fill in the lines. Not legal advice.")
        return tuple(said)


def due_letters(drills: Iterable[Drill], group: ToldGroup, request: PublishRequest) -> tuple[DueLetter, ...]:
    """Every letter to that group, in order of the day when it is sent."""
    found = [
        DueLetter(drill, on, tasks, after)
        for drill in drills
        for after, kind in ((False, "notify"), (True, "notify_after"))
        for on, tasks in _days(
            task
            for task in request.chores_by_drill.get(drill.drill_id, ())
            if task.kind == kind and group in task.tells
        )
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.drill.date, one.drill.drill_id, one.after)))


def _days(tasks: Iterable[Task]) -> list[tuple[date, tuple[Task, ...]]]:
    """The fewest days on which all notices can be given: one letter serves whatever counts on its day."""
    waiting = sorted(tasks, key=lambda task: (task.due, task.task_id))
    days = []
    while waiting:
        on = waiting[0].due
        served = [task for task in waiting if task.not_before is None or task.not_before <= on]
        # A notice whose first day lies after its last one is due at once, whatever its first day.
        served = served if waiting[0] in served else [waiting[0], *served]
        days.append((on, tuple(served)))
        waiting = [task for task in waiting if task not in served]
    return days
