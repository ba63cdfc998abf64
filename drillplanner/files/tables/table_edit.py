"""Change cells of one column of a CSV table and leave every other byte as it is.

Encoding, line ends, quotation marks, blank lines, and separators stay as the spreadsheet saved them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.tables.file_kinds import TableKind, file_kind
from drillplanner.files.tables.heading_row import normalized_heading
from drillplanner.files.tables.table import read_table
from drillplanner.files.tables.text_rows import encoding_of, separator_of

_LINE_END = re.compile(r"\r\n|\r|\n")
_NEEDS_QUOTES = ',;\t"\r\n'


@dataclass
class _Record:
    """A record as it is written: its line (from 1), its raw cells with their quotation marks, and its line end."""

    line: int
    cells: list[str] = field(default_factory=list)
    end: str = ""

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip().strip('"').strip() for cell in self.cells)


def with_cells(raw: bytes, name: str, column: str, by_line: Mapping[int, str]) -> bytes:
    """Return the table with new cells in a column, by the line of their row; a new column is added at the right.

    Raises InputError: the table cannot be read, or it is written so that a person must edit it.
    """
    before = read_table(raw, name, "table")
    if file_kind(raw, name) is not TableKind.TEXT:
        message, allowed = "this is a workbook, which only a spreadsheet can change", "the change made there"
        raise InputError(Problem(before.file, None, message, None, allowed))
    mark, text, encoding = _decoded(raw)
    separator = separator_of(text)
    records = list(_records(text, separator))
    title = normalized_heading(column)
    place = before.columns.index(title) if title in before.columns else len(before.columns)
    for record in records:
        if record.is_blank or record.line < before.header_line:
            continue
        record.cells += [""] * (place + 1 - len(record.cells))
        if record.line in by_line:
            record.cells[place] = _quoted(by_line[record.line])
        elif record.line == before.header_line and title not in before.columns:
            record.cells[place] = column
    written = "".join(separator.join(record.cells) + record.end for record in records)
    changed = mark + written.encode(encoding)
    _check(changed, before.file, title, by_line, raw)
    return changed


def _decoded(raw: bytes) -> tuple[bytes, str, str]:
    """Return the byte-order mark, the text, and the encoding of a table that can be read."""
    mark, encoding = encoding_of(raw)
    if encoding is not None:
        return mark, raw[len(mark) :].decode(encoding), encoding
    try:
        return mark, raw[len(mark) :].decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return b"", raw.decode("cp1252"), "cp1252"


def _records(text: str, separator: str) -> Iterator[_Record]:
    """Yield each record as it is written, blank ones included."""
    cell = re.compile(rf'"(?:[^"]|"")*"|[^{separator}\r\n]*')
    line, position, record = 1, 0, _Record(1)
    while position < len(text):
        found = cell.match(text, position)
        written = found[0] if found else ""
        record.cells.append(written)
        line += len(_LINE_END.findall(written))
        position += len(written)
        end = _LINE_END.match(text, position)
        if end:
            record.end = end[0]
            yield record
            line += 1
            record = _Record(line)
        position += len(end[0]) if end else 1
        if not end and position == len(text):
            record.cells.append("")
    if record.cells:
        yield record


def _quoted(cell: str) -> str:
    if not any(mark in cell for mark in _NEEDS_QUOTES):
        return cell
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


def _check(changed: bytes, name: str, column: str, by_line: Mapping[int, str], raw: bytes) -> None:
    """Raise InputError unless just these cells differ."""
    old, new = read_table(raw, name, "table"), read_table(changed, name, "table")
    expected = [{**row.cells, column: by_line.get(row.line, row.get(column))} for row in old.rows]
    if [dict(row.cells) for row in new.rows] != expected or len(new.problems) != len(old.problems):
        message = "this table is written so that it must be changed by hand"
        raise InputError(Problem(name, None, message, allowed="the change made in a spreadsheet or text editor"))
