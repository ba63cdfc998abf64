"""The cases of the corpus, and each saved as the file that a district would give."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from pydantic import BaseModel, ConfigDict, Field

from drillplanner.files.yaml_document import parse_as, read_document

Cell = str | float | date | time | None
_SEPARATORS = {";": ";", "-tab": "\t", "-bar": "|"}
_ENCODINGS = {"16": "utf-16", "1252": "cp1252"}


class Case(BaseModel):
    """A table, how it is saved, and what must be read from it."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    name: str
    saved: str
    aside: bool = False
    wanted: tuple[str, ...]
    asks: int = Field(default=0, description="Rows that must be asked about or left out with a reason.")
    rows: tuple[tuple[str | None, ...], ...] = ()
    sheets: dict[str, tuple[tuple[str | None, ...], ...]] = Field(default_factory=dict)
    merged: tuple[str, ...] = ()
    formats: dict[str, str] = Field(default_factory=dict)
    ids: tuple[str, ...] = ()

    @property
    def file_name(self) -> str:
        """Return the name of the file; with a mark where all sheets are meant."""
        ending = next((kind for kind in ("xlsx", "ods") if self.saved.startswith(kind)), "csv")
        return f"table.{ending}{'#*' if self.saved.endswith('*') else ''}"


def cases(kind: str) -> tuple[Case, ...]:
    """Return the cases of one kind of table."""
    name = f"{kind}.yaml"
    return parse_as(tuple[Case, ...], read_document(Path(__file__).with_name(name), name))


def saved(case: Case) -> bytes:
    """Return the bytes of the file."""
    sheets = {name: [[_value(cell) for cell in row] for row in rows] for name, rows in case.sheets.items()}
    sheets = sheets or {"Sheet1": [[_value(cell) for cell in row] for row in case.rows]}
    if case.saved.startswith("xlsx"):
        return _xlsx(sheets, case)
    return _ods(sheets) if case.saved == "ods" else _text(next(iter(sheets.values())), case.saved)


def _value(cell: str | None) -> Cell:
    if cell is None or not cell.startswith("="):
        return cell
    kind, text = cell[1], cell[2:]
    if kind == "n":
        return float(text)
    return date.fromisoformat(text) if kind == "d" else time.fromisoformat(text)


def _xlsx(sheets: dict[str, list[list[Cell]]], case: Case) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for area in case.merged:
            sheet.merge_cells(area)
        for column, number_format in case.formats.items():
            for cell in sheet[column]:
                cell.number_format = number_format
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _text(rows: Iterable[Sequence[Cell]], kind: str) -> bytes:
    options = kind.removeprefix("csv")
    encoding = next((name for mark, name in _ENCODINGS.items() if mark in options), "utf-8")
    separator = next((mark for name, mark in _SEPARATORS.items() if name in options), ",")
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def _ods(sheets: dict[str, list[list[Cell]]]) -> bytes:
    return ods_of_rows({name: "".join(map(_ods_row, rows)) for name, rows in sheets.items()})


def ods_of_rows(rows_by_sheet: Mapping[str, str]) -> bytes:
    """Return an OpenDocument workbook with these rows, written as its XML, on each sheet."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    body = "".join(
        f'<table:table table:name="{escape(name)}">{rows}</table:table>' for name, rows in rows_by_sheet.items()
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content xmlns:office="{office}:office:1.0" '
            f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0" '
            'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
            f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>",
        )
    return stream.getvalue()


def _ods_row(row: Sequence[Cell]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(value: Cell) -> str:
    if value is None:
        return "<table:table-cell/>"
    kinds = {
        float: f'office:value-type="float" office:value="{value}"',
        date: f'office:value-type="date" office:date-value="{value}"',
        time: f'office:value-type="time" office:time-value="PT{value:%HH%MM00S}"' if type(value) is time else "",
        str: 'office:value-type="string"',
    }
    return f"<table:table-cell {kinds[type(value)]}><text:p>{escape(str(value))}</text:p></table:table-cell>"
