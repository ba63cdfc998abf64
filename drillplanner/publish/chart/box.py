"""A box of the chart as rows of text, and its height at a given width and type size.

Results are lengths in points; constants are lengths in ems (multiples of the type size). The template only draws
what is calculated here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from drillplanner.publish.core.typst.typeface import BREAK, REGULAR, breakable_text, typeface

NO_BREAK_SPACE = "\u00a0"

#: Padding inside a box, from its frame to its text, in ems.
PAD = 0.42
DENSE_PAD = 0.26
#: Space between two lines of text in a row, and between two rows.
LEADING = 0.12
ROW_GAP = 0.2
DENSE_GAP = 0.08
#: The square with the section's letter, and the space left free for it.
FLAG = 1.35
FLAG_SPACE = FLAG + 0.35
#: The hatched field of a vacant post.
HATCH = 1.7
#: Factor by which widths are overestimated, so that rounding never moves a word to another line.
CAUTION = 1.002


@dataclass(frozen=True)
class TextRun:
    """Text in one style; ``scale`` is its size in ems."""

    text: str
    style: str
    scale: float


@dataclass(frozen=True)
class TextRow:
    """A paragraph of a box; a hatched one marks a vacant post."""

    runs: tuple[TextRun, ...]
    hatched: bool = False

    @cached_property
    def pieces(self) -> tuple[tuple[float, float], ...]:
        """The pieces between which a line may break: the width of each and of the space after it, in ems."""
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
        """The width of the widest piece in ems: a narrower box must print it smaller."""
        return max((piece for piece, _ in self.pieces), default=0.0)

    @cached_property
    def length(self) -> float:
        """The width of the whole row on one line, in ems."""
        return sum(piece + space for piece, space in self.pieces)

    def fit(self, width: float) -> tuple[int, float]:
        """Return how many lines the row takes in ``width`` ems, and the factor of its type size.

        The factor is below 1 only if a single word is wider than the box.
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
    """Yield words with the space after each: empty after a hyphen or break mark, None after the last word."""
    word = ""
    text = breakable_text(text)
    for place, sign in enumerate(text):
        if sign == " ":
            yield word, " "
            word = ""
        elif sign == BREAK:
            yield word, ""
            word = ""
        else:
            word += sign
            if sign in "-–" and place + 1 < len(text) and text[place + 1].isalpha() and len(word) > 1:
                yield word, ""
                word = ""
    if word:
        yield word, None


@dataclass(frozen=True)
class PlacedRow:
    """A row at its place in a box: lengths in points; ``factor`` is below 1 if it had to be made smaller."""

    row: TextRow
    x: float
    y: float
    width: float
    factor: float


@dataclass(frozen=True)
class ChartBox:
    """A box: head rows next to the section's letter, body rows below, and the boxes that report to it.

    ``columns`` are side by side between head and body, all of the same width. The dense head and body say the same
    in fewer lines, for charts of many posts.
    """

    key: str
    letter: str
    rounded: bool
    head: tuple[TextRow, ...]
    body: tuple[TextRow, ...]
    below: tuple[ChartBox, ...] = ()
    columns: tuple[tuple[TextRow, ...], ...] = ()
    tint: str = ""
    dense_head: tuple[TextRow, ...] = ()
    dense_body: tuple[TextRow, ...] = ()
    pad: float = PAD
    gap: float = ROW_GAP
    _parts_at: dict[float, tuple[float, float, float]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @cached_property
    def posts(self) -> int:
        """The number of boxes, this one and all below it."""
        return 1 + sum(box.posts for box in self.below)

    @cached_property
    def breadth(self) -> int:
        """The number of columns beyond which the section does not become lower."""
        return max(1, len(self.below), sum(box.breadth for box in self.below))

    def dense(self) -> ChartBox:
        """Return the same box, and all below it, in fewer lines."""
        return replace(
            self,
            head=self.dense_head or self.head,
            body=self.dense_body or self.body,
            below=tuple(box.dense() for box in self.below),
            pad=DENSE_PAD,
            gap=DENSE_GAP,
        )

    def with_note(self, note: TextRow) -> ChartBox:
        """Return the same box with one more row."""
        return replace(self, body=(*self.body, note), dense_body=(*(self.dense_body or self.body), note))

    def height(self, width: float, size: float) -> float:
        """Return the height in points at a width in points and a type size."""
        return size * sum(self._parts(width / size))

    def head_height(self, width: float, size: float) -> float:
        """Return the height of the head alone, in points."""
        return size * self._parts(width / size)[0]

    def columns_height(self, width: float, size: float) -> float:
        """Return the height of the columns below the head, in points; 0 without columns."""
        return size * self._parts(width / size)[1]

    def _parts(self, width: float) -> tuple[float, float, float]:
        """Return the heights of head, columns and body, all in ems."""
        if width not in self._parts_at:
            pads = 2 * self.pad
            column_width = width / max(1, len(self.columns)) - pads
            self._parts_at[width] = (
                max(_stack(self.head, width - pads - FLAG_SPACE, self.gap), FLAG) + pads,
                max((_stack(column, column_width, self.gap) + pads for column in self.columns), default=0.0),
                _stack(self.body, width - pads, self.gap) + pads if self.body else 0.0,
            )
        return self._parts_at[width]

    def rows(self, width: float, size: float) -> Iterator[PlacedRow]:
        """Yield each row at its place, in reading order."""
        ems, pad = width / size, self.pad
        head, columns, _ = self._parts(ems)
        share = ems / max(1, len(self.columns))
        yield from self._placed_rows(self.head, pad, pad, ems - 2 * pad - FLAG_SPACE, size)
        for place, column in enumerate(self.columns):
            yield from self._placed_rows(column, place * share + pad, head + pad, share - 2 * pad, size)
        yield from self._placed_rows(self.body, pad, head + columns + pad, ems - 2 * pad, size)

    def _placed_rows(
        self, rows: tuple[TextRow, ...], x: float, y: float, inner: float, size: float
    ) -> Iterator[PlacedRow]:
        for row in rows:
            yield PlacedRow(row, x * size, y * size, inner * size, row.fit(inner)[1])
            y += _row_height(row, inner) + self.gap


def _stack(rows: tuple[TextRow, ...], width: float, gap: float) -> float:
    return sum(_row_height(row, width) for row in rows) + gap * max(0, len(rows) - 1)


def _row_height(row: TextRow, width: float) -> float:
    if row.hatched:
        return HATCH
    lines, factor = row.fit(width)
    return (lines * row.scale + (lines - 1) * LEADING) * factor


def text_row(text: str, style: str = REGULAR, scale: float = 1.0) -> TextRow:
    """Return a row in one style."""
    return TextRow((TextRun(text, style, scale),))
