"""The list of units, ``units.csv``: the parts of a campus for which a law counts drills separately.

Units are buildings, alarm groups, buses, staff groups, and cohorts. Columns: ``campus_id``, ``kind``, and
``unit_id`` are required; ``name`` and ``weekdays`` (only for a cohort, joined by ``;``; empty: every day) are
optional. A workspace need not have the file, and a header alone is valid.
"""

from __future__ import annotations

from collections.abc import Iterable

from drillplanner.files.file_names import unfit_id
from drillplanner.files.input_folder import InputFolder
from drillplanner.files.read_result import ReadResult, in_line_order, listed, maybe_meant
from drillplanner.files.tables import cells
from drillplanner.files.tables.row_reader import RowReader, read_optional_table, unused_column_sentences
from drillplanner.files.tables.table import Table, TableRow
from drillplanner.intake.schools.campus_table import ALLOWED_ID, is_identifier
from drillplanner.intake.schools.names.in_tables import with_school_ids
from drillplanner.intake.schools.names.resolver import SchoolNames
from drillplanner.model import WEEKDAYS, Campus, Unit, UnitKind

UNITS_FILE = "units.csv"
REQUIRED = ("campus_id", "kind", "unit_id")
OPTIONAL = ("name", "weekdays")

#: The kinds of units that the file may list; a campus is not a part of itself.
KINDS = tuple(kind for kind in UnitKind if kind is not UnitKind.CAMPUS)
_ALLOWED_WEEKDAYS = f"{', '.join(WEEKDAYS)}, joined by ';', or empty where it attends every day"


def read_units(
    files: InputFolder, campus_ids: tuple[str, ...] | None, names: SchoolNames | None = None
) -> ReadResult[tuple[Unit, ...]]:
    """Read the units in the order of the file; without a file there are none.

    ``campus_ids`` are the ids of all campuses (None: not known now); ``names`` finds them by other names. Problems
    of rows are in the result.

    Raises InputError: the file is no table with the required columns.
    """
    table = read_optional_table(files, UNITS_FILE, "list of units", REQUIRED)
    if table is None:
        return ReadResult(())
    schools = with_school_ids(table, campus_ids, names)
    table, campus_ids = schools.table, schools.ids
    problems = [*table.problems, *schools.problems]
    units: list[Unit] = []
    first_line: dict[tuple[str, str], int] = {}
    for row in table.rows:
        unit, reader = _unit(table, row, campus_ids)
        key = (reader.text("campus_id"), reader.text("unit_id").lower())
        if all(key) and key in first_line:
            reader.refuse(
                f"two units of '{key[0]}' have one id (first on line {first_line[key]})",
                reader.text("unit_id"),
                "a different unit_id for each unit of a campus; upper and lower case count as the same",
            )
        first_line.setdefault(key, reader.line)
        problems.extend(reader.problems)
        if unit is not None and not reader.problems:
            units.append(unit)
    assumptions = (*table.assumptions, *schools.sentences, *unused_column_sentences(table, (*REQUIRED, *OPTIONAL)))
    return ReadResult(tuple(units), assumptions, in_line_order(problems))


def with_units(campuses: Iterable[Campus], units: tuple[Unit, ...]) -> tuple[Campus, ...]:
    """Return the campuses, each with its units in the order of the file."""
    by_campus: dict[str, list[Unit]] = {}
    for unit in units:
        by_campus.setdefault(unit.campus_id, []).append(unit)
    return tuple(
        campus.model_copy(update={"units": tuple(by_campus[campus.campus_id])})
        if campus.campus_id in by_campus
        else campus
        for campus in campuses
    )


def _unit(table: Table, row: TableRow, campus_ids: tuple[str, ...] | None) -> tuple[Unit | None, RowReader]:
    """Return the unit of a row, or None if something is wrong with it, and the reader that has the problems."""
    reader = RowReader(table, row)
    campus_id, kind = reader.campus(campus_ids), reader.word("kind", KINDS)
    unit_id = reader.text("unit_id")
    if not unit_id:
        reader.refuse("the column 'unit_id' is empty in this row", None, ALLOWED_ID)
    elif (unfit := unfit_id(unit_id)) is not None:
        reader.refuse(unfit[0], unit_id, ALLOWED_ID, f"Write {unfit[1]}, here and wherever it stands.")
    elif not is_identifier(unit_id):
        reader.refuse("this cannot be a unit_id", unit_id, ALLOWED_ID)
    weekdays = _weekdays(reader, kind)
    if reader.problems or campus_id is None or kind is None:
        return None, reader
    unit = Unit(
        unit_id=unit_id,
        kind=kind,
        campus_id=campus_id,
        name=reader.text("name"),
        weekdays=weekdays,
        row=reader.line,
    )
    return unit, reader


def _weekdays(reader: RowReader, kind: UnitKind | None) -> tuple[int, ...] | None:
    cell = reader.text("weekdays")
    if not cell:
        return None
    if kind not in (None, UnitKind.COHORT):
        reader.refuse("only a cohort attends on some weekdays", cell, f"empty, or the kind {UnitKind.COHORT}")
        return None
    words = [word.lower() for word in cells.list_items(cell)]
    unknown = [word for word in words if word not in WEEKDAYS]
    for word in unknown:
        reader.refuse("this is not a weekday", word, _ALLOWED_WEEKDAYS, maybe_meant(word, WEEKDAYS))
    if not words:
        reader.refuse("this names no weekday", cell, _ALLOWED_WEEKDAYS)
    return None if unknown else tuple(sorted({WEEKDAYS.index(word) for word in words}))


def listed_units(campus: Campus) -> str:
    """Return the ids of a campus's units for a message."""
    return listed(unit.unit_id for unit in campus.units) or f"none: {UNITS_FILE} lists no unit of this campus"
