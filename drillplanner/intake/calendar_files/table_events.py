"""A calendar table (CSV) as dated events: one row for each entry, as calendar programs and offices export it.

Headings are matched by ``calendar_headings.yaml``. How a row is interpreted:

- the last date is included, as in the tables of Google and Outlook, unlike in iCalendar;
- a date may be written in any usual way, even two dates in one cell; whether the month or the day comes first is
  decided from all dates of the table and reported (:mod:`drillplanner.files.tables.date_order`);
- a column of schools or grades restricts the entry, unless it says that all are meant;
- a time that cannot be read becomes an all-day entry and a question.

A row whose date cannot be read becomes a question with its line; nothing is dropped silently.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.phrases import LONGEST_DESCRIPTION, LONGEST_TITLE, Phrases, clean, comparable
from drillplanner.files.tables import cells
from drillplanner.files.tables.date_order import DateOrder, date_order
from drillplanner.files.tables.table import Table, TableRow, read_table
from drillplanner.files.tables.written_dates import ALLOWED, DateReader
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.intake.calendar_files.contents import CalendarFile, CalendarTally
from drillplanner.intake.calendar_files.event import IGNORED, CalendarEvent, QuestionCollector
from drillplanner.intake.schools.school_words import school_words

CSV_ENDING = ".csv"
#: The most rows of a table; a district of any size writes fewer for one year.
MAXIMUM_ROWS = 20_000
#: The longest entry in days; a first and a last date further apart are a typing mistake.
_LONGEST_DAYS = 366
_CANCELED = ("cancelled", "canceled")


@cache
def _headings() -> dict[str, tuple[str, ...]]:
    name = "calendar_headings.yaml"
    return parse_as(dict[str, tuple[str, ...]], read_document(Path(__file__).with_name(name), name))


@dataclass(frozen=True)
class _CalendarColumns:
    """The columns of the table by their use."""

    by_use: dict[str, str]

    def cell(self, row: TableRow, use: str) -> str:
        """Return the row's cell for that use; empty if the table has no column for it."""
        return row.get(self.by_use[use]) if use in self.by_use else ""


def is_calendar_table(table: Table) -> bool:
    """Check whether a table has the columns of a calendar: titles and dates."""
    return {"title", "first"} <= set(_columns(table).by_use)


def has_dates(table: Table) -> bool:
    """Check whether at least half of the rows have a date in the date column of a calendar."""
    columns, reader = _columns(table), DateReader(first_year=2000)
    dated = 0
    for row in table.rows:
        with suppress(ValueError):
            reader.span(columns.cell(row, "first"))
            dated += 1
    return 0 < len(table.rows) <= 2 * dated


def read_calendar_table(raw: bytes, shown_as: str, first_year: int | None) -> CalendarFile:
    """Return the entries of a calendar table.

    ``first_year`` is the year in which the school year begins, for dates without a year.

    Raises InputError: the file is no table, lacks a column of titles or of dates, has too many rows, or mixes
    dates that must have the month first with dates that must have the day first.
    """
    table = read_table(raw, shown_as, "calendar")
    columns = _columns(table)
    _refuse_unusable(table, columns)
    order = _order(table, columns)
    reader = _CalendarRowsReader(
        table, columns, DateReader(first_year, order.is_day_first), QuestionCollector(shown_as)
    )
    events = reader.events()
    notes = [*table.assumptions, *([sentence] if (sentence := order.sentence(shown_as)) else ())]
    return CalendarFile(
        name="",
        events=tuple(sorted(events, key=lambda event: event.sort_key)),
        questions=reader.questions.questions,
        canceled=reader.skipped[_CANCELED[0]],
        tally=CalendarTally(
            imported=len(events),
            skipped=tuple(sorted(reader.skipped.items(), key=lambda item: (-item[1], item[0]))),
        ),
        notes=tuple(notes),
    )


def _columns(table: Table) -> _CalendarColumns:
    by_use: dict[str, str] = {}
    for use, headings in _headings().items():
        unclaimed = [
            heading for heading in headings if heading in table.columns and heading not in by_use.values()
        ]
        if unclaimed and use != "unused":
            by_use[use] = unclaimed[0]
    return _CalendarColumns(by_use)


def _refuse_unusable(table: Table, columns: _CalendarColumns) -> None:
    titles = ", ".join(table.titles.values())
    problems = [
        Problem(
            table.file,
            table.header_line,
            f"no column gives the {word} of the entries",
            titles,
            f"one of {', '.join(_headings()[use])}",
        )
        for use, word in (("title", "titles"), ("first", "dates"))
        if use not in columns.by_use
    ]
    if not problems and len(table.rows) > MAXIMUM_ROWS:
        problems = [
            Problem(table.file, None, "the calendar holds too many rows", str(len(table.rows)), f"{MAXIMUM_ROWS}")
        ]
    if problems:
        raise InputError(problems)


def _order(table: Table, columns: _CalendarColumns) -> DateOrder:
    order = date_order((columns.cell(row, use), row.line) for row in table.rows for use in ("first", "last"))
    if order.month_first and order.day_first:
        raise InputError(
            Problem(
                table.file,
                order.day_first[1],
                f"this date has the day first, and line {order.month_first[1]} has the month first",
                f"{order.day_first[0]} and {order.month_first[0]}",
                "one way of writing dates in all rows, best 2025-10-03",
            )
        )
    return order


class _CalendarRowsReader:
    """A reader of the rows; it counts the rows that are skipped and asks about them."""

    def __init__(
        self, table: Table, columns: _CalendarColumns, dates: DateReader, questions: QuestionCollector
    ) -> None:
        self._table, self._columns, self._dates = table, columns, dates
        self.questions = questions
        self.skipped: Counter[str] = Counter()

    def events(self) -> list[CalendarEvent]:
        """Return the entries of all rows that can be read."""
        for problem in self._table.problems:
            self.skipped["rows that cannot be cut into cells"] += 1
            self.questions.ask(problem.line, problem.value or "", problem.message, IGNORED)
        return [event for row in self._table.rows if (event := self._event(row)) is not None]

    def _event(self, row: TableRow) -> CalendarEvent | None:
        title = self._title(row)
        if comparable(self._cell(row, "category")) in _CANCELED:
            self.skipped[_CANCELED[0]] += 1
            return None
        try:
            first, last = self._span(row)
        except ValueError as error:
            self.skipped["rows whose date cannot be read"] += 1
            written = " to ".join(cell for cell in (self._cell(row, "first"), self._cell(row, "last")) if cell)
            reason = f"its date cannot be read ('{written}'): {error}; write {ALLOWED}"
            self.questions.ask(row.line, title, reason, IGNORED)
            return None
        start, end = self._times(row, title)
        category = clean(self._cell(row, "category")[:LONGEST_TITLE])
        return CalendarEvent(
            first=first,
            last=last,
            title=title,
            start=start,
            end=end,
            categories=(category,) if category else (),
            description=clean(self._cell(row, "note")[:LONGEST_DESCRIPTION]),
            location=clean(self._cell(row, "location")[:LONGEST_TITLE]),
            uid=clean(self._cell(row, "uid")),
            line=row.line,
        )

    def _cell(self, row: TableRow, use: str) -> str:
        return self._columns.cell(row, use)

    def _title(self, row: TableRow) -> str:
        title = clean(self._cell(row, "title"))
        schools = clean(self._cell(row, "schools"))
        if schools and not _means_everyone(schools):
            title = f"{title} ({schools})"
        return title[:LONGEST_TITLE]

    def _span(self, row: TableRow) -> tuple[date, date]:
        first, last = self._dates.span(self._cell(row, "first"))
        if last_cell := self._cell(row, "last"):
            last = self._dates.span(last_cell)[1]
        if last < first:
            raise ValueError("it ends before it begins")
        if (last - first).days > _LONGEST_DAYS:
            raise ValueError("it lasts more than a year")
        return first, last

    def _times(self, row: TableRow, title: str) -> tuple[time | None, time | None]:
        written = (self._cell(row, "start"), self._cell(row, "end"))
        all_day = self._cell(row, "all_day")
        if not written[0] or (cells.is_yes_or_no(all_day) and cells.yes_or_no(all_day)):
            return None, None
        try:
            start = cells.time_of_day(written[0])
            end = cells.time_of_day(written[1]) if written[1] else start
        except ValueError:
            shown = " to ".join(cell for cell in written if cell)
            self.questions.ask(
                row.line, title, f"its time cannot be read ('{shown}')", "an entry of the whole day"
            )
            return None, None
        return (None, None) if start == end == time(0) else (start, end)


def _means_everyone(schools: str) -> bool:
    everyone = Phrases((*school_words().everyone, "= all", "= district", "= everyone"))
    return bool(everyone.spans_in(comparable(schools)))
