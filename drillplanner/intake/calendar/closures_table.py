"""The list of closures, ``closures.csv``: published school days that were closed later, for example by a storm.

Columns: ``date`` is required; ``campus_ids`` (joined by ``;``; empty: the whole district), ``cause`` (a kind of
``events.csv``), and ``note`` are optional. ``drillplanner replan --close`` adds rows; a workspace need not have
the file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date

from drillplanner.files.errors import InputError
from drillplanner.files.input_folder import InputFolder
from drillplanner.files.read_result import ReadResult, in_line_order
from drillplanner.files.tables import cells
from drillplanner.files.tables.row_reader import (
    RowReader,
    ambiguous_date_sentences,
    read_optional_table,
    unused_column_sentences,
)
from drillplanner.files.tables.table import Table, TableRow
from drillplanner.intake.schools.names.in_tables import with_school_ids
from drillplanner.intake.schools.names.resolver import SchoolNames
from drillplanner.model import (
    AcademicCalendar,
    Closure,
    DayKind,
    DayVariation,
    EventKind,
    SchoolDay,
)
from drillplanner.model.calendar.nearest_day import no_school_message

CLOSURES_FILE = "closures.csv"
REQUIRED = ("date",)
OPTIONAL = ("campus_ids", "cause", "note")
#: The columns in the order of a new file.
COLUMNS = (*REQUIRED, *OPTIONAL)


def read_closures(
    files: InputFolder,
    campus_ids: tuple[str, ...] | None,
    calendar: AcademicCalendar | None,
    names: SchoolNames | None = None,
) -> ReadResult[tuple[Closure, ...]]:
    """Read the closures in the order of the file; without a file there are none.

    ``campus_ids`` are the ids of all campuses and ``calendar`` is the published one (None: not known now).
    ``names`` finds schools by other names than ids. Problems of rows are in the result.

    Raises InputError: the file is no table with the required columns.
    """
    table = read_optional_table(files, CLOSURES_FILE, "list of closures", REQUIRED)
    if table is None:
        return ReadResult(())
    schools = with_school_ids(table, campus_ids, names, "campus_ids", several=True)
    table, known_ids = schools.table, schools.ids
    problems = [*table.problems, *schools.problems]
    closures: list[Closure] = []
    closed: dict[tuple[date, str | None], int] = {}
    for row in table.rows:
        closure, reader = _closure(table, row, known_ids, calendar)
        if closure is not None:
            for campus_id in closure.campus_ids or (None,):
                _refuse_duplicate(closed, closure.on, campus_id, reader)
        problems.extend(reader.problems)
        if closure is not None and not reader.problems:
            closures.append(closure)
    assumptions = (
        *table.assumptions,
        *schools.sentences,
        *unused_column_sentences(table, COLUMNS),
        *ambiguous_date_sentences(table, ("date",)),
    )
    return ReadResult(tuple(closures), assumptions, in_line_order(problems))


def _refuse_duplicate(
    closed: dict[tuple[date, str | None], int], on: date, campus_id: str | None, reader: RowReader
) -> None:
    first = closed.get((on, campus_id), closed.get((on, None)))
    if first is not None:
        where = f" at {campus_id}" if campus_id else ""
        reader.refuse(f"the day is closed twice (first on line {first})", f"{on}{where}", "each closure once")
    closed.setdefault((on, campus_id), reader.line)


def _closure(
    table: Table, row: TableRow, campus_ids: tuple[str, ...] | None, calendar: AcademicCalendar | None
) -> tuple[Closure | None, RowReader]:
    """Return the closure of a row, or None if something is wrong with it, and the reader that has the problems."""
    reader = RowReader(table, row, None if calendar is None else calendar.first_day.year)
    on = reader.required_day("date")
    named = tuple(dict.fromkeys(cells.list_items(reader.text("campus_ids"))))
    unknown = [campus_id for campus_id in named if not reader.is_campus(campus_id, campus_ids)]
    cause = reader.word("cause", tuple(EventKind)) if reader.text("cause") else None
    if on is not None and not unknown and calendar is not None and campus_ids is not None:
        _refuse_days_off(reader, on, named or campus_ids, calendar, is_everywhere=not named)
    if reader.problems or on is None:
        return None, reader
    return Closure(on=on, campus_ids=named or None, cause=cause, note=reader.text("note"), row=reader.line), reader


def _refuse_days_off(
    reader: RowReader, on: date, campus_ids: tuple[str, ...], calendar: AcademicCalendar, is_everywhere: bool
) -> None:
    """Add a problem if there is no school anyway: at a named campus, or everywhere if none is named."""
    closed_campuses = [campus_id for campus_id in campus_ids if calendar.kind_at(on, campus_id) is DayKind.CLOSED]
    if not closed_campuses or (is_everywhere and len(closed_campuses) < len(campus_ids)):
        return
    message, maybe = no_school_message(calendar, on, closed_campuses[0], everywhere=is_everywhere)
    reader.refuse(message, str(on), "a school day of the published calendar", maybe)


def with_closed_days(
    files: InputFolder, closed: Iterable[tuple[date, str | None]], cause: EventKind | None, note: str
) -> bytes | None:
    """Return ``closures.csv`` with rows added for closed days, or None if every one of them is there already.

    ``closed`` holds each day with the id of its campus (None: the whole district); ``cause`` and ``note`` are the
    reason for all of them.

    Raises InputError: the file cannot be read.
    """
    table = read_optional_table(files, CLOSURES_FILE, "list of closures", REQUIRED)
    if table is not None and table.problems:
        raise InputError(table.problems)
    columns = list(COLUMNS)
    rows: list[list[str]] = []
    listed_days: set[tuple[str, str]] = set()
    if table is not None:
        columns = [*table.columns, *(column for column in COLUMNS if column not in table.columns)]
        rows = [[row.get(column) for column in columns] for row in table.rows]
        listed_days = {(row.get("date"), row.get("campus_ids")) for row in table.rows}
    new = [
        {"date": on.isoformat(), "campus_ids": campus_id or "", "cause": cause or "", "note": note}
        for on, campus_id in dict.fromkeys(closed)
        if (on.isoformat(), campus_id or "") not in listed_days
    ]
    if not new:
        return None
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([*rows, *([cells_of_day.get(column, "") for column in columns] for cells_of_day in new)])
    return text.getvalue().encode("utf-8")


def with_closures(calendar: AcademicCalendar, closures: tuple[Closure, ...]) -> AcademicCalendar:
    """Return the calendar with these days closed.

    Terms that the calendar does not give keep the dates they had before: a storm does not move the end of a
    semester.
    """
    if not closures:
        return calendar
    days = tuple(
        _closed(day, [closure for closure in closures if closure.on == day.date])
        if day.date in {closure.on for closure in closures}
        else day
        for day in calendar.days
    )
    published = calendar.published_dates or calendar.school_dates
    return calendar.model_copy(update={"days": days, "closures": closures, "published_dates": published})


def _closed(day: SchoolDay, closures: list[Closure]) -> SchoolDay:
    for closure in closures:
        if closure.campus_ids is None:
            return day.model_copy(update={"kind": DayKind.CLOSED, "title": closure.title, "variations": ()})
    closed_variations = tuple(
        DayVariation(campus_ids=closure.campus_ids or (), kind=DayKind.CLOSED, title=closure.title)
        for closure in closures
    )
    # The first variation that names a campus counts.
    return day.model_copy(update={"variations": (*closed_variations, *day.variations)})
