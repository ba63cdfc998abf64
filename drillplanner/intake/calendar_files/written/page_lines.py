"""The lines of a page that is set in columns, and months drawn as grids, as lines of one list.

A page is cut along the empty strips between its columns. A strip between dates and their titles is none: there
each date is read with the words beside it. A date that stands alone is read with the line below it, or with the
heading above it, whichever the column does throughout; else it is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from drillplanner.files.written.dates import MONTH_NAME, DateReader, month_head
from drillplanner.intake.calendar_files.dated_text import split_dated_text
from drillplanner.intake.calendar_files.written.bare_days import (
    begins_with_days,
    is_days_alone,
    month_named,
    with_month,
)
from drillplanner.intake.calendar_files.written.columns import TextBlock, blocks_of, gap_parts
from drillplanner.intake.calendar_files.written.month_grids import MonthGrid, lines_of, month_grids
from drillplanner.intake.calendar_files.written.pdf_words import PlacedWord

_HAS_LETTERS = re.compile(r"[^\W\d_]{2}")
_BULLETS = re.compile(r"^[•▪◦●■□*·–—-]\s*")
_LEADERS = re.compile(r"\s*(?:\.\s?){4,}\s*|\s*…+\s*|\s*_{3,}\s*")
_OPEN_END = re.compile(r"\s*(?:[-–—]|\bto|\bthrough|\bthru)\s*$", re.IGNORECASE)
_ENDS_IN_MONTH = re.compile(rf"(?:[\d–—-]|^|[:–—-]\s)\s*{MONTH_NAME}\.?\s*$", re.IGNORECASE)
#: The end of "December 24 - January", whose day is in the next line.
_OPEN_MONTH = re.compile(rf"(?<=\d)\s*[-–—]\s*{MONTH_NAME}\.?\s*$", re.IGNORECASE)
_WEEKDAYS_ALONE = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?|[MTWF]|Th|to|and|[-–—/&,])(?:\s*(?:(?:mon|tue|wed|thu|fri|sat|sun)"
    r"[a-z]*\.?|[MTWF]|Th|to|and|[-–—/&,]))*",
    re.IGNORECASE,
)
#: Divides blocks of a page, so that a heading or a month of one is none of the next.
BLOCK_END = "– – –"


@dataclass
class PageLines:
    """The lines of a page, the months drawn on it, and lines that could not be read as dates."""

    lines: list[str] = field(default_factory=list)
    grids: list[MonthGrid] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


@dataclass
class _Line:
    """A line of a column: its date as written (empty: none of its own), the words beside it, and its place."""

    date: str
    title: str
    words: list[PlacedWord]
    title_left: tuple[float, ...]

    @property
    def text(self) -> str:
        """Return the line, its date first."""
        if not (self.date and self.title):
            return self.date or self.title
        mark = " " if self.date.endswith((":", "–", "—", "-")) else " – "
        return f"{self.date}{mark}{self.title}"

    @property
    def is_unfinished(self) -> bool:
        """Check whether the date ends in a dash, so that its last day stands elsewhere."""
        return bool(self.date) and _is_open(self.date)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)


def lines_of_page(words: Sequence[PlacedWord], first_year: int) -> PageLines:
    """Return the lines of a page in reading order; ``first_year`` is the year in which the school year begins."""
    grids = month_grids(words, first_year)
    in_grids = {word for grid in grids for word in grid.words}
    page = PageLines(grids=grids)
    for grid in grids:
        if grid.first is not None:
            page.lines += [
                f"{grid.first.replace(day=day):%B} {day}, {grid.first.year}: {text}"
                for day, text in sorted(grid.marked.items())
                if _HAS_LETTERS.search(text)
            ]
    reader = _BlockReader(DateReader(first_year), grids)
    rest = [word for word in words if word not in in_grids]
    for block in blocks_of(rest, reader.is_date_like):
        # The days of the last month of a column may be in the next column.
        above = page.lines[-1] if page.lines and month_head(page.lines[-1]) is not None else ""
        page.lines += [] if above else [BLOCK_END]
        page.lines += reader.lines(block, above)
    page.unread = reader.unread
    return page


def _is_open(text: str) -> bool:
    """Check whether a date goes on in the next line: it ends in a dash, or in a month without a day."""
    return _OPEN_END.search(text) is not None or _ENDS_IN_MONTH.search(text) is not None


def _space(line: _Line, below: _Line) -> float:
    return min(word.top for word in below.words) - line.bottom


class _BlockReader:
    """A reader of the columns of one page."""

    def __init__(self, dates: DateReader, grids: Sequence[MonthGrid]) -> None:
        self._dates, self._grids = dates, grids
        self.unread: list[str] = []

    def is_date_like(self, text: str) -> bool:
        """Check whether a text is a date alone, weekdays, or the name of a month."""
        return self._is_date(text) or bool(_WEEKDAYS_ALONE.fullmatch(text)) or month_head(text) is not None

    def lines(self, block: TextBlock, above: str) -> Iterator[str]:
        """Yield the lines of a column; ``above`` is the name of the month that goes on from the last column."""
        lines = self._joined([self._line(line, block) for line in lines_of(block.words)])
        yield from self._with_months(self._with_lone_dates(lines), above)

    def _is_date(self, text: str) -> bool:
        plain = _OPEN_END.sub("", _OPEN_MONTH.sub("", text)).strip(" :.–—-")
        if not any(mark.isdigit() for mark in plain):
            return False
        if is_days_alone(plain):
            return True
        with suppress(ValueError):
            return bool(self._dates.spans(plain))
        return False

    def _line(self, words: list[PlacedWord], block: TextBlock) -> _Line:
        """Return a line; parts that strips or wide gaps divide are a date, its weekday, and its title."""
        parts = [(self._text(part), part) for part in gap_parts(words, block.strips)]
        parts = [(text, part) for text, part in parts if any(mark.isalnum() for mark in text)]
        named = [(text, part) for text, part in parts if not _WEEKDAYS_ALONE.fullmatch(text)]
        at = [place for place, (text, _) in enumerate(named) if self._is_date(text)]
        if len(named) > 1 and len(at) == 1:
            titles = [part for place, part in enumerate(named) if place != at[0]]
            title = " – ".join(text for text, _ in titles)
            return _Line(named[at[0]][0], title, words, (titles[0][1][0].left,))
        text = " – ".join(text for text, _ in named or parts)
        if self._is_date(text):
            return _Line(text, "", words, ())
        return _Line("", text, words, tuple(word.left for word in words[1:]))

    @staticmethod
    def _text(words: Iterable[PlacedWord]) -> str:
        text = _BULLETS.sub("", " ".join(word.text for word in words))
        return _LEADERS.sub(" – ", text).strip(" –") if _LEADERS.search(text) else text

    def _is_dated(self, line: _Line) -> bool:
        if line.date:
            return True
        return begins_with_days(line.title) or split_dated_text(line.title, self._dates, None) is not None

    def _joined(self, lines: list[_Line]) -> list[_Line]:
        """Return lines with what was cut because it did not fit: ends of dates, and of titles."""
        right = max((word.right for line in lines for word in line.words), default=0)
        joined: list[_Line] = []
        for line in lines:
            last = joined[-1] if joined else None
            if last is None or line.words[0].top - last.bottom > line.words[0].height * 0.6:
                joined.append(line)
            elif last.is_unfinished and line.date:
                last.date, last.title = f"{last.date} {line.date}", f"{last.title} {line.title}".strip()
                last.words += line.words
            elif last.title and not last.date and line.date and not line.title and _is_open(last.title):
                last.title = f"{last.title} {line.date}"  # "Thanksgiving Recess: November", "26-27"
                last.words += line.words
            elif self._goes_on(last, line, right):
                last.title = f"{last.title} {line.title}".strip()
                last.words += line.words
            else:
                joined.append(line)
        return joined

    def _goes_on(self, last: _Line, line: _Line, right: float) -> bool:
        """Check whether a line without a date goes on with the title above: below it, or since it did not fit."""
        if not last.title or self._is_dated(line) or not self._is_dated(last) or month_head(line.title):
            return False
        first = line.words[0]
        is_below_title = any(abs(first.left - left) < 4 for left in last.title_left)
        did_not_fit = last.words[-1].right + (first.right - first.left) > right - 1
        return is_below_title or did_not_fit

    def _with_lone_dates(self, lines: list[_Line]) -> list[_Line]:
        """Return lines in which dates alone have the line below, or the heading above, as their title."""
        alone = [place for place, line in enumerate(lines) if line.date and not line.title]
        if not alone:
            return lines
        below = [
            place + 1 < len(lines) and not lines[place + 1].date and not self._is_dated(lines[place + 1])
            for place in alone
        ]
        is_nearer = [
            place < 2 or _space(lines[place], lines[place + 1]) + 1 < _space(lines[place - 1], lines[place])
            for place, has_below in zip(alone, below, strict=True)
            if has_below
        ]
        if all(below) and all(is_nearer):
            taken = {place + 1 for place in alone}
            for place in alone:
                lines[place].title = lines[place + 1].title
            return [line for place, line in enumerate(lines) if place not in taken]
        kept = []
        for place, line in enumerate(lines):
            if place in alone:
                heading = self._heading_above(lines, place)
                if not heading or any(below):
                    self.unread.append(line.text)
                    continue
                line.title = heading
            kept.append(line)
        return kept

    def _heading_above(self, lines: Sequence[_Line], place: int) -> str:
        for line in reversed(lines[:place]):
            if not line.date:
                is_heading = month_head(line.title) is None and not self._is_dated(line)
                return line.title if is_heading else ""
        return ""

    def _with_months(self, lines: Iterable[_Line], above: str) -> Iterator[str]:
        """Yield lines; a day alone is of the month above it, or of the one drawn beside it."""
        month = month_named(above)
        for line in lines:
            text = line.text
            if line.is_unfinished:
                self.unread.append(text)
                continue
            month = month_named(text) or month
            if not begins_with_days(text):
                yield text
                continue
            drawn = None if month else self._month_beside(line)
            of_month = f"{drawn.first:%B}" if drawn is not None and drawn.first is not None else month
            if of_month:
                yield with_month(text, of_month)
            else:
                self.unread.append(text)

    def _month_beside(self, line: _Line) -> MonthGrid | None:
        """Return the month drawn at the height of a line, if one alone is near it."""
        middle = (line.words[0].top + line.bottom) / 2
        left, right = min(word.left for word in line.words), max(word.right for word in line.words)
        beside = []
        for grid in self._grids:
            top, bottom = min(word.top for word in grid.words), max(word.bottom for word in grid.words)
            if top - 1 <= middle <= bottom + 1:
                start, end = min(word.left for word in grid.words), max(word.right for word in grid.words)
                beside.append((max(start - right, left - end), grid))
        beside.sort(key=lambda item: item[0])
        if not beside or (len(beside) > 1 and beside[1][0] < beside[0][0] * 2 + 20):
            return None
        return beside[0][1]
