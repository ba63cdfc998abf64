"""The places of a command chart's boxes and lines on the page.

The commander is on top, command staff at the sides of the line, the sections in a row below, and everything else
hangs under its supervisor on a rail. The chart is drawn at the largest type size at which all of it fits. Lines of
authority run straight up, down or sideways, never at an angle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drillplanner.publish.chart.box import ChartBox
from drillplanner.publish.chart.section import (
    GAP,
    JOINT,
    MOST_COLUMNS,
    NARROWEST,
    WIDEST,
    Canvas,
    DoesNotFitError,
    Line,
    PlacedBox,
    arrange_boxes,
    column_width,
    columns_width,
    draw_columns,
    draw_hanging,
)

#: Type sizes tried, in points, largest first.
SIZES = (14.0, 13.0, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
#: Most sections side by side, as many as a supervisor should have reports; more hang on rails like other boxes.
MOST_ABREAST = 7
#: Space between the liaison officer and visiting agencies, in ems, wide enough to show dashes.
VISITOR_GAP = 2.0


@dataclass(frozen=True)
class Drawing:
    """A laid-out chart: boxes in reading order, solid lines of authority, dashed lines of coordination."""

    size: float
    width: float
    height: float
    boxes: tuple[PlacedBox, ...]
    lines: tuple[Line, ...]
    dashed: tuple[Line, ...]


@dataclass(frozen=True)
class ChartTree:
    """The boxes of a drawing: the top, officers and visiting agencies at its sides, and the row below.

    Visitors are linked to the last officer, or to the top if ``visitors_on_top`` is true.
    """

    top: ChartBox
    officers: tuple[ChartBox, ...] = ()
    visitors: tuple[ChartBox, ...] = ()
    row: tuple[ChartBox, ...] = ()
    visitors_on_top: bool = False


def lay_out_chart(
    tree: ChartTree, width: float, height: float, sizes: Sequence[float] = SIZES, *, stacked: bool = False
) -> Drawing | None:
    """Return the chart at the largest of ``sizes`` at which it fits; None if it fits at none.

    Sections are side by side; if ``stacked``, they may hang one below another, which takes less space.
    """
    fitting: Drawing | None = None
    low, high = 0, len(sizes)
    while low < high:  # what fits at one size fits at smaller ones, with exceptions too rare to matter
        middle = (low + high) // 2
        drawing = _fitting(tree, width, height, sizes[middle], stacked)
        if drawing is None:
            low = middle + 1
        else:
            fitting, high = drawing, middle
    return fitting


def _fitting(tree: ChartTree, width: float, height: float, size: float, stacked: bool) -> Drawing | None:
    try:
        drawing = _at_size(tree, width, height, size, stacked)
    except DoesNotFitError:
        return None
    return drawing if drawing.height <= height else None


def _at_size(tree: ChartTree, width: float, height: float, size: float, stacked: bool) -> Drawing:
    canvas = Canvas(size)
    middle = width / 2
    top_width = _top_width(tree.top, width, size)
    command_foot = canvas.put(tree.top, middle - top_width / 2, 0.0, top_width)
    top_visitors = tree.visitors if tree.visitors_on_top else ()
    reach = _visitors(canvas, top_visitors, middle + top_width / 2, 0.0, width)
    foot = _officers(canvas, tree, width, top_width, max(command_foot, reach))
    if tree.row:
        bus = foot + canvas.ems(GAP)
        rails = stacked or len(tree.row) > MOST_ABREAST
        ends, foot = _sections(canvas, tree.row, (bus, height), width, rails)
        canvas.lines += [
            (middle, command_foot, middle, bus),
            (min(*ends, middle), bus, max(*ends, middle), bus),
        ]
    return Drawing(size, width, foot, tuple(canvas.boxes), tuple(canvas.lines), tuple(canvas.dashed))


def _top_width(top: ChartBox, width: float, size: float) -> float:
    usual = min(width * 0.45, WIDEST * size * 1.15)
    # Shared command is one box of equal columns, each wide enough for a name.
    return min(width, max(usual, len(top.columns) * NARROWEST * size * 1.1))


def _visitors(canvas: Canvas, visitors: tuple[ChartBox, ...], left: float, top: float, width: float) -> float:
    """Draw visitors in a row from ``left`` on, linked by dashes, and return the lower edge."""
    if not visitors:
        return top
    gap = canvas.ems(VISITOR_GAP)
    column = min(canvas.ems(WIDEST), (width - left) / len(visitors) - gap)
    if column < canvas.ems(NARROWEST):
        raise DoesNotFitError
    foot, x, joint = top, left, top + canvas.ems(JOINT)
    for visitor in visitors:
        canvas.dashed.append((x, joint, x + gap, joint))
        foot = max(foot, canvas.put(visitor, x + gap, top, column))
        x += gap + column
    return foot


def _officers(canvas: Canvas, tree: ChartTree, width: float, top_width: float, foot: float) -> float:
    """Draw officers left and right of the top if there is space, else below it; return the lower edge."""
    if not tree.officers:
        return foot
    middle, command_foot = width / 2, canvas.boxes[0].height
    if not (tree.visitors and tree.visitors_on_top):
        trial = Canvas(canvas.size, measured=canvas.measured)
        try:
            lower = _officer_row(trial, tree, width, top_width / 2, canvas.ems(JOINT))
        except DoesNotFitError:
            pass
        else:
            canvas.add(trial)
            return max(foot, lower)
    bus = foot + canvas.ems(0.8 * GAP)
    lower = _officer_row(canvas, tree, width, 0.0, bus)
    if not tree.row:  # otherwise the line to the row runs through here
        canvas.lines.append((middle, command_foot, middle, bus))
    return lower


def _officer_row(canvas: Canvas, tree: ChartTree, width: float, inner: float, bus: float) -> float:
    """Draw officers below a line at ``bus`` that begins ``inner`` from the middle; return the lower edge."""
    visitors = () if tree.visitors_on_top else tree.visitors
    middle, usual = width / 2, canvas.ems(GAP)
    count = len(tree.officers) + len(visitors)
    left = min(count // 2, len(tree.officers) - 1)
    right = len(tree.officers) - left
    most = max(left, count - left)
    gap = canvas.ems(VISITOR_GAP) if visitors else usual
    column = min(canvas.ems(WIDEST), (middle - inner - usual - (most - 1) * gap) / most)
    if column < canvas.ems(NARROWEST):
        raise DoesNotFitError
    start = foot = bus + 0.8 * usual
    reach = {-1: middle - inner, 1: middle + inner}
    for place, officer in enumerate(tree.officers):
        x = middle - inner - usual - column - (left - 1 - place) * (column + gap)
        if place >= left:
            x = middle + inner + usual + (place - left) * (column + gap)
        foot = max(foot, draw_hanging(canvas, officer, x, start, column))
        center = x + column / 2
        canvas.lines.append((center, bus, center, start))
        side = -1 if place < left else 1
        reach[side] = min(reach[-1], center) if side < 0 else max(reach[1], center)
    for side, far in sorted(reach.items()):
        if far != middle + side * inner:
            canvas.lines.append((min(far, middle + side * inner), bus, max(far, middle + side * inner), bus))
    edge = middle + inner + usual + right * (column + gap) - gap
    return max(foot, _visitors(canvas, visitors, edge, start, width))


def _sections(
    canvas: Canvas, heads: tuple[ChartBox, ...], room: tuple[float, float], width: float, rails: bool
) -> tuple[list[float], float]:
    """Draw the sections below a line, in the fewest columns that fit; return its joints and the lower edge."""
    bus, height = room
    for columns in range(1 if rails else len(heads), MOST_COLUMNS + 1):
        column = column_width(columns, width, canvas.size)
        groups = arrange_boxes(canvas, heads, column, columns, rails=rails)
        used = sum(group.columns for group in groups)
        left = (width - columns_width(used, column, canvas.size)) / 2
        trial = Canvas(canvas.size, measured=canvas.measured)
        ends, foot = draw_columns(trial, heads, (left, bus), column, groups)
        if foot <= height:
            canvas.add(trial)
            return ends, foot
    raise DoesNotFitError
