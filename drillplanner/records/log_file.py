"""Reading ``records/drill_log.csv``, or another file in its form: every problem of every row, with its line.

On its own because an entry that goes into existing records reads no table, and readers of tables take long to
load.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder
from drillplanner.files.read_result import in_line_order, listed, maybe_meant
from drillplanner.files.tables import cells
from drillplanner.files.tables.row_reader import RowReader, read_named_table, read_optional_table
from drillplanner.files.tables.table import Table, TableRow
from drillplanner.model import AcademicCalendar, DayKind, DrillRecord, SchoolsAndDays, Workspace
from drillplanner.model.calendar.nearest_day import no_school_message
from drillplanner.model.scenarios.drill_wording import drill_type_in_row
from drillplanner.records.causes import CAUSES, Cause, cause_of
from drillplanner.records.drill_log import (
    ACTIONS,
    COLUMNS,
    LOG_FILE,
    LONGEST_MINUTES,
    REQUIRED,
    EntryStatus,
    LogEntry,
    entered_fields,
    unescaped,
)


@dataclass(frozen=True)
class LogFile:
    """A file in the form of the log: its columns and all of its entries, those taken back later included.

    ``name`` is its name in the folder; empty if there is no file.
    """

    columns: tuple[str, ...] = ()
    entries: tuple[LogEntry, ...] = ()
    name: str = ""


def read_log_file(
    folder: Path, known: SchoolsAndDays, scenario_ids: Collection[str] | None = None, name: str | None = None
) -> LogFile:
    """Return every entry of the log, a table or a workbook, or of a file ``name`` in its form; none without a log.

    Without ``scenario_ids`` no entry is checked for its scenario.

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
        entry, reader = _entry(table, row, known, scenario_ids)
        problems += reader.problems
        if entry is not None:
            # A field has its value in the entry; the other columns are kept as they are.
            of_log = {*COLUMNS, *entry[1].fields}
            more = {column: cell for column in table.columns if column not in of_log and (cell := row.get(column))}
            entries.append(LogEntry(*entry, {column: unescaped(cell) for column, cell in more.items()}))
    if problems:
        raise InputError(in_line_order(problems))
    return LogFile(tuple(table.columns), tuple(entries), table.file)


def _entry(
    table: Table, row: TableRow, known: SchoolsAndDays, scenario_ids: Collection[str] | None
) -> tuple[tuple[EntryStatus, DrillRecord] | None, RowReader]:
    """Return the entry of a row, or None if something is wrong with it, and the reader that has the problems."""
    reader = RowReader(table, row, known.district.first_year)
    campus_id = reader.campus(None)
    drill_type = drill_type_in_row(reader, "drill_type")
    on, status = reader.required_day("date"), reader.word("status", tuple(EntryStatus))
    cause = _cause(reader)
    for column in ("drill_id", "recorded_by"):
        if not reader.text(column):
            reader.refuse(f"the column '{column}' is empty in this row", None, "a name or an id")
    scenario = unescaped(reader.text("scenario"))
    if scenario_ids is not None and scenario and scenario not in scenario_ids:
        reader.refuse(*_unknown_scenario(scenario, scenario_ids))
    if cause is not None and status is EntryStatus.HELD:
        reader.refuse("a drill that was held has no cause for not being held", reader.text("cause"), "empty")
    start, minutes = reader.time_of_day("start"), _minutes(reader)
    fields = _fields(table, reader, known.district.first_year)
    if on is not None and campus_id in known.campus_by_id and status is EntryStatus.HELD:
        for refused in _held_without_school(on, campus_id, known.calendar):
            reader.refuse(*refused)
    if reader.problems or campus_id is None or drill_type is None or on is None or status is None:
        return None, reader
    record = DrillRecord(
        drill_id=unescaped(reader.text("drill_id")),
        campus_id=campus_id,
        drill_type=drill_type,
        date=on,
        held=status is EntryStatus.HELD,
        scenario_id=scenario or None,
        start=start,
        minutes=minutes,
        recorded_by=unescaped(reader.text("recorded_by")),
        cause=cause,
        note=unescaped(reader.text("note")),
        fields=fields,
        row=reader.line,
    )
    return (status, record), reader


def entry_problems(records: Iterable[DrillRecord], workspace: Workspace) -> Iterator[Problem]:
    """Yield what is wrong with entries that were right when they were recorded: scenarios or days have changed."""
    for record in records:
        if record.scenario_id is not None and record.scenario_id not in workspace.scenario_by_id:
            yield _problem(record, _unknown_scenario(record.scenario_id, workspace.scenario_by_id))
        if record.held and record.campus_id in workspace.campus_by_id:
            for refused in _held_without_school(record.date, record.campus_id, workspace.calendar):
                yield _problem(record, refused)


_Refused = tuple[str, str, str, str | None]
"""What is wrong, the value, what is allowed, and a hint."""


def _problem(record: DrillRecord, refused: _Refused) -> Problem:
    message, value, allowed, maybe = refused
    return Problem(LOG_FILE, record.row, message, value, allowed, maybe)


def _unknown_scenario(scenario_id: str, scenario_ids: Collection[str]) -> _Refused:
    known = sorted(scenario_ids)
    return "there is no such scenario", scenario_id, listed(known), maybe_meant(scenario_id, known)


def _held_without_school(on: date, campus_id: str, calendar: AcademicCalendar) -> Iterator[_Refused]:
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
    given = {column: unescaped(cell) for column, cell in cells.items() if cell}
    fields = entered_fields(given, first_year)
    if ACTIONS in given and ACTIONS not in fields:
        # No state asks for them, so that nothing would call them missing.
        from drillplanner.records.fields.loading import record_fields
        from drillplanner.records.fields.values import allowed_in_words

        reader.refuse(f"'{ACTIONS}' cannot be read", given[ACTIONS], allowed_in_words(record_fields()[ACTIONS]))
    return fields


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
