"""A command chart cut into parts, one a page, if it does not fit on one page at a readable size.

A section that is cut off gets a page of its own, with its head repeated on top; the box that remains says on which
part to continue.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace

from drillplanner.publish.chart.box import ChartBox, TextRow, text_row
from drillplanner.publish.chart.layout import SIZES, ChartTree, Drawing, lay_out_chart
from drillplanner.publish.core.typst.typeface import ITALIC

#: Type sizes of dense boxes, in points, largest first. A chart that does not fit at the last is cut into parts.
DENSE_SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
#: If full boxes fit at this size or a larger one, dense boxes are not tried.
COMFORTABLE = 8.5
#: Tried only for what cannot be cut any further: small print is better than none.
_LAST_RESORT = (5.5, 5.0, 4.5, 4.0, 3.5, 3.0, 2.5, 2.0)


@dataclass(frozen=True)
class PageSpace:
    """The space for drawings, in points; the first page has less, because the notes are on it.

    On a page that hangs on a wall, ``type_first``, sections hang one below another where that makes type larger.
    """

    width: float
    first: float
    others: float
    type_first: bool = False

    def height(self, number: int) -> float:
        """Return the height for the drawing of a part."""
        return self.first if number == 1 else self.others


@dataclass(frozen=True)
class ChartPart:
    """The drawing of one page and the tree that it shows; parts are numbered from 1."""

    number: int
    tree: ChartTree
    drawing: Drawing


@dataclass
class _PartQueue:
    """Parts that wait to be drawn, and the number given last."""

    waiting: deque[tuple[int, ChartTree]]
    last: int = 1

    def add(self, tree: ChartTree) -> int:
        """Add a part and return its number."""
        self.last += 1
        self.waiting.append((self.last, tree))
        return self.last


def split_into_parts(tree: ChartTree, room: PageSpace) -> tuple[ChartPart, ...]:
    """Return the chart on one page if it fits, else cut into parts in the order of their numbers."""
    queue = _PartQueue(deque([(1, tree)]))
    parts = []
    while queue.waiting:
        number, waiting = queue.waiting.popleft()
        parts.append(_part(number, waiting, room, queue))
    return tuple(parts)


def _part(number: int, tree: ChartTree, room: PageSpace, queue: _PartQueue) -> ChartPart:
    width, height = room.width, room.height(number)
    while (drawing := _best_drawing(tree, width, height, room.type_first)) is None:
        smaller = _without_largest(number, tree, queue) or _without_half(number, tree, queue)
        if smaller is None:
            drawing = lay_out_chart(_dense(tree), width, height, _LAST_RESORT)
            if drawing is None:
                raise AssertionError("two boxes of a command chart do not fit on a page at any type size")
            break
        tree = smaller
    return ChartPart(number, tree, drawing)


def _best_drawing(tree: ChartTree, width: float, height: float, type_first: bool) -> Drawing | None:
    """Return full boxes if they can be large, else dense ones if those are larger, else stacked sections."""
    full = lay_out_chart(tree, width, height, SIZES)
    if type_first:
        stacked = lay_out_chart(tree, width, height, SIZES, stacked=True)
        full = max((drawing for drawing in (full, stacked) if drawing), key=lambda one: one.size, default=None)
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
        tuple(head.dense() for head in tree.row),
        tree.visitors_on_top,
    )


def _without_largest(number: int, tree: ChartTree, queue: _PartQueue) -> ChartTree | None:
    """Return the chart without the boxes below its largest head; None if no head has boxes below it."""
    heads = (*tree.officers, *tree.row)
    largest = max((head for head in heads if head.below), key=lambda head: head.posts, default=None)
    if largest is None:
        return None
    head = replace(largest, below=())
    part = queue.add(ChartTree(_from_part(head, number), row=largest.below))
    count = largest.posts - 1
    noted = head.with_note(_note(f"{count} {'post' if count == 1 else 'posts'} below: see part {part}"))

    def with_note(boxes: tuple[ChartBox, ...]) -> tuple[ChartBox, ...]:
        return tuple(noted if box is largest else box for box in boxes)

    return replace(tree, officers=with_note(tree.officers), row=with_note(tree.row))


def _without_half(number: int, tree: ChartTree, queue: _PartQueue) -> ChartTree | None:
    """Return the chart with the first half of its row; None if the row cannot be cut."""
    if len(tree.row) < 2:
        return None
    half = (len(tree.row) + 1) // 2
    part = queue.add(ChartTree(_from_part(tree.top, number), row=tree.row[half:]))
    note = _note(f"{len(tree.row) - half} more that report here: see part {part}")
    return replace(tree, top=tree.top.with_note(note), row=tree.row[:half])


def _from_part(head: ChartBox, number: int) -> ChartBox:
    return head.with_note(_note(f"also on part {number}"))


def _note(words: str) -> TextRow:
    return text_row(words, ITALIC, 0.86)
