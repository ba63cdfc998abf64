"""Filed drills, ``filed.csv``: drills whose dates were filed with an authority, and the moves since.

A filed date is binding. Columns: ``campus_id``, ``drill_type``, and ``date`` are required; ``start``,
``moved_to``, and ``cause`` are optional, the last two only together. A workspace need not have the file, and a
header alone is valid.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date

from drillplanner.files.input_folder import InputFolder
from drillplanner.files.read_result import ReadResult, in_line_order, listed
from drillplanner.files.tables.row_reader import (
    RowReader,
    ambiguous_date_sentences,
    read_optional_table,
    unused_column_sentences,
)
from drillplanner.files.tables.table import Table, TableRow, read_table
from drillplanner.intake.schools.names.in_tables import with_school_ids
from drillplanner.intake.schools.names.resolver import SchoolNames
from drillplanner.model import AcademicCalendar, Closure, DayKind, EventKind, FiledDrill
from drillplanner.model.calendar.nearest_day import no_school_message
from drillplanner.model.scenarios.drill_wording import drill_type_in_row

FILED_FILE = "filed.csv"
REQUIRED = ("campus_id", "drill_type", "date")
OPTIONAL = ("start", "moved_to", "cause")


def read_filed(
    files: InputFolder,
    campus_ids: tuple[str, ...] | None,
    calendar: AcademicCalendar | None,
    closures: tuple[Closure, ...] = (),
    names: SchoolNames | None = None,
) -> ReadResult[tuple[FiledDrill, ...]]:
    """Read the filed drills in the order of the file; without a file there are none.

    ``campus_ids`` are the ids of all campuses, and ``calendar`` gives their school days with the ``closures`` in
    it (None: not known now). A drill that was filed for a day that was closed since must be made up. ``names``
    finds schools by other names than ids. Problems of rows are in the result.

    Raises InputError: the file is no table with the required columns.
    """
    table = read_optional_table(files, FILED_FILE, "list of filed drills", REQUIRED)
    if table is None:
        return ReadResult(())
    schools = with_school_ids(table, campus_ids, names)
    table, campus_ids = schools.table, schools.ids
    problems = [*table.problems, *schools.problems]
    filed: list[FiledDrill] = []
    first_line: dict[tuple[object, ...], int] = {}
    for row in table.rows:
        drill, reader = _filed_drill(table, row, campus_ids, calendar, closures)
        if drill is not None:
            key = (drill.campus_id, drill.drill_type, drill.on, drill.start)
            if key in first_line:
                reader.refuse(
                    f"the same drill is filed twice (first on line {first_line[key]})",
                    f"{drill.drill_type} on {drill.on} at {drill.campus_id}",
                    "each drill once",
                )
            else:
                first_line[key] = reader.line
                filed.append(drill)
        problems.extend(reader.problems)
    assumptions = (
        *table.assumptions,
        *schools.sentences,
        *unused_column_sentences(table, (*REQUIRED, *OPTIONAL)),
        *ambiguous_date_sentences(table, ("date", "moved_to")),
    )
    return ReadResult(tuple(filed), assumptions, in_line_order(problems))


def _filed_drill(
    table: Table,
    row: TableRow,
    campus_ids: tuple[str, ...] | None,
    calendar: AcademicCalendar | None,
    closures: tuple[Closure, ...],
) -> tuple[FiledDrill | None, RowReader]:
    """Return the drill of a row, or None if something is wrong with it, and the reader that has the problems."""
    reader = RowReader(table, row, None if calendar is None else calendar.first_day.year)
    campus_id, drill_type = reader.campus(campus_ids), drill_type_in_row(reader, "drill_type")
    on, start = reader.required_day("date"), reader.time_of_day("start")
    moved_to = reader.day("moved_to")
    cause = reader.word("cause", tuple(EventKind)) if reader.text("cause") else None
    _refuse_half_a_move(reader)
    if on is not None and moved_to == on:
        reader.refuse("the drill is moved to the day that was filed", str(on), "another day, or empty")
    closure_causes = {
        closure.on: closure.cause for closure in closures if campus_id is not None and closure.concerns(campus_id)
    }
    if moved_to in closure_causes:
        moved_to = None  # The makeup day was closed too, so the drill must still be made up.
    if calendar is not None and campus_id is not None:
        for day in (None if on in closure_causes else on, moved_to):
            if day is not None and calendar.kind_at(day, campus_id) is DayKind.CLOSED:
                message, maybe = no_school_message(calendar, day, campus_id)
                reader.refuse(message, str(day), "a school day of the campus", maybe)
    if on in closure_causes and moved_to is None:
        cause = cause or closure_causes[on]
    if reader.problems or campus_id is None or drill_type is None or on is None:
        return None, reader
    drill = FiledDrill(
        campus_id=campus_id,
        drill_type=drill_type,
        on=on,
        start=start,
        moved_to=moved_to,
        cause=cause,
        row=reader.line,
    )
    return drill, reader


def _refuse_half_a_move(reader: RowReader) -> None:
    if reader.text("moved_to") and not reader.text("cause"):
        reader.refuse("a drill that was moved needs the cause", None, f"a cause: {listed(EventKind)}")
    if reader.text("cause") and not reader.text("moved_to"):
        reader.refuse(
            "a cause is given, and no day to which the drill was moved",
            reader.text("cause"),
            "a date in 'moved_to', or no cause",
        )


def with_moves(raw: bytes, moves: Mapping[int, tuple[date, EventKind]]) -> bytes:
    """Return the bytes of ``filed.csv`` with the new dates of moved drills, by line, and the causes."""
    table = read_table(raw, FILED_FILE, "list of filed drills", may_be_empty=True)
    columns = [*table.columns, *(name for name in ("moved_to", "cause") if name not in table.columns)]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([table.titles.get(column, column) for column in columns])
    for row in table.rows:
        cells = {column: row.get(column) for column in columns}
        if row.line in moves:
            on, cause = moves[row.line]
            cells |= {"moved_to": on.isoformat(), "cause": cause.value}
        writer.writerow([cells[column] for column in columns])
    return text.getvalue().encode("utf-8")
