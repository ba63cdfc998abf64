"""What other files say of schools that ``campuses.csv`` leaves out: it is set aside, and said.

On its own because every table of a workspace may name such a school.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from drillplanner.files.counting import counted
from drillplanner.files.read_result import listed
from drillplanner.model import Closure, Event

Item = TypeVar("Item")
Dated = TypeVar("Dated", Event, Closure)


class LeftOutIds:
    """The ids of the schools that are left out, and a sentence for each file that names them."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = frozenset(ids)
        self.sentences: list[str] = []

    def without(self, items: Iterable[Item], campus_id_of: Callable[[Item], str], file: str) -> tuple[Item, ...]:
        """Return the items of other campuses."""
        all_items = tuple(items)
        kept = tuple(item for item in all_items if campus_id_of(item) not in self._ids)
        self._say(file, len(all_items) - len(kept), {campus_id_of(item) for item in all_items} & self._ids)
        return kept

    def without_dated(self, items: Iterable[Dated], file: str) -> tuple[Dated, ...]:
        """Return events or closures without these schools; one that is for them alone is set aside."""
        kept: list[Dated] = []
        set_aside = 0
        named: set[str] = set()
        for item in items:
            ids = item.campus_ids
            others = None if ids is None else tuple(campus_id for campus_id in ids if campus_id not in self._ids)
            if others == ids:
                kept.append(item)
                continue
            named.update(self._ids & set(ids or ()))
            if others:
                kept.append(item.model_copy(update={"campus_ids": others}))
            else:
                set_aside += 1
        self._say(file, set_aside, named)
        return tuple(kept)

    def _say(self, file: str, set_aside: int, named: set[str]) -> None:
        if named and set_aside:
            self.sentences.append(
                f"{file}: {counted(set_aside, 'row is', 'rows are')} set aside with the schools that 'leave_out' "
                f"of campuses.csv names: {listed(sorted(named))}."
            )
