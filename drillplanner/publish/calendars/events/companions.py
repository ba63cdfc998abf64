"""Entries that go with a drill: notice, briefing, lesson, debriefing, record, report (``companions.yaml``)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import Frozen, Task, ToldGroup

_FILE = Path(__file__).parent / "companions.yaml"


class Companion(Frozen):
    """One sort of entry that goes with a drill, and the chores that it gathers."""

    id: str
    title: str
    kinds: tuple[str, ...] | None = None
    tells: tuple[ToldGroup, ...] | None = None
    covers: tuple[str, ...] | None = None
    staff: bool = False
    every_drill: bool = False

    def takes(self, task: Task) -> bool:
        """Check whether the chore is of this sort."""
        return (
            (self.kinds is None or task.kind in self.kinds)
            and (self.tells is None or bool(set(self.tells) & set(task.tells)))
            and (self.covers is None or bool(set(self.covers) & set(task.covers)))
        )


@lru_cache(maxsize=1)
def companions() -> tuple[Companion, ...]:
    """Return all sorts; the first that takes a chore decides, and the last takes every chore."""
    return parse_as(tuple[Companion, ...], read_document(_FILE, _FILE.name))


def companion_of(task: Task) -> Companion:
    """Return the first sort that takes the chore."""
    return next(companion for companion in companions() if companion.takes(task))


def group_chores(tasks: Iterable[Task]) -> dict[tuple[str | None, str, str], list[Task]]:
    """Return chores of developmental rules by drill, sort and lead: each group is one calendar entry."""
    groups: dict[tuple[str | None, str, str], list[Task]] = {}
    for task in tasks:
        groups.setdefault((task.drill_id, companion_of(task).id, task.due_words), []).append(task)
    return groups
