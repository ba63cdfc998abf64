"""A date on a line of its own, with its entries on the lines below, in a list of one column.

A cell of several lines becomes such lines when a table is copied from a browser::

    November 10, 2025
    End of First Trimester
    Professional Development Day - No School
    November 11, 2025 Veterans Day
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
_MOST_WORDS = 10
_WRITTEN_DATE = re.compile(rf"\b{MONTH_NAME}\b|\d{{1,2}}/\d{{1,2}}|\d{{4}}-\d{{2}}-\d{{2}}", re.IGNORECASE)

Spans = tuple[tuple[date, date], ...]


@dataclass(frozen=True)
class DateLines:
    """Lines by their places: what is only a date and has entries below, what has none, and the entries' dates."""

    dates: frozenset[int]
    empty: frozenset[int]
    entries: dict[int, Spans]


def date_lines(texts: Sequence[str], dates: DateReader) -> DateLines:
    """Return the dates that stand alone above entries.

    An entry is a line without a date of its own. A date, a month, a heading ("Early Release Days"), or a remark
    (a sentence, or a long line) ends the entries of the date above.
    """
    dates_alone: set[int] = set()
    with_entries: set[int] = set()
    entries: dict[int, Spans] = {}
    above: tuple[int, Spans] | None = None
    head: MonthHead | None = None
    for place, text in enumerate(texts):
        month = month_head(text)
        head = month or head
        if (spans := _only_dates(text, dates)) is not None:
            dates_alone.add(place)
            above = place, spans
        elif month is not None or split_dated_text(text, dates, head) is not None:
            above = None
        elif above is not None and _is_entry(text):
            with_entries.add(above[0])
            entries[place] = above[1]
        else:
            above = None
    return DateLines(frozenset(with_entries), frozenset(dates_alone - with_entries), entries)


def _only_dates(text: str, dates: DateReader) -> Spans | None:
    if _WRITTEN_DATE.search(text):
        with suppress(ValueError):
            return dates.spans(text)
    return None


def _is_entry(text: str) -> bool:
    return len(text.split()) <= _MOST_WORDS and not text.endswith((".", ":")) and not HEADING.fullmatch(text)
