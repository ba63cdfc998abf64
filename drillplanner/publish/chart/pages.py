"""A command chart cut into parts, one a page, where it does not fit on a single page at a size that can be read.

A section that is cut off stands on a page of its own, its head repeated on top; the box that is left says on
which part to look on.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace

from drillplanner.publish.chart.box import ChartBox, TextRow, text_row
from drillplanner.publish.chart.layout import SIZES, ChartTree, Drawing, lay_out_chart
from drillplanner.publish.core.typst.typeface import ITALIC

#: Type sizes of dense boxes, in points, largest first. What does not fit at the last is cut into parts.
DENSE_SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
#: The least size of full boxes for which the dense ones are not even tried.
COMFORTABLE = 8.5
#: Tried only for what is left after cutting: small print is better than none.
_LAST_RESORT = (5.5, 5.0, 4.5, 4.0, 3.5, 3.0, 2.5, 2.0)


@dataclass(frozen=True)
class PageSpace:
    """The space for drawings, in points; the first page has less of it, since it also holds the notes."""

    width: float
    first: float
    others: float


@dataclass(frozen=True)
class ChartPart:
    """A page's drawing with what it draws; parts are numbered from 1."""

    number: int
    tree: ChartTree
    drawing: Drawing


@dataclass
class _PartQueue:
    """Parts that wait to be drawn, and the number that was given out last."""

    waiting: deque[tuple[int, ChartTree]]
    last: int = 1

    def later(self, tree: ChartTree) -> int:
        """Lay a part aside; gives its number."""
        self.last += 1
        self.waiting.append((self.last, tree))
        return self.last


def split_into_parts(tree: ChartTree, room: PageSpace) -> tuple[ChartPart, ...]:
    """The chart on one page if it fits, else cut into parts in the order of their numbers."""
    desk = _PartQueue(deque([(1, tree)]))
    parts = []
    while desk.waiting:
        number, waiting = desk.waiting.popleft()
        parts.append(_part(number, waiting, room.width, room.first if number == 1 else room.others, desk))
    return tuple(parts)


def _part(number: int, tree: ChartTree, width: float, height: float, desk: _PartQueue) -> ChartPart:
    while (drawing := _best_drawing(tree, width, height)) is None:
        smaller = _without_largest(number, tree, desk) or _without_half(number, tree, desk)
        if smaller is None:
            drawing = lay_out_chart(_dense(tree), width, height, _LAST_RESORT)
            if drawing is None:
                raise AssertionError("two boxes of a command chart do not fit on a page at any type size")
            break
        tree = smaller
    return ChartPart(number, tree, drawing)


def _best_drawing(tree: ChartTree, width: float, height: float) -> Drawing | None:
    """Full boxes where they can be large, else dense ones if those are larger; stacked sections at the last."""
    full = lay_out_chart(tree, width, height, SIZES)
    if full is not None and full.size >= COMFORTABLE:
        return full
    dense = lay_out_chart(_dense(tree), width, height, DENSE_SIZES)
    if full is None and dense is None:
        return lay_out_chart(_dense(tree), width, height, DENSE_SIZES, stacked=True)
    return full if dense is None or (full is not None and full.size >= dense.size) else dense


def _dense(tree: ChartTree) -> ChartTree:
    return ChartTree(
        tree.top.dense(),
        tuple(officer.dense() for officer in tree.officers),
        tuple(visitor.dense() for visitor in tree.visitors),
        tuple(one.dense() for one in tree.row),
        tree.visitors_on_top,
    )


def _without_largest(number: int, tree: ChartTree, desk: _PartQueue) -> ChartTree | None:
    """The chart without what is below the largest of its heads; None where none has anything below it."""
    heads = (*tree.officers, *tree.row)
    largest = max((head for head in heads if head.below), key=lambda head: head.posts, default=None)
    if largest is None:
        return None
    head = replace(largest, below=())
    part = desk.later(ChartTree(_from_part(head, number), row=largest.below))
    many = largest.posts - 1
    left = head.with_note(_note(f"{many} {'post' if many == 1 else 'posts'} below: see part {part}"))

    def with_note(cards: tuple[ChartBox, ...]) -> tuple[ChartBox, ...]:
        return tuple(left if card is largest else card for card in cards)

    return replace(tree, officers=with_note(tree.officers), row=with_note(tree.row))


def _without_half(number: int, tree: ChartTree, desk: _PartQueue) -> ChartTree | None:
    """The chart with the first half of its row; None where the row cannot be cut."""
    if len(tree.row) < 2:
        return None
    kept = (len(tree.row) + 1) // 2
    many = len(tree.row) - kept
    part = desk.later(ChartTree(_from_part(tree.top, number), row=tree.row[kept:]))
    note = _note(f"{many} more that report here: see part {part}")
    return replace(tree, top=tree.top.with_note(note), row=tree.row[:kept])


def _from_part(head: ChartBox, number: int) -> ChartBox:
    return head.with_note(_note(f"also on part {number}"))


def _note(words: str) -> TextRow:
    return text_row(words, ITALIC, 0.86)
