"""The rows of a table in a text file: its encoding, its separator, and its records with their lines."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.harmless_text import cleaned
from drillplanner.files.tables.heading_row import normalized_heading

#: The separators that are tried, the usual one first.
SEPARATORS = (",", ";", "\t", "|")
#: What a browser puts between the cells of a table that is copied.
PASTED = "\t"
#: What divides the names in a cell that is a list.
LIST_MARK = ", "
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BAR = "|"
_LINE_END = re.compile(rb"\r\n|\r|\n")
#: Records by which the separator is told.
_SAMPLE = 200
_SAMPLE_BYTES = 4_000
#: The share of NUL bytes on one side of each pair by which UTF-16 without a mark is known.
_MOSTLY = 0.4


def separator_of(text: str) -> str:
    """Return the separator of a table: the one that cuts its records into the most even rows.

    A comma counts first, so a list joined by semicolons in a cell is no separator.
    """
    best, best_share = SEPARATORS[0], 0.0
    for separator in SEPARATORS:
        share = _evenness(text, separator)
        if share > best_share:
            best, best_share = separator, share
    return best


def _evenness(text: str, separator: str) -> float:
    """Return the share of records that have the most usual number of cells, if that is more than one."""
    widths: list[tuple[int, int]] = []
    with suppress(csv.Error):
        for cells in csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator):
            if any(cell.strip() for cell in cells):
                widths.append((len(cells), separator.join(cells).count(SEPARATORS[0]) + 1))
            if len(widths) >= _SAMPLE:
                break
    several = Counter(width for width, _ in widths if width > 1)
    if not several:
        return 0.0
    usual, count = max(several.items(), key=lambda item: (item[1], item[0]))
    by_comma = next(commas for width, commas in widths if width == usual)
    # "a,b;c,d" is a row of a table with commas, in which a cell has a list.
    return count / len(widths) if separator == SEPARATORS[0] or usual > by_comma else 0.0


def encoding_of(raw: bytes) -> tuple[bytes, str | None]:
    """Return the byte-order mark of a text (empty without one), and UTF-16 or None, which means any other."""
    for mark, encoding in zip(UTF16_MARKS, ("utf-16-le", "utf-16-be"), strict=True):
        if raw.startswith(mark):
            return mark, encoding
    sample = raw[:_SAMPLE_BYTES]
    low, high = sample[1::2].count(0), sample[::2].count(0)
    if len(raw) % 2 == 0 and max(low, high) > _MOSTLY * len(sample) / 2 and min(low, high) == 0:
        return b"", "utf-16-le" if low else "utf-16-be"
    return codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b"", None


def decoded(raw: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file, and a sentence if its encoding is not certain.

    Raises InputError: the bytes are no text.
    """
    mark, encoding = encoding_of(raw)
    if encoding is not None:
        with suppress(UnicodeDecodeError):  # reported below, by its NUL bytes
            return raw[len(mark) :].decode(encoding), ()
    if b"\0" in raw:
        line = _line_at(raw, raw.index(b"\0"))
        raise InputError(
            Problem(
                name,
                line,
                "the file holds a NUL byte, so it is not a table of text",
                maybe="Open it in a spreadsheet and save it as .xlsx or as CSV in UTF-8.",
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


def records(text: str, name: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Return each record that is not blank, with the line on which it starts and its cells trimmed."""
    # newline="" keeps line ends inside quoted cells, and splits lines at LF, CRLF, and bare CR alike.
    lines = io.StringIO(text, newline="")
    return records_of_lines(
        lines, separator, lambda line, error: _unreadable(name, line, text, error), strict=True
    )


def records_of_lines(
    lines: Iterable[str], separator: str, unreadable: Callable[[int, csv.Error], Problem], *, strict: bool
) -> Iterator[tuple[int, list[str]]]:
    """Yield each record of these lines that is not blank, with the line on which it starts and its cells trimmed.

    ``strict`` refuses quotation marks in the middle of unquoted cells.

    Raises InputError: a record cannot be cut; ``unreadable`` says why, from its first line and the error.
    """
    reader = csv.reader(lines, strict=strict, delimiter=separator)
    while True:
        line = reader.line_num + 1
        try:
            cells = [cleaned(cell).strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError(unreadable(line, error)) from error
        if any(cells):
            yield line, cells


def with_continued_cells(
    rows: Iterable[tuple[int, list[str]]], lists: Collection[str]
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a pasted table, with lines that go on in a last cell that seemed empty as a list in it.

    A cell of several lines, such as the names of three schools, is copied from a page as an empty cell and a line
    for each. ``lists`` are the headings of columns with such cells: below any other, a line such as "No School" is
    an entry that lost its date. A line with a digit may be a date, and therefore an entry of its own. Both stay
    rows of one cell.
    """
    row: tuple[int, list[str]] | None = None
    parts: list[str] = []
    is_list = False
    for line, cells in rows:
        goes_on = row is not None and len(cells) == 1 and not any(mark.isdigit() for mark in cells[0])
        if goes_on:
            parts.append(cells[0])
            continue
        if row is not None:
            yield row[0], [*row[1][:-1], LIST_MARK.join(parts)]
        row, parts = None, []
        is_list = is_list or (bool(cells) and normalized_heading(cells[-1]) in lists)
        if is_list and len(cells) > 1 and any(cells) and not cells[-1]:
            row = line, cells
        else:
            yield line, cells
    if row is not None:
        yield row[0], [*row[1][:-1], LIST_MARK.join(parts)]


def uncut_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each line that is not blank, as one cell and without the quotation marks around it.

    A row of a table that was copied with bars around its cells ("| Sept. 7 | Labor Day |") is a line too; a rule
    below its headings ("|---|---|") is none.
    """
    for number, line in enumerate(io.StringIO(text, newline=None), start=1):
        cell = cleaned(line).strip()
        if _BAR in (cell[:1], cell[-1:]):
            cells = (part.strip() for part in cell.split(_BAR))
            cell = " \u2013 ".join(part for part in cells if any(mark.isalnum() for mark in part))
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
