"""The year as an Excel workbook: drills, requirements, tasks, and contacts, each on a sheet with filters.

Every cell is text, a date, or a time. Text is never written as a formula or a link, and text that would run as a
formula if it were typed is marked as text (Excel's quote prefix), so that it stays text when a person edits the
cell. The same plan gives the same bytes: the file is dated by the plan.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING

from drillplanner.files.errors import shorten
from drillplanner.files.tables.csv_text import runs_as_formula

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Cell = str | date | time | None

#: The most signs of a cell, and of the name of a sheet; what a sheet's name must not contain.
LONGEST_CELL = 32_767
LONGEST_SHEET_NAME = 31
#: The most signs of a note at a cell, in Excel.
LONGEST_NOTE = 220
#: The signs that one printed page holds side by side so that they can be read (some 8 points).
_PAGE_WIDTH = 170
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
#: Signs that no XML file may hold.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
#: Excel keeps this name for itself.
_RESERVED_SHEET_NAMES = ("history",)
_HEADING_COLOUR = "#0f4c5c"


class CellKind(StrEnum):
    """What a person types into a cell: a spreadsheet keeps text as it is typed, and reads the others."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"


@dataclass(frozen=True)
class CellEntry:
    """How a cell is filled in: its kind, the words to choose from (none: any), and a note shown at the cell."""

    kind: CellKind = CellKind.TEXT
    choices: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet: its heading, its width in signs, and whether paper shows it.

    Columns that are not printed come last. ``entry`` is how people fill it in; None: they only read it.
    """

    heading: str
    width: int
    printed: bool = True
    entry: CellEntry | None = None


@dataclass(frozen=True)
class Sheet:
    """A table on a sheet of its own: the first row is the heading, and stays in sight.

    ``empty_rows`` are rows below, for people to fill in. ``naming_columns`` are the columns at the left that say
    what a row is about: they stay in sight, and a sheet with them is printed on as many pages side by side as its
    width needs, each with these columns.
    """

    name: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty_rows: int = 0
    naming_columns: int = 0

    @property
    def pages_wide(self) -> int:
        """On how many pages side by side the sheet is printed."""
        if not self.naming_columns:
            return 1
        widths = [column.width for column in self.columns if column.printed]
        named = sum(widths[: self.naming_columns])
        return max(1, ceil((sum(widths) - named) / (_PAGE_WIDTH - named)))


@dataclass(frozen=True)
class WorkbookHead:
    """What the first sheet says, line by line, and what stands at the foot of every printed page."""

    title: str
    lines: tuple[str, ...]
    foot: str
    made_at: datetime


def workbook_bytes(head: WorkbookHead, sheets: Sequence[Sheet]) -> bytes:
    """Return the workbook as bytes: a first sheet that says what it is, then the sheets in order."""
    # Imported here so that commands without a workbook do not load the library.
    from xlsxwriter.workbook import Workbook

    content = io.BytesIO()
    book = Workbook(
        content,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "ddd, mmm d, yyyy",
        },
    )
    book.set_properties({"title": _NOT_IN_XML.sub("", head.title), "created": head.made_at.replace(tzinfo=None)})
    styles = _Styles.of(book)
    names = _sheet_names(["About", *(sheet.name for sheet in sheets)])
    _write_about(book.add_worksheet(next(names)), head, sheets, styles)
    for sheet in sheets:
        _write_sheet(book.add_worksheet(next(names)), sheet, head, styles)
    book.close()
    return content.getvalue()


@dataclass(frozen=True)
class _Styles:
    """The formats of cells; ``quoted`` is text that must not run as a formula when it is edited."""

    title: Format
    heading: Format
    text: Format
    quoted: Format
    date: Format
    time: Format
    to_fill: Mapping[CellKind, Format]

    @classmethod
    def of(cls, book: Workbook) -> _Styles:
        line = {"valign": "top", "bottom": 1, "bottom_color": "#d5d9de"}
        cell = {**line, "text_wrap": True}
        moment = {**line, "align": "left"}
        return cls(
            title=book.add_format({"bold": True, "font_size": 16}),
            heading=book.add_format(
                {"bold": True, "font_color": "#ffffff", "bg_color": _HEADING_COLOUR, "text_wrap": True}
            ),
            text=book.add_format(cell),
            quoted=book.add_format({**cell, "quote_prefix": True}),
            date=book.add_format({**moment, "num_format": "ddd, mmm d, yyyy"}),
            time=book.add_format({**moment, "num_format": "h:mm AM/PM"}),
            to_fill={
                CellKind.TEXT: book.add_format({**cell, "num_format": "@"}),
                CellKind.NUMBER: book.add_format({**moment, "num_format": "0"}),
                CellKind.DATE: book.add_format({**moment, "num_format": "yyyy-mm-dd"}),
                CellKind.TIME: book.add_format({**moment, "num_format": "h:mm AM/PM"}),
            },
        )


def _write_about(page: Worksheet, head: WorkbookHead, sheets: Sequence[Sheet], styles: _Styles) -> None:
    page.set_column(0, 0, 100)
    _write_text(page, 0, 0, head.title, styles.title)
    row = 2
    for line in (*head.lines, "", *(f"{sheet.name}: {len(sheet.rows):,} rows" for sheet in sheets)):
        _write_text(page, row, 0, line, styles.quoted if runs_as_formula(line) else styles.text)
        row += 1
    _set_for_print(page, head)


def _write_sheet(page: Worksheet, sheet: Sheet, head: WorkbookHead, styles: _Styles) -> None:
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
        _write_text(page, 0, number, column.heading, styles.heading)
    for row, cells in enumerate(sheet.rows, start=1):
        for number, cell in enumerate(cells):
            entry = sheet.columns[number].entry
            _write_cell(
                page, row, number, cell, styles, styles.text if entry is None else styles.to_fill[entry.kind]
            )
    for number, column in enumerate(sheet.columns):
        if column.entry is not None:
            _let_fill_in(page, number, len(sheet.rows), sheet.empty_rows, column.entry, styles)
    page.freeze_panes(1, sheet.naming_columns)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
    page.repeat_rows(0)
    printed = sum(column.printed for column in sheet.columns)
    page.print_area(0, 0, len(sheet.rows) + sheet.empty_rows, printed - 1)
    if sheet.naming_columns:
        page.repeat_columns(0, sheet.naming_columns - 1)
    _set_for_print(page, head, sheet.pages_wide)


def _let_fill_in(page: Worksheet, column: int, rows: int, empty: int, entry: CellEntry, styles: _Styles) -> None:
    """Add the format, the words to choose from, and the note of a column that people fill in."""
    for row in range(1 + rows, 1 + rows + empty):
        page.write_blank(row, column, None, styles.to_fill[entry.kind])
    rule: dict[str, object] = {"validate": "any"}
    if entry.choices:
        # A choice that is not on the list is asked about, not refused: the reader has the last word.
        rule = {"validate": "list", "source": list(entry.choices), "error_type": "warning"}
    if entry.note:
        rule["input_message"] = shorten(_NOT_IN_XML.sub("", entry.note), LONGEST_NOTE)
    page.data_validation(1, column, rows + empty, column, rule)


def _set_for_print(page: Worksheet, head: WorkbookHead, pages_wide: int = 1) -> None:
    page.set_landscape()
    page.set_paper(1)  # US Letter
    page.fit_to_pages(pages_wide, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    foot = shorten(_NOT_IN_XML.sub("", head.foot).replace("&", "&&"), 180)
    # In a foot '&' begins a code; a second one makes it a sign.
    page.set_footer(f"&L&8{foot}&R&8&A, page &P of &N")


def _write_cell(page: Worksheet, row: int, column: int, cell: Cell, styles: _Styles, blank: Format) -> None:
    match cell:
        case str() if cell:
            _write_text(page, row, column, cell, styles.quoted if runs_as_formula(cell) else styles.text)
        case date():
            page.write_datetime(row, column, cell, styles.date)
        case time():
            page.write_datetime(row, column, cell, styles.time)
        case _:
            page.write_blank(row, column, None, blank)


def _write_text(page: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    text = _NOT_IN_XML.sub("", text)
    page.write_string(row, column, text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…", style)


def _sheet_names(names: Iterable[str]) -> Iterator[str]:
    """Yield a name that Excel takes for each sheet: short, without its own signs, and no two alike."""
    used = set(_RESERVED_SHEET_NAMES)
    for name in names:
        plain = " ".join(_NOT_IN_SHEET_NAMES.sub(" ", _NOT_IN_XML.sub("", name)).split()).strip("' ") or "Sheet"
        chosen, number = plain[:LONGEST_SHEET_NAME].strip("' "), 1
        while chosen.casefold() in used:
            number += 1
            ending = f" {number}"
            chosen = plain[: LONGEST_SHEET_NAME - len(ending)].strip("' ") + ending
        used.add(chosen.casefold())
        yield chosen
