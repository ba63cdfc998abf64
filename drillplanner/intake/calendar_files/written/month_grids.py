"""Months drawn as grids of days: what stands in a day's cell is read, what a color says is not.

A grid is a row of weekdays with rows of numbers below it, and the name of the month above it. The place of each
number must fit its weekday; a grid that does not fit is no grid that we can read, and is reported.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from drillplanner.intake.calendar_files.written.pdf_words import PlacedWord

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[.,]?", re.IGNORECASE)
_YEAR = re.compile(r"['’]?(20\d\d|\d\d)")
#: Sunday is 6, as in Python.
_WEEKDAYS = (("su", "sun", "sunday"), ("m", "mo", "mon", "monday"), ("tu", "t", "tue", "tues", "tuesday"),
             ("w", "we", "wed", "wednesday"), ("th", "r", "t", "h", "thu", "thur", "thurs", "thursday"),
             ("f", "fr", "fri", "friday"), ("sa", "sat", "saturday"))  # fmt: skip
_FIVE_DAYS = _WEEKDAYS[1:6]
_DAY = re.compile(r"(\d{1,2})[*†+]?")
_FEWEST_DAYS = 15


@dataclass
class MonthGrid:
    """A month on a page: the texts in its days' cells, and the words that belong to it.

    ``marked`` are texts by day. ``first`` is None if the month's name is not on the page, or its days do not stand
    under their weekdays.
    """

    first: date | None
    title: str
    words: set[PlacedWord] = field(default_factory=set)
    marked: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Head:
    """The weekdays of a drawn month, and the words of its title."""

    row: list[PlacedWord]
    title: list[PlacedWord]

    @property
    def width(self) -> float:
        """Return the width of a column."""
        return (self.row[-1].middle - self.row[0].middle) / (len(self.row) - 1)

    @property
    def top(self) -> float:
        return min(word.top for word in (*self.row, *self.title))

    def is_beside(self, word: PlacedWord) -> bool:
        """Check whether a word is between the first and the last column."""
        return self.row[0].middle - self.width * 0.75 <= word.middle <= self.row[-1].middle + self.width * 0.75


def month_grids(words: Sequence[PlacedWord], first_year: int) -> list[MonthGrid]:
    """Return the months drawn on a page; ``first_year`` is the year in which the school year begins."""
    grids: list[MonthGrid] = []
    heads = [_Head(row, _title_above(row, words)) for row in _weekday_rows(words)]
    for head in heads:
        taken = {word for grid in grids for word in grid.words}
        if (grid := _grid_below(head, heads, words, first_year, taken)) is not None:
            grids.append(grid)
    return grids


def _weekday_rows(words: Sequence[PlacedWord]) -> list[list[PlacedWord]]:
    """Return the rows of five or seven weekdays, from left to right."""
    rows: list[list[PlacedWord]] = []
    for line in lines_of(words):
        place = 0
        while place < len(line):
            for names in ((_WEEKDAYS), ((("s",), *_FIVE_DAYS, ("s",))), ((("s", *_WEEKDAYS[0]), *_FIVE_DAYS,
                          ("s", *_WEEKDAYS[6]))), _FIVE_DAYS):  # fmt: skip
                part = line[place : place + len(names)]
                if len(part) == len(names) and all(
                    word.text.lower().strip(".") in spelled for word, spelled in zip(part, names, strict=True)
                ):
                    rows.append(part)
                    place += len(names) - 1
                    break
            place += 1
    return rows


def _grid_below(
    head: _Head, heads: Sequence[_Head], words: Sequence[PlacedWord], first_year: int, taken: set[PlacedWord]
) -> MonthGrid | None:
    row = head.row
    top = max(word.bottom for word in row)
    others = [other for other in heads if other.top > row[0].top + 1 and any(map(head.is_beside, other.row))]
    end = min((other.top for other in others), default=None)
    below = [
        word
        for word in words
        if word not in taken
        and word not in row
        and head.is_beside(word)
        and word.top >= top - 1
        and (end is None or word.top < end - 1)
    ]
    first = _first_day(head.title, first_year)
    most = 31 if first is None else monthrange(first.year, first.month)[1]
    numbers = _days(below, most)
    if len(numbers) < _FEWEST_DAYS:
        return None
    last = max(word.bottom for word in numbers.values())
    row_height = _row_height(numbers)
    grid = MonthGrid(first, " ".join(word.text for word in head.title))
    grid.words.update((*row, *head.title, *numbers.values()))
    edge = _edge(row, numbers)
    columns = {day: _column_of(word, row, edge) for day, word in numbers.items()}
    if grid.first is not None and not _fits(columns, grid.first, len(row) == 5):
        grid.first = None
    for word in below:
        if word in grid.words or word.top > last + row_height * 0.7:
            continue
        column = _column_of(word, row, edge)
        above = [
            (word.top - number.top, day)
            for day, number in numbers.items()
            if columns[day] == column and number.top <= word.top + 3
        ]
        if not above:
            continue
        day = min(above)[1]
        grid.words.add(word)
        if not word.text.isdigit():
            grid.marked[day] = f"{grid.marked.get(day, '')} {word.text}".strip()
    return grid


def _edge(row: list[PlacedWord], numbers: Mapping[int, PlacedWord]) -> str:
    """Return by which edge days stand under their weekdays: left, middle, or right."""

    def distance(edge: str) -> float:
        places: list[float] = [getattr(day, edge) for day in row]
        days: list[float] = [getattr(word, edge) for word in numbers.values()]
        return sum(min(abs(at - place) for place in places) for at in days)

    return min(("middle", "left", "right"), key=distance)


def _column_of(word: PlacedWord, row: list[PlacedWord], edge: str) -> int:
    """Return the column of a word, from 0: the last one that begins before it."""
    places = [getattr(day, edge) for day in row]
    width = (places[-1] - places[0]) / (len(places) - 1)
    share = {"left": 0.08, "middle": 0.5, "right": 0.92}[edge]
    starts = [place - width * share for place in places]
    at: float = getattr(word, edge)
    return max((number for number, start in enumerate(starts) if start <= at), default=0)


def _days(below: list[PlacedWord], most: int) -> dict[int, PlacedWord]:
    """Return the numbers 1 to ``most`` in their order, row by row; a wide empty space ends the month."""
    numbers: dict[int, PlacedWord] = {}
    for line in lines_of([word for word in below if _DAY.fullmatch(word.text)]):
        if numbers and line[0].top - max(word.bottom for word in numbers.values()) > line[0].height * 6:
            break
        for word in line:
            match = _DAY.fullmatch(word.text)
            if match and int(match[1]) == len(numbers) + 1 <= most:
                numbers[int(match[1])] = word
    return numbers


def _row_height(numbers: dict[int, PlacedWord]) -> float:
    tops = sorted({round(word.top) for word in numbers.values()})
    gaps = [after - before for before, after in pairwise(tops) if after - before > 3]
    return min(gaps, default=12)


def _title_above(row: list[PlacedWord], words: Sequence[PlacedWord]) -> list[PlacedWord]:
    """Return the words of the nearest line above the weekdays that names a month."""
    head = _Head(row, [])
    top = min(day.top for day in row)
    above = [word for word in words if word.bottom <= top + 2 and word.top > top - 60 and head.is_beside(word)]
    for line in reversed(lines_of(above)):
        months = [word for word in line if _MONTH.fullmatch(word.text)]
        if len(months) == 1:
            years = [word for word in line if _YEAR.fullmatch(word.text)]
            return sorted([*months, *years[:1]], key=lambda word: word.left)
    return []


def _first_day(title: list[PlacedWord], first_year: int) -> date | None:
    month = next((word.text[:3].lower() for word in title if _MONTH.fullmatch(word.text)), None)
    if month is None:
        return None
    number = _MONTHS.index(month) + 1
    written = next((match[1] for word in title if (match := _YEAR.fullmatch(word.text))), None)
    year = first_year + (number < 7)
    if written is not None:
        year = int(written) if len(written) == 4 else 2000 + int(written)
    return date(year, number, 1)


def _fits(columns: Mapping[int, int], first: date, is_five: bool) -> bool:
    """Check whether the days stand under their weekdays, up to two that share a cell."""
    off = 0
    for day, column in columns.items():
        weekday = first.replace(day=day).weekday()
        off += column != (weekday if is_five else (weekday + 1) % 7)
    return off <= 2


def lines_of(words: Sequence[PlacedWord]) -> list[list[PlacedWord]]:
    """Return words in lines from top to bottom, each from left to right."""
    lines: list[list[PlacedWord]] = []
    for word in sorted(words, key=lambda word: (word.bottom, word.left)):
        if lines and abs(lines[-1][0].bottom - word.bottom) < max(2.0, word.height * 0.4):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]
