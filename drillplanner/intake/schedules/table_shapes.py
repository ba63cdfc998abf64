"""Shapes in which principals lay out a table of drills, brought to one row for each drill.

- A heading over several rows: a row with nothing but a school or a month holds for the rows below it.
- A sheet for each school, or a table for one school that stands in the title or in the name of the file.
- A school in the first row of its group alone, with empty cells or ditto marks below.
- A column for each kind of drill ("Fire Drill #1"), or for each school, with dates in the cells.

What was read in this way is told in notes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from drillplanner.files.read_result import listed
from drillplanner.files.tables.table import Table, TableRow
from drillplanner.files.written.dates import month_head
from drillplanner.model.scenarios.drill_wording import drill_types_in

_DITTO = ('"', "''", "”", "〃", "same", "ditto", "do.", "-", "–", "—")
_LEAST_COLUMNS = 2
#: What stands in a title beside the name of the school: "Caroline Street School Safety Drills 2026-27".
_TITLE_WORDS = re.compile(
    r"\b(?:(?:20\d\d|\d\d)(?:\s*[-\u2013/]\s*(?:20)?\d\d)?|school year|sy|(?:fire|safety|emergency|security|"
    r"lockdown|evacuation|required|monthly|annual)?\s*(?:drills?|exercises?)|schedules?|logs?|plans?|records?|reports?|"
    r"calendars?|for|the|of|and|safety|emergency|final|draft)\b|[^\w\s.'-]",
    re.IGNORECASE,
)

SchoolOf = Callable[[str], str | None]


@dataclass(frozen=True)
class ShapedTable:
    """A table with one row for each drill, and sentences on its shape."""

    table: Table
    notes: tuple[str, ...] = ()
    of_school: str | None = None
    """The school whose table it is, if no column names schools and the title, the sheet, or the file names one."""


def shaped(table: Table, school_of: SchoolOf) -> ShapedTable:
    """Return a schedule's table with one row for each drill; ``school_of`` gives the school that a text names."""
    shaped_table = _with_headings_above(ShapedTable(table), school_of)
    for spread in (_spread_over_kinds, _spread_over_schools):
        shaped_table = spread(shaped_table, school_of)
    return _with_school_of_the_file(_with_school_above(shaped_table), school_of)


def _with_headings_above(shape: ShapedTable, school_of: SchoolOf) -> ShapedTable:
    """Give rows the school or month that stands alone in a row above them."""
    table = shape.table
    rows: list[TableRow] = []
    above: dict[str, str] = {}
    schools: list[str] = []
    for row in table.rows:
        filled = list(dict.fromkeys(cell for cell in row.cells.values() if cell))
        alone = filled[0] if len(filled) == 1 else ""
        if alone and (school_of(alone) is not None and "campus_id" not in table.columns):
            above["campus_id"] = alone
            schools.append(alone)
        elif alone and month_head(alone) is not None:
            above["month"] = alone
        else:
            own = {column: cell for column, cell in row.cells.items() if cell}
            rows.append(replace(row, cells={**row.cells, **{key: above[key] for key in above if key not in own}}))
    if not above:
        return shape
    columns = tuple(dict.fromkeys((*table.columns, *above)))
    titles = {**{column: column for column in above}, **table.titles}
    notes = (f"{table.file}: {listed(schools)} stands above its drills.",) if schools else ()
    return ShapedTable(
        replace(table, columns=columns, titles={column: titles[column] for column in columns}, rows=tuple(rows)),
        (*shape.notes, *notes),
    )


def _spread_over_kinds(shape: ShapedTable, school_of: SchoolOf) -> ShapedTable:
    """Make a row for each cell of the columns that are headed by a kind of drill."""
    table = shape.table
    kinds = [column for column in table.columns if len(drill_types_in(table.titles[column], is_drill=True)) == 1]
    if "drill_type" in table.columns or "date" in table.columns or len(kinds) < _LEAST_COLUMNS:
        return shape
    return _spread(shape, kinds, "drill_type")


def _spread_over_schools(shape: ShapedTable, school_of: SchoolOf) -> ShapedTable:
    """Make a row for each cell of the columns that are headed by a school."""
    table = shape.table
    schools = [column for column in table.columns if school_of(table.titles[column]) is not None]
    if "campus_id" in table.columns or "date" in table.columns or len(schools) < _LEAST_COLUMNS:
        return shape
    return _spread(shape, schools, "campus_id")


def _spread(shape: ShapedTable, columns: list[str], use: str) -> ShapedTable:
    table = shape.table
    kept = [column for column in table.columns if column not in columns]

    def rows() -> Iterator[TableRow]:
        for row in table.rows:
            for number, column in enumerate(columns, start=1):
                if cell := row.get(column):
                    cells = {name: row.get(name) for name in kept}
                    drill_id = f"row-{row.line}.{number}"
                    yield replace(
                        row, cells={**cells, "drill_id": drill_id, use: table.titles[column], "date": cell}
                    )

    words = listed((f"'{table.titles[column]}'" for column in columns), 4)
    what = "kinds of drill" if use == "drill_type" else "schools"
    titles = {**{column: table.titles[column] for column in kept}, use: use, "date": "date", "drill_id": "id"}
    spread = replace(table, columns=(*kept, "drill_id", use, "date"), titles=titles, rows=tuple(rows()))
    return ShapedTable(
        spread, (*shape.notes, f"The columns {words} of {table.file} are {what}, with dates in their cells.")
    )


def _with_school_above(shape: ShapedTable) -> ShapedTable:
    """Fill a school that stands only in the first of its rows, as a merged cell that was saved as CSV."""
    table = shape.table
    if "campus_id" not in table.columns:
        return shape
    is_grouped = _is_grouped(table)
    rows: list[TableRow] = []
    above: tuple[str | None, str] = (None, "")
    filled = 0
    for row in table.rows:
        cell = row.get("campus_id")
        is_drill = bool(row.get("date") and row.get("drill_type"))
        if is_drill and above[0] == row.sheet and (cell.lower() in _DITTO or (is_grouped and not cell)):
            rows.append(replace(row, cells={**row.cells, "campus_id": above[1]}))
            filled += 1
            continue
        above = (row.sheet, cell) if cell else above
        rows.append(row)
    if not filled:
        return shape
    note = f"{filled} rows of {table.file} name no school and count for the school above them."
    return ShapedTable(replace(table, rows=tuple(rows)), (*shape.notes, note))


def _is_grouped(table: Table) -> bool:
    """Check whether each school stands once, above rows without one; else an empty cell is a mistake."""
    named = [row.get("campus_id") for row in table.rows]
    filled = [cell for cell in named if cell and cell.lower() not in _DITTO]
    is_plain = "drill_id" not in table.columns
    return is_plain and len(set(filled)) == len(filled) and max(len(filled), named.count("")) >= _LEAST_COLUMNS


def _with_school_of_the_file(shape: ShapedTable, school_of: SchoolOf) -> ShapedTable:
    """Give a table without a column of schools the school of its sheet, its title, or its file."""
    table = shape.table
    if "campus_id" in table.columns:
        return shape
    sheets = dict.fromkeys(row.sheet for row in table.rows)
    of_sheet = {sheet: school_of(sheet) for sheet in sheets if sheet is not None}
    texts = (*table.above, re.split(r"[\\/]", table.file)[-1].rpartition(".")[0])
    named = dict.fromkeys(filter(None, (_school_in_title(text, school_of) for text in texts)))
    only = next(iter(named)) if len(named) == 1 else None
    if not all(of_sheet.get(sheet or "") or only for sheet in sheets):
        return shape
    rows = tuple(
        replace(row, cells={**row.cells, "campus_id": of_sheet.get(row.sheet or "") or only or ""})
        for row in table.rows
    )
    found = listed(dict.fromkeys(row.get("campus_id") for row in rows))
    note = f"No column of {table.file} names the school; by its sheet, title, or name it is {found}."
    columns, titles = (*table.columns, "campus_id"), {**table.titles, "campus_id": "campus_id"}
    schools = {row.get("campus_id") for row in rows}
    of_school = schools.pop() if len(schools) == 1 else None
    return ShapedTable(replace(table, columns=columns, titles=titles, rows=rows), (*shape.notes, note), of_school)


def _school_in_title(text: str, school_of: SchoolOf) -> str | None:
    words = _TITLE_WORDS.sub(" ", text.replace("_", " ")).split()
    return school_of(text) or school_of(" ".join(words).strip(" -"))


def with_known_headings(table: Table, headings: Mapping[str, tuple[str, ...]]) -> ShapedTable:
    """Return the table with our names for columns that others head in words of their own."""
    renamed: dict[str, str] = {}
    for column, others in headings.items():
        other = next((other for other in others if other in table.columns and other not in renamed), None)
        if column not in table.columns and other is not None:
            renamed[other] = column
    if not renamed:
        return ShapedTable(table)
    words = listed(f"'{table.titles[other]}' as {column}" for other, column in renamed.items())

    def ours(cells: Mapping[str, str]) -> dict[str, str]:
        return {renamed.get(column, column): cell for column, cell in cells.items()}

    known = replace(
        table,
        columns=tuple(renamed.get(column, column) for column in table.columns),
        titles=ours(table.titles),
        rows=tuple(replace(row, cells=ours(row.cells)) for row in table.rows),
    )
    return ShapedTable(known, (f"Columns of {table.file} are read so: {words}.",))
