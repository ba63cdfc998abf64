"""Where the boxes and lines of a command chart stand on the page.

The commander on top, command staff at the side of the line, the sections in a row below, and everything else
hanging under its supervisor on a rail. The largest type size at which all of it fits is taken. Lines of
authority run straight up, down or sideways, never aslant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from drillplanner.publish.sheet_card import Card

#: Type sizes tried, in points, largest first. Below 7 points a chart is cut into several pages instead.
SIZES = (14.0, 13.0, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
#: The narrowest and widest column that reads well, in ems of the type size.
NARROWEST, WIDEST = 11.5, 19.0
#: A row is cut into at most so many columns, as many as a supervisor should have reports.
MOST_COLUMNS = 7
#: Space between columns, in points; between rows it is used once above and once below a line.
GAP = 9.0
#: Between the liaison officer and visiting agencies, wide enough for the dashes to be seen.
VISITOR_GAP = 18.0
#: How far a hanging box stands in from its supervisor, and where its rail runs.
STEP, RAIL = 12.0, 4.5
#: How far below a box's upper edge a line meets it from the side, in ems: in the height of its title.
JOINT = 1.05
ROW = 6.0

Line = tuple[float, float, float, float]


@dataclass(frozen=True)
class Placed:
    """A box at its place; lengths in points from the drawing's upper left corner."""

    card: Card
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Drawing:
    """A laid-out chart: boxes in reading order, solid lines of authority, dashed lines of coordination."""

    size: float
    width: float
    height: float
    boxes: tuple[Placed, ...]
    lines: tuple[Line, ...]
    dashed: tuple[Line, ...]


@dataclass(frozen=True)
class Tree:
    """What is to be drawn: the one on top, staff and visitors at the side, and the row below.

    Visitors are linked to the last officer, or to the one on top where ``visitors_on_top`` says so.
    """

    top: Card
    officers: tuple[Card, ...] = ()
    visitors: tuple[Card, ...] = ()
    row: tuple[Card, ...] = ()
    visitors_on_top: bool = False


@dataclass
class _Canvas:
    size: float
    boxes: list[Placed] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    dashed: list[Line] = field(default_factory=list)

    def put(self, card: Card, x: float, y: float, width: float) -> float:
        """Place a box; gives its lower edge."""
        height = card.height(width, self.size)
        self.boxes.append(Placed(card, x, y, width, height))
        return y + height


def lay_out(tree: Tree, width: float, height: float, sizes: Sequence[float] = SIZES) -> Drawing | None:
    """The chart at the largest of ``sizes`` at which it fits; None if it fits at none."""
    for size in sizes:
        drawing = _at_size(tree, width, height, size)
        if drawing is not None:
            return drawing
    return None


def _at_size(tree: Tree, width: float, height: float, size: float) -> Drawing | None:
    canvas = _Canvas(size)
    middle = width / 2
    top_width = min(width * 0.45, WIDEST * size * 1.15)
    command_foot = canvas.put(tree.top, middle - top_width / 2, 0.0, top_width)
    beside_top = tree.visitors if tree.visitors_on_top else ()
    reach = _visitors(canvas, beside_top, middle + top_width / 2, 0.0, width)
    foot = None if reach is None else _officers(canvas, tree, width, command_foot, max(command_foot, reach))
    if foot is None:
        return None
    if tree.row:
        start = foot + 2 * GAP
        counts = _columns(tree.row, width, height - start, size)
        if counts is None:
            return None
        column = _column_width(sum(counts), width, size)
        x = (width - sum(counts) * column - (sum(counts) - 1) * GAP) / 2
        bus, centres = start - GAP, []
        for head, count in zip(tree.row, counts, strict=True):
            centre, lower = _section(canvas, head, (x, start), column, count)
            canvas.lines.append((centre, bus, centre, start))
            centres.append(centre)
            foot = max(foot, lower)
            x += count * (column + GAP)
        canvas.lines += [
            (middle, command_foot, middle, bus),
            (min(*centres, middle), bus, max(*centres, middle), bus),
        ]
    if foot > height:
        return None
    return Drawing(size, width, foot, tuple(canvas.boxes), tuple(canvas.lines), tuple(canvas.dashed))


def _visitors(canvas: _Canvas, visitors: tuple[Card, ...], left: float, top: float, width: float) -> float | None:
    """Visitors in a row from ``left`` on, linked by dashes; gives the lower edge, None if they do not fit."""
    if not visitors:
        return top
    column = min(WIDEST * canvas.size, (width - left) / len(visitors) - VISITOR_GAP)
    if column < NARROWEST * canvas.size:
        return None
    foot, x = top, left
    for visitor in visitors:
        canvas.dashed.append((x, top + JOINT * canvas.size, x + VISITOR_GAP, top + JOINT * canvas.size))
        foot = max(foot, canvas.put(visitor, x + VISITOR_GAP, top, column))
        x += VISITOR_GAP + column
    return foot


def _officers(canvas: _Canvas, tree: Tree, width: float, command_foot: float, foot: float) -> float | None:
    """Staff left and right of the line of command, the visitors of the last beside it; gives the lower edge."""
    if not tree.officers:
        return foot
    visitors = () if tree.visitors_on_top else tree.visitors
    middle = width / 2
    beside = len(tree.officers) + len(visitors)
    left = min(beside // 2, len(tree.officers) - 1)
    right = len(tree.officers) - left
    most = max(left, beside - left)
    gap = VISITOR_GAP if visitors else GAP
    column = min(WIDEST * canvas.size, (middle - GAP - (most - 1) * gap) / most)
    if column < NARROWEST * canvas.size:
        return None
    bus = foot + 0.8 * GAP
    start = bus + 0.8 * GAP
    centres = [middle]
    for place, officer in enumerate(tree.officers):
        x = middle - GAP - column - (left - 1 - place) * (column + gap)
        if place >= left:
            x = middle + GAP + (place - left) * (column + gap)
        foot = max(foot, canvas.put(officer, x, start, column))
        centres.append(x + column / 2)
        canvas.lines.append((x + column / 2, bus, x + column / 2, start))
    canvas.lines.append((min(centres), bus, max(centres), bus))
    if not tree.row:  # otherwise the line to the row runs through here
        canvas.lines.append((middle, command_foot, middle, bus))
    edge = middle + GAP + right * (column + gap) - gap
    reach = _visitors(canvas, visitors, edge, start, width)
    return None if reach is None else max(foot, reach)


def _column_width(columns: int, width: float, size: float) -> float:
    return min(WIDEST * size, (width - (columns - 1) * GAP) / columns)


def _columns(row: tuple[Card, ...], width: float, height: float, size: float) -> list[int] | None:
    """How many columns each section gets: one more for the tallest until all fit; None if they cannot."""
    counts = [1] * len(row)
    while sum(counts) <= max(MOST_COLUMNS, len(row)):
        column = _column_width(sum(counts), width, size)
        if column < NARROWEST * size:
            return None
        heights = [
            _section(_Canvas(size), head, (0, 0), column, n)[1] for head, n in zip(row, counts, strict=True)
        ]
        if max(heights) <= height:
            return counts
        # Only a section with more boxes than columns becomes lower by another one.
        tallest = max(range(len(row)), key=lambda place: heights[place])
        if counts[tallest] >= len(row[tallest].below):
            return None
        counts[tallest] += 1
    return None


def _section(
    canvas: _Canvas, head: Card, corner: tuple[float, float], column: float, count: int
) -> tuple[float, float]:
    """A section's head over ``count`` columns; gives the head's middle and the lower edge."""
    x, y = corner
    if count == 1:
        return x + column / 2, _hanging(canvas, head, x, y, column)
    span = count * column + (count - 1) * GAP
    middle, own = x + span / 2, min(span, column * 1.25)
    head_foot = canvas.put(head, middle - own / 2, y, own)
    bus = head_foot + 0.7 * GAP
    inner = column - STEP
    foot, rails = bus, [middle]
    for place, members in enumerate(_cut(head.below, count, inner, canvas.size)):
        left = x + place * (column + GAP)
        lower = joint = bus
        for member in members:
            joint = lower + ROW + JOINT * canvas.size
            canvas.lines.append((left + RAIL, joint, left + STEP, joint))
            lower = _hanging(canvas, member, left + STEP, lower + ROW, inner)
        canvas.lines.append((left + RAIL, bus, left + RAIL, joint))
        rails.append(left + RAIL)
        foot = max(foot, lower)
    canvas.lines += [(middle, head_foot, middle, bus), (min(rails), bus, max(rails), bus)]
    return middle, foot


def _hanging(canvas: _Canvas, card: Card, x: float, y: float, width: float) -> float:
    """A box with all below it hanging from its left edge; gives the lower edge."""
    own_foot = foot = canvas.put(card, x, y, width)
    joint = None
    for below in card.below:
        joint = foot + ROW + JOINT * canvas.size
        canvas.lines.append((x + RAIL, joint, x + STEP, joint))
        foot = _hanging(canvas, below, x + STEP, foot + ROW, width - STEP)
    if joint is not None:
        canvas.lines.append((x + RAIL, own_foot, x + RAIL, joint))
    return foot


def _cut(cards: tuple[Card, ...], count: int, width: float, size: float) -> list[list[Card]]:
    """The boxes in their order, cut into at most ``count`` columns so that the highest is as low as can be."""
    heights = [_hanging(_Canvas(size), card, 0.0, 0.0, width) + ROW for card in cards]
    # The best highest column is the height of some run of neighbours.
    sums = sorted({round(sum(heights[a:b]), 6) for a in range(len(cards)) for b in range(a + 1, len(cards) + 1)})
    for limit in sums:
        columns = _fill(cards, heights, limit)
        if columns is not None and len(columns) <= count:
            return columns
    return [list(cards)]


def _fill(cards: tuple[Card, ...], heights: list[float], limit: float) -> list[list[Card]] | None:
    columns: list[list[Card]] = [[]]
    filled = 0.0
    for card, height in zip(cards, heights, strict=True):
        if height > limit + 1e-6:
            return None
        if filled and filled + height > limit + 1e-6:
            columns.append([])
            filled = 0.0
        columns[-1].append(card)
        filled += height
    return columns
