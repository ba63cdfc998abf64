"""When each letter is sent, and which notices of the plan it serves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from drillplanner.model import Drill, Task, ToldGroup
from drillplanner.publish.core.drill_details import DrillDetails


@dataclass(frozen=True)
class DueLetter:
    """One letter required by the plan: the last day to send it, and the notices it serves (``tasks``).

    ``bases`` says in words what requires each notice. ``after`` is true for a letter sent after the drill.
    """

    details: DrillDetails
    send_by: date
    tasks: tuple[Task, ...]
    bases: tuple[str, ...]
    after: bool

    @property
    def drill(self) -> Drill:
        """The drill of the letter."""
        return self.details.drill

    @property
    def not_before(self) -> date | None:
        """The first day on which the letter counts for all of its notices; None is any day."""
        return max((task.not_before for task in self.tasks if task.not_before is not None), default=None)

    @property
    def requirements(self) -> tuple[str, ...]:
        """What asks for the letter, each with its lead time in words."""
        return tuple(f"{basis}: {task.due_words}" for task, basis in zip(self.tasks, self.bases, strict=True))


def due_letters(
    drills: Iterable[DrillDetails], group: ToldGroup, basis: Callable[[Task], str]
) -> tuple[DueLetter, ...]:
    """Return the letters to a group of readers, in order of the day they are sent.

    ``basis`` says in words what requires a notice.
    """
    letters = [
        DueLetter(details, send_by, tasks, tuple(map(basis, tasks)), after)
        for details in drills
        for after, kind in ((False, "notify"), (True, "notify_after"))
        for send_by, tasks in _sending_days(
            task for task in details.chores if task.kind == kind and group in task.tells
        )
    ]
    return tuple(
        sorted(
            letters, key=lambda letter: (letter.send_by, letter.drill.date, letter.drill.drill_id, letter.after)
        )
    )


def _sending_days(tasks: Iterable[Task]) -> list[tuple[date, tuple[Task, ...]]]:
    """Return the fewest days on which all notices can be sent, each with the notices one letter then serves."""
    waiting = sorted(tasks, key=lambda task: (task.due, task.task_id))
    days = []
    while waiting:
        send_by = waiting[0].due
        served = [task for task in waiting if task.not_before is None or task.not_before <= send_by]
        # A notice whose first valid day is after its last is late already: send it at once.
        served = served if waiting[0] in served else [waiting[0], *served]
        days.append((send_by, tuple(served)))
        waiting = [task for task in waiting if task not in served]
    return days
