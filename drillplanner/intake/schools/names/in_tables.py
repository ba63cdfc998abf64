"""Tables of a workspace whose cells name schools, with the ids in place of the names.

On its own because staff, events, closures, units, and filed drills all name schools, and their readers check ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from drillplanner.files.errors import Problem
from drillplanner.files.read_result import listed
from drillplanner.files.tables import cells
from drillplanner.files.tables.table import Table, TableRow
from drillplanner.intake.schools.names.resolver import SchoolMeant, SchoolNames

#: The most readings that a sentence lists.
_LISTED = 8


@dataclass(frozen=True)
class SchoolIds:
    """A table with ids of schools, a sentence on what was read as which, and a problem for each unsure name.

    ``ids`` are the ids that the table may name, and the unsure names too: each of those has its problem already.
    """

    table: Table
    ids: tuple[str, ...] | None
    sentences: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def with_school_ids(
    table: Table,
    ids: tuple[str, ...] | None,
    names: SchoolNames | None,
    column: str = "campus_id",
    several: bool = False,
    not_schools: frozenset[str] = frozenset(),
) -> SchoolIds:
    """Return the table with the ids of the schools that ``column`` names, by whatever name.

    ``names`` None means that the schools are not known now; ``several`` allows a list in a cell, and
    ``not_schools`` are words that stand for no school ("district").
    """
    if names is None or ids is None:
        return SchoolIds(table, ids)
    reader = _NamesReader(table, names, frozenset(ids) | not_schools)
    rows = tuple(reader.row(row, column, several) for row in table.rows)
    return SchoolIds(
        replace(table, rows=rows),
        (*ids, *reader.unsure),
        tuple(reader.sentences()),
        tuple(reader.problems),
    )


class _NamesReader:
    """A reader of the schools of one table that collects what it took for what, and what it must ask."""

    def __init__(self, table: Table, names: SchoolNames, kept: frozenset[str]) -> None:
        self._table, self._names, self._kept = table, names, kept
        self._told: dict[str, str] = {}
        self.unsure: dict[str, None] = {}
        self.problems: list[Problem] = []

    def row(self, row: TableRow, column: str, several: bool) -> TableRow:
        """Return the row with ids."""
        cell = row.get(column)
        if not cell or cell in self._kept:
            return row
        ids = [self._id(row, part, several) for part in (cells.list_items(cell) if several else (cell,))]
        return replace(row, cells={**row.cells, column: ";".join(part for found in ids for part in found)})

    def _id(self, row: TableRow, text: str, several: bool) -> list[str]:
        if text in self._kept:
            return [text]
        read = self._names.all_meant(text) if several else (self._names.meant(text),)
        return [self._one(row, meant) for meant in read]

    def _one(self, row: TableRow, meant: SchoolMeant) -> str:
        if meant.school_id is not None:
            if told := self._names.reading_sentence(meant):
                self._told.setdefault(meant.text, told)
            return meant.school_id
        if meant.choices and not meant.is_alike and meant.text not in self.unsure:
            self.unsure[meant.text] = None
            self.problems.append(
                self._table.problem(
                    row, "it is not sure which school this is", meant.text, self._names.question(meant)
                )
            )
        return meant.text

    def sentences(self) -> Iterator[str]:
        """Yield one sentence on all names that are no id, full name, or nickname."""
        if self._told:
            yield f"Schools in {self._table.file}: {listed(self._told.values(), _LISTED)}."
