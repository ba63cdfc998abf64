"""The list of events, ``events.csv``: events of the year other than drills that matter to the law on drills.

Columns: ``kind`` and ``first`` are required; ``last`` (empty: the same day), ``campus_ids`` (joined by ``;``;
empty: the whole district), ``drill_type`` (only for a real emergency), ``note``, and after violence, a death, a
real lockdown or a hoax call ``mental_health_signoff``, ``extra_support``, and ``reason_recorded`` (yes or no) are
optional. A workspace need not have the file, and a header alone is valid.
"""

from __future__ import annotations

from datetime import date

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
from drillplanner.model import Event, EventKind
from drillplanner.model.calendar.events import LOCKED_DOWN, calls_for_pause
from drillplanner.model.scenarios.drill_wording import drill_type_in_row

EVENTS_FILE = "events.csv"
REQUIRED = ("kind", "first")
#: Columns that are only answered after violence, a death, a real lockdown or a hoax call; empty means unknown.
AFTERWARDS = ("mental_health_signoff", "extra_support", "reason_recorded")
OPTIONAL = ("last", "campus_ids", "drill_type", *AFTERWARDS, "note")


def read_events(
    files: InputFolder,
    campus_ids: tuple[str, ...] | None,
    year: tuple[date, date] | None,
    names: SchoolNames | None = None,
) -> ReadResult[tuple[Event, ...]]:
    """Read the events in the order of the file; without a file there are none.

    ``campus_ids`` are the ids of all campuses, and ``year`` is the first and last date of the school year (None:
    not known now); an event outside it is kept and reported. ``names`` finds schools by other names than ids.
    Problems of rows are in the result.

    Raises InputError: the file is no table with the required columns.
    """
    table = read_optional_table(files, EVENTS_FILE, "list of events", REQUIRED)
    if table is None:
        return ReadResult(())
    schools = with_school_ids(table, campus_ids, names, "campus_ids", several=True)
    table = schools.table
    problems = [*table.problems, *schools.problems]
    events: list[Event] = []
    for row in table.rows:
        event, reader = _event(table, row, None if year is None else year[0].year, schools.ids)
        problems.extend(reader.problems)
        if event is not None:
            events.append(event)
    assumptions = (
        *table.assumptions,
        *schools.sentences,
        *unused_column_sentences(table, (*REQUIRED, *OPTIONAL)),
        *ambiguous_date_sentences(table, ("first", "last")),
        *_outside_year_sentences(events, year),
        *_without_drill_type_sentences(events),
    )
    return ReadResult(tuple(events), assumptions, in_line_order(problems))


def _event(
    table: Table, row: TableRow, first_year: int | None, campus_ids: tuple[str, ...] | None
) -> tuple[Event | None, RowReader]:
    """Return the event of a row, or None if something is wrong with it, and the reader that has the problems."""
    reader = RowReader(table, row, first_year)
    kind = reader.word("kind", tuple(EventKind))
    first, last = reader.required_day("first"), reader.day("last")
    if first is not None and last is not None and last < first:
        reader.refuse("the event ends before it begins", f"{first} to {last}", f"a last day on or after {first}")
    named = tuple(dict.fromkeys(cells.list_items(reader.text("campus_ids"))))
    for campus_id in named:
        reader.is_campus(campus_id, campus_ids)
    drill_type = drill_type_in_row(reader, "drill_type") if reader.text("drill_type") else None
    if drill_type is not None and kind not in (None, EventKind.REAL_EMERGENCY):
        reader.refuse(
            "only a real emergency stands for a kind of drill",
            reader.text("drill_type"),
            f"an empty drill_type, or the kind {EventKind.REAL_EMERGENCY}",
        )
    afterwards = {name: reader.yes_or_no(name) for name in AFTERWARDS}
    for name, answer in afterwards.items():
        if answer is not None and kind is not None and not calls_for_pause(kind, drill_type):
            reader.refuse(
                f"'{name}' is only for violence, a death, a real lockdown, or a hoax call",
                reader.text(name),
                "nothing, or one of the kinds "
                f"{', '.join(other for other in EventKind if other.calls_for_pause)}; or "
                f"{EventKind.REAL_EMERGENCY} with drill_type {' or '.join(LOCKED_DOWN)}",
            )
    if reader.problems or kind is None or first is None:
        return None, reader
    event = Event(
        kind=kind,
        first=first,
        last=last or first,
        campus_ids=named or None,
        drill_type=drill_type,
        **afterwards,
        note=reader.text("note"),
        row=reader.line,
    )
    return event, reader


def _outside_year_sentences(events: list[Event], year: tuple[date, date] | None) -> list[str]:
    """Return sentences on events that include no day of the school year."""
    if year is None:
        return []
    first, last = year
    return [
        f"The {event.kind.phrase} on line {event.row} of {EVENTS_FILE} ({event.first} to {event.last}) lies "
        f"outside the school year, {first} to {last}. It is kept; check the year of its dates."
        for event in events
        if event.last < first or event.first > last
    ]


def _without_drill_type_sentences(events: list[Event]) -> list[str]:
    """Return sentences on real emergencies that cannot count as a drill, where a law would allow it."""
    return [
        f"The real emergency on line {event.row} of {EVENTS_FILE} has no drill_type, so it counts as no drill."
        for event in events
        if event.kind is EventKind.REAL_EMERGENCY and event.drill_type is None
    ]
