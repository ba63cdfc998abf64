"""Pages as browsers read them: ends of cells that are left out, tables inside tables, and wide and tall cells."""

from __future__ import annotations

import pytest

from drillplanner.files.documents.word_document import html_rows

ROWS = [["Sept 1", "Labor Day"], ["Nov 26", "Thanksgiving"]]


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>Sept 1</td><td>Labor Day</td></tr><tr><td>Nov 26</td><td>Thanksgiving</td></tr></table>",
        "<table><tr><td>Sept 1<td>Labor Day<tr><td>Nov 26<td>Thanksgiving</table>",
        "<table><tbody><tr><td>Sept 1<td>Labor Day</tr><tr><td>Nov 26</td><td>Thanksgiving",
        "<html><head><title>2025-26</title><body><table><td>Sept 1<td>Labor Day<tr><td>Nov 26<td>Thanksgiving",
    ],
)
def test_ends_of_cells_rows_and_of_the_head_may_be_left_out(page: str) -> None:
    assert html_rows(page) == ROWS
    assert html_rows(f"{page}</table><p>after") == [*ROWS, ["after"]]


def test_a_table_inside_a_cell_loses_nothing_around_it() -> None:
    inner = "<table><tr><td>Sept 1</td><td>Labor Day</td></tr></table>"
    page = f"<p>before<table><tr><td>left</td><td>August{inner}below</td><td>right</td></tr></table>after"
    assert html_rows(page) == [
        ["before"],
        ["left", "August"],
        ["Sept 1", "Labor Day"],
        ["below", "right"],
        ["after"],
    ]


def test_a_cell_below_a_wide_one_keeps_its_column() -> None:
    page = (
        "<table><tr><td colspan=2>A</td><td rowspan=3>B</td></tr><tr><td>C</td><td>D</td></tr>"
        "<tr><td>E</td><td>F</td></tr></table>"
    )
    assert html_rows(page) == [["A", "B"], ["C", "D", ""], ["E", "F", ""]]


@pytest.mark.parametrize("number", ["0", "-1", "two", "", "9" * 50, "\u00b2"])
def test_a_number_of_rows_that_is_none_counts_as_one(number: str) -> None:
    page = f"<table><tr><td rowspan='{number}' colspan='{number}'>A</td><td>B</td></tr><tr><td>C</td></tr></table>"
    assert html_rows(page) == [["A", "B"], ["C"]]
