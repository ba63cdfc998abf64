"""What a workbook says about its cells beside values: errors, leading zeros, merged rows, and how far they reach.

The reader of workbooks leaves these out. It also holds every cell up to the last one in memory, so a single
stray cell far below the table must be known before it starts.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from drillplanner.files.tables.file_kinds import TableKind

_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CELL_NAME = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ZEROS = re.compile(r"0{2,}")
_XLSX_CELL = re.compile(
    r"<(?:\w+:)?(row|c)(\s[^>]*?)?(/?)>"
    # Before the value there may be a formula.
    r"(?:(?:<(?:\w+:)?f\b[^<]*(?:</(?:\w+:)?f>|/>))?<(?:\w+:)?v>([^<]*))?"
)
_ODS_TOKEN = re.compile(
    r"<table:(covered-table-cell|table-cell|table-row|table)\b([^>]*?)(/?)>(?:\s*<text:p[^>]*>([^<]*)</text:p>)?"
)

Place = tuple[int, int]


@dataclass
class SheetMarks:
    """The marks of one sheet; places are row and column from 0.

    ``rows`` and ``columns`` count up to the last cell with a value. ``errors`` are cells whose formula failed,
    ``shown`` numbers that the sheet shows with leading zeros, ``spans`` the number of rows of a merged cell.
    """

    rows: int = 0
    columns: int = 0
    errors: dict[Place, str] = field(default_factory=dict)
    shown: dict[Place, str] = field(default_factory=dict)
    spans: dict[Place, int] = field(default_factory=dict)

    def reach(self, row: int, column: int) -> None:
        """Count a cell with a value."""
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)


def sheet_marks(raw: bytes, kind: TableKind) -> dict[str, SheetMarks]:
    """Return the marks of each sheet by its name; none for old Excel workbooks, which cannot reach far."""
    if kind is TableKind.XLS:
        return {}
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return dict(_ods_marks(archive) if kind is TableKind.ODS else _xlsx_marks(archive))


def _text(archive: zipfile.ZipFile, name: str) -> str:
    return archive.read(name).decode("utf-8", "replace") if name in archive.namelist() else ""


def _attributes(text: str | None) -> dict[str, str]:
    return {found[1]: html.unescape(found[2] or found[3] or "") for found in _ATTRIBUTE.finditer(text or "")}


def _xlsx_marks(archive: zipfile.ZipFile) -> Iterator[tuple[str, SheetMarks]]:
    targets = {
        link["Id"]: link.get("Target", "")
        for link in _tags(_text(archive, "xl/_rels/workbook.xml.rels"), "Relationship")
        if "Id" in link
    }
    padded = _padded_styles(_text(archive, "xl/styles.xml"))
    for sheet in _tags(_text(archive, "xl/workbook.xml"), "sheet"):
        link = next((value for key, value in sheet.items() if key.endswith(":id")), "")
        target = targets.get(link, "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        yield sheet.get("name", ""), _marks_of_sheet(_text(archive, path), padded)


def _tags(text: str, name: str) -> Iterator[dict[str, str]]:
    for tag in re.finditer(rf"<(?:\w+:)?{name}\b([^>]*)>", text):
        yield _attributes(tag[1])


def _padded_styles(styles: str) -> dict[str, int]:
    """Return the number of digits of each cell style that pads numbers with zeros ("000" shows 7 as 007)."""
    digits = {
        one["numFmtId"]: len(one["formatCode"])
        for one in _tags(styles, "numFmt")
        if _ZEROS.fullmatch(one.get("formatCode", "")) and "numFmtId" in one
    }
    formats = re.search(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    used = enumerate(_tags(formats[0], "xf") if formats else ())
    return {str(number): digits[xf["numFmtId"]] for number, xf in used if xf.get("numFmtId") in digits}


def _marks_of_sheet(text: str, padded: dict[str, int]) -> SheetMarks:
    marks = SheetMarks()
    row, column = -1, -1
    for found in _XLSX_CELL.finditer(text):
        attributes = _attributes(found[2])
        if found[1] == "row":
            given = attributes.get("r", "")
            row, column = int(given) - 1 if given.isdigit() else row + 1, -1
            continue
        name = _CELL_NAME.fullmatch(attributes.get("r", ""))
        row, column = (int(name[2]) - 1, _column_number(name[1])) if name else (row, column + 1)
        if found[3]:  # a cell with a format and no value
            continue
        marks.reach(row, column)
        value = html.unescape(found[4] or "")
        if attributes.get("t") == "e":
            marks.errors[row, column] = value or "an error"
        elif attributes.get("s") in padded and value.isdigit():
            marks.shown[row, column] = value.zfill(padded[attributes["s"]])
    return marks


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _ods_marks(archive: zipfile.ZipFile) -> Iterator[tuple[str, SheetMarks]]:
    marks, row, column, row_repeat, next_row = SheetMarks(), 0, 0, 1, 0
    for found in _ODS_TOKEN.finditer(_text(archive, "content.xml")):
        tag, attributes = found[1], _attributes(found[2])
        if tag == "table":
            marks, next_row = SheetMarks(), 0
            yield attributes.get("table:name", ""), marks
            continue
        if tag == "table-row":
            row, column = next_row, 0
            row_repeat = _number(attributes, "table:number-rows-repeated")
            next_row = row + row_repeat
            continue
        repeat = _number(attributes, "table:number-columns-repeated")
        kind = attributes.get("office:value-type")
        if kind is not None and not found[3]:
            marks.reach(row + row_repeat - 1, column + repeat - 1)
            shown = html.unescape(found[4] or "")
            if attributes.get("calcext:value-type") == "error":
                marks.errors[row, column] = shown or "an error"
            elif kind == "float" and _ZEROS.match(shown + "0") and shown.isdigit() and len(shown) > 1:
                marks.shown[row, column] = shown
            if (spanned := _number(attributes, "table:number-rows-spanned")) > 1:
                marks.spans[row, column] = spanned
        column += repeat


def _number(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return int(text) if text.isdigit() and len(text) < 9 else 1
