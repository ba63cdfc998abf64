"""Cells of one column change; every other byte of the table stays as the spreadsheet saved it."""

from __future__ import annotations

import codecs
import csv
import io
from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from drillplanner.files.tables.table import read_table
from drillplanner.files.tables.table_edit import with_cells


def test_a_cell_changes_and_nothing_else() -> None:
    raw = b'campus_id,name,buses\r\noak,"Oak, the ""old"" one",\r\n\r\nelm, Elm ,no\r\n'
    assert with_cells(raw, "campuses.csv", "buses", {2: "yes"}) == (
        b'campus_id,name,buses\r\noak,"Oak, the ""old"" one",yes\r\n\r\nelm, Elm ,no\r\n'
    )


def test_a_new_column_is_added_at_the_right() -> None:
    raw = b"campus_id,name\noak,Oak\nelm,Elm"
    assert with_cells(raw, "t.csv", "child_care", {3: "no"}) == b"campus_id,name,child_care\noak,Oak,\nelm,Elm,no"


def test_empty_columns_at_the_right_are_used_first() -> None:
    raw = b"campus_id,name,,\noak,Oak,,\n"
    assert with_cells(raw, "t.csv", "buses", {2: "yes"}) == b"campus_id,name,buses,\noak,Oak,yes,\n"


def test_a_heading_is_found_as_it_is_written() -> None:
    raw = b"Campus ID,Has AED\noak,\n"
    assert with_cells(raw, "t.csv", "has_aed", {2: "yes"}) == b"Campus ID,Has AED\noak,yes\n"


@pytest.mark.parametrize(
    ("mark", "encoding", "separator"),
    [
        (codecs.BOM_UTF8, "utf-8", ","),
        (codecs.BOM_UTF16_LE, "utf-16-le", "\t"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "\t"),
        (b"", "cp1252", ","),
    ],
)
def test_the_encoding_stays(mark: bytes, encoding: str, separator: str) -> None:
    def table(cell: str) -> bytes:
        text = f"campus_id|name|buses\r\noak|Peña School|{cell}\r\n".replace("|", separator)
        return mark + text.encode(encoding)

    assert with_cells(table(""), "t.csv", "buses", {2: "yes"}) == table("yes")


CELLS = st.text(st.sampled_from('ab", ;\n\r\té'), max_size=5)


@given(
    rows=st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=5),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    column=st.sampled_from(["one", "two", "three"]),
    data=st.data(),
)
def test_just_the_cell_changes_in_any_table(
    rows: list[list[str]], end: str, quoting: Literal[0, 1], column: str, data: st.DataObject
) -> None:
    written = io.StringIO()
    table = csv.writer(written, lineterminator=end, quoting=quoting)
    table.writerow(["id", "one", "two"])
    table.writerows([f"r{number}", *row] for number, row in enumerate(rows))
    raw = written.getvalue().encode()
    before = read_table(raw, "t.csv", "table")
    # A carriage return that the writer does not quote ends the line.
    assume(len(before.rows) == len(rows) and not before.problems)
    row = data.draw(st.sampled_from(before.rows))
    after = read_table(with_cells(raw, "t.csv", column, {row.line: "yes"}), "t.csv", "table")
    for old, new in zip(before.rows, after.rows, strict=True):
        assert new.get(column) == ("yes" if old is row else old.get(column))
        assert {name: new.get(name) for name in before.columns if name != column} == {
            name: old.get(name) for name in before.columns if name != column
        }
