"""A box of the chart as rows of text, and how high it becomes at a given width and type size.

All lengths are in points where they are results, and in ems (multiples of the type size) where they are rules.
The template only places what is worked out here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from drillplanner.publish.sheet_typeface import REGULAR, typeface

NO_BREAK_SPACE = "\u00a0"

#: Padding inside a box, from its frame to its text, in ems.
PAD = 0.42
#: Between two lines of text in a row, and between two rows.
LEADING = 0.12
ROW_GAP = 0.2
#: The square with the section's letter, and the space left free for it.
FLAG = 1.35
FLAG_SPACE = FLAG + 0.35
#: The hatched field of a vacant post.
HATCH = 1.7
#: Widths are taken this much larger than they are: rounding must never push a word onto another line.
CAUTION = 1.002


@dataclass(frozen=True)
class Run:
    """Text in one style; ``scale`` is its size in ems."""

    text: str
    style: str
    scale: float


@dataclass(frozen=True)
class Row:
    """A paragraph of a box; a hatched one stands for nobody."""

    runs: tuple[Run, ...]
    hatched: bool = False

    @cached_property
    def pieces(self) -> tuple[tuple[float, float], ...]:
        """What a line may break between: each piece's width and the space that follows it, in ems."""
        pieces: list[tuple[float, float]] = []
        joined = 0.0
        for run in self.runs:
            face = typeface(run.style)
            for word, space in _words(run.text):
                joined += face.width(word) * run.scale * CAUTION
                if space is not None:
                    pieces.append((joined, face.width(space) * run.scale))
                    joined = 0.0
        if joined:
            pieces.append((joined, 0.0))
        return tuple(pieces)

    @cached_property
    def scale(self) -> float:
        """The height of a line in ems: that of its largest run."""
        return max(run.scale for run in self.runs)

    @cached_property
    def widest(self) -> float:
        """The width of the widest piece in ems: a narrower box cannot hold it."""
        return max((piece for piece, _ in self.pieces), default=0.0)

    @cached_property
    def length(self) -> float:
        """The width of the whole row on one line, in ems."""
        return sum(piece + space for piece, space in self.pieces)

    def fit(self, width: float) -> tuple[int, float]:
        """How many lines the row takes in ``width`` ems, and how much it must be made smaller.

        It is only made smaller (a factor below 1) where a single word is wider than the box.
        """
        factor = min(1.0, width / self.widest) if self.widest else 1.0
        if self.length * factor <= width:
            return 1, factor
        lines, filled = 1, 0.0
        for piece, space in self.pieces:
            if filled > 0 and filled + piece * factor > width + 1e-9:
                lines += 1
                filled = 0.0
            filled += (piece + space) * factor
        return lines, factor


def _words(text: str) -> Iterator[tuple[str, str | None]]:
    """Words with the space behind them; a word may also end at a hyphen, and the last has none behind it."""
    word = ""
    for place, sign in enumerate(text):
        if sign == " ":
            yield word, " "
            word = ""
        else:
            word += sign
            if sign in "-–" and place + 1 < len(text) and text[place + 1].isalpha() and len(word) > 1:
                yield word, ""
                word = ""
    if word:
        yield word, None


@dataclass(frozen=True)
class Card:
    """A box: head rows beside the section's letter, body rows below, and the boxes under it."""

    key: str
    letter: str
    rounded: bool
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    below: tuple[Card, ...] = ()
    _heights: dict[tuple[float, float], float] = field(default_factory=dict, init=False, compare=False, repr=False)

    def height(self, width: float, size: float) -> float:
        """The height in points at a width in points and a type size."""
        key = (width, size)
        if key not in self._heights:
            self._heights[key] = size * sum(self._parts(width / size))
        return self._heights[key]

    def head_height(self, width: float, size: float) -> float:
        """The height of the head alone, in points."""
        return size * self._parts(width / size)[0]

    def _parts(self, width: float) -> tuple[float, float]:
        head = sum(_row_height(row, width - 2 * PAD - FLAG_SPACE) for row in self.head)
        body = sum(_row_height(row, width - 2 * PAD) for row in self.body)
        return (
            max(head + ROW_GAP * (len(self.head) - 1), FLAG) + 2 * PAD,
            body + ROW_GAP * (len(self.body) - 1) + 2 * PAD if self.body else 0.0,
        )

    def rows(self, width: float, size: float) -> Iterator[tuple[Row, float, float, float]]:
        """Each row with its top in points from the box's top, its width in points and its factor."""
        ems = width / size
        for rows, top, inner in (
            (self.head, PAD, ems - 2 * PAD - FLAG_SPACE),
            (self.body, self._parts(ems)[0] + PAD, ems - 2 * PAD),
        ):
            y = top
            for row in rows:
                yield row, y * size, inner * size, row.fit(inner)[1]
                y += _row_height(row, inner) + ROW_GAP


def _row_height(row: Row, width: float) -> float:
    if row.hatched:
        return HATCH
    lines, factor = row.fit(width)
    return (lines * row.scale + (lines - 1) * LEADING) * factor


def text_row(text: str, style: str = REGULAR, scale: float = 1.0) -> Row:
    """A row in one style."""
    return Row((Run(text, style, scale),))
