"""CSV tables whose rows know their lines.

Accepts what spreadsheets and open-data sites write: UTF-8 with or without a byte-order mark, UTF-16 with one,
Windows-1252 (with a stated assumption), LF, CRLF, and bare CR line ends, quoted cells as in RFC 4180, empty lines,
and empty columns at the right. Everything else is a Problem.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import maybe_meant
from drillplanner.files.yaml_document import MAXIMUM_BYTES

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LINE_END = re.compile(rb"\r\n|\r|\n")
#: Separators that some spreadsheets write instead of a comma.
_OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


@dataclass(frozen=True)
class TableRow:
    """One row: its line (from 1; the header is usually line 1) and its trimmed cells by column."""

    line: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """Return the cell in that column; empty if the table has no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Table:
    """A table: ``columns`` as normalized headings (:func:`normalized_heading`), ``titles`` as written in the file.

    ``problems`` are rows that could not be split into cells; they are not among ``rows``.
    """

    file: str
    header_line: int
    columns: tuple[str, ...]
    titles: Mapping[str, str]
    rows: tuple[TableRow, ...]
    problems: tuple[Problem, ...] = ()
    assumptions: tuple[str, ...] = ()

    def problem(
        self, row: TableRow, message: str, value: str | None, allowed: str | None = None, maybe: str | None = None
    ) -> Problem:
        """Return a Problem at that row."""
        return Problem(self.file, row.line, message, value, allowed, maybe)

    def missing_columns(self, required: Iterable[str]) -> tuple[Problem, ...]:
        """Return a Problem for each required column that the header lacks."""
        wanted = tuple(required)
        unknown = [self.titles[column] for column in self.columns if column not in wanted]
        return tuple(
            Problem(
                self.file,
                self.header_line,
                f"the column '{column}' is missing",
                ",".join(self.titles.values()),
                f"a header with {', '.join(wanted)}",
                self._separator_hint() or maybe_meant(column, unknown),
            )
            for column in wanted
            if column not in self.columns
        )

    def _separator_hint(self) -> str | None:
        if len(self.columns) != 1:
            return None
        title = next(iter(self.titles.values()))
        return next(
            (
                f"Maybe the cells are divided by {word}; save the table with commas."
                for mark, word in _OTHER_SEPARATORS.items()
                if mark in title
            ),
            None,
        )


def normalized_heading(title: str) -> str:
    """Return a heading in the spelling in which headings are compared: "School ID " becomes "school_id"."""
    return re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_") or title.strip()


def read_table(
    raw: bytes,
    name: str,
    what: str,
    *,
    may_be_empty: bool = False,
    at_most: int = MAXIMUM_BYTES,
    whole_lines: bool = False,
) -> Table:
    """Return the table in ``raw``; ``name`` is the file in messages and ``what`` the thing ("campus list").

    ``may_be_empty`` accepts a header without rows; ``at_most`` is the largest size in bytes; ``whole_lines`` takes
    each line as one cell, with its commas, as in text that somebody pasted.

    Raises InputError: the bytes are no table (too large, not text, NUL bytes, empty, a header with unnamed or
    duplicate columns, or a quotation mark that is never closed).
    """
    if len(raw) > at_most:
        raise InputError(
            Problem(name, None, f"the file is too large: {len(raw)} bytes", None, f"at most {at_most} bytes")
        )
    text, assumptions = _decode(raw, name)
    # "Unicode text" of spreadsheets is UTF-16 with tabs.
    is_tabbed = raw.startswith(_UTF16) and "\t" in text.partition("\n")[0]
    records = list(_lines(text) if whole_lines else _records(text, name, "\t" if is_tabbed else ","))
    if not records:
        raise InputError(
            Problem(name, None, f"the {what} is empty", allowed="a header line and one line for each row")
        )
    (header_line, header), body = records[0], records[1:]
    titles = _titles(header, header_line, name)
    rows: list[TableRow] = []
    problems: list[Problem] = []
    for line, cells in body:
        beyond = cells[len(titles) :]
        if len(cells) < len(titles) or any(beyond):
            problems.append(_wrong_width(name, line, cells, len(titles)))
        else:
            rows.append(TableRow(line, dict(zip(titles, cells, strict=False))))
    if not rows and not problems and not may_be_empty:
        shown = ",".join(header)
        raise InputError(
            Problem(name, header_line, f"the {what} is empty", shown, "at least one row below the header")
        )
    return Table(name, header_line, tuple(titles), titles, tuple(rows), tuple(problems), assumptions)


def _decode(raw: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    if raw.startswith(_UTF16):
        with suppress(UnicodeDecodeError):  # reported below, by its NUL bytes
            return raw.decode("utf-16"), ()
    if b"\0" in raw:
        line = _line_at(raw, raw.index(b"\0"))
        raise InputError(
            Problem(
                name,
                line,
                "the file holds a NUL byte, so it is not a table of text",
                maybe="Maybe it was saved as Unicode (UTF-16) text or as a workbook; save it as CSV in UTF-8.",
            )
        )
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = _line_at(raw, error.start)
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError as error:
        raise InputError(
            Problem(
                name,
                _line_at(raw, error.start),
                "the file is neither UTF-8 nor Windows-1252 text",
                f"the byte {raw[error.start]:#04x}",
                "a table saved as CSV in UTF-8",
            )
        ) from error
    return text, (
        f"{name} is not UTF-8 (line {line}); it was read as Windows-1252, as older spreadsheets write. "
        "Check names with accents.",
    )


def _line_at(raw: bytes, position: int) -> int:
    return len(_LINE_END.findall(raw, 0, position)) + 1


def _records(text: str, name: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that is not blank, with the line on which it starts and its cells trimmed."""
    # newline="" keeps line ends inside quoted cells, and splits lines at LF, CRLF, and bare CR alike.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError(_unreadable(name, line, text, error)) from error
        if any(cells):
            yield line, cells


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each line that is not blank, as one cell and without the quotation marks around it."""
    for number, line in enumerate(io.StringIO(text, newline=None), start=1):
        cell = line.strip()
        if len(cell) > 1 and cell[0] == cell[-1] == '"':
            cell = cell[1:-1].strip()
        if cell:
            yield number, [cell]


def _unreadable(name: str, line: int, text: str, error: csv.Error) -> Problem:
    lines = io.StringIO(text, newline="").readlines()
    value = lines[line - 1].strip() if line <= len(lines) else None
    if "unexpected end of data" in str(error):
        message = "a quotation mark opens here and is never closed"
    elif "field larger than" in str(error):
        message = "a cell that starts here is too long"
    else:
        message = "the quotation marks of this row do not pair"
    return Problem(
        name,
        line,
        message,
        value,
        'cells such as: a,"b, with a comma","c with ""quotes"""',
        "Maybe a quotation mark inside a cell is not doubled.",
    )


def _titles(header: list[str], line: int, name: str) -> dict[str, str]:
    """Return the headings as written by their normalized spelling, in the order of the columns."""
    last = max(position for position, title in enumerate(header) if title)
    titles: dict[str, str] = {}
    problems: list[Problem] = []
    shown = ",".join(header)
    for number, title in enumerate(header[: last + 1], start=1):
        column = normalized_heading(title)
        if not title:
            problems.append(Problem(name, line, f"column {number} has no name", shown, "a name for each column"))
        elif column in titles:
            problems.append(
                Problem(
                    name,
                    line,
                    "two columns have one name",
                    title,
                    "each column once",
                    _duplicate_hint(titles[column], title),
                )
            )
        titles[column] = title
    if problems:
        raise InputError(problems)
    return titles


def _duplicate_hint(first: str, second: str) -> str | None:
    return None if first == second else f"Maybe rename one: '{first}' and '{second}' count as the same name."


def _wrong_width(name: str, line: int, cells: list[str], expected: int) -> Problem:
    return Problem(
        name,
        line,
        f"this row has {len(cells)} cells, the header has {expected}",
        ",".join(cells),
        f"{expected} cells, empty ones included",
        "Maybe a cell with a comma needs quotation marks around it.",
    )
