"""A reader for the cells of one row of a workspace's table, which collects what is wrong with them.

Every method returns the value of a cell, or None. None means that the cell is empty or that a problem was added.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.files.sheet_names import WORKBOOK_ENDINGS
from drillplanner.files.tables import cells
from drillplanner.files.tables.date_order import date_order
from drillplanner.files.tables.heading_row import normalized_heading
from drillplanner.files.tables.table import Table, TableRow, read_table
from drillplanner.files.written.dates import WrongWeekdayError
from drillplanner.files.written.times import UnclearTimeError

Word = TypeVar("Word", bound=StrEnum)
Value = TypeVar("Value")

#: Columns that people keep for themselves in any table; drillplanner ignores them.
FOR_PEOPLE = ("note", "notes")


class RowReader:
    """A reader of one row; ``problems`` grows with each cell that cannot be read."""

    def __init__(self, table: Table, row: TableRow, first_year: int | None = None) -> None:
        """Read a row; ``first_year`` is the year in which the school year begins, for dates without a year."""
        self._table = table
        self._first_year = first_year
        self._row = row
        self.problems: list[Problem] = []

    @property
    def line(self) -> int:
        """Return the line of the row in the file, from 1."""
        return self._row.line

    def text(self, column: str) -> str:
        """Return the cell as written; empty if the table has no such column."""
        return self._row.get(column)

    def refuse(
        self,
        message: str,
        value: str | None,
        allowed: str | None = None,
        maybe: str | None = None,
        column: str | None = None,
    ) -> None:
        """Add a problem at this row, and in that column if it is one."""
        self.problems.append(self._table.problem(self._row, message, value, allowed, maybe, column))

    def word(self, column: str, words: tuple[Word, ...]) -> Word | None:
        """Return one of ``words``, in any spelling ("Real emergency" is real_emergency); empty is a problem."""
        cell = self.text(column)
        if not cell:
            self.refuse(f"the column '{column}' is empty in this row", None, listed(words))
            return None
        match = next((word for word in words if word.value == normalized_heading(cell)), None)
        if match is None:
            self.refuse(
                f"there is no such {column}",
                cell,
                listed(words),
                maybe_meant(normalized_heading(cell), words),
                column,
            )
        return match

    def campus(self, campus_ids: tuple[str, ...] | None) -> str | None:
        """Return the id in ``campus_id``; an empty cell or an unknown id is a problem.

        ``campus_ids`` None means that the ids are not known now, so any id is accepted.
        """
        cell = self.text("campus_id")
        if not cell:
            allowed = listed(campus_ids) if campus_ids else "the id of a campus"
            self.refuse("the column 'campus_id' is empty in this row", None, allowed)
            return None
        return cell if self.is_campus(cell, campus_ids) else None

    def is_campus(self, campus_id: str, campus_ids: tuple[str, ...] | None) -> bool:
        """Check whether the campus exists or cannot be checked now; add a problem if it does not exist."""
        if campus_ids is None or campus_id in campus_ids:
            return True
        self.refuse("there is no such campus", campus_id, listed(campus_ids), maybe_meant(campus_id, campus_ids))
        return False

    def day(self, column: str) -> date | None:
        """Return a date; an empty cell is no problem."""
        return self._optional(column, lambda cell: cells.calendar_date(cell, self._first_year), cells.ALLOWED_DATE)

    def required_day(self, column: str) -> date | None:
        """Return a date; an empty cell is a problem."""
        if not self.text(column):
            self.refuse(f"the column '{column}' is empty in this row", None, cells.ALLOWED_DATE)
        return self.day(column)

    def time_of_day(self, column: str) -> time | None:
        """Return a time of day; an empty cell is no problem."""
        return self._optional(column, cells.time_of_day, f"{cells.ALLOWED_TIME}, or empty")

    def yes_or_no(self, column: str) -> bool | None:
        """Return yes or no; an empty cell is no problem."""
        return self._optional(column, cells.yes_or_no, "yes, no, or empty")

    def _optional(self, column: str, read: Callable[[str], Value], allowed: str) -> Value | None:
        cell = self.text(column)
        if not cell:
            return None
        try:
            return read(cell)
        except (WrongWeekdayError, UnclearTimeError) as error:
            self.refuse(f"'{column}' cannot be right: {error}", cell, allowed, column=column)
        except ValueError:
            self.refuse(f"'{column}' cannot be read", cell, allowed, column=column)
        return None


def read_optional_table(files: InputFolder, name: str, what: str, required: tuple[str, ...]) -> Table | None:
    """Return the table in a file that a workspace may lack, or None if it does; a header alone is a table too.

    Raises InputError: the file is no table with the required columns.
    """
    link = _optional_link(files, name)
    return None if link is None else read_named_table(files, link.target, what, required)


def read_named_table(files: InputFolder, name: str, what: str, required: tuple[str, ...]) -> Table:
    """Return the table in the file with exactly this name, of any kind; a header alone is a table too.

    Raises InputError: there is no such file, or it is no table with the required columns.
    """
    table = read_table(files.read(Link(name)), name, what, may_be_empty=True, headings=required)
    missing = table.missing_columns(required)
    if missing:
        raise InputError((*missing, *table.problems))
    return table


def _optional_link(files: InputFolder, name: str) -> Link | None:
    """Return a link to the table: a CSV file, or a workbook of the same name; None if there is neither.

    Raises InputError: there are several.
    """
    stem = name.removesuffix(".csv")
    found = [link for ending in (".csv", *WORKBOOK_ENDINGS) if files.exists(link := Link(stem + ending))]
    if len(found) > 1:
        names = ", ".join(link.target for link in found)
        message, allowed = "one table stands in several files", "one of them; delete or rename the others"
        raise InputError(Problem(found[0].target, None, message, names, allowed))
    return found[0] if found else None


def ambiguous_date_sentences(table: Table, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return a sentence if dates such as 3/4/2026 could mean another day and no date of the table tells which.

    Tables of a workspace have the month first (docs/workspace.md); a date with a day over 12 proves it.
    """
    order = date_order((row.get(column), row.line) for row in table.rows for column in columns)
    if not order.undecided or order.month_first is not None:
        return ()
    return (order.sentence(table.file) or "",)


def unused_column_sentences(table: Table, known: tuple[str, ...]) -> tuple[str, ...]:
    """Return a sentence for each column that is not read, except the columns for people."""
    return tuple(
        f"The column '{table.titles[column]}' of {table.file} is not used."
        for column in table.columns
        if column not in (*known, *FOR_PEOPLE)
    )
