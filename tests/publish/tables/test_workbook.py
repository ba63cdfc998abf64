"""The workbook, read back as the plain XML that it is: what a spreadsheet shows, and what it would run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.model import SchoolSite, StaffMember
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.registry import load_output
from drillplanner.publish.tables.workbook import (
    LONGEST_CELL,
    LONGEST_SHEET_NAME,
    Sheet,
    SheetColumn,
    WorkbookHead,
    workbook_bytes,
)
from drillplanner.publish.tables.year_sheets import district_sheets, school_sheets, workbook_head

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HEAD = WorkbookHead("Drills", ("For staff only.",), "Sample & Sons", datetime(2025, 7, 1))
RUNS = ["=1+2", "+1", "-2+3+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", '=HYPERLINK("https://example.org")', "'=1"]


def parts(content: bytes) -> Mapping[str, ElementTree.Element]:
    """Every XML part of the workbook by its name."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {
            name: ElementTree.fromstring(book.read(name))  # noqa: S314 (we wrote it)
            for name in book.namelist()
        }


def names_of_sheets(content: bytes) -> list[str]:
    return [sheet.attrib["name"] for sheet in parts(content)["xl/workbook.xml"].iter(f"{MAIN}sheet")]


def cells_of(content: bytes, number: int) -> list[list[str]]:
    """The cells of a sheet (the first is 1) as they are kept: text, or the number of a day."""
    read = parts(content)
    shared = ["".join(text.text or "" for text in item.iter(f"{MAIN}t")) for item in read["xl/sharedStrings.xml"]]
    rows = []
    for row in read[f"xl/worksheets/sheet{number}.xml"].iter(f"{MAIN}row"):
        cells = []
        for cell in row:
            value = cell.findtext(f"{MAIN}v", "")
            cells.append(shared[int(value)] if cell.get("t") == "s" else value)
        rows.append(cells)
    return rows


def day_of(serial: str) -> date:
    """The day of Excel's number: days since the end of 1899."""
    return date(1899, 12, 30) + timedelta(days=int(float(serial)))


def test_every_drill_is_a_row_with_the_name_of_its_school(request_: PublishRequest) -> None:
    content = workbook_bytes(workbook_head(request_), district_sheets(request_))
    assert names_of_sheets(content) == ["About", "Schedule", "Requirements", "Tasks", "Contacts"]
    heading, *rows = cells_of(content, 2)
    assert heading[:5] == ["School", "Date", "Start", "End", "Drill"]
    assert len(rows) == len(request_.plan.drills)
    by_id = {row[-1]: row for row in rows}
    row = by_id["pena-lockdown-1"]
    assert row[0] == "Peña \\North; 'Ōpūkaha‘ia, Intermediate"
    assert day_of(row[1]) == date(2025, 11, 4)
    assert round(float(row[2]) * 24 * 60) == 9 * 60 + 40
    assert row[4:6] == ["Lockdown drill", "Lockdown: lights, locks, out of sight"]
    assert "Sample Police; Division 1, North and Sample Fire Company" in row


def test_every_duty_and_task_is_a_row(request_: PublishRequest) -> None:
    content = workbook_bytes(workbook_head(request_), district_sheets(request_))
    duties, tasks = cells_of(content, 3)[1:], cells_of(content, 4)[1:]
    assert [row[-1] for row in duties] == [verdict.duty for verdict in request_.verdicts]
    assert duties[-1][3] == "needs an answer"
    assert sorted(row[-1] for row in tasks) == sorted(task.task_id for task in request_.plan.tasks)
    assert [day_of(row[0]) for row in tasks] == sorted(task.due for task in request_.plan.tasks)


def test_contacts_are_agencies_staff_and_the_numbers_of_a_school(request_: PublishRequest) -> None:
    person = StaffMember(
        staff_id="p", name="=Sample Alder", campus_id="burnet", title="Principal", phone="+1 555 0101", radio="C"
    )
    site = SchoolSite.model_validate(
        {"telephones": [{"who": "Poison control", "number": "555 0102"}], "ambulance": {"name": "Sample EMS"}}
    )
    workspace = request_.workspace.model_copy(update={"staff": (person,), "school_sites": {"burnet": site}})
    changed = replace(request_, workspace=workspace)
    contacts = cells_of(workbook_bytes(workbook_head(changed), district_sheets(changed)), 5)[1:]
    assert ["all schools", "police", "Sample Police; Division 1, North"] in [row[:3] for row in contacts]
    (alder,) = (row for row in contacts if row[1] == "staff")
    assert alder == ["Burnet Hill Elementary", "staff", "=Sample Alder", "Principal", "+1 555 0101", "C", "burnet"]
    assert any(row[1] == "ambulance" and row[2] == "Sample EMS" for row in contacts)
    assert any("Poison control" in row and "555 0102" in row for row in contacts)


def test_headings_stay_in_sight_and_have_filters(request_: PublishRequest) -> None:
    content = workbook_bytes(workbook_head(request_), district_sheets(request_))
    for number in (2, 3, 4, 5):
        sheet = parts(content)[f"xl/worksheets/sheet{number}.xml"]
        (pane,) = sheet.iter(f"{MAIN}pane")
        assert (pane.attrib["ySplit"], pane.attrib["state"]) == ("1", "frozen")
        (chosen,) = sheet.iter(f"{MAIN}autoFilter")
        rows = sum(1 for _ in sheet.iter(f"{MAIN}row"))
        assert re.fullmatch(rf"A1:[A-Z]+{rows}", chosen.attrib["ref"])


def test_each_school_has_a_sheet_on_request(request_: PublishRequest, tmp_path: Path) -> None:
    (path,) = load_output("school-workbook").write(request_, tmp_path)
    assert path.name == "drills-2025-26-by-school.xlsx"
    content = path.read_bytes()
    names = names_of_sheets(content)
    assert names == ["About", "Burnet Hill Elementary", "Peña North; 'Ōpūkaha‘ia, Interm"[:31], "日本橋 High"]
    rows = cells_of(content, 2)[1:]
    assert [day_of(row[0]) for row in rows] == sorted(day_of(row[0]) for row in rows)
    drills = [drill for drill in request_.plan.drills if drill.campus_id == "burnet"]
    tasks = [task for task in request_.plan.tasks if task.campus_id == "burnet"]
    assert len(rows) == len(drills) + len(tasks)


def test_the_first_sheet_says_whose_it_is(request_: PublishRequest) -> None:
    about = " ".join(cell for row in cells_of(workbook_bytes(workbook_head(request_), ()), 1) for cell in row)
    assert request_.plan.version in about
    assert "For staff only" in about
    assert request_.plan.disclaimer in about


@pytest.mark.parametrize("cell", RUNS)
def test_no_cell_is_a_formula_or_becomes_one_when_it_is_edited(cell: str) -> None:
    sheet = Sheet(cell, (SheetColumn(cell, 9),), ((cell,),))
    content = workbook_bytes(replace(HEAD, title=cell, lines=(cell,), foot=cell), (sheet,))
    read = parts(content)
    for part in read.values():
        assert not list(part.iter(f"{MAIN}f")), "a formula"
        assert not list(part.iter(f"{MAIN}hyperlink")), "a link"
    (row,) = (row for row in read["xl/worksheets/sheet2.xml"].iter(f"{MAIN}row") if row.get("r") == "2")
    (kept,) = row
    formats = next(read["xl/styles.xml"].iter(f"{MAIN}cellXfs"))
    assert kept.get("t") == "s"
    assert formats[int(kept.attrib["s"])].get("quotePrefix") == "1"


def test_the_same_plan_gives_the_same_bytes(request_: PublishRequest) -> None:
    sheets = district_sheets(request_)
    first = workbook_bytes(workbook_head(request_), sheets)
    assert workbook_bytes(workbook_head(request_), sheets) == first
    with zipfile.ZipFile(io.BytesIO(first)) as book:
        assert {member.date_time for member in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2025-07-01T00:00:00Z" in book.read("docProps/core.xml")


def test_school_sheets_follow_the_order_of_the_district(request_: PublishRequest) -> None:
    names = [campus.name for campus in request_.workspace.campuses]
    assert [sheet.name for sheet in school_sheets(request_)] == names


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=50), min_size=1, max_size=6), st.text(max_size=200))
def test_names_and_cells_of_any_text_give_a_workbook_that_opens(names: list[str], cell: str) -> None:
    sheets = [Sheet(name, (SheetColumn("A", 9),), ((cell,), (time(9, 5),))) for name in names]
    found = names_of_sheets(workbook_bytes(HEAD, sheets))
    assert len({name.casefold() for name in found}) == len(names) + 1
    assert all(0 < len(name) <= LONGEST_SHEET_NAME and not re.search(r"[\[\]:*?/\\]", name) for name in found)


def test_a_cell_that_is_too_long_is_cut_and_says_so() -> None:
    content = workbook_bytes(HEAD, (Sheet("A", (SheetColumn("A", 9),), (("x" * (LONGEST_CELL + 9),),)),))
    ((text,),) = cells_of(content, 2)[1:]
    assert len(text) == LONGEST_CELL
    assert text.endswith("…")
