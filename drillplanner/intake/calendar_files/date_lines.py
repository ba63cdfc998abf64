"""A date on a line of its own, with its entries on the lines below, in a list of one column.

A cell of several lines becomes such lines when a table is copied from a browser::

    November 10, 2025
    End of First Trimester
    Professional Development Day - No School
    November 11, 2025 Veterans Day

Other lists have each date below its entry. In those, no entry gets a date: the one above it belongs to another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from drillplanner.files.written.dates import MONTH_NAME, DateReader, MonthHead, month_head
from drillplanner.intake.calendar_files.dated_text import split_dated_text

#: A heading over several rows: a few words that name many days. "No School" may be the end of the line above it.
HEADING = re.compile(
    r"(?:[\w/'’()-]+ ){0,5}(?:\w+-)?(?:days|dates|holidays|breaks|closures|closings|releases|dismissals|starts):?",
    re.IGNORECASE,
)
#: The most words of an entry below its date; what is longer is a remark about the whole list.
_MOST_WORDS = 14
_WRITTEN_DATE = re.compile(rf"\b{MONTH_NAME}\b|\d{{1,2}}/\d{{1,2}}|\d{{4}}-\d{{2}}-\d{{2}}", re.IGNORECASE)
#: The name of the list or of a part of it: "2025-2026", "School Calendar", "August-December".
_TITLE_OF_LIST = re.compile(
    rf".*\bcalendar\b[\s\d–/-]*|20\d\d ?[-–/] ?(?:20)?\d\d\b.*"
    rf"|{MONTH_NAME}\.?(?: \d{{4}})? ?(?:[-–—]|to|through|thru) ?{MONTH_NAME}\.?(?: \d{{4}})?",
    re.IGNORECASE,
)
#: Words of entries that names of lists and of schools lack.
_OF_ENTRY = re.compile(
    r"\b(?:begins?|break|classes|closed|conferences?|day(?! school)|holiday|inservice|in-service"
    r"|no (?:school|students)|open house|orientation|recess|registration|reports?|returns?|starts?|work ?day)\b",
    re.IGNORECASE,
)

Spans = tuple[tuple[date, date], ...]


@dataclass(frozen=True)
class DateLines:
    """Dates by the places of their lines: of those above entries, of those without entries, and of the entries."""

    dates: Mapping[int, Spans]
    empty: Mapping[int, Spans]
    entries: Mapping[int, Spans]


@dataclass(frozen=True)
class _ListLine:
    """A line that is only a date, or an entry without one (``spans`` is None)."""

    place: int
    spans: Spans | None


def date_lines(texts: Sequence[str], dates: DateReader) -> DateLines:
    """Return the dates that stand alone above entries, those that stand alone without any, and the entries.

    An entry is a line without a date of its own. A line with a date and an entry, a month, a heading ("Early
    Release Days"), the title of the list, a mark ("-"), or a remark (a sentence, or a long line) ends the entries
    of the date above.
    """
    alone: dict[int, Spans] = {}
    above: dict[int, Spans] = {}
    entries: dict[int, Spans] = {}
    for run in _runs(texts, dates):
        alone |= {line.place: line.spans for line in run if line.spans is not None}
        if not _has_dates_above_entries(run):
            continue
        head = run[0]
        for line in run:
            if line.spans is not None:
                head = line
            elif head.spans is not None:
                above[head.place] = entries[line.place] = head.spans
    return DateLines(above, {place: spans for place, spans in alone.items() if place not in above}, entries)


def _has_dates_above_entries(run: Sequence[_ListLine]) -> bool:
    """Check whether the first line is a date and the last is none: else each may be the date of the line above."""
    return run[0].spans is not None and run[-1].spans is None


def _runs(texts: Sequence[str], dates: DateReader) -> Iterator[list[_ListLine]]:
    """Yield the lines that follow each other, with nothing but dates and entries between them.

    Entries right below a line with a date and an entry, or below a remark in a run that a date begins, have no
    date of their own and are in no run.
    """
    run: list[_ListLine] = []
    head: MonthHead | None = None
    may_continue = False
    for place, text in enumerate(texts):
        month = month_head(text)
        head = month or head
        spans = only_dates(text, dates)
        is_dated_entry = spans is None and month is None and split_dated_text(text, dates, head) is not None
        if spans is not None or (month is None and not is_dated_entry and _is_entry(text)):
            if run or spans is not None or not may_continue:
                run.append(_ListLine(place, spans))
            continue
        may_continue = is_dated_entry or (text.endswith(".") and bool(run) and run[0].spans is not None)
        if run:
            yield run
        run = []
    if run:
        yield run


def only_dates(text: str, dates: DateReader) -> Spans | None:
    """Return the dates that a text consists of; None if it has none, or other words too."""
    if _WRITTEN_DATE.search(text):
        with suppress(ValueError):
            return dates.spans(text)
    return None


def names_entry(text: str) -> bool:
    """Check whether the first line of a list is an entry, with its date below it, and not the name of the list."""
    return _is_entry(text) and _OF_ENTRY.search(text) is not None


def is_mark(text: str) -> bool:
    """Check whether a line has no letter and no digit, as the "-" between two entries."""
    return not any(letter.isalnum() for letter in text)


def _is_entry(text: str) -> bool:
    is_title = HEADING.fullmatch(text) or _TITLE_OF_LIST.fullmatch(text)
    return not (is_mark(text) or is_title or _is_remark(text))


def _is_remark(text: str) -> bool:
    words = [word for word in text.split() if any(mark.isalnum() for mark in word)]
    return len(words) > _MOST_WORDS or text.endswith((".", ":"))
