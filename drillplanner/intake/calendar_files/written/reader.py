"""A calendar that is written for people (a PDF, a Word document, a web page) as lines of a list.

Each line is one that stands in the file; nothing is added but the month of a day in a grid or a table of months.
What a color or a shade says of a day cannot be read, and is reported.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from drillplanner.files.documents.web_page import page_text
from drillplanner.files.documents.word_document import CELL_MARK, docx_rows, html_rows
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.phrases import clean
from drillplanner.files.written.dates import DateReader, month_head
from drillplanner.intake.calendar_files.dated_text import split_dated_text
from drillplanner.intake.calendar_files.written.bare_days import with_months_above
from drillplanner.intake.calendar_files.written.page_lines import BLOCK_END, lines_of_page
from drillplanner.intake.calendar_files.written.pdf_words import pdf_pages

PDF_ENDING, WORD_ENDING, PAGE_ENDINGS = ".pdf", ".docx", (".html", ".htm")
#: Endings of files that are written for people.
WRITTEN_ENDINGS = (PDF_ENDING, WORD_ENDING, *PAGE_ENDINGS)
#: Endings of texts into which a page may have been pasted.
PASTED_ENDINGS = (".txt", ".tsv")
#: What divides the cells of a pasted table: tabs from a browser, bars from some editors.
_CELL_MARKS = ("\t", "|")
_FEWEST_DATED = 3
_YEARS = re.compile(r"\b(20\d\d)\s*[-–—/]\s*(?:20)?(\d\d)\b")
_YEAR = re.compile(r"\b(20\d\d)\b")
_CELL_DAY = re.compile(r"(\d{1,2})\s*[:.)–—-]?\s*(.*)", re.DOTALL)
_WEEKDAY_CELL = re.compile(r"(?:sun|mon|tue|wed|thu|fri|sat)[a-z]*\.?|[smtwf]|th", re.IGNORECASE)


@dataclass(frozen=True)
class WrittenCalendar:
    """The lines of a calendar in reading order; ``first_year`` is when its school year begins, if it says so.

    ``grids`` are the months drawn as grids, and ``unread_grids`` those whose days could not be read.
    ``unread`` are lines whose date goes on where it was not found; they are not among the lines.
    """

    lines: tuple[str, ...]
    first_year: int | None
    grids: int = 0
    unread_grids: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    def as_table(self, source: str) -> bytes:
        """Return the lines as a table of one column, which names its source."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerow([f"Lines of the calendar {source}"])
        writer.writerows([line] for line in self.lines)
        return text.getvalue().encode("utf-8")


def is_pasted_months(raw: bytes) -> bool:
    """Check whether a text was pasted from a table whose columns are months."""
    rows = _pasted_rows(raw)
    return any(len(row) > 1 and _months_side_by_side(rows, place) for place, row in enumerate(rows))


def _pasted_rows(raw: bytes) -> list[list[str]]:
    """Return the lines of a pasted text, each with its cells."""
    text = page_text(raw)
    mark = max(_CELL_MARKS, key=text.count)
    return [[clean(cell) for cell in line.removesuffix("|").split(mark)] for line in text.splitlines()]


def read_written_calendar(raw: bytes, name: str, first_year: int | None) -> WrittenCalendar:
    """Return the lines of a calendar; ``first_year`` is when the school year begins, if that is known already.

    Raises InputError: the file cannot be read, has no text, or has no list of dates.
    """
    ending = f".{name.lower().rpartition('.')[2]}"
    if ending == PDF_ENDING:
        calendar = _from_pdf(raw, name, first_year)
    else:
        rows = _rows_of(raw, name, ending)
        if ending in PASTED_ENDINGS:
            _refuse_shifted_columns(rows, name)
        year = first_year or _year_in(" ".join(cell for row in rows for cell in row))
        calendar = WrittenCalendar(_without_noise(with_months_above(_lines_of_rows(rows, year))), year)
    dates = DateReader(calendar.first_year or 2000)
    head, dated = None, 0
    for line in calendar.lines:
        head = month_head(line) or head
        dated += split_dated_text(line, dates, head) is not None
    if dated < _FEWEST_DATED:
        drawn = (
            f"It draws {calendar.grids} months; what their colors say cannot be read. " if calendar.grids else ""
        )
        raise InputError(
            Problem(
                name,
                None,
                "this calendar has no list of dates",
                f"{dated} lines with a date and words",
                "lines such as 'September 7: Labor Day, no school'",
                f"{drawn}Type the days without school into a .csv with the columns date,title, or paste your web "
                "page's list into a .txt file.",
            )
        )
    return calendar


def _rows_of(raw: bytes, name: str, ending: str) -> list[list[str]]:
    if ending == WORD_ENDING:
        return docx_rows(raw, name)
    return _pasted_rows(raw) if ending in PASTED_ENDINGS else html_rows(page_text(raw))


def _refuse_shifted_columns(rows: Sequence[Sequence[str]], name: str) -> None:
    """Refuse a pasted table of months in which a row has too few cells, or days of a month go back.

    Browsers leave out what a cell that reaches over several rows covers, so that the cells beside it move into
    another month.

    Raises InputError: it is such a table.
    """
    for place, row in enumerate(rows):
        block = _months_side_by_side(rows, place) if len(row) > 1 else None
        if block is None:
            continue
        length, lines = block
        short = next(
            (cells for cells in rows[place : place + length] if any(cells) and len(cells) < len(row)), None
        )
        days = [match and int(match[1]) for match in map(_CELL_DAY.match, lines)]
        back = next(
            (number for number, (day, after) in enumerate(pairwise(days)) if day and after and after < day), None
        )
        found = (
            " | ".join(short) if short else f"{lines[back + 1]} below {lines[back]}" if back is not None else ""
        )
        if found:
            message = "in this pasted table of months a cell may stand below the wrong month"
            allowed = "the page saved from the browser (.html), where each cell keeps its month"
            raise InputError(Problem(name, place + 1, message, found, allowed))


def _from_pdf(raw: bytes, name: str, first_year: int | None) -> WrittenCalendar:
    pages = pdf_pages(raw, name)
    year = first_year or _year_in(" ".join(word.text for page in pages for word in page))
    read = [lines_of_page(page, year or 2000) for page in pages]
    lines: list[str] = []
    for page in read:
        lines += [BLOCK_END, *page.lines]
    grids = [grid for page in read for grid in page.grids]
    return WrittenCalendar(
        _without_noise(lines),
        year,
        len(grids),
        tuple(grid.title or "a month without a name" for grid in grids if grid.first is None),
        tuple(line for page in read for line in page.unread),
    )


def _year_in(text: str) -> int | None:
    """Return the year in which the school year begins, as the text says most often: "2026-27"."""
    pairs = Counter(int(first) for first, last in _YEARS.findall(text) if (int(first) + 1) % 100 == int(last))
    if pairs:
        return pairs.most_common(1)[0][0]
    years = sorted({int(year) for year in _YEAR.findall(text)})
    return years[0] if len(years) == 2 and years[1] == years[0] + 1 else None


def _without_noise(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the lines without empty ones, page numbers, and marks of blocks at the ends or in a row."""
    kept: list[str] = []
    for line in map(clean, lines):
        if not line or (line == BLOCK_END and (not kept or kept[-1] == BLOCK_END)):
            continue
        if line != BLOCK_END and not re.search(r"[^\W\d_]{2}", line):
            continue  # numbers alone: a page's, or days of a month that is drawn
        kept.append(line)
    return tuple(kept[:-1] if kept[-1:] == [BLOCK_END] else kept)


def _lines_of_rows(rows: Sequence[Sequence[str]], first_year: int | None) -> Iterator[str]:
    """Yield the lines of a document: tables of months by column, drawn months by day, other rows as lines."""
    place = 0
    above = ""
    while place < len(rows):
        row = rows[place]
        if len(row) > 1 and (block := _months_side_by_side(rows, place)):
            yield from block[1]
            place += block[0]
            continue
        if len(row) in (5, 7) and all(_WEEKDAY_CELL.fullmatch(clean(cell)) for cell in row):
            count, lines = _drawn_month(rows[place:], above, first_year)
            yield from lines
            place += count
            continue
        yield from _row_lines(row)
        above = clean(" ".join(row))
        place += 1


def _row_lines(row: Sequence[str]) -> Iterator[str]:
    cells = [[line for line in cell.splitlines() if line.strip()] for cell in row]
    filled = [cell for cell in cells if cell]
    if len(filled) == 1:
        yield from filled[0]
    elif filled and len({len(cell) for cell in filled}) == 1:
        for parts in zip(*filled, strict=True):  # dates below each other, and as many titles beside them
            yield CELL_MARK.join(map(clean, parts))
    elif filled:
        yield CELL_MARK.join(clean(" ".join(cell)) for cell in filled)


def _months_side_by_side(rows: Sequence[Sequence[str]], place: int) -> tuple[int, list[str]] | None:
    """Return the lines of the table of months that begins at a row, and its number of rows; None if none does."""
    heads = [clean(cell) for cell in rows[place]]
    if sum(bool(head) for head in heads) < 2 or not all(month_head(head) for head in heads if head):
        return None
    columns: list[list[str]] = [[head] for head in heads]
    count = 1
    # Only below a row of months: a long table of another kind is not copied for each of its rows.
    for row in rows[place + 1 :]:
        if len(row) > len(heads) or all(month_head(clean(cell)) for cell in row if cell.strip()):
            break
        for column, cell in zip(columns, row, strict=False):
            column += [line for line in map(clean, cell.splitlines()) if line]
        count += 1
    return count, [line for column in columns if len(column) > 1 for line in column]


def _drawn_month(rows: Sequence[Sequence[str]], title: str, first_year: int | None) -> tuple[int, list[str]]:
    """Return the lines of a month drawn in a table, below the row of weekdays, and its number of rows.

    A day counts only if it stands under its weekday.
    """
    width = len(rows[0])
    count, lines = 1, []
    head = month_head(title)
    for row in rows[1:]:
        if len(row) != width or not all(not cell.strip() or cell.strip()[0].isdigit() for cell in row):
            break
        count += 1
        for column, cell in enumerate(row):
            match = _CELL_DAY.fullmatch(cell.strip())
            if match is None or not clean(match[2]) or head is None or first_year is None:
                continue
            with suppress(ValueError):
                spans = DateReader(first_year).spans(match[1], head)
                on: date = spans[0][0]
                if on.weekday() == (column if width == 5 else (column - 1) % 7):
                    lines.append(f"{on:%B} {on.day}, {on.year}: {clean(match[2])}")
    return count, lines
