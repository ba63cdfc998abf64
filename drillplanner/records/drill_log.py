"""The drill log, ``records/drill_log.csv``: one row for each drill that was held or not, in order of entry.

Columns: ``drill_id``, ``campus_id``, ``drill_type``, ``date``, ``status`` (held, not_held, withdrawn), and
``recorded_by`` must be filled; ``scenario``, ``start``, ``minutes``, ``cause`` (:mod:`.causes`, if a drill was not
held), and ``note`` may be. A field that a state asks for beyond these (:mod:`.fields`) has a column of its name,
added when it is first recorded; any other column is for people, and stays. No row is ever deleted: the last row
for a drill and a day counts, and a row with the status withdrawn takes back the rows above it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from drillplanner.files.atomic_write import write_text
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.read_result import in_line_order, listed, maybe_meant
from drillplanner.files.tables import cells
from drillplanner.files.tables.row_reader import RowReader, read_optional_table
from drillplanner.files.tables.table import Table, TableRow, read_table
from drillplanner.model import DayKind, DrillRecord, Workspace
from drillplanner.model.calendar.nearest_day import no_school_message
from drillplanner.model.scenarios.drill_wording import drill_type_in_row
from drillplanner.records.causes import CAUSES, Cause, cause_of

LOG_FILE = "records/drill_log.csv"
#: Held by the process that reads and appends; the system frees it if that process ends in whatever way.
LOCK_FILE = "records/.drill_log.lock"
#: Seconds to wait for other processes that write the log; one takes some hundredths of a second.
LONGEST_WAIT = 60
REQUIRED = ("drill_id", "campus_id", "drill_type", "date", "status", "recorded_by")
#: The columns in the order of a new log.
COLUMNS = (
    "drill_id",
    "campus_id",
    "drill_type",
    "scenario",
    "date",
    "status",
    "start",
    "minutes",
    "recorded_by",
    "cause",
    "note",
)
#: A spreadsheet runs a cell that begins like this as a formula; an apostrophe in front of it prevents that.
_RUNS_AS_FORMULA = re.compile(r"'*[=+\-@\t\r]")
#: The longest length of a drill: a whole day.
LONGEST_MINUTES = 24 * 60


class EntryStatus(StrEnum):
    """The status of a drill on its day: held, not held, or an entry that is withdrawn."""

    HELD = "held"
    NOT_HELD = "not_held"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class DrillLog:
    """The entries that count, in the order of the log.

    ``unlisted`` are entries of campuses that the district does not list, such as a school that was closed during
    the year. They stay on record and count for no campus.
    """

    entries: tuple[DrillRecord, ...] = ()
    unlisted: tuple[DrillRecord, ...] = ()


@contextmanager
def locked_log(folder: Path) -> Iterator[None]:
    """Keep every other process from writing the log during the block, which reads and appends.

    Raises InputError: another process keeps the log for longer than ``LONGEST_WAIT``, or the folder of the log
    cannot be written.
    """
    # Imported here: only a command that writes an entry needs it.
    from filelock import FileLock, Timeout

    path = folder / LOCK_FILE
    lock = FileLock(path, timeout=LONGEST_WAIT)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        message = f"another program has been writing the drill log for {LONGEST_WAIT} seconds; nothing was written"
        hint = "Wait until it is done, and try again. Is a command still asking something in another window?"
        raise InputError(Problem(LOG_FILE, None, message, maybe=hint)) from error
    except OSError as error:
        raise InputError(Problem(LOG_FILE, None, f"cannot be written: {error.strerror or error}")) from error
    try:
        yield
    finally:
        lock.release()


def read_log(folder: Path, workspace: Workspace, scenarios_are_known: bool = True) -> DrillLog:
    """Return the entries of the log that count; empty without a log.

    Without ``scenarios_are_known`` the workspace has no scenarios, and those of the log are not checked.

    Raises InputError: rows are wrong; it carries every problem of every row.
    """
    table = read_optional_table(InputFolder(folder), LOG_FILE, "drill log", REQUIRED)
    if table is None:
        return DrillLog()
    problems = list(table.problems)
    entries: list[tuple[EntryStatus, DrillRecord]] = []
    for row in table.rows:
        entry, reader = _entry(table, row, workspace, scenarios_are_known)
        problems += reader.problems
        if entry is not None:
            entries.append(entry)
    if problems:
        raise InputError(in_line_order(problems))
    counted, listed_campuses = entries_that_count(entries), workspace.campus_by_id
    return DrillLog(
        tuple(record for record in counted if record.campus_id in listed_campuses),
        tuple(record for record in counted if record.campus_id not in listed_campuses),
    )


def entries_that_count(entries: Iterable[tuple[EntryStatus, DrillRecord]]) -> tuple[DrillRecord, ...]:
    """Return the last entry for each drill and day, unless it is withdrawn."""
    last: dict[tuple[str, date], tuple[EntryStatus, DrillRecord]] = {}
    for status, record in entries:
        last.pop(record.key, None)
        last[record.key] = status, record
    return tuple(record for status, record in last.values() if status is not EntryStatus.WITHDRAWN)


def _entry(
    table: Table, row: TableRow, workspace: Workspace, scenarios_are_known: bool
) -> tuple[tuple[EntryStatus, DrillRecord] | None, RowReader]:
    """Return the entry of a row, or None if something is wrong with it, and the reader that has the problems."""
    reader = RowReader(table, row, workspace.district.first_year)
    campus_id = reader.campus(None)
    drill_type = drill_type_in_row(reader, "drill_type")
    on, status = reader.required_day("date"), reader.word("status", tuple(EntryStatus))
    cause = _cause(reader)
    for column in ("drill_id", "recorded_by"):
        if not reader.text(column):
            reader.refuse(f"the column '{column}' is empty in this row", None, "a name or an id")
    scenario = _unescape_formula(reader.text("scenario"))
    if scenarios_are_known and scenario and scenario not in workspace.scenario_by_id:
        known = sorted(workspace.scenario_by_id)
        reader.refuse("there is no such scenario", scenario, listed(known), maybe_meant(scenario, known))
    if cause is not None and status is EntryStatus.HELD:
        reader.refuse("a drill that was held has no cause for not being held", reader.text("cause"), "empty")
    start, minutes = reader.time_of_day("start"), _minutes(reader)
    if on is not None and campus_id in workspace.campus_by_id and status is EntryStatus.HELD:
        calendar = workspace.calendar
        # A day that was closed since may have had its drill before: the audit says that it counts for nothing.
        was_closed = calendar.closed_since(on, campus_id) is not None
        if calendar.kind_at(on, campus_id) is DayKind.CLOSED and not was_closed:
            message, maybe = no_school_message(calendar, on, campus_id)
            reader.refuse(f"{message}, so that no drill can have been held", str(on), "a school day", maybe)
    if reader.problems or campus_id is None or drill_type is None or on is None or status is None:
        return None, reader
    record = DrillRecord(
        drill_id=_unescape_formula(reader.text("drill_id")),
        campus_id=campus_id,
        drill_type=drill_type,
        date=on,
        held=status is EntryStatus.HELD,
        scenario_id=scenario or None,
        start=start,
        minutes=minutes,
        recorded_by=_unescape_formula(reader.text("recorded_by")),
        cause=cause,
        note=_unescape_formula(reader.text("note")),
        fields=_fields(table, reader, workspace.district.first_year),
        row=reader.line,
    )
    return (status, record), reader


def _cause(reader: RowReader) -> Cause | None:
    text = reader.text("cause")
    cause = cause_of(text) if text else None
    if text and cause is None:
        reader.refuse("there is no such cause", text, listed(CAUSES), maybe_meant(text, CAUSES))
    return cause


def _fields(table: Table, reader: RowReader, first_year: int) -> dict[str, str]:
    """Return the fields of the record that have a column of their own, by name.

    Other columns are for people, and so is a cell that its field cannot hold: a log with a column "weather" may
    be older than the field. It stays in the file, and the field counts as missing.
    """
    more = [column for column in table.columns if column not in COLUMNS and reader.text(column)]
    if not more:
        return {}
    # Imported here: most logs have no such column, and the data takes longer to read than a short log.
    from drillplanner.records.fields.loading import record_fields
    from drillplanner.records.fields.record_field import FieldOrigin
    from drillplanner.records.fields.values import read_value

    found = {}
    for column in more:
        field = record_fields().get(column)
        if field is None or field.origin is not FieldOrigin.ENTERED:
            continue
        with suppress(ValueError):
            found[column] = read_value(field, _unescape_formula(reader.text(column)), first_year)
    return found


def _minutes(reader: RowReader) -> int | None:
    text = reader.text("minutes")
    if not text:
        return None
    try:
        number = cells.whole_number(text)
    except ValueError:
        number = 0
    if not 1 <= number <= LONGEST_MINUTES:
        reader.refuse("'minutes' cannot be read", text, f"a whole number from 1 to {LONGEST_MINUTES}, or empty")
        return None
    return number


def append_entries(folder: Path, entries: Sequence[tuple[EntryStatus, DrillRecord]]) -> Path:
    """Add the entries to the end of the log, and create the log if there is none.

    Raises InputError: the log cannot be read or written.
    """
    files, link = InputFolder(folder), Link(LOG_FILE)
    path = files.path_of(link)
    columns, rows = [*COLUMNS, *_new_fields(entries, COLUMNS)], []
    if path.exists():
        table = read_table(files.read(link), LOG_FILE, "drill log", may_be_empty=True)
        if table.problems:
            raise InputError(table.problems)
        columns = [*table.columns, *(name for name in COLUMNS if name not in table.columns)]
        columns += _new_fields(entries, columns)
        rows = [[row.get(column) for column in columns] for row in table.rows]
    for status, record in entries:
        values = _cells(status, record)
        rows.append([_escape_formula(values.get(column, "")) for column in columns])
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    write_text(path, text.getvalue())
    return path


def _new_fields(entries: Sequence[tuple[EntryStatus, DrillRecord]], columns: Sequence[str]) -> list[str]:
    """Return the fields of the entries for which there is no column yet, in order of name."""
    return sorted({name for _, record in entries for name in record.fields} - set(columns))


def _cells(status: EntryStatus, record: DrillRecord) -> dict[str, str]:
    return {
        "drill_id": record.drill_id,
        "campus_id": record.campus_id,
        "drill_type": record.drill_type.value,
        "scenario": record.scenario_id or "",
        "date": record.date.isoformat(),
        "status": status.value,
        "start": f"{record.start:%H:%M}" if record.start else "",
        "minutes": str(record.minutes or ""),
        "recorded_by": record.recorded_by,
        "cause": record.cause.value if record.cause else "",
        "note": " ".join(record.note.split()),
        **record.fields,
    }


def _escape_formula(cell: str) -> str:
    return f"'{cell}" if _RUNS_AS_FORMULA.match(cell) else cell


def _unescape_formula(cell: str) -> str:
    """Return the cell as it was before ``_escape_formula``."""
    return cell[1:] if cell.startswith("'") and _RUNS_AS_FORMULA.match(cell[1:]) else cell
