"""Tables as CSV text: no spreadsheet runs a cell, and every cell can be read back."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from drillplanner.files.tables.csv_text import neutralize_cell, table_text

TRIGGERS = ("=", "+", "-", "@", "\t", "\r")


@given(st.text())
def test_no_cell_runs_as_a_formula_and_its_text_can_be_recovered(cell: str) -> None:
    safe = neutralize_cell(cell)
    assert not safe.startswith(TRIGGERS)
    assert safe == (f"'{cell}" if cell.lstrip("'").startswith(TRIGGERS) else cell)


@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\0")), min_size=2, max_size=2)))
def test_the_csv_module_reads_every_cell_back(rows: list[list[str]]) -> None:
    text = table_text(("a", "b"), rows)
    read = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert read == [["a", "b"], *[[neutralize_cell(cell) for cell in row] for row in rows]]
