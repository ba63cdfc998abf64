"""The rows of a text table that is too large to be read at once, such as the schools of the whole country.

One line is held at a time. What :mod:`.table` accepts of small tables holds here too, with two differences: a
workbook is refused, because its rows cannot be read one by one, and a file with bare CR line ends is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import FileKind, opened_file
from drillplanner.files.tables.file_kinds import file_kind
from drillplanner.files.tables.heading_row import heading_place
from drillplanner.files.tables.text_rows import UTF16_MARKS, records_of_lines, separator_of

#: The largest table that is read row by row: the directory of all 100,000 schools has 40 MB.
LARGE_TABLE = FileKind(200_000_000, "Keep the rows of one state, and give that file.")
_HEAD = 65_536
#: Rows from the top among which the headings are.
_FIRST_ROWS = 25
_LONGEST_LINE = 1_000_000


@dataclass
class StreamedTable:
    """A table that is read as its ``rows`` are taken: each with its line and its trimmed cells.

    ``header`` are the headings as written, in ``header_line``. ``notes`` are sentences on how the text was read;
    they are complete only when all rows are taken.
    """

    file: str
    header_line: int
    header: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]
    notes: list[str] = field(default_factory=list)


@contextmanager
def streamed_table(path: Path, headings: Collection[str]) -> Iterator[StreamedTable]:
    """Open a table for the ``with`` block; ``headings`` are headings that such a table may have, normalized.

    Raises InputError, also while rows are taken: the file is no text, a line is too long, or it is empty.
    """
    name = str(path)
    with opened_file(path, LARGE_TABLE) as stream:
        head = stream.read(_HEAD)
        _refuse_other_files(head, name)
        stream.seek(0)
        notes: list[str] = []
        rows = _rows(stream, name, separator_of(_whole_lines(head)), notes)
        first = [row for _, row in zip(range(_FIRST_ROWS), rows, strict=False)]
        if not first:
            raise InputError(Problem(name, None, "the table is empty", allowed="a header line and rows below it"))
        place = heading_place(first, headings)
        header_line, header = first[place]
        yield StreamedTable(name, header_line, tuple(header), _joined(first[place + 1 :], rows), notes)


def _refuse_other_files(head: bytes, name: str) -> None:
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise InputError(
            Problem(
                name,
                None,
                "this is an archive or a workbook",
                allowed="the table as CSV",
                maybe="Unpack it, or open it in a spreadsheet and save it as CSV in UTF-8.",
            )
        )
    file_kind(head, name)
    if head.startswith(UTF16_MARKS) or b"\0" in head:
        raise InputError(
            Problem(name, None, "this is not text in UTF-8", allowed="the table saved as CSV in UTF-8")
        )


def _whole_lines(head: bytes) -> str:
    """Return the lines of the head that are whole, as text, by which the separator is told."""
    whole = head.rpartition(b"\n")[0] if len(head) == _HEAD else head
    return whole.decode("utf-8-sig", "replace")


def _joined(
    first: list[tuple[int, list[str]]], rest: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    yield from first
    yield from rest


def _rows(stream: BinaryIO, name: str, separator: str, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
    # Not strict: the directories have quotation marks in the middle of unquoted cells.
    return records_of_lines(
        _lines(stream, name, notes), separator, lambda line, _: _cell_without_end(name, line), strict=False
    )


def _cell_without_end(name: str, line: int) -> Problem:
    hint = "Maybe a quotation mark opens here and is never closed."
    return Problem(name, line, "a cell that starts here is too long", maybe=hint)


def _lines(stream: BinaryIO, name: str, notes: list[str]) -> Iterator[str]:
    number = 0
    while raw := stream.readline(_LONGEST_LINE):
        number += 1
        if len(raw) == _LONGEST_LINE:
            raise InputError(Problem(name, number, "this line is too long", allowed="a table with a line a row"))
        if b"\0" in raw:
            raise InputError(Problem(name, number, "the file holds a NUL byte, so it is not a table of text"))
        try:
            yield raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            if not notes:
                notes.append(
                    f"{name} is not UTF-8 (line {number}); such lines were read as Windows-1252. "
                    "Check names with accents."
                )
            yield raw.decode("cp1252", "replace")
