"""A copy of a workbook's sheet as CSV text, in which each row keeps its number.

On its own because only setting up a workspace copies tables; all other readers take a workbook as it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection

from drillplanner.files.sheet_names import split_sheet
from drillplanner.files.tables.file_kinds import TableKind, file_kind
from drillplanner.files.tables.heading_row import fits
from drillplanner.files.tables.sheet_choice import chosen_sheets
from drillplanner.files.tables.workbook import read_sheets


def as_csv(raw: bytes, name: str, what: str, headings: Collection[str]) -> bytes:
    """Return the sheet of a workbook that has such a table as CSV in UTF-8; text is returned as it is.

    ``headings`` are headings that the table may have; ``name`` is the file in messages and may name the sheet.

    Raises InputError: several sheets may be meant, or the file is neither a workbook nor text.
    """
    file, named_sheet = split_sheet(name)
    kind = file_kind(raw, file)
    if kind is TableKind.TEXT:
        return raw
    sheets, _ = chosen_sheets(
        read_sheets(raw, kind, file), file, what, named_sheet, lambda sheet: fits(sheet.rows, headings)
    )
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    lines = 0
    for sheet in sheets:
        before = lines
        for number, cells in sheet.rows:
            text.write("\n" * (before + number - lines - 1))
            # A line break in a cell would move the rows below it.
            writer.writerow([" ".join(cell.split()) for cell in cells])
            lines = before + number
    return text.getvalue().encode()
