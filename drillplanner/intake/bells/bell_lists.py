"""A bell schedule on a web page, saved or pasted, or in Word: periods, starts, and ends, in any usual order.

A row has a name and two times, divided by tabs or bars or in one text ("8:30 - 9:15 Period 1"); cells may stand
below each other, as a page gives them. A line without times above the rows names their day ("Early Release",
"Wednesday"); a column of days does too. What is left open is reported; two readings of one are refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from drillplanner.files.counting import counted
from drillplanner.files.documents.web_page import page_text
from drillplanner.files.documents.word_document import docx_rows, html_rows
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.phrases import clean
from drillplanner.files.read_result import listed
from drillplanner.files.tables.heading_row import normalized_heading
from drillplanner.files.tables.text_rows import decoded
from drillplanner.files.written.times import school_time
from drillplanner.files.written.weekdays import WEEKDAY_NAMES, UnclearWeekdaysError, may_be_weekdays, weekdays
from drillplanner.files.yaml_document import Document, parse_mapping
from drillplanner.intake.bells.bell_headings import bell_headings
from drillplanner.intake.bells.bell_wording import day_kind, period_meaning
from drillplanner.model import DayKind, PeriodTag

#: Endings of files that may hold such a list.
LIST_ENDINGS = (".txt", ".html", ".htm", ".docx")
_FEWEST_PERIODS = 3
#: A time of day in running text.
TIME = re.compile(
    r"(?<![\d:/])(?:\d{1,2}[:.]\d{2}(?::00)?\s*(?:[ap]\.?\s?m?\b\.?)?|\d{1,2}\s*[ap]\.?\s?m\b\.?"
    r"|(?:12\s+)?noon\b)(?![\d:/])",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"\(?\b\d{1,3}\s*(?:min(?:ute)?s?\.?|hrs?|hours?)\b\.?\)?", re.IGNORECASE)
_EDGES = " \t|,;:–—-()•*"
#: Headings of a period's name that are no period themselves.
_LONG_NAMES = frozenset({"description", "description_period", "period_name", "bell"})
#: A list with dates is a calendar, or a list of drills.
_DATE = re.compile(
    r"\d{1,2}/\d{1,2}|\d{4}-\d{2}-\d{2}|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}\b",
    re.IGNORECASE,
)
_MOST_DATES = 2
_NOT_A_DAY = re.compile(r"\b(?:bell|schedules?|times?|hours|only|days?|every|the|daily)\b", re.IGNORECASE)


@dataclass
class ListedPeriod:
    """A period as the list gives it: its line, the heading above it or its days, its name, and its times."""

    line: int | None
    day: str
    name: str
    times: list[str] = field(default_factory=list)
    has_more_times: bool = False


@dataclass(frozen=True)
class BellList:
    """A bell schedule as the mapping of a YAML file, and sentences on what was left open."""

    document: Document
    notes: tuple[str, ...]


def is_bell_list(raw: bytes, name: str) -> bool:
    """Check whether a file is a list of periods with starts and ends."""
    with suppress(InputError):
        if sum(any(map(_DATE.search, cells)) for _, cells in _cells(raw, name)) > _MOST_DATES:
            return False
        rows = listed_periods(raw, name)
        periods = [row for row in rows if len(row.times) == 2 and row.name]
        return len(periods) >= _FEWEST_PERIODS and 2 * len(periods) >= len(rows)
    return False


def read_bell_list(raw: bytes, name: str) -> BellList:
    """Return the bell schedule in a table or a pasted list; ``name`` is the file in messages.

    Raises InputError: it is no such list, a time cannot be read, no period is a class, or its headings do not say
    which periods are those of a regular day.
    """
    rows = listed_periods(raw, name)
    periods = [row for row in rows if len(row.times) == 2]
    if len(periods) < _FEWEST_PERIODS:
        allowed = "at least three rows with a name, a start, and an end, such as 'Period 1, 8:30 AM, 9:15 AM'"
        raise InputError(Problem(name, None, "this is no list of periods", f"{len(periods)} rows", allowed))
    notes: list[str] = []
    if instants := [row.name or " ".join(row.times) for row in rows if len(row.times) == 1]:
        bells = counted(len(instants), "bell has", "bells have")
        notes.append(f"{name}: {bells} no end and no period: {listed(instants, 8)}.")
    if longer := [row.name for row in rows if row.has_more_times]:
        notes.append(f"{name}: of more than two times in a row the first two are taken: {listed(longer, 8)}.")
    days = _days(periods, name, notes)
    by_kind: dict[str, list[dict[str, object]]] = {}
    variants: dict[str, dict[str, list[dict[str, object]]]] = {}
    weekdays: dict[str, str] = {}
    assumed: list[str] = []
    if unsure := dict.fromkeys(
        f"'{row.name}' as {' and '.join(period_meaning(row.name).tags)}"
        for of_day in days.values()
        for row in of_day
        if not period_meaning(row.name).is_sure
    ):
        notes.append(f"{name}: by the words alone these are taken so: {listed(unsure, 8)}.")
    for day, of_day in days.items():
        written = _periods(of_day, name, assumed)
        if isinstance(day, DayKind):
            by_kind[day.value] = written
        else:
            variant = "-".join(WEEKDAY_NAMES[number] for number in day)
            variants[variant] = {"periods": written}
            weekdays |= {WEEKDAY_NAMES[number]: variant for number in day}
    if assumed:
        notes.append(f"{name}: times without AM or PM are taken for the afternoon: {listed(assumed, 6)}.")
    contents = {"name": PurePosixPath(name).stem, "days": by_kind, "variants": variants, "weekdays": weekdays}
    kept = {key: value for key, value in contents.items() if value}
    return BellList(parse_mapping(json.dumps(kept).encode(), name), tuple(notes))


def _periods(rows: Sequence[ListedPeriod], file: str, assumed: list[str]) -> list[dict[str, object]]:
    """Return the periods of one day, each name once.

    Raises InputError: a time cannot be read, or no period is a class.
    """
    written: list[dict[str, object]] = []
    names: dict[str, int] = {}
    problems: list[Problem] = []
    for row in rows:
        times = []
        for text in row.times:
            try:
                found, is_assumed = school_time(
                    text.strip().replace(".", ":", 1) if "." in text[:3] else text.strip()
                )
            except ValueError as error:
                problems.append(
                    Problem(file, row.line, f"this time cannot be read: {error}", text, "8:30 AM, or 14:30")
                )
                continue
            times.append(f"{found:%H:%M}")
            if is_assumed:
                assumed.append(f"{text.strip()} as {found:%H:%M}")
        names[row.name] = names.get(row.name, 0) + 1
        name = row.name if names[row.name] == 1 else f"{row.name} ({names[row.name]})"
        if len(times) == 2:
            tags = list(period_meaning(row.name).tags)
            written.append({"name": name, "start": times[0], "end": times[1], "tags": tags})
    if not problems and not any(PeriodTag.INSTRUCTION in period_meaning(row.name).tags for row in rows):
        message = "no line is a class, so there is no time at which classes can drill"
        allowed = "lines for the times of class too, such as 'Class, 8:30 AM, 9:45 AM'"
        problems.append(Problem(file, rows[0].line, message, listed((row.name for row in rows), 6), allowed))
    if problems:
        raise InputError(problems)
    return written


def _days(
    rows: Sequence[ListedPeriod], file: str, notes: list[str]
) -> dict[DayKind | tuple[int, ...], list[ListedPeriod]]:
    """Return the rows by kind of day, or by weekdays if these have periods of their own.

    Raises InputError: nothing says which rows are those of a regular day, or two parts are of one day.
    """
    parts: dict[str, list[ListedPeriod]] = {}
    for row in rows:
        parts.setdefault(row.day, []).append(row)
    try:
        read = {part: _day_meant(part, parts) for part in parts}
    except UnclearWeekdaysError as error:
        raise InputError(Problem(file, None, str(error))) from error
    open_parts = [part for part, day in read.items() if day is None]
    if DayKind.FULL not in read.values() and open_parts:
        if len(open_parts) > 1:
            message = "nothing says which of these parts is the regular day of the whole school"
            allowed = "'Regular Day' above one of them; or a file for each school, or for each group of grades"
            raise InputError(Problem(file, parts[open_parts[1]][0].line, message, listed(open_parts), allowed))
        if open_parts[0]:
            notes.append(f"{file}: the part '{open_parts[0]}' is taken for the regular day.")
        read[open_parts[0]] = DayKind.FULL
        open_parts = []
    days: dict[DayKind | tuple[int, ...], list[ListedPeriod]] = {}
    for part, day in read.items():
        if day is None:
            continue
        if day in days:
            message = "two parts of the list are of one kind of day"
            allowed = "one of them; where grades have bells of their own, a file for each group of grades"
            raise InputError(Problem(file, parts[part][0].line, message, part, allowed))
        days[day] = parts[part]
    if open_parts:
        unused = listed(f"'{part}'" for part in open_parts)
        notes.append(f"{file}: these parts say no kind of day and are not used: {unused}.")
    return days


def _day_meant(part: str, parts: Iterable[str]) -> DayKind | tuple[int, ...] | None:
    """Return the kind of day that a heading or a cell says, or weekdays; None if it says neither.

    ``parts`` are all headings of the list. Raises UnclearWeekdaysError as :func:`weekdays`.
    """
    if (kind := day_kind("", part)) is not None:
        return kind
    text = _bare_day(part)
    if not may_be_weekdays(text):
        return None
    days = weekdays(text, map(_bare_day, parts))
    return DayKind.FULL if len(set(days) & set(range(5))) == 5 else days


def _bare_day(part: str) -> str:
    return " ".join(_NOT_A_DAY.sub(" ", part).split()) or part


def listed_periods(raw: bytes, name: str) -> list[ListedPeriod]:
    """Return the rows of a list that have times."""
    names, days, known = bell_headings("period"), bell_headings("day"), bell_headings()
    # Headings in lines of their own, on a page that was pasted; "Class" or "Lunch" alone is a period.
    stacked = bell_headings("start", "end", "time", "length") | _LONG_NAMES
    rows: list[ListedPeriod] = []
    heading, waiting = "", ""
    name_at = days_at = None
    for line, cells in _cells(raw, name):
        columns = [normalized_heading(cell) for cell in cells]
        if len(cells) > 1 and sum(column in known for column in columns) * 2 > len(cells):
            name_at = next((place for place, column in enumerate(columns) if column in names), None)
            days_at = next((place for place, column in enumerate(columns) if column in days), None)
            heading, waiting = waiting or heading, ""
            continue
        times = [match[0].strip() for cell in cells for match in TIME.finditer(cell)]
        words = _words(cells, name_at, days_at)
        if not times:
            if words and normalized_heading(words) not in stacked:
                heading, waiting = (waiting or heading), words
            continue
        day = cells[days_at] if days_at is not None and days_at < len(cells) else ""
        if words:
            heading, waiting = waiting or heading, ""
            rows.append(_period(line, clean(day) or heading, words, times))
        elif waiting:
            rows.append(_period(line, clean(day) or heading, waiting, times))
            waiting = ""
        elif rows and len(rows[-1].times) + len(times) <= 2:
            rows[-1].times += times
    return rows


def _words(cells: Sequence[str], name_at: int | None, days_at: int | None) -> str:
    """Return the name in a row: the cell of its column, or what is left without times and lengths."""
    if name_at is not None and len(cells) > 1 and name_at < len(cells):
        cells = [cells[name_at]]
    texts = [
        clean(_LENGTH.sub(" ", TIME.sub(" ", cell))).strip(_EDGES)
        for place, cell in enumerate(cells)
        if place != days_at or len(cells) == 1
    ]
    return clean(" ".join(text for text in texts if any(mark.isalnum() for mark in text)))


def _period(line: int | None, day: str, name: str, times: list[str]) -> ListedPeriod:
    """Return a row; spans that follow each other ("9:22 - 9:25, 9:25 - 9:30") are one."""
    if len(times) > 2 and len(times) % 2 == 0 and times[1:-1:2] == times[2::2]:
        times = [times[0], times[-1]]
    return ListedPeriod(line, day, name, times[:2], len(times) > 2)


def _cells(raw: bytes, name: str) -> Iterator[tuple[int | None, list[str]]]:
    """Yield the cells of each row that has any, and its line in a text."""
    for line, written in _rows(raw, name):
        cells = [cell.strip() for cell in written]
        if any(cells):
            yield line, [cell for cell in cells if cell]


def _rows(raw: bytes, name: str) -> Iterator[tuple[int | None, list[str]]]:
    ending = PurePosixPath(name).suffix.lower()
    if ending == ".txt":
        text, _ = decoded(raw, name)
        for line, written in enumerate(text.splitlines(), start=1):
            yield line, re.split(r"\t|\||\s{3,}", written)
        return
    for row in docx_rows(raw, name) if ending == ".docx" else html_rows(page_text(raw)):
        lines = [[line for line in cell.splitlines() if line.strip()] for cell in row]
        most = max(map(len, lines), default=0)
        if (
            most > 1
            and sum(len(cell) == most for cell in lines) > 1
            and all(len(cell) in (0, 1, most) for cell in lines)
        ):
            # "Break" and "Passing" below each other in a cell, and their times in the next.
            for place in range(most):
                yield None, [cell[place] if place < len(cell) else "" for cell in lines]
        else:
            yield None, [" ".join(cell.split()) for cell in row]
