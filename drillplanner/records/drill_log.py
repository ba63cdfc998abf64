"""The drill log, ``records/drill_log.csv``: one row for each drill that was held or not, in order of entry.

Columns: ``drill_id``, ``campus_id``, ``drill_type``, ``date``, ``status`` (held, not_held, withdrawn), and
``recorded_by`` must be filled; ``scenario``, ``start``, ``minutes``, ``cause`` (:mod:`.causes`, if a drill was not
held), and ``note`` may be. A field that a state asks for beyond these (:mod:`.fields`) has a column of its name,
added when it is first recorded; any other column is for people, and stays. No row is ever deleted: the last row
for a drill and a day counts, and a row with the status withdrawn takes back the rows above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from drillplanner.files.changes.own_folders import refuse_links_out, remove_parts_in
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder
from drillplanner.files.read_result import in_line_order, listed, maybe_meant
from drillplanner.files.tables import cells
from drillplanner.files.tables.row_reader import RowReader, read_named_table, read_optional_table
from drillplanner.files.tables.table import Table, TableRow
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
#: What is to be done after a drill; see :mod:`.follow_ups`.
ACTIONS = "actions"
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
    the year. They stay on record and count for no campus. ``disputed`` holds a sentence for each drill of which
    two accounts differ.
    """

    entries: tuple[DrillRecord, ...] = ()
    unlisted: tuple[DrillRecord, ...] = ()
    disputed: tuple[str, ...] = ()


@dataclass(frozen=True)
class LogEntry:
    """An entry of the log, with the cells of columns that drillplanner does not know."""

    status: EntryStatus
    record: DrillRecord
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> dict[str, str]:
        """Return the cells of its line that are not empty, by column."""
        cells = log_cells(self.status, self.record) | dict(self.more)
        return {column: cell for column, cell in cells.items() if cell}


@dataclass(frozen=True)
class LogFile:
    """A file in the form of the log: its columns and all of its entries, those taken back later included.

    ``name`` is its name in the folder; empty if there is no file.
    """

    columns: tuple[str, ...] = ()
    entries: tuple[LogEntry, ...] = ()
    name: str = ""


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
        refuse_links_out(folder, (path.parent.name,))
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        message = f"another program has been writing the drill log for {LONGEST_WAIT} seconds; nothing was written"
        hint = "Wait until it is done, and try again. Is a command still asking something in another window?"
        raise InputError(Problem(LOG_FILE, None, message, maybe=hint)) from error
    except OSError as error:
        raise InputError(Problem(LOG_FILE, None, f"cannot be written: {error.strerror or error}")) from error
    try:
        remove_parts_in(path.parent)
        yield
    finally:
        lock.release()


def read_log_file(
    folder: Path, workspace: Workspace, scenarios_are_known: bool = True, name: str | None = None
) -> LogFile:
    """Return every entry of the log, a table or a workbook, or of a file ``name`` in its form; none without a log.

    Raises InputError: the named file is missing, or rows are wrong; it carries every problem of every row.
    """
    files = InputFolder(folder)
    if name is not None:
        table = read_named_table(files, name, "drill log", REQUIRED)
    elif (found := read_optional_table(files, LOG_FILE, "drill log", REQUIRED)) is not None:
        table = found
    else:
        return LogFile()
    problems = list(table.problems)
    entries: list[LogEntry] = []
    for row in table.rows:
        entry, reader = _entry(table, row, workspace, scenarios_are_known)
        problems += reader.problems
        if entry is not None:
            # A field has its value in the entry; the other columns are kept as they are.
            known = {*COLUMNS, *entry[1].fields}
            more = {column: cell for column in table.columns if column not in known and (cell := row.get(column))}
            entries.append(LogEntry(*entry, {column: _unescape(cell) for column, cell in more.items()}))
    if problems:
        raise InputError(in_line_order(problems))
    return LogFile(tuple(table.columns), tuple(entries), table.file)


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
    scenario = _unescape(reader.text("scenario"))
    if scenarios_are_known and scenario and scenario not in workspace.scenario_by_id:
        reader.refuse(*_unknown_scenario(scenario, workspace))
    if cause is not None and status is EntryStatus.HELD:
        reader.refuse("a drill that was held has no cause for not being held", reader.text("cause"), "empty")
    start, minutes = reader.time_of_day("start"), _minutes(reader)
    fields = _fields(table, reader, workspace.district.first_year)
    if on is not None and campus_id in workspace.campus_by_id and status is EntryStatus.HELD:
        for refused in _held_without_school(on, campus_id, workspace):
            reader.refuse(*refused)
    if reader.problems or campus_id is None or drill_type is None or on is None or status is None:
        return None, reader
    record = DrillRecord(
        drill_id=_unescape(reader.text("drill_id")),
        campus_id=campus_id,
        drill_type=drill_type,
        date=on,
        held=status is EntryStatus.HELD,
        scenario_id=scenario or None,
        start=start,
        minutes=minutes,
        recorded_by=_unescape(reader.text("recorded_by")),
        cause=cause,
        note=_unescape(reader.text("note")),
        fields=fields,
        row=reader.line,
    )
    return (status, record), reader


def entry_problems(records: Iterable[DrillRecord], workspace: Workspace) -> Iterator[Problem]:
    """Yield what is wrong with entries that were right when they were recorded: scenarios or days have changed."""
    for record in records:
        if record.scenario_id is not None and record.scenario_id not in workspace.scenario_by_id:
            yield _problem(record, _unknown_scenario(record.scenario_id, workspace))
        if record.held and record.campus_id in workspace.campus_by_id:
            for refused in _held_without_school(record.date, record.campus_id, workspace):
                yield _problem(record, refused)


_Refused = tuple[str, str, str, str | None]
"""What is wrong, the value, what is allowed, and a hint."""


def _problem(record: DrillRecord, refused: _Refused) -> Problem:
    message, value, allowed, maybe = refused
    return Problem(LOG_FILE, record.row, message, value, allowed, maybe)


def _unknown_scenario(scenario_id: str, workspace: Workspace) -> _Refused:
    known = sorted(workspace.scenario_by_id)
    return "there is no such scenario", scenario_id, listed(known), maybe_meant(scenario_id, known)


def _held_without_school(on: date, campus_id: str, workspace: Workspace) -> Iterator[_Refused]:
    calendar = workspace.calendar
    # A day that was closed since may have had its drill before: the audit says that it counts for nothing.
    was_closed = calendar.closed_since(on, campus_id) is not None
    if calendar.kind_at(on, campus_id) is DayKind.CLOSED and not was_closed:
        message, maybe = no_school_message(calendar, on, campus_id)
        yield f"{message}, so that no drill can have been held", str(on), "a school day", maybe


def _cause(reader: RowReader) -> Cause | None:
    text = reader.text("cause")
    cause = cause_of(text) if text else None
    if text and cause is None:
        reader.refuse("there is no such cause", text, listed(CAUSES), maybe_meant(text, CAUSES))
    return cause


def _fields(table: Table, reader: RowReader, first_year: int) -> dict[str, str]:
    cells = {column: reader.text(column) for column in table.columns if column not in COLUMNS}
    given = {column: _unescape(cell) for column, cell in cells.items() if cell}
    fields = entered_fields(given, first_year)
    if ACTIONS in given and ACTIONS not in fields:
        # No state asks for them, so that nothing would call them missing.
        from drillplanner.records.fields.loading import record_fields
        from drillplanner.records.fields.values import allowed_in_words

        reader.refuse(f"'{ACTIONS}' cannot be read", given[ACTIONS], allowed_in_words(record_fields()[ACTIONS]))
    return fields


def entered_fields(cells: Mapping[str, str], first_year: int) -> dict[str, str]:
    """Return the fields of the record among the cells of columns beyond those of every log, by name.

    Other columns are for people, and so is a cell that its field cannot hold: a log with a column "weather" may
    be older than the field. It stays in the log, and the field counts as missing.
    """
    if not cells:
        return {}
    # Imported here: most logs have no such column, and the data takes longer to read than a short log.
    from drillplanner.records.fields.loading import record_fields
    from drillplanner.records.fields.record_field import FieldOrigin
    from drillplanner.records.fields.values import read_value

    found = {}
    for column, cell in cells.items():
        asked = record_fields().get(column)
        if asked is None or asked.origin is not FieldOrigin.ENTERED:
            continue
        with suppress(ValueError):
            found[column] = read_value(asked, cell, first_year)
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


def log_cells(status: EntryStatus, record: DrillRecord) -> dict[str, str]:
    """Return the cells of an entry by column."""
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


def escape_formula(cell: str) -> str:
    """Return the cell, changed so that no spreadsheet runs it as a formula."""
    return f"'{cell}" if _RUNS_AS_FORMULA.match(cell) else cell


def _unescape(cell: str) -> str:
    """Return the cell as it was before ``escape_formula``."""
    return cell[1:] if cell.startswith("'") and _RUNS_AS_FORMULA.match(cell[1:]) else cell
