"""Columns of ``campuses.csv``: schools not planned (``leave_out``), other names (``also_called``, ``other_ids``).

On its own because the list of schools that ``init`` reads has these columns too.
"""

from __future__ import annotations

from collections.abc import Iterable

from drillplanner.files.errors import Problem
from drillplanner.files.phrases import clean, comparable
from drillplanner.files.tables import cells
from drillplanner.files.tables.table import Table, TableRow
from drillplanner.model import LeftOutSchool

LEAVE_OUT, ALSO_CALLED, OTHER_IDS = "leave_out", "also_called", "other_ids"
#: Headings under which people keep nicknames; all of them are read.
NICKNAME_COLUMNS = (ALSO_CALLED, "nicknames", "nickname")

#: What a person can do about a row that cannot be used.
HOW_TO_LEAVE_OUT = f"Or give the reason in the column '{LEAVE_OUT}': the school is then listed and not planned."
_ALLOWED_REASON = "a reason, for example 'closed since June'; or empty, and the school is planned"
_NO_REASON = ("x", "1", "0", "-", "n/a", "na", "none")


def left_out_school(row: TableRow) -> LeftOutSchool | None:
    """Return the school of a row whose ``leave_out`` is filled; None if it is to be planned."""
    reason = clean(row.get(LEAVE_OUT))
    if not reason:
        return None
    return LeftOutSchool(
        name=row.get("name") or row.get("campus_id"),
        reason=reason,
        campus_id=row.get("campus_id"),
        grades=row.get("grades"),
        row=row.line,
    )


def reason_problems(table: Table, row: TableRow) -> list[Problem]:
    """Return a Problem if ``leave_out`` gives no reason, or if the row names no school."""
    reason = row.get(LEAVE_OUT)
    problems = []
    if cells.is_yes_or_no(reason) or reason.casefold() in _NO_REASON:
        problems.append(table.problem(row, f"'{LEAVE_OUT}' gives no reason", reason, _ALLOWED_REASON))
    if not row.get("name") and not row.get("campus_id"):
        problems.append(
            table.problem(row, "the row that is left out names no school", None, "a name or a campus_id")
        )
    return problems


def nicknames(cell: str) -> tuple[str, ...]:
    """Return the nicknames in a cell of ``also_called``, each once."""
    return tuple(dict.fromkeys(name for name in map(clean, cells.list_items(cell)) if name))


def nicknames_of(row: TableRow) -> tuple[str, ...]:
    """Return the nicknames of a row of ``campuses.csv``, from every column that has some."""
    return nicknames(";".join(row.get(column) for column in NICKNAME_COLUMNS))


def nickname_problems(table: Table, rows: Iterable[TableRow]) -> list[Problem]:
    """Return a Problem for each nickname that also means another school, by its name, its id, or a nickname."""
    planned = tuple(rows)
    first_row: dict[str, TableRow] = {}
    for row in planned:
        for own in (row.get("campus_id"), row.get("name")):
            first_row.setdefault(comparable(own), row)
    problems = []
    for row in planned:
        for nickname in nicknames_of(row):
            other = first_row.setdefault(comparable(nickname), row)
            if other is not row:
                problems.append(
                    table.problem(
                        row,
                        f"{ALSO_CALLED}: the school on line {other.line} is called so too",
                        nickname,
                        "a name that means one school; more than one are joined by ';'",
                    )
                )
    return problems
