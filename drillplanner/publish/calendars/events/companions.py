"""What goes with a drill (``companions.yaml``): its notice, briefing, lesson, debriefing, record and report."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import Frozen, Task, ToldGroup

_FILE = Path(__file__).parent / "companions.yaml"


class Companion(Frozen):
    """One sort of entry beside a drill, and the chores that it gathers."""

    id: str
    title: str
    kinds: tuple[str, ...] | None = None
    tells: tuple[ToldGroup, ...] | None = None
    covers: tuple[str, ...] | None = None
    staff: bool = False
    every_drill: bool = False

    def takes(self, task: Task) -> bool:
        """Whether the chore is of this sort."""
        return (
            (self.kinds is None or task.kind in self.kinds)
            and (self.tells is None or bool(set(self.tells) & set(task.tells)))
            and (self.covers is None or bool(set(self.covers) & set(task.covers)))
        )


@lru_cache(maxsize=1)
def companions() -> tuple[Companion, ...]:
    """All sorts, in the order in which they are asked; the last one takes every chore."""
    return parse_as(tuple[Companion, ...], read_document(_FILE, _FILE.name))


def companion_of(task: Task) -> Companion:
    """The first sort that takes the chore."""
    return next(companion for companion in companions() if companion.takes(task))


def group_chores(tasks: Iterable[Task]) -> dict[tuple[str | None, str, str], list[Task]]:
    """Chores of developmental rules by drill, sort and lead: each group is one entry of a calendar."""
    found: dict[tuple[str | None, str, str], list[Task]] = {}
    for task in tasks:
        found.setdefault((task.drill_id, companion_of(task).id, task.due_words), []).append(task)
    return found
