"""A first screen: a few parts, shortened from the least important end until they fit."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

#: Lines of a first screen at most, and its width where nothing says that the terminal is narrower.
MOST_LINES, MOST_COLUMNS = 40, 100


class Tone(StrEnum):
    """The role of a line, which a terminal with color shows."""

    PLAIN = "plain"
    RESULT = "result"
    HEADING = "heading"
    PROBLEM = "problem"
    COMMAND = "command"
    ASIDE = "aside"


@dataclass(frozen=True)
class Line:
    """One paragraph: its text, what stands before its first and its other rows, and how many rows it may take."""

    text: str
    tone: Tone = Tone.PLAIN
    first: str = ""
    others: str = ""
    most: int = 2

    def rows(self, width: int) -> list[Row]:
        """Return the paragraph wrapped to the width; an ellipsis stands for what is left out."""
        wrapped = textwrap.wrap(
            self.text,
            width,
            initial_indent=self.first,
            subsequent_indent=self.others,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [self.first.rstrip()]
        if len(wrapped) > self.most:
            wrapped = [*wrapped[: self.most - 1], _ended(wrapped[self.most - 1], width)]
        return [Row(text, self.tone) for text in wrapped]


def _ended(row: str, width: int) -> str:
    """Return the row with an ellipsis after its last whole word."""
    while len(row) + 2 > width and " " in row.strip():
        row = row.rstrip().rpartition(" ")[0]
    return f"{row.rstrip(' ,;:')} …"


@dataclass(frozen=True)
class Row:
    """One row of a screen as it is printed."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class ScreenPart:
    """A heading and its entries, each a few lines.

    ``keeps`` entries stay while other parts have more to give. ``of`` is the number of all entries, if only the
    first are given.
    """

    heading: str
    entries: tuple[tuple[Line, ...], ...]
    keeps: int = 1
    of: int | None = None
    tone: Tone = Tone.HEADING
    counts: bool = True
    """Whether the heading says how many entries there are, if there are several."""

    @property
    def total(self) -> int:
        """The number of all entries."""
        return len(self.entries) if self.of is None else self.of


@dataclass(frozen=True)
class FirstScreen:
    """What a command says on one screen: its result, parts from most to least important, and what comes next."""

    result: tuple[Line, ...]
    parts: tuple[ScreenPart, ...] = ()
    last: tuple[Line, ...] = ()
    leaves_out: bool = True
    """Whether the full text says more than the screen."""

    def rows(self, width: int = MOST_COLUMNS, height: int = MOST_LINES) -> list[Row]:
        """Return the rows of the screen, at most ``height`` wherever result and last lines leave room."""
        top = [row for line in self.result for row in line.rows(width)]
        bottom = [Row(""), *(row for line in self.last for row in line.rows(width))] if self.last else []
        parts = [_Shortened(part, width, height) for part in self.parts if part.total]
        # The lowest part gives way first, down to what it keeps; then each may be left out altogether.
        for is_kept in (True, False):
            for part in reversed(parts):
                while len(top) + len(bottom) + _height(parts) > height and part.can_shorten(is_kept):
                    part.shown -= 1
        middle = [row for part in parts for row in part.rows()]
        hidden = [part.title for part in parts if not part.shown and part.title]
        if hidden:
            middle += [Row(""), *Line(f"Not shown here: {'; '.join(hidden)}", Tone.ASIDE).rows(width)]
        return [*top, *middle, *bottom]


class _Shortened:
    """A part of which only the first entries are shown."""

    def __init__(self, part: ScreenPart, width: int, most: int) -> None:
        self._part = part
        self._heading = Line(self.title, part.tone).rows(width) if part.heading else []
        self._entries = [[row for line in entry for row in line.rows(width)] for entry in part.entries[:most]]
        self.shown = len(self._entries)

    @property
    def title(self) -> str:
        """The heading, with the number of entries where there are several."""
        part = self._part
        return f"{part.heading} ({part.total:,})" if part.counts and part.total > 1 else part.heading

    def can_shorten(self, is_kept: bool) -> bool:
        """Check whether an entry can go; ``is_kept`` keeps as many as the part asks for."""
        return self.shown > (min(self._part.keeps, len(self._entries)) if is_kept else 0)

    @property
    def height(self) -> int:
        """The number of rows."""
        return sum(1 for _ in self.rows())

    def rows(self) -> Iterator[Row]:
        """Yield a blank row, the heading, the entries, and how many are left out; nothing if none is shown."""
        if not self.shown:
            return
        yield Row("")
        yield from self._heading
        for entry in self._entries[: self.shown]:
            yield from entry
        if more := self._part.total - self.shown:
            yield Row(f"  and {more:,} more", Tone.ASIDE)


def _height(parts: Sequence[_Shortened]) -> int:
    # A blank row and up to two rows name the parts that are not shown.
    return sum(part.height for part in parts) + (3 if any(not part.shown for part in parts) else 0)
