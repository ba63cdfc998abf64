"""Tables as CSV text that no spreadsheet runs as a formula.

RFC 4180: lines end in CR LF; a cell with a comma, a quotation mark or a line end is quoted. UTF-8 without a byte
order mark.

A spreadsheet runs a cell that starts with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return as a formula
(OWASP, "CSV Injection", https://owasp.org/www-community/attacks/CSV_Injection). Such a cell gets an apostrophe in
front, and so does a cell that has only apostrophes before such a character. A reader that removes exactly one
apostrophe from ``'…=`` gets the original cell back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

_RUNS_AS_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def table_text(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table as CSV text, every cell neutralized."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, dialect="excel", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([neutralize_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def row_text(cells: Iterable[str]) -> str:
    """Return one row as CSV text, every cell neutralized: for tables that are written row by row."""
    text = io.StringIO(newline="")
    csv.writer(text, dialect="excel", lineterminator="\r\n").writerow(map(neutralize_cell, cells))
    return text.getvalue()


def neutralize_cell(cell: str) -> str:
    """Return the cell, changed so that no spreadsheet runs it as a formula."""
    return f"'{cell}" if runs_as_formula(cell) else cell


def runs_as_formula(cell: str) -> bool:
    """Return whether a spreadsheet would run the cell as a formula if it were typed."""
    return _RUNS_AS_FORMULA.match(cell) is not None
