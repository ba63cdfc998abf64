from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.tables.csv_text import row_text
from drillplanner.files.tables.streamed_rows import streamed_table
from drillplanner.files.tables.table import read_table

HEADINGS = ("id", "name")


def taken(path: Path) -> tuple[tuple[str, ...], list[tuple[int, list[str]]], list[str]]:
    with streamed_table(path, HEADINGS) as table:
        rows = list(table.rows)
        return table.header, rows, table.notes


def refused(path: Path, raw: bytes) -> Problem:
    path.write_bytes(raw)
    with pytest.raises(InputError) as caught:
        taken(path)
    return caught.value.problems[0]


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), max_size=8), min_size=2, max_size=2
        ),
        max_size=20,
    )
)
def test_a_streamed_table_has_the_rows_of_a_small_one(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]]
) -> None:
    text = row_text(HEADINGS) + "".join(map(row_text, cells))
    path = tmp_path_factory.mktemp("tables") / "a.csv"
    path.write_text(text, encoding="utf-8", newline="")
    table = read_table(text.encode(), "a.csv", "table", may_be_empty=True, headings=HEADINGS)
    _, rows, _ = taken(path)
    assert [(line, row) for line, row in rows if row != list(HEADINGS)] == [
        (row.line, [row.get("id"), row.get("name")]) for row in table.rows
    ]


def test_titles_above_quotation_marks_inside_and_old_encodings(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes('\ufeffA title\n\nid;name\n1;Pe\u00f1a\n2;A "good" school\n'.encode() + b"3;Ca\xf1on\n")
    header, rows, notes = taken(path)
    assert header == ("id", "name")
    assert rows == [(4, ["1", "Pe\u00f1a"]), (5, ["2", 'A "good" school']), (6, ["3", "Ca\u00f1on"])]
    assert "is not UTF-8 (line 6)" in notes[0]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"PK\x03\x04rest", "this is an archive or a workbook"),
        (b"%PDF-1.7", "this is a PDF, which is made for reading on paper"),
        (b"id,name\n1,\0\n", "this is not text in UTF-8"),
        (b"", "the table is empty"),
        (b"id,name\n" + b"1,x\r" * 300_000, "this line is too long"),
        (b'id,name\n1,"' + b"x\n" * 80_000, "a cell that starts here is too long"),
    ],
)
def test_what_is_no_table_ends_at_once(tmp_path: Path, raw: bytes, message: str) -> None:
    assert refused(tmp_path / "a", raw).message == message
