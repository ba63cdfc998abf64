"""What a coordinator asks for, and the closed days as rows of ``closures.csv``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drillplanner.files.errors import InputError
from drillplanner.files.input_folder import InputFolder
from drillplanner.files.tables.row_reader import read_optional_table
from drillplanner.intake.calendar.closures_table import CLOSURES_FILE, COLUMNS, REQUIRED
from drillplanner.model import EventKind


@dataclass(frozen=True)
class Change:
    """What a coordinator asks for: the plan anew from ``as_of``, with these days closed.

    ``cause`` and ``note`` are why the days are closed.
    """

    as_of: date
    closed: tuple[tuple[date, str | None], ...] = ()
    cause: EventKind | None = None
    note: str = ""


def with_closed_days(folder: Path, change: Change) -> bytes | None:
    """``closures.csv`` with the days below what is there; None where nothing is new."""
    table = read_optional_table(InputFolder(folder), CLOSURES_FILE, "list of closures", REQUIRED)
    if table is not None and table.problems:
        raise InputError(table.problems)
    columns = (
        list(COLUMNS) if table is None else [*table.columns, *(one for one in COLUMNS if one not in table.columns)]
    )
    rows = [] if table is None else [[row.get(column) for column in columns] for row in table.rows]
    known = set() if table is None else {(row.get("date"), row.get("campus_ids")) for row in table.rows}
    new = [
        {"date": on.isoformat(), "campus_ids": campus_id or "", "cause": change.cause or "", "note": change.note}
        for on, campus_id in dict.fromkeys(change.closed)
        if (on.isoformat(), campus_id or "") not in known
    ]
    if not new:
        return None
    return _table(columns, [*rows, *([one.get(column, "") for column in columns] for one in new)])


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
