"""Calendars in PDF and Word: every date with its own title, and what cannot be read is said."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from drillplanner.files.documents.word_document import html_rows
from drillplanner.files.errors import InputError
from drillplanner.intake.calendar_files.table_events import read_calendar_table
from drillplanner.intake.calendar_files.written.reader import is_pasted_months, read_written_calendar
from drillplanner.intake.new_workspace.written_calendar import WrittenPart, is_written, written_part
from tests.intake.calendar_files.written import fresh_pages, pages


def entries(content: bytes) -> list[tuple[date, date, str]]:
    events = read_calendar_table(content, "calendar.csv", 2026).events
    return [(event.first, event.last, event.title) for event in events]


def part(tmp_path: Path, name: str, raw: bytes) -> WrittenPart:
    path = tmp_path / name
    path.write_bytes(raw)
    return written_part(path, None)


@pytest.mark.parametrize(
    "shape",
    [
        pages.plain_list,
        pages.table_of_dates,
        pages.weekday_first,
        pages.dotted_columns,
        pages.dates_above_titles,
        pages.months_above_days,
        pages.grids_beside_list,
    ],
)
def test_a_pdf_with_text_is_read_whole(shape: Callable[[], str], tmp_path: Path) -> None:
    read = part(tmp_path, "calendar.pdf", pages.pdf(shape()))
    assert entries(read.content) == pages.events()


def test_days_beside_a_drawn_month_are_of_that_month(tmp_path: Path) -> None:
    read = part(tmp_path, "calendar.pdf", pages.pdf(pages.grids_with_notes()))
    assert entries(read.content) == [event for event in pages.events() if event[0] < date(2027, 2, 1)]
    assert "draws 6 months" in read.guesses["calendar_colors"]


def test_words_in_the_cells_of_a_drawn_month_are_of_their_day(tmp_path: Path) -> None:
    read = part(tmp_path, "calendar.pdf", pages.pdf(pages.grids_with_words()))
    assert [(first, title) for first, _, title in entries(read.content)] == [
        (date(2026, 9, 7), "Labor Day No School"),
        (date(2026, 10, 12), "Columbus Day No School"),
        (date(2026, 11, 25), "Early Dismissal"),
        (date(2026, 11, 26), "Thanks- giving"),
    ]


def test_a_key_of_colors_is_reported_and_no_day(tmp_path: Path) -> None:
    read = part(tmp_path, "calendar.pdf", pages.pdf(pages.grids_beside_list()))
    assert "'No School', 'Early Dismissal'" in read.guesses["calendar_lines"]
    assert "What colors, shades, and marks say of a day cannot be read" in read.guesses["calendar_colors"]
    assert b"No School" not in read.content


def test_months_with_colors_alone_are_refused_with_what_to_do() -> None:
    with pytest.raises(InputError) as caught:
        read_written_calendar(pages.pdf(pages.grids_with_colors()), "calendar.pdf", None)
    problem = caught.value.problems[0]
    assert problem.message == "this calendar has no list of dates"
    assert problem.maybe is not None
    assert "It draws 6 months; what their colors say cannot be read." in problem.maybe


def test_a_scan_says_so() -> None:
    with pytest.raises(InputError) as caught:
        read_written_calendar(pages.scan(), "calendar.pdf", None)
    assert caught.value.problems[0].message == "the PDF has no text: it is a scan, a picture of paper"


@pytest.mark.parametrize(("name", "raw"), [("calendar.pdf", b"%PDF-1.7\nnothing"), ("calendar.docx", b"PK\3\4")])
def test_a_damaged_file_says_so(name: str, raw: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_written_calendar(raw, name, None)
    assert "cannot be read" in caught.value.problems[0].message


WORD = {
    "list": pages.docx("Academic Calendar 2026-2027", *(f"{on}: {title}" for on, title in pages.DAYS)),
    "table": pages.docx(
        "School Calendar 2026-27", [("Event", "Date"), *((title, on) for on, title in pages.DAYS)]
    ),
    "dates first": pages.docx("Key dates 2026-27", [("Date", "Event"), *pages.DAYS]),
    "months side by side": pages.docx("2026-2027 District Calendar", pages.months_side_by_side()),
    "one cell": pages.docx(
        "2026-2027", [("\n".join(on for on, _ in pages.DAYS), "\n".join(title for _, title in pages.DAYS))]
    ),
}


@pytest.mark.parametrize("raw", WORD.values(), ids=WORD)
def test_a_word_document_is_read_whole(raw: bytes, tmp_path: Path) -> None:
    assert entries(part(tmp_path, "calendar.docx", raw).content) == pages.events()


def test_a_month_drawn_in_word_counts_only_days_under_their_weekday(tmp_path: Path) -> None:
    texts = {7: "Labor Day - No School", 21: "Early Dismissal", 25: "No School"}
    months = [pages.drawn_month(2026, 9, texts), pages.drawn_month(2026, 10, {12: "No School"})]
    raw = pages.docx("2026-2027", "September 2026", months[0], "November 2026", months[1])
    read = entries(part(tmp_path, "calendar.docx", raw).content)
    assert [(first.day, title) for first, _, title in read] == [
        (7, "Labor Day - No School"),
        (21, "Early Dismissal"),
        (25, "No School"),
    ]


def test_a_saved_web_page_is_read(tmp_path: Path) -> None:
    rows = "".join(f"<li>{on}: {title}</li>" for on, title in pages.DAYS)
    page = f"<html><head><title>x</title></head><body><h1>2026-27</h1><ul>{rows}</ul></body></html>"
    assert entries(part(tmp_path, "calendar.html", page.encode()).content) == pages.events()


@pytest.mark.parametrize(
    "shape",
    [
        fresh_pages.bullets_below_months,
        fresh_pages.numbers_in_three_columns,
        fresh_pages.grids_above_columns,
        fresh_pages.dates_at_the_right_edge,
        fresh_pages.two_tables_side_by_side,
    ],
)
def test_a_shape_that_the_reader_was_not_written_on_is_read_whole(
    shape: Callable[[], str], tmp_path: Path
) -> None:
    read = entries(part(tmp_path, "calendar.pdf", pages.pdf(shape())).content)
    assert [entry[:2] for entry in read] == [event[:2] for event in pages.events()]
    # A word that did not fit into a narrow column may be reported on its own.
    assert all(event[2].startswith(entry[2]) for entry, event in zip(read, pages.events(), strict=True))


def test_a_table_with_the_month_in_its_first_row_alone_is_refused_and_not_guessed() -> None:
    with pytest.raises(InputError) as caught:
        read_written_calendar(pages.pdf(fresh_pages.months_in_first_cells()), "calendar.pdf", None)
    assert caught.value.problems[0].message == "this calendar has no list of dates"


def test_a_page_of_open_tags_and_comments_is_read_at_once() -> None:
    # Python's own reader needs some hours for each of these.
    for mark in ("<!--", "<a ", "<a/", "<p<"):
        html_rows("<p>Sept. 7: Labor Day</p>" + mark * 100_000)
    page = "<p>Sept. 7: Labor Day<!-- until <b>noon --></p><p>Fewer than < 5 days</p><!-- open"
    assert html_rows(page) == [["Sept. 7: Labor Day"], ["Fewer than < 5 days"]]


def test_a_word_document_that_unpacks_to_too_much_text_is_refused_unread() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", "<w:p>Sept. 7 Labor Day</w:p>" * 200_000)
    assert len(stream.getvalue()) < 100_000
    with pytest.raises(InputError, match="the Word document is too large"):
        read_written_calendar(stream.getvalue(), "calendar.docx", 2026)


MONTHS = (
    ("August", "September", "October"),
    ("12: First Day of School", "1: Labor Day, No School", "8: End of 1st Quarter"),
    ("", "22: Staff Day, No School for Students", "9-10: No School"),
    ("", "", "13: Professional Development, No School for Students"),
)
READ = (
    "August 12: First Day of School",
    "September 1: Labor Day, No School",
    "September 22: Staff Day, No School for Students",
    "October 8: End of 1st Quarter",
    "October 9-10: No School",
    "October 13: Professional Development, No School for Students",
)


def dated(raw: bytes, name: str) -> tuple[str, ...]:
    lines = read_written_calendar(raw, name, 2025).lines
    return tuple(line for line in lines if any(mark.isdigit() for mark in line))


@pytest.mark.parametrize("mark", ["\t", " | "])
def test_a_table_of_months_that_was_pasted_is_read_by_its_columns(mark: str, tmp_path: Path) -> None:
    raw = "\n".join(mark.join(row) for row in MONTHS).encode()
    assert is_pasted_months(raw)
    assert dated(raw, "calendar.txt") == READ
    (tmp_path / "calendar.txt").write_bytes(raw)
    assert is_written(tmp_path / "calendar.txt")


@pytest.mark.parametrize("text", ["date\ttitle\n9/1/2025\tLabor Day\n", "September\n1 Labor Day\n", ""])
def test_other_pasted_texts_are_no_tables_of_months(text: str) -> None:
    assert not is_pasted_months(text.encode())


@pytest.mark.parametrize(
    "shifted",
    [
        ("13: Professional Development, No School for Students",),  # the cells above it reach down
        ("3: Professional Development, No School for Students", "", ""),  # before the day above it
    ],
)
def test_a_pasted_table_whose_cells_may_have_moved_is_refused(shifted: tuple[str, ...]) -> None:
    raw = "\n".join("\t".join(row) for row in (*MONTHS[:2], shifted)).encode()
    with pytest.raises(InputError) as caught:
        read_written_calendar(raw, "calendar.txt", 2025)
    problem = caught.value.problems[0]
    assert problem.message == "in this pasted table of months a cell may stand below the wrong month"
    assert problem.line == 1 and shifted[0] in str(problem.value)


def test_cells_of_a_page_that_reach_over_rows_keep_the_others_in_their_month() -> None:
    page = (
        "<table><tr><th>August</th><th>September</th><th>October</th></tr>"
        "<tr><td rowspan=3>12: First Day of School</td><td>1: Labor Day, No School</td>"
        "<td>8: End of 1st Quarter</td></tr>"
        "<tr><td rowspan='2'>22: Staff Day, No School for Students</td><td>9-10: No School</td></tr>"
        "<tr><td>13: Professional Development, No School for Students</td></tr></table>"
    )
    assert dated(page.encode(), "calendar.html") == READ


def test_a_cell_that_says_to_reach_over_a_million_rows_costs_nothing() -> None:
    cells = "<td rowspan=999999>a</td>" * 300
    rows = html_rows(f"<table><tr>{cells}</tr>" + "<tr><td>b</td></tr>" * 300 + "</table>")
    assert len(rows) == 301 and sum(map(len, rows)) < 40_000
