"""Tables whose rows know their lines: CSV text in any usual form, or a sheet of a workbook.

Accepts what spreadsheets and open-data sites write: .xlsx, .ods, .xls; text in UTF-8 or UTF-16 with or without a
byte-order mark, or in Windows-1252 (with a stated assumption); cells divided by commas, semicolons, tabs, or bars;
LF, CRLF, and bare CR line ends, quoted cells as in RFC 4180; a title above the headings, empty lines and columns.
Everything else is a Problem.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from drillplanner.files.counting import counted
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.files.reading.bounded import MAXIMUM_BYTES
from drillplanner.files.sheet_names import split_sheet
from drillplanner.files.tables.file_kinds import TableKind, file_kind
from drillplanner.files.tables.heading_row import Rows, fits, heading_place, normalized_heading
from drillplanner.files.tables.sheet_choice import chosen_sheets
from drillplanner.files.tables.text_rows import (
    PASTED,
    decoded,
    records,
    separator_of,
    uncut_lines,
    with_continued_cells,
)
from drillplanner.files.tables.workbook import column_letters, read_sheets

_MARKS_OF_RULES = frozenset("-:| ")


@dataclass(frozen=True)
class TableRow:
    """One row: its line (from 1; the header is usually line 1), its trimmed cells by column, and its sheet."""

    line: int
    cells: Mapping[str, str]
    sheet: str | None = None

    def get(self, column: str) -> str:
        """Return the cell in that column; empty if the table has no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Table:
    """A table: ``columns`` as normalized headings (:func:`normalized_heading`), ``titles`` as written in the file.

    ``problems`` are rows that could not be split into cells; they are not among ``rows``. ``above`` are the texts
    of a title above the headings.
    """

    file: str
    header_line: int
    columns: tuple[str, ...]
    titles: Mapping[str, str]
    rows: tuple[TableRow, ...]
    problems: tuple[Problem, ...] = ()
    assumptions: tuple[str, ...] = ()
    sheet: str | None = None
    above: tuple[str, ...] = ()

    def problem(
        self,
        row: TableRow,
        message: str,
        value: str | None,
        allowed: str | None = None,
        maybe: str | None = None,
        column: str | None = None,
    ) -> Problem:
        """Return a Problem at that row, and in that ``column`` if it is one."""
        title = None if column is None else self.titles.get(column)
        return Problem(self.file, row.line, message, value, allowed, maybe, row.sheet, title)

    def heading_problem(
        self, message: str, value: str | None, allowed: str | None = None, maybe: str | None = None
    ) -> Problem:
        """Return a Problem at the headings."""
        return Problem(self.file, self.header_line, message, value, allowed, maybe, self.sheet)

    def missing_columns(self, required: Iterable[str]) -> tuple[Problem, ...]:
        """Return a Problem for each required column that the header lacks."""
        wanted = tuple(required)
        unknown = [self.titles[column] for column in self.columns if column not in wanted]
        return tuple(
            self.heading_problem(
                f"the column '{column}' is missing",
                ",".join(self.titles.values()),
                f"a header with {', '.join(wanted)}",
                maybe_meant(column, unknown),
            )
            for column in wanted
            if column not in self.columns
        )


def read_table(
    raw: bytes,
    name: str,
    what: str,
    *,
    may_be_empty: bool = False,
    at_most: int = MAXIMUM_BYTES,
    whole_lines: bool = False,
    headings: Collection[str] = (),
    lists: Collection[str] = (),
    may_have_title: bool = True,
) -> Table:
    """Return the table in ``raw``; ``name`` is the file in messages and ``what`` the thing ("campus list").

    ``may_be_empty`` accepts a header without rows; ``at_most`` is the largest size in bytes; ``whole_lines`` takes
    each line as one cell, with its commas, as in text that somebody pasted. ``headings`` are headings that such a
    table may have, by which its heading row and its sheet are found; ``lists`` are those of columns whose cells
    may have several lines. ``name`` may name a sheet: "schools.xlsx#Staff". ``may_have_title`` is for files of
    programs, which have none.

    Raises InputError: the bytes are no table (too large, not text, NUL bytes, empty, a header with duplicate
    columns, or a quotation mark that is never closed), or several sheets of a workbook may be meant.
    """
    file, named_sheet = split_sheet(name)
    if len(raw) > at_most:
        raise InputError(
            Problem(file, None, f"the file is too large: {len(raw)} bytes", None, f"at most {at_most} bytes")
        )
    kind = file_kind(raw, file)
    if kind is TableKind.TEXT:
        text, notes = decoded(raw, file)
        rows = tuple(uncut_lines(text) if whole_lines else _cut_rows(text, file, lists))
        place = heading_place(rows, headings) if rows and may_have_title else 0
        return _table(rows, place, file, what, may_be_empty, None, notes)
    sheets, notes = chosen_sheets(
        read_sheets(raw, kind, file), file, what, named_sheet, lambda sheet: fits(sheet.rows, headings)
    )
    if not sheets:
        return _table((), 0, file, what, may_be_empty, None, notes)
    tables = [
        _table(sheet.rows, heading_place(sheet.rows, headings), file, what, may_be_empty, sheet.name, sheet.notes)
        for sheet in sheets
    ]
    return _joined(tables, notes)


def _cut_rows(text: str, file: str, lists: Collection[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a text whose cells are divided; tabs divide those of a table that was pasted."""
    separator = separator_of(text)
    rows = records(text, file, separator)
    return with_continued_cells(rows, lists) if separator == PASTED else rows


def _joined(tables: list[Table], notes: tuple[str, ...]) -> Table:
    """Return the rows of several sheets as one table with the columns of all."""
    first = tables[0]
    titles = {column: title for table in reversed(tables) for column, title in table.titles.items()}
    columns = tuple(dict.fromkeys(column for table in tables for column in table.columns))
    return Table(
        first.file,
        first.header_line,
        columns,
        {column: titles[column] for column in columns},
        tuple(row for table in tables for row in table.rows),
        tuple(problem for table in tables for problem in table.problems),
        (*notes, *(note for table in tables for note in table.assumptions)),
        first.sheet,
        tuple(text for table in tables for text in table.above),
    )


def _table(
    rows: Rows,
    place: int,
    name: str,
    what: str,
    may_be_empty: bool,
    sheet: str | None,
    notes: tuple[str, ...],
) -> Table:
    """Return the rows of a text or of a sheet as a table; ``place`` is that of the headings in ``rows``."""
    if not rows:
        allowed = "a header line and one line for each row"
        raise InputError(Problem(name, None, f"the {what} is empty", allowed=allowed, sheet=sheet))
    (header_line, header), body = rows[place], rows[place + 1 :]
    if sheet is not None:
        width = max(len(cells) for _, cells in rows[place:])
        header = header + [""] * (width - len(header))
    titles, places, named_notes = _titles(header, header_line, name, sheet, body)
    found: list[TableRow] = []
    problems: list[Problem] = []
    width = max(places) + 1
    for line, cells in body:
        if _is_ruled_line(cells):
            continue
        if sheet is None and (len(cells) < width or any(cells[width:])):
            problems.append(_wrong_width(name, line, cells, width))
            continue
        by_column = {
            column: cells[at] if at < len(cells) else "" for column, at in zip(titles, places, strict=True)
        }
        # A heading row that is printed on each page says nothing. The lines of a list of one column can be alike.
        is_repeated = len(titles) > 1 and by_column == titles
        if any(by_column.values()) and not is_repeated:
            found.append(TableRow(line, by_column, sheet))
    if not found and not problems and not may_be_empty:
        shown = ",".join(header).rstrip(",")
        allowed = "at least one row below the header"
        raise InputError(Problem(name, header_line, f"the {what} is empty", shown, allowed, sheet=sheet))
    assumptions = (*notes, *_title_note(rows, place, name, sheet), *named_notes)
    above = tuple(cell for _, cells in rows[:place] for cell in cells if cell)
    return Table(
        name, header_line, tuple(titles), titles, tuple(found), tuple(problems), assumptions, sheet, above
    )


def _is_ruled_line(cells: list[str]) -> bool:
    """Check whether a row is the line below the headings of a Markdown table (``---|:---:``)."""
    return any(cells) and all("---" in cell and _MARKS_OF_RULES.issuperset(cell) for cell in cells if cell)


def _title_note(rows: Rows, place: int, name: str, sheet: str | None) -> tuple[str, ...]:
    if place == 0:
        return ()
    title = " / ".join(cell for _, cells in rows[:place] for cell in cells if cell)
    where = name if sheet is None else f"{name}, sheet {sheet}"
    shown = title if len(title) <= 80 else f"{title[:80]}…"
    return (f"The headings of {where} are in row {rows[place][0]}; above them is a title ('{shown}').",)


def _titles(
    header: list[str], line: int, name: str, sheet: str | None, body: Rows
) -> tuple[dict[str, str], tuple[int, ...], tuple[str, ...]]:
    """Return the headings as written by their normalized spelling, the place of each, and sentences on them.

    A column without a heading is called by its letter; one without values either is left out.
    """
    last = max(place for place, title in enumerate(header) if title)
    filled = {place for _, cells in body for place, cell in enumerate(cells) if cell}
    titles: dict[str, str] = {}
    places: list[int] = []
    problems: list[Problem] = []
    unnamed: list[str] = []
    for place, written in enumerate(header):
        if not written and (place not in filled or (sheet is None and place > last)):
            continue
        title = written or f"column {column_letters(place)}"
        column = normalized_heading(title)
        if not written:
            unnamed.append(column_letters(place))
        if column in titles:
            hint = _duplicate_hint(titles[column], title)
            message = "two columns have one name"
            problems.append(Problem(name, line, message, title, "each column once", hint, sheet))
        titles[column] = title
        places.append(place)
    if problems:
        raise InputError(problems)
    notes = (f"{name} has no heading over column {listed(unnamed)}.",) if unnamed else ()
    return titles, tuple(places), notes


def _duplicate_hint(first: str, second: str) -> str | None:
    return None if first == second else f"Maybe rename one: '{first}' and '{second}' count as the same name."


def _wrong_width(name: str, line: int, cells: list[str], expected: int) -> Problem:
    return Problem(
        name,
        line,
        f"this row has {counted(len(cells), 'cell')}, the header has {expected}",
        ",".join(cells),
        f"{expected} cells, empty ones included",
        "Maybe a cell with a comma needs quotation marks around it.",
    )
