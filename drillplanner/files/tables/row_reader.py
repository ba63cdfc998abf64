"""Reading the cells of one row of a workspace's table, and collecting what is wrong with them.

Every method gives the value of a cell, or None; where None is not what the cell says, a problem was added.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.files.tables import cells
from drillplanner.files.tables.date_order import date_order
from drillplanner.files.tables.table import Table, TableRow, comparable, read_table

Word = TypeVar("Word", bound=StrEnum)
Value = TypeVar("Value")

#: Columns that people keep for themselves in any table; nothing reads them.
FOR_PEOPLE = ("note", "notes")


class RowReader:
    """Reads one row; ``problems`` grows with each cell that cannot be read."""

    def __init__(self, table: Table, row: TableRow) -> None:
        self._table = table
        self._row = row
        self.problems: list[Problem] = []

    @property
    def line(self) -> int:
        """The line of the row."""
        return self._row.line

    def text(self, column: str) -> str:
        """The cell as it is; empty where the table has no such column."""
        return self._row.get(column)

    def refuse(
        self, message: str, value: str | None, allowed: str | None = None, maybe: str | None = None
    ) -> None:
        """Add a problem of this row."""
        self.problems.append(self._table.problem(self._row, message, value, allowed, maybe))

    def word(self, column: str, words: tuple[Word, ...]) -> Word | None:
        """One of the words; "Real emergency" is real_emergency. Empty is a problem."""
        cell = self.text(column)
        if not cell:
            self.refuse(f"the column '{column}' is empty in this row", None, listed(words))
            return None
        found = next((word for word in words if word.value == comparable(cell)), None)
        if found is None:
            self.refuse(f"there is no such {column}", cell, listed(words), maybe_meant(comparable(cell), words))
        return found

    def campus(self, campus_ids: tuple[str, ...] | None) -> str | None:
        """The campus in ``campus_id``; any is taken where ``campus_ids`` is None (not known now)."""
        cell = self.text("campus_id")
        if not cell:
            allowed = listed(campus_ids) if campus_ids else "the id of a campus"
            self.refuse("the column 'campus_id' is empty in this row", None, allowed)
            return None
        return cell if self.is_campus(cell, campus_ids) else None

    def is_campus(self, campus_id: str, campus_ids: tuple[str, ...] | None) -> bool:
        """Whether there is such a campus, or it cannot be known now; where not, a problem is added."""
        if campus_ids is None or campus_id in campus_ids:
            return True
        self.refuse("there is no such campus", campus_id, listed(campus_ids), maybe_meant(campus_id, campus_ids))
        return False

    def day(self, column: str) -> date | None:
        """A date; empty is no problem."""
        return self._optional(column, cells.calendar_date, cells.ALLOWED_DATE)

    def required_day(self, column: str) -> date | None:
        """A date; empty is a problem."""
        if not self.text(column):
            self.refuse(f"the column '{column}' is empty in this row", None, cells.ALLOWED_DATE)
        return self.day(column)

    def time_of_day(self, column: str) -> time | None:
        """A time of day; empty is no problem."""
        return self._optional(column, cells.time_of_day, f"{cells.ALLOWED_TIME}, or empty")

    def yes_or_no(self, column: str) -> bool | None:
        """Yes or no; empty is no problem."""
        return self._optional(column, cells.yes_or_no, "yes, no, or empty")

    def _optional(self, column: str, read: Callable[[str], Value], allowed: str) -> Value | None:
        cell = self.text(column)
        if not cell:
            return None
        try:
            return read(cell)
        except ValueError:
            self.refuse(f"'{column}' cannot be read", cell, allowed)
            return None


def read_optional_table(files: InputFolder, name: str, what: str, required: tuple[str, ...]) -> Table | None:
    """The table in a file that a workspace need not have; None without it. A header alone is a table too.

    Raises InputError where no table with the required columns can be made of it.
    """
    link = Link(name)
    if not files.exists(link):
        return None
    table = read_table(files.read(link), name, what, may_be_empty=True)
    missing = table.missing_columns(required)
    if missing:
        raise InputError((*missing, *table.problems))
    return table


def ambiguous_date_sentences(table: Table, columns: tuple[str, ...]) -> tuple[str, ...]:
    """A sentence where dates such as 3/4/2026 could be another day, and no date of the table tells which.

    Tables of a workspace have the month first (docs/workspace.md); a date with a day over 12 proves it.
    """
    order = date_order((row.get(column), row.line) for row in table.rows for column in columns)
    if not order.undecided or order.month_first is not None:
        return ()
    return (order.sentence(table.file) or "",)


def unused_column_sentences(table: Table, known: tuple[str, ...]) -> tuple[str, ...]:
    """A sentence for each column that nobody reads; columns for people are left alone."""
    return tuple(
        f"The column '{table.titles[column]}' of {table.file} is not used."
        for column in table.columns
        if column not in (*known, *FOR_PEOPLE)
    )
