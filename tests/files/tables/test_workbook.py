"""Workbooks read as tables: every value as a person would have written it, and each place with its sheet."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from benchmarks.given_tables.files import ods_of_rows
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.tables.table import Table, read_table
from drillplanner.files.tables.workbook import cell_text, column_letters

HEADINGS = ("school", "drill", "date")


def workbook(*sheets: tuple[str, list[list[object]]], mac: bool = False) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    if mac:
        book.epoch = CALENDAR_MAC_1904
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def table(raw: bytes, name: str = "w.xlsx") -> Table:
    return read_table(raw, name, "schedule", headings=HEADINGS)


def problem(raw: bytes, name: str = "w.xlsx") -> Problem:
    with pytest.raises(InputError) as caught:
        table(raw, name)
    assert len(caught.value.problems) == 1
    return caught.value.problems[0]


def ods(rows: str) -> bytes:
    return ods_of_rows({"Fall": rows})


@pytest.mark.parametrize("mac", [False, True], ids=["1900", "1904"])
def test_values_become_what_a_person_would_have_written(mac: bool) -> None:
    values = [7.0, 12.5, True, date(2026, 9, 14), datetime(2026, 9, 14, 8, 30), time(14, 30), "007", " Oak "]
    found = table(saved(workbook(("S", [["a", "b", "c", "d", "e", "f", "g", "h"], values]), mac=mac)))
    assert [found.rows[0].get(letter) for letter in "abcdefgh"] == [
        "7", "12.5", "True", "2026-09-14", "2026-09-14 08:30", "14:30", "007", "Oak",
    ]  # fmt: skip


def test_times_that_no_computer_holds_exactly_are_whole_minutes() -> None:
    assert cell_text(time(8, 29, 59, 999_999)) == "08:30"
    assert cell_text(datetime(1899, 12, 30, 14, 30)) == "14:30"
    assert cell_text(datetime(1904, 1, 1, 8, 0, 30)) == "08:00:30"
    assert cell_text(timedelta(hours=8, minutes=5)) == "8:05"


def test_zeros_that_a_format_puts_before_a_number_stay() -> None:
    book = workbook(("S", [["School", "No."], ["Oak", 7]]))
    book["S"]["B2"].number_format = "000"
    assert table(saved(book)).rows[0].get("no") == "007"


def test_a_cell_that_spans_rows_stands_in_each() -> None:
    book = workbook(("S", [["School", "Drill", "Date"], ["Oak", "Fire", "9/4"], [None, "Lockdown", "9/8"]]))
    book["S"].merge_cells("A2:A3")
    assert [row.get("school") for row in table(saved(book)).rows] == ["Oak", "Oak"]


def test_an_error_of_a_formula_is_empty_and_told() -> None:
    book = workbook(("S", [["School", "Date"], ["Oak", "#REF!"]]))
    book["S"]["B2"].data_type = "e"
    found = table(saved(book))
    assert found.rows[0].get("date") == ""
    assert found.assumptions == ("These cells hold an error of the spreadsheet and count as empty: B2 (#REF!).",)


def test_a_place_names_sheet_row_and_column() -> None:
    book = workbook(("Staff", [["Our staff"], [], ["School", "Date"], ["Oak", "soon"]]))
    found = table(saved(book))
    shown = found.problem(found.rows[0], "this is not a date", "soon", column="date")
    assert shown.place == "w.xlsx, sheet Staff, row 4, column Date"
    assert found.missing_columns(("drill",))[0].place == "w.xlsx, sheet Staff, row 3"


def test_empty_columns_and_rows_around_a_table_are_left_out() -> None:
    book = workbook(("S", [[], [], [None, "School", None, "Date"], [], [None, "Oak", None, date(2026, 9, 4)]]))
    found = table(saved(book))
    assert (found.columns, [(row.line, dict(row.cells)) for row in found.rows]) == (
        ("school", "date"),
        [(5, {"school": "Oak", "date": "2026-09-04"})],
    )


ROWS: list[list[object]] = [["School", "Drill"], ["Oak", "Fire"]]


def test_the_one_sheet_that_fits_is_read_and_told() -> None:
    raw = saved(workbook(("Notes", [["Call Jo"], ["Bring keys"]]), ("Fall", ROWS)))
    assert table(raw).rows[0].sheet == "Fall"
    assert table(raw).assumptions == ("Of the 2 sheets of w.xlsx only 'Fall' is the schedule; it is read.",)


def test_several_sheets_are_asked_about_and_can_be_named() -> None:
    raw = saved(workbook(("Fall", ROWS), ("Spring", [["School", "Drill"], ["Elm", "Lockdown"]])))
    asked = problem(raw)
    assert (asked.message, asked.value) == (
        "several sheets of this workbook may be the schedule",
        "Fall, Spring",
    )
    assert asked.allowed == 'one of them, as "w.xlsx#Fall", or all of them together, as "w.xlsx#*"'
    assert [row.get("school") for row in table(raw, "w.xlsx#spring").rows] == ["Elm"]
    assert [(row.sheet, row.get("school")) for row in table(raw, "w.xlsx#*").rows] == [
        ("Fall", "Oak"),
        ("Spring", "Elm"),
    ]
    assert problem(raw, "w.xlsx#Sprng").maybe == "Maybe you meant 'Spring'."


def test_hidden_sheets_are_not_read() -> None:
    book = workbook(("Old", ROWS), ("New", [["School", "Drill"], ["Elm", "Lockdown"]]))
    book["Old"].sheet_state = "hidden"
    assert [row.get("school") for row in table(saved(book)).rows] == ["Elm"]


TEXT = 'office:value-type="string"'


def cell(attributes: str, shown: str) -> str:
    return f"<table:table-cell {attributes}><text:p>{shown}</text:p></table:table-cell>"


def row(*cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def test_an_open_document_spreadsheet_is_read_with_its_errors_zeros_and_spans() -> None:
    date_cell = cell('office:value-type="date" office:date-value="2026-09-14"', "9/14")
    number = cell('office:value-type="float" office:value="7"', "007")
    broken = cell('office:value-type="string" office:string-value="" calcext:value-type="error"', "#DIV/0!")
    oak = cell(f'{TEXT} table:number-rows-spanned="2"', "Oak")
    empty = '<table:table-cell table:number-columns-repeated="1024"/>'
    raw = ods(
        row(*(cell(TEXT, heading) for heading in ("School", "Date", "No.", "Sum")))
        + row(empty, repeated=2)
        + row(oak, date_cell, number, broken)
        + row("<table:covered-table-cell/>", date_cell, number)
        + row(empty, repeated=1_048_000)
    )
    found = table(raw, "w.ods")
    assert [(row.line, row.get("school"), row.get("date"), row.get("no")) for row in found.rows] == [
        (4, "Oak", "2026-09-14", "007"),
        (5, "Oak", "2026-09-14", "007"),
    ]
    assert found.assumptions == ("These cells hold an error of the spreadsheet and count as empty: D4 (#DIV/0!).",)


def test_cells_spread_too_far_are_refused_before_memory_is_taken() -> None:
    book = workbook(("S", ROWS))
    book["S"].cell(row=1_048_576, column=16_384).value = "x"
    assert "spread over 1048576 rows and 16384 columns" in problem(saved(book)).message
    far = ods(row(cell(f'{TEXT} table:number-columns-repeated="16384"', "x"), repeated=1_048_576))
    assert "spread over 1048576 rows" in problem(far, "w.ods").message


#: An .xls of 65,536 rows and 41 columns with a value in the first and the last cell, packed; xlwt 1.3 wrote it.
FAR_XLS = (
    b"c-p&gUhu)fjZzO8(10BSGsD0CoD6J8VvIn{3F8Pb0OkMx2QgtZ2N3@s1w#sOasVTejg?_H?-_Pb9D?HeAp;Y`29|?Bl7Zn75XUeS"
    b"F!<%?r7F-7IDy@e$Ov+SEs$hnm;)5yV~_;9N(f9QgGpg9xgM-?514cSi}Zp?TcFwpj8P2d?ftYYps6^5NeL{+#{e>SJ6O*xu!tdp"
    b"D8mU*Dz2Zv2vN(*;8>KIm@_yf<XCtZmM{S0%{?_QwJ0&?0fPuI0+%p+{jb2l@CBAr4=9X^(^s640Vw_hRh%7*_+%y)28ITP{|Vp("
    b"-U>{RyO<%F(4{CdC#U!iFycYUk_nPAgOfAz^K*bnpn?lj5`%ND07}l~1*d2pAeq9z4`vI3H46aC=07VxUh+)}u#X3eG=NKMNSUq*"
    b"at6bHhDMMMpk_X#@?H~&wZJ;G!DJKIRB13<3QURsQzMX83lN1e+?v5^TEMbuKzoeA;Ih3s5?cevZhalNL$39)y(W;o&i!GP$hzzH"
    b"3mKGvbxaCSKL|E6=rHOq&YB4VJMCdKBQ*ct1(T8(WdR410Mz~ep&sF9_{+crW(tBykP1+prHQ8E|9=gj3Xs3;n1mR%feZtdCJ4aA"
    b"FbYP&C>RB!U=)mkQ7{Td!B7T_(C!7O-vR0cutIwh?9g$Yzd-zNbeLq=f*^)`AS?lPOkElBfOHW<B}wT=jDeLAW)>rndSK&)AP^3;"
    b"y@(;3Aqnh`Y?9M2uqVif>>r{v3Q#W#k!t@xQrt;n`vD=>!BP"
)


def test_an_old_workbook_whose_cells_are_spread_too_far_is_refused() -> None:
    found = problem(zlib.decompress(base64.b85decode(FAR_XLS)), "w.xls")
    assert found.message == "the cells of the sheet Drills are spread over 65536 rows and 41 columns"


def test_an_archive_that_unpacks_to_too_much_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 70_000_000)
    assert problem(stream.getvalue()).message == "the file unpacks to more than 64 MB"


def packed(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("raw", "message", "what_to_do"),
    [
        (b"<html><table><tr><td>a</td></tr></table></html>", "this is a web page", "save it as .xlsx or CSV"),
        (b"\xef\xbb\xbf<!DOCTYPE html>\n<body>", "this is a web page", "Save As"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "this is an Excel 2003 XML spreadsheet",
            "Save As",
        ),
        (b"%PDF-1.7\n", "this is a PDF", "Save As"),
        (
            b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1"}',
            "this file is a link to a document on the web",
            "download it",
        ),
        (packed("Index/Document.iwa"), "this is a Numbers document", "File, Export To, Excel"),
        (packed("word/document.xml"), "this is a Word document", "Copy its table"),
        (packed("xl/workbook.bin"), "this is a binary workbook", "Save As"),
        (packed("a.csv"), "this is an archive", "Unpack it"),
        (b"PK\x03\x04 torn", "the workbook is damaged", "save it again"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"),
            "this workbook is protected by a password",
            "take the password off",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "the workbook cannot be read", "save it again"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(raw: bytes, message: str, what_to_do: str) -> None:
    found = problem(raw, "schools.xls")
    assert found.message.startswith(message)
    assert found.maybe is not None and what_to_do in found.maybe


def test_links_in_cells_do_not_make_a_table_a_link() -> None:
    found = table(b"School,Drill,Page\nOak,Fire,https://docs.google.com/document/1\n", "t.csv")
    assert found.rows[0].get("school") == "Oak"


def test_columns_are_lettered_as_in_spreadsheets() -> None:
    assert [column_letters(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_damaged_workbook_never_crashes() -> None:
    rows: list[list[object]] = [[f"School {number}", "Fire", f"9/{number % 30 + 1}"] for number in range(200)]
    raw = saved(workbook(("S", [*ROWS, *rows])))
    cut = [raw[:end] for end in range(4, len(raw), 97)]
    # Damage inside packed data, which the archive's own lists do not show.
    flipped = [raw[:place] + bytes([raw[place] ^ 0x55]) + raw[place + 1 :] for place in range(60, len(raw), 11)]
    refused = 0
    for damaged in (*cut, *flipped):
        try:
            table(damaged)
        except InputError:
            refused += 1
    assert refused > len(cut)
