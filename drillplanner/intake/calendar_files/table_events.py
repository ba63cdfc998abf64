"""A calendar table (CSV) as dated events: one row for each entry, as calendar programs and offices export it.

Headings are matched by ``calendar_headings.yaml``. How a row is interpreted:

- the last date is included, as in the tables of Google and Outlook, unlike in iCalendar;
- a date may be written in any usual way, even several dates in one cell; whether the month or the day comes first
  is decided from all dates of the table and reported (:mod:`drillplanner.files.tables.date_order`);
- a month may stand in a column of its own, or alone in a row above the days;
- without a date of its own, a row's date may be in the title ("Nov. 25–27 Thanksgiving Break");
- a date may be left open ("TBD", "Aug. TBA"); such a row is a line without a date, and said to be undecided;
- a row whose date is every week ("Wednesdays from October 1") is a line without a date that speaks of weekdays;
- text pasted from a web page, with commas that nobody quoted, is a list of one column;
- in a list of one column, a line such as "Half Days" is a heading: the category of the rows below it;
- there, lines below a date that stands alone are entries of that date (:mod:`.date_lines`);
- where marks divide such a list into blocks, the date is that of the title above it (:mod:`.entry_blocks`);
- a date that stands alone without entries is one of the days that the heading above it names;
- a line that explains a mark ("* Students do not attend") is the category of the rows with it (:mod:`.mark_keys`);
- the cells of a column with an unknown heading count as a note;
- a column of schools or grades restricts the entry, unless it says that all are meant;
- a time that cannot be read becomes an all-day entry and a question.

A row whose date cannot be read becomes a question with its line, and a row without a date is listed as such;
nothing is dropped silently.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cache
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.phrases import LONGEST_DESCRIPTION, LONGEST_TITLE, Phrases, clean, comparable
from drillplanner.files.tables import cells
from drillplanner.files.tables.date_order import DateOrder, date_order
from drillplanner.files.tables.table import Table, TableRow, read_table
from drillplanner.files.written.dates import (
    ALLOWED,
    DateReader,
    MonthHead,
    month_head,
    speaks_of_weekdays,
    weekday_in,
)
from drillplanner.files.written.times import school_time
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.intake.calendar_files.contents import CalendarFile, CalendarTally
from drillplanner.intake.calendar_files.date_lines import (
    HEADING,
    DateLines,
    date_lines,
    is_mark,
    names_entry,
    only_dates,
)
from drillplanner.intake.calendar_files.dated_text import split_dated_text
from drillplanner.intake.calendar_files.entry_blocks import with_blocks_joined
from drillplanner.intake.calendar_files.event import CalendarEvent, QuestionCollector, UndatedLine
from drillplanner.intake.calendar_files.mark_keys import MarkKeys, mark_keys
from drillplanner.intake.calendar_files.written.bare_days import days_marked
from drillplanner.intake.schools.school_words import school_words
from drillplanner.model import WEEKDAYS

CSV_ENDING = ".csv"
#: The most rows of a table; a district of any size writes fewer for one year.
MAXIMUM_ROWS = 20_000
#: The longest entry in days; a first and a last date further apart are a typing mistake.
_LONGEST_DAYS = 366
_CANCELED = ("cancelled", "canceled")
#: Before a line that was copied from a list of a web page.
_BULLET = re.compile(r"^\s*[•▪◦●■□·*]\s*")
#: What people write for a date that is still to be decided.
_UNDECIDED = re.compile(r"\b(?:tbd|tba|to be (?:determined|decided|announced))\b", re.IGNORECASE)


@cache
def _headings() -> dict[str, tuple[str, ...]]:
    name = "calendar_headings.yaml"
    return parse_as(dict[str, tuple[str, ...]], read_document(Path(__file__).with_name(name), name))


def calendar_headings() -> frozenset[str]:
    """Return every heading by which a calendar table is known."""
    return frozenset(heading for headings in _headings().values() for heading in headings)


@dataclass(frozen=True)
class _CalendarColumns:
    """The columns of the table by their use."""

    by_use: dict[str, str]

    def cell(self, row: TableRow, use: str) -> str:
        """Return the row's cell for that use, without a bullet; empty if the table has no column for it."""
        return _BULLET.sub("", row.get(self.by_use[use])) if use in self.by_use else ""

    def others(self, columns: Iterable[str]) -> tuple[str, ...]:
        """Return the columns of the table whose headings are not known."""
        known = {*calendar_headings(), *self.by_use.values()}
        return tuple(column for column in columns if column not in known)


def is_pasted_list(raw: bytes, name: str) -> bool:
    """Check whether the file is a pasted list: lines with a date and a title each, and commas without quotes."""
    return _pasted_list(raw, name) is not None


def _pasted_list(raw: bytes, name: str) -> Table | None:
    with suppress(InputError):
        lines = _with_blocks_joined(read_table(raw, name, "calendar", whole_lines=True))
        if is_calendar_table(lines) and has_dates(lines):
            return lines
    return None


def _calendar_table(raw: bytes, name: str) -> Table:
    """Return the file as a table, or its lines where commas cut a pasted list into cells that mean nothing."""
    try:
        table = read_table(raw, name, "calendar", headings=calendar_headings(), lists=_headings()["schools"])
    except InputError:
        if (pasted := _pasted_list(raw, name)) is not None:
            return pasted
        raise
    is_list = len(table.columns) == 1
    is_cut = bool(table.problems) if is_list else not _columns(table).by_use.keys() & {"title", "first"}
    return (_pasted_list(raw, name) if is_cut else None) or _with_blocks_joined(table)


def _with_blocks_joined(table: Table) -> Table:
    return with_blocks_joined(table, DateReader(first_year=2000))


def is_calendar_table(table: Table) -> bool:
    """Check whether a table has the columns of a calendar: titles and dates, or one column with both."""
    columns = _columns(table)
    return {"title", "first"} <= set(columns.by_use) or (
        len(table.columns) == 1 and _has_dated_texts(table, columns, next(iter(columns.by_use)))
    )


def has_dates(table: Table) -> bool:
    """Check whether at least half of the rows have a date in the date column of a calendar."""
    columns, reader = _columns(table), DateReader(first_year=2000)
    lines = _date_lines(table, columns, reader)
    dated, head = 0, _month_of_heading(table)
    for place, row in enumerate(table.rows, start=1):
        if "first" not in columns.by_use:
            head = month_head(columns.cell(row, "title")) or head
            dated += (
                head is not None
                or place in lines.entries
                or place in lines.dates
                or split_dated_text(columns.cell(row, "title"), reader, head) is not None
            )
            continue
        with suppress(ValueError):
            reader.spans(columns.cell(row, "first"), month_head(columns.cell(row, "month")))
            dated += 1
    return 0 < len(table.rows) <= 2 * dated


def _month_of_heading(table: Table) -> MonthHead | None:
    """Return the month that is the first line of a list of one column."""
    return month_head(next(iter(table.titles.values()))) if len(table.columns) == 1 else None


def _date_lines(table: Table, columns: _CalendarColumns, dates: DateReader) -> DateLines:
    """Return the dates alone of a list of one column. Its rows have the places from 1 on, its first line has 0."""
    if len(table.columns) > 1 or "title" not in columns.by_use:
        return date_lines((), dates)
    first, keys = next(iter(table.titles.values())), _mark_keys(table)
    texts = [columns.cell(row, "title") if row.line not in keys.places else "" for row in table.rows]
    is_line = only_dates(first, dates) or month_head(first) or names_entry(first)
    return date_lines([first if is_line else "", *texts], dates)


def _mark_keys(table: Table) -> MarkKeys:
    """Return the keys to marks among the rows, by the lines of their rows."""
    keys = mark_keys([" ".join(cell for cell in row.cells.values() if cell) for row in table.rows])
    return MarkKeys(keys.words, {table.rows[place].line: mark for place, mark in keys.places.items()})


def read_calendar_table(raw: bytes, shown_as: str, first_year: int | None) -> CalendarFile:
    """Return the entries of a calendar table.

    ``first_year`` is the year in which the school year begins, for dates without a year.

    Raises InputError: the file is no table, lacks a column of titles or of dates, has too many rows, or mixes
    dates that must have the month first with dates that must have the day first.
    """
    table = _calendar_table(raw, shown_as)
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
        undated=tuple(reader.undated),
    )


def _columns(table: Table) -> _CalendarColumns:
    by_use: dict[str, str] = {}
    for use, headings in _headings().items():
        unclaimed = [
            heading for heading in headings if heading in table.columns and heading not in by_use.values()
        ]
        if unclaimed and use != "unused":
            by_use[use] = unclaimed[0]
    if not by_use.keys() & {"title", "first"} and len(table.columns) == 1:
        by_use["title"] = table.columns[0]  # a list of lines that have date and title in one
    return _CalendarColumns(by_use)


def _refuse_unusable(table: Table, columns: _CalendarColumns) -> None:
    """Refuse a table without a column of titles or dates; one column may have both."""
    titles = ", ".join(table.titles.values())
    problems = [
        table.heading_problem(
            f"no column gives the {word} of the entries",
            titles,
            f"one of {', '.join(_headings()[use])}",
        )
        for use, other, word in (("title", "first", "titles"), ("first", "title", "dates"))
        if use not in columns.by_use and not _has_dated_texts(table, columns, other)
    ]
    if len(problems) > 1:
        problems = [
            table.heading_problem(
                "this file is neither a table with the headings of a calendar nor a list of dates",
                titles,
                "a table with columns such as 'date' and 'title'; or one entry a line, as "
                "'November 24-28: Thanksgiving break, no school'",
                "Sentences of running text are not read: write each of their dates on a line of its own.",
            )
        ]
    if not problems and len(table.rows) > MAXIMUM_ROWS:
        problems = [
            Problem(table.file, None, "the calendar holds too many rows", str(len(table.rows)), f"{MAXIMUM_ROWS}")
        ]
    if problems:
        raise InputError(problems)


def _has_dated_texts(table: Table, columns: _CalendarColumns, use: str) -> bool:
    """Check whether cells of a column have a date and a title, or are months or dates above what is on them."""
    reader = DateReader(first_year=2000)
    texts = [columns.cell(row, use) for row in table.rows]
    has_both = any(split_dated_text(text, reader, None) or month_head(text) for text in texts)
    return has_both or bool(_date_lines(table, columns, reader).entries)


def _order(table: Table, columns: _CalendarColumns) -> DateOrder:
    uses = ("first", "last") if "first" in columns.by_use else ("title",)
    order = date_order((columns.cell(row, use), row.line) for row in table.rows for use in uses)
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
        self.undated: list[UndatedLine] = []
        self._head = _month_of_heading(table)
        self._has_one_column = len(table.columns) == 1
        self._date_lines = _date_lines(table, columns, dates)
        self._mark_keys = _mark_keys(table)
        #: The line of a date alone that is above the entries that are read.
        self._date_above = next(iter(table.titles.values()))
        #: The place in ``undated`` of the heading above the rows that are read, and its words.
        self._heading: tuple[int, str] | None = None

    def events(self) -> list[CalendarEvent]:
        """Return the entries of all rows that can be read, one for each date or span of a row."""
        for problem in self._table.problems:
            self.skipped["that cannot be cut into cells"] += 1
            self.questions.ask_unread(problem.line, problem.value or "", problem.message)
        events = self._events_of_heading()
        for place, row in enumerate(self._table.rows, start=1):
            lines = self._date_lines
            if (spans := lines.entries.get(place)) is not None:
                events += self._dated(spans, self._title(row), row, self._date_above)
            elif (spans := lines.empty.get(place)) is not None:
                events += self._without_entry(spans, row)
            elif (spans := lines.dates.get(place)) is not None:
                self._date_above = self._cell(row, "title")
                self._check_weekday(spans[0][0], self._title(row), row)
            elif not all(is_mark(cell) for cell in row.cells.values()):
                events += self._events(row)
        return events

    def _without_entry(self, spans: tuple[tuple[date, date], ...], row: TableRow) -> list[CalendarEvent]:
        """Return the entry of a line that is only a date: what the heading above says ("Early Release Days")."""
        if self._heading is None:
            return self._undated(row, self._title(row))
        return self._dated(spans, self._heading[1].rstrip(":"), row)

    def _events_of_heading(self) -> list[CalendarEvent]:
        """Return the entries of the first line, where it is an entry itself, as in a list without headings."""
        if not self._has_one_column:
            return []
        title, row = next(iter(self._table.titles.values())), TableRow(self._table.header_line, {})
        if 0 in self._date_lines.empty:
            return self._undated(row, title)
        found = None if 0 in self._date_lines.dates else split_dated_text(title, self._dates, None)
        return [] if found is None else self._dated(found[0], found[1], row, title)

    def _events(self, row: TableRow) -> list[CalendarEvent]:
        filled = [cell for cell in row.cells.values() if cell]
        if len(filled) == 1 and (head := month_head(filled[0])) is not None:
            self._head = head
            return []
        title = self._title(row)
        if not title and self._is_remark(row):
            return self._undated(row, clean(self._cell(row, "first")[:LONGEST_TITLE]))
        if comparable(self._cell(row, "category")) in _CANCELED:
            self.skipped[_CANCELED[0]] += 1
            return []
        if speaks_of_weekdays(self._cell(row, "first")):
            return self._undated(row, clean(f"{self._written(row)}: {title}"[:LONGEST_TITLE]))
        head = month_head(self._cell(row, "month")) or self._head
        try:
            dated = self._dated_title(row, title, head)
        except ValueError as error:
            return self._without_usable_date(row, title, error)
        return self._undated(row, title) if dated is None else self._dated(dated[0], dated[1], row)

    def _without_usable_date(self, row: TableRow, title: str, error: ValueError) -> list[CalendarEvent]:
        """Keep a row whose date is not decided yet as a line without a date; ask about any other."""
        written = self._cell(row, "first")
        if _UNDECIDED.search(written):
            return self._undated(row, title, undecided=clean(written))
        self.skipped["whose date cannot be read"] += 1
        reason = f"its date cannot be read ('{self._written(row)}'): {error}; write {ALLOWED}"
        self.questions.ask_unread(row.line, title, reason)
        return []

    def _written(self, row: TableRow) -> str:
        return " to ".join(cell for cell in (self._cell(row, "first"), self._cell(row, "last")) if cell)

    def _dated_title(
        self, row: TableRow, title: str, head: MonthHead | None
    ) -> tuple[tuple[tuple[date, date], ...], str] | None:
        """Return the dates and the title of a row, wherever it has them, or None if it has no date.

        Raises ValueError: its dates cannot be read.
        """
        if not self._written(row):
            found = split_dated_text(title, self._dates, head)
            if found is None and head is not None and self._has_one_column:
                return split_dated_text(days_marked(title), self._dates, head)
            return found
        beside = None if self._cell(row, "last") else split_dated_text(self._cell(row, "first"), self._dates, head)
        if beside is not None and not title:
            return beside
        try:
            return self._spans(row, head), title
        except ValueError:
            if beside is None:
                raise
            # "Sept. 7 (observed)": what is written beside the date belongs to the title.
            return beside[0], f"{title} ({beside[1].strip('()')})"[:LONGEST_TITLE]

    def _is_remark(self, row: TableRow) -> bool:
        """Check whether the date's cell has words and no date, in a row without a title."""
        written = self._cell(row, "first")
        return not any(letter.isdigit() for letter in written) and len(written.split()) > 1

    def _undated(self, row: TableRow, title: str, undecided: str = "") -> list[CalendarEvent]:
        self.skipped["without a date"] += 1
        key_to = self._mark_keys.places.get(row.line, "")
        self.undated.append(UndatedLine(row.line, title, self._note(row), undecided, bool(key_to), key_to))
        is_heading = self._has_one_column and HEADING.fullmatch(title) is not None
        self._heading = (len(self.undated) - 1, title) if is_heading else None
        return []

    def _category(self, row: TableRow) -> str:
        """Return the category of a row with a date: that of its own cell, or the heading above it."""
        if self._heading is None:
            return self._cell(row, "category")
        place, words = self._heading
        self.undated[place] = replace(self.undated[place], heads=True)
        return words.rstrip(":")

    def _dated(
        self, spans: tuple[tuple[date, date], ...], title: str, row: TableRow, date_above: str = ""
    ) -> list[CalendarEvent]:
        """Return the row's entry on each of the spans; ``date_above`` is the text of the line with its date."""
        self._check_weekday(spans[0][0], title, row)
        start, end = self._times(row, title)
        said = self._mark_keys.said_of(date_above, *(row.cells.values() or (title,)))
        categories = [clean(words[:LONGEST_TITLE]) for words in (self._category(row), *said)]
        return [
            CalendarEvent(
                first=first,
                last=last,
                title=title,
                start=start,
                end=end,
                categories=tuple(filter(None, categories)),
                description=self._note(row),
                location=clean(self._cell(row, "location")[:LONGEST_TITLE]),
                uid=clean(self._cell(row, "uid")),
                line=row.line,
            )
            for first, last in spans
        ]

    def _cell(self, row: TableRow, use: str) -> str:
        return self._columns.cell(row, use)

    def _check_weekday(self, first: date, title: str, row: TableRow) -> None:
        """Ask about a row whose weekday is not that of its date: the date, or the year, is another."""
        written = weekday_in(self._cell(row, "first") or self._cell(row, "title"))
        if written is None:
            written = weekday_in(self._cell(row, "weekday"))
        if written is not None and written != first.weekday():
            reason = f"it says {WEEKDAYS[written].capitalize()}, and {first} is a {first:%A}"
            self.questions.ask(row.line, title, reason, f"an entry of {first}", (first,), may_close=True)

    def _note(self, row: TableRow) -> str:
        """Return the row's note, and the cells of columns that no heading of ours names ("Status of school")."""
        others = [row.get(column) for column in self._columns.others(self._table.columns)]
        texts = dict.fromkeys(text for text in (self._cell(row, "note"), *others) if text)
        return clean(" / ".join(texts)[:LONGEST_DESCRIPTION])

    def _title(self, row: TableRow) -> str:
        title = clean(self._cell(row, "title"))
        schools = clean(self._cell(row, "schools"))
        if schools and not _means_everyone(schools):
            title = f"{title} ({schools})"
        return title[:LONGEST_TITLE]

    def _spans(self, row: TableRow, head: MonthHead | None) -> tuple[tuple[date, date], ...]:
        """Return the dates of a row. Raises ValueError: they cannot be read."""
        spans = self._dates.spans(self._cell(row, "first"), head)
        if last_cell := self._cell(row, "last"):
            spans = ((spans[0][0], self._dates.spans(last_cell, head)[-1][1]),)
        for first, last in spans:
            if last < first:
                raise ValueError("it ends before it begins")
            if (last - first).days > _LONGEST_DAYS:
                raise ValueError("it lasts more than a year")
        return spans

    def _times(self, row: TableRow, title: str) -> tuple[time | None, time | None]:
        written = (self._cell(row, "start"), self._cell(row, "end"))
        all_day = self._cell(row, "all_day")
        if not written[0] or (cells.is_yes_or_no(all_day) and cells.yes_or_no(all_day)):
            return None, None
        try:
            start = school_time(written[0])[0]
            end = school_time(written[1])[0] if written[1] else start
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
