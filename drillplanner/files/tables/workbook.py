"""The sheets of a workbook (.xlsx, .ods, .xls) as rows of text, written as a person would have written them.

python-calamine reads all three formats. Dates become 2026-09-14, times 08:30, whole numbers lose their decimals,
and a cell that spans several rows stands in each of them. Errors of formulas count as empty, and are reported.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import listed
from drillplanner.files.reading.harmless_text import cleaned
from drillplanner.files.tables.file_kinds import TableKind
from drillplanner.files.tables.sheet_marks import SheetMarks, sheet_marks

#: The most cells from the first to the last one of a sheet, filled or not: memory for all of them is taken.
MOST_CELLS = 2_000_000
#: The most rows of a merged cell that are filled with its value.
_LONGEST_SPAN = 1_000
#: Times without a day are stored as a day at the beginning of the calendar, which is 1900 or 1904.
_NO_DAY_BEFORE = date(1904, 1, 3)
_EXACT = 10**15
#: Whoever types 1:30 for the afternoon gets 1:30 in the night from a spreadsheet. At these hours nobody is in a
#: school, so they are given as typed, without the zero that would make them sure.
_NIGHT = range(1, 5)


@dataclass(frozen=True)
class SheetRows:
    """One sheet: its name, and each row with a value as its number (from 1) and its cells from column A on."""

    name: str
    rows: tuple[tuple[int, list[str]], ...]
    notes: tuple[str, ...] = ()


@lru_cache(maxsize=2)
def read_sheets(raw: bytes, kind: TableKind, name: str) -> tuple[SheetRows, ...]:
    """Return the visible sheets that have values, in the order of the workbook; ``name`` is the file in messages.

    Raises InputError: the workbook is protected or damaged, or its cells are spread too far.
    """
    import python_calamine as calamine

    marks_by_sheet = sheet_marks(raw, kind)
    for sheet_name, marks in marks_by_sheet.items():
        if marks.rows * marks.columns > MOST_CELLS:
            raise InputError(_spread_too_far(name, sheet_name, marks.rows, marks.columns))
    sheets = []
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw)) as workbook:
            for about in workbook.sheets_metadata:
                if about.visible != calamine.SheetVisibleEnum.Visible:
                    continue
                if about.typ != calamine.SheetTypeEnum.WorkSheet:
                    continue
                content = workbook.get_sheet_by_name(about.name)
                marks = marks_by_sheet.get(about.name, SheetMarks())
                # The size of an .xls is known only once it is read: at most 65,536 rows of 256 columns.
                rows, columns = (place + 1 for place in content.end or (0, 0))
                if rows * columns > MOST_CELLS:
                    raise InputError(_spread_too_far(name, about.name, rows, columns))
                spans = {
                    (first_row, first_column): last_row - first_row + 1
                    for (first_row, first_column), (last_row, _) in content.merged_cell_ranges or ()
                }
                cells = content.to_python(skip_empty_area=False)
                sheets.append(_sheet(about.name, cells, marks, marks.spans | spans))
    except calamine.PasswordError as error:
        message = "this workbook is protected by a password"
        maybe = "Save it without a password."
        raise InputError(Problem(name, None, message, None, None, maybe)) from error
    except calamine.CalamineError as error:
        message, maybe = "the workbook cannot be read", "Open it in a spreadsheet and save it again as .xlsx."
        raise InputError(Problem(name, None, message, str(error), None, maybe)) from error
    return tuple(sheet for sheet in sheets if sheet.rows)


def _spread_too_far(name: str, sheet: str, rows: int, columns: int) -> Problem:
    return Problem(
        name,
        None,
        f"the cells of the sheet {sheet} are spread over {rows} rows and {columns} columns",
        None,
        f"at most {MOST_CELLS} cells from the first to the last",
        "Copy the rows that are needed into a new workbook.",
        sheet=sheet,
    )


def _sheet(
    name: str, rows: Iterable[Iterable[object]], marks: SheetMarks, spans: dict[tuple[int, int], int]
) -> SheetRows:
    texts = [[cell_text(value) for value in row] for row in rows]
    for (row, column), shown in marks.shown.items():
        if row < len(texts) and column < len(texts[row]):
            texts[row][column] = shown
    for (row, column), count in spans.items():
        for below in range(row + 1, min(row + min(count, _LONGEST_SPAN), len(texts))):
            if column < len(texts[below]) and not texts[below][column]:
                texts[below][column] = texts[row][column]
    failed = [f"{cell_name(row, column)} ({error})" for (row, column), error in sorted(marks.errors.items())]
    notes = (f"These cells hold an error of the spreadsheet and count as empty: {listed(failed, 5)}.",)
    filled = tuple((number, cells) for number, cells in enumerate(texts, start=1) if any(cells))
    return SheetRows(name, filled, notes if failed else ())


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell as spreadsheets write it; row and column count from 0."""
    return f"{column_letters(column)}{row + 1}"


def column_letters(column: int) -> str:
    """Return the letters of a column, from 0: A, B, … Z, AA."""
    letters = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        letters, column = chr(ord("A") + letter) + letters, column - 1
    return letters


def cell_text(value: object) -> str:
    """Return the value of a cell as text."""
    # A datetime is a date too, so it comes first; True and False print as they are.
    write = next((write for kind, write in _WRITERS if isinstance(value, kind)), str)
    return cleaned(write(value)).strip()


def _decimal(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)


def _clock(value: time) -> str:
    # 8:30 is a fraction of a day that no computer holds exactly: it may come as 08:29:59.9999.
    whole = datetime.combine(date.min, value) + timedelta(microseconds=500_000)
    text = f"{whole:%H:%M}" if whole.second == 0 else f"{whole:%H:%M:%S}"
    return text.lstrip("0") if whole.hour in _NIGHT else text


def _moment(value: datetime) -> str:
    whole = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    if whole.date() < _NO_DAY_BEFORE:
        return _clock(whole.time())
    day = whole.date().isoformat()
    return day if whole.time() == time(0) else f"{day} {_clock(whole.time())}"


def _length(value: timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")


_WRITERS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (float, _decimal),
    (datetime, _moment),
    (date, date.isoformat),
    (time, _clock),
    (timedelta, _length),
)
