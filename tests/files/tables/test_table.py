from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import MAXIMUM_BYTES
from drillplanner.files.reading.harmless_text import cleaned
from drillplanner.files.tables.heading_row import normalized_heading
from drillplanner.files.tables.table import Table, read_table


def table(text: str | bytes, lists: tuple[str, ...] = ()) -> Table:
    return read_table(text if isinstance(text, bytes) else text.encode(), "t.csv", "campus list", lists=lists)


def problem(raw: str | bytes) -> Problem:
    with pytest.raises(InputError) as caught:
        table(raw)
    assert len(caught.value.problems) == 1
    return caught.value.problems[0]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "bare CR"])
def test_rows_know_their_line_whatever_the_line_end(end: str) -> None:
    found = table(end.join(["School ID,name", "a, First ", "", 'b,"two', 'lines"', "c,Third", ""]))
    assert found.columns == ("school_id", "name")
    assert found.titles == {"school_id": "School ID", "name": "name"}
    assert [(row.line, row.get("school_id")) for row in found.rows] == [(2, "a"), (4, "b"), (6, "c")]
    assert found.rows[0].get("name") == "First"
    assert found.rows[1].get("name") == f"two{end}lines"
    assert found.rows[0].get("no such column") == ""


def test_a_byte_order_mark_is_not_part_of_the_first_heading() -> None:
    assert table(b"\xef\xbb\xbfid,name\na,b\n").columns == ("id", "name")


def test_windows_1252_is_read_and_reported() -> None:
    found = table("id,name\na,Peña School\n".encode("cp1252"))
    assert found.rows[0].get("name") == "Peña School"
    assert found.assumptions == (
        "t.csv is not UTF-8 (line 2); it was read as Windows-1252, as older spreadsheets write. "
        "Check names with accents.",
    )


def test_text_in_no_known_encoding_is_refused_with_its_byte() -> None:
    found = problem(b"id,name\na,b\nc,\x81\xff\n")
    assert (found.file, found.line, found.value) == ("t.csv", 3, "the byte 0x81")
    assert "neither UTF-8 nor Windows-1252" in found.message


def test_utf_16_with_its_mark_is_text() -> None:
    for text in ("id,name\r\na,Béla\r\n", "id\tname\r\na\tBéla\r\n"):
        found = table(text.encode("utf-16"))
        assert (found.columns, found.rows[0].get("name")) == (("id", "name"), "Béla")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_text(encoding: str) -> None:
    found = table("id;name\r\na;Béla\r\n".encode(encoding))
    assert (found.columns, found.rows[0].get("name")) == (("id", "name"), "Béla")


def test_nul_bytes_are_refused_with_the_likely_cause() -> None:
    found = problem(b"id,name\ra,b\rc,\0\r")
    assert (found.line, found.maybe) == (3, "Open it in a spreadsheet and save it as .xlsx or as CSV in UTF-8.")
    assert "NUL" in found.message


def test_a_file_over_the_limit_is_refused() -> None:
    found = problem(b"id,name\n" + b"a,b\n" * (MAXIMUM_BYTES // 4))
    assert f"{MAXIMUM_BYTES + 8} bytes" in found.message
    assert found.allowed == f"at most {MAXIMUM_BYTES} bytes"


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"\xef\xbb\xbf", b",,\n"])
def test_an_empty_file_is_an_empty_list(raw: bytes) -> None:
    assert problem(raw).message == "the campus list is empty"


def test_a_header_alone_is_an_empty_list() -> None:
    found = problem("id,name\n\n,\n")
    assert (found.line, found.message, found.value) == (1, "the campus list is empty", "id,name")


def test_a_duplicate_heading_is_refused() -> None:
    found = problem("id,School Name,school_name\n1,a,b\n")
    assert (found.line, found.message, found.value) == (1, "two columns have one name", "school_name")
    assert found.maybe == "Maybe rename one: 'School Name' and 'school_name' count as the same name."


def test_an_unnamed_column_is_called_by_its_letter_and_empty_columns_are_ignored() -> None:
    unnamed = table("id,,name\n1,2,3\n")
    assert unnamed.columns == ("id", "column_b", "name")
    assert unnamed.assumptions == ("t.csv has no heading over column B.",)
    assert table("id,,name\n1,,3\n").columns == ("id", "name")
    found = table("id,name,,\n1,a,,\n2,b\n3,c,\n")
    assert found.columns == ("id", "name")
    assert [row.cells for row in found.rows] == [
        {"id": "1", "name": "a"},
        {"id": "2", "name": "b"},
        {"id": "3", "name": "c"},
    ]


def test_rows_of_a_wrong_width_are_problems_and_the_others_are_rows() -> None:
    found = table("id,name\n1,a\n2\n3,c,d\n4,e\n")
    assert [row.get("id") for row in found.rows] == ["1", "4"]
    assert [(problem.line, problem.message, problem.value) for problem in found.problems] == [
        (3, "this row has 1 cell, the header has 2", "2"),
        (4, "this row has 3 cells, the header has 2", "3,c,d"),
    ]
    assert found.problems[1].maybe == "Maybe a cell with a comma needs quotation marks around it."


def test_an_unclosed_quotation_mark_is_reported_where_it_opens() -> None:
    found = problem('id,name\n1,a\n2,"b\n3,c\n')
    assert (found.line, found.value) == (3, '2,"b')
    assert found.message == "a quotation mark opens here and is never closed"


def test_unpaired_quotation_marks_are_refused() -> None:
    found = problem('id,name\n1,"a"b\n')
    assert (found.line, found.message, found.value) == (2, "the quotation marks of this row do not pair", '1,"a"b')


def test_a_cell_without_end_is_refused() -> None:
    assert problem("id,name\n1,a\n2," + "x" * 200_000).message == "a cell that starts here is too long"


def test_missing_columns_are_reported_with_the_nearest_heading() -> None:
    found = table("campus,nane,grades\na,b,K\n").missing_columns(("name", "grades"))
    assert [(problem.line, problem.message, problem.value) for problem in found] == [
        (1, "the column 'name' is missing", "campus,nane,grades")
    ]
    assert found[0].allowed == "a header with name, grades"
    assert found[0].maybe == "Maybe you meant 'nane'."


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_other_separators_are_read(mark: str) -> None:
    found = table(f"id{mark}name\n1{mark}Oak, Upper\n2{mark}Elm, Lower\n")
    assert [row.get("name") for row in found.rows] == ["Oak, Upper", "Elm, Lower"]


def test_lists_joined_by_semicolons_are_no_separator() -> None:
    found = table("id,posts\n1,a;b\n2,c;d\n3,e;f\n4,g,h\n")
    assert [row.get("posts") for row in found.rows] == ["a;b", "c;d", "e;f"]


def test_a_title_above_the_headings_is_told() -> None:
    found = table('Drills 2026-27,,\n"Oak Hill, all schools",,\n\nid,name,grades\n1,Oak,K-5\n')
    assert (found.header_line, [row.line for row in found.rows]) == (4, [5])
    assert found.assumptions == (
        "The headings of t.csv are in row 4; above them is a title ('Drills 2026-27 / Oak Hill, all schools').",
    )


def test_known_headings_find_the_heading_row() -> None:
    text = "District:,Oak Hill,,\nYear:,2026-27,,\nSchool,Drill,Date,\nOak,Fire,9/4,\n"
    found = read_table(text.encode(), "t.csv", "schedule", headings=("school", "drill", "date"))
    assert (found.columns, found.header_line) == (("school", "drill", "date"), 3)


def test_headings_are_normalized() -> None:
    assert normalized_heading(" School  ID#") == "school_id"
    assert normalized_heading("校名") == "校名"


# What a cell may hold after trimming and without control characters; a lone surrogate has no UTF-8, and NUL is
# refused on purpose.
CELL = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12).map(
    lambda text: cleaned(text).strip()
)


@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3).filter(any), min_size=1, max_size=6),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_is_written_is_read_again(rows: list[list[str]], end: str) -> None:
    text = io.StringIO(newline="")
    # With few quotation marks the writer quotes only line ends of its own kind.
    few = end == "\r\n"
    writer = csv.writer(text, lineterminator=end, quoting=csv.QUOTE_MINIMAL if few else csv.QUOTE_ALL)
    writer.writerows([["a", "b", "c"], *rows])
    found = table(text.getvalue().encode())
    assert [[row.get(column) for column in "abc"] for row in found.rows] == rows
    lines = [row.line for row in found.rows]
    assert lines == sorted(set(lines)) and lines[0] == 2


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    try:
        found = table(raw)
    except InputError as error:
        assert all(problem.file == "t.csv" and problem.message for problem in error.problems)
    else:
        assert found.rows or found.problems


PASTED = "Date\tEvent\tSchools\n6/2\tPromotions\t\nCitrus Middle\nGrant Middle\n6/3\tLast day\tAll\n6/4\tParty\t\n"


def test_lines_of_a_pasted_table_go_on_in_a_last_cell_that_seems_empty() -> None:
    found = table(PASTED, ("schools",))
    assert [(row.line, row.get("schools")) for row in found.rows] == [
        (2, "Citrus Middle, Grant Middle"),
        (5, "All"),
        (6, ""),
    ]
    assert not found.problems


@pytest.mark.parametrize(
    "row",
    ["6/2 Labor Day", "School 5", "a\tb", "Citrus Middle\t"],
    ids=["a date", "a digit", "two cells", "an empty cell"],
)
def test_other_short_rows_stay_rows_that_cannot_be_cut(row: str) -> None:
    found = table(f"Date\tEvent\tSchools\n6/1\tPromotions\t\n{row}\n6/3\tLast day\tAll\n", ("schools",))
    assert [problem.line for problem in found.problems] == [3]
    assert [row.get("schools") for row in found.rows] == ["", "All"]


def test_a_short_row_goes_on_in_no_cell_that_has_text_and_in_no_table_with_commas() -> None:
    assert [found.line for found in table("a\tb\n1\t2\nthree\n4\t5\n", ("b",)).problems] == [3]
    assert [found.line for found in table("a,b\n1,\nthree\n4,5\n", ("b",)).problems] == [3]


def test_a_short_row_goes_on_in_no_cell_that_is_not_a_list() -> None:
    assert [found.line for found in table(PASTED, ("event",)).problems] == [3, 4]
    assert [found.line for found in table(PASTED).problems] == [3, 4]
