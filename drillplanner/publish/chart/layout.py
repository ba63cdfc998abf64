"""Where the boxes and lines of a command chart stand on the page.

The commander on top, command staff at the side of the line, the sections in a row below, and everything else
hanging under its supervisor on a rail. The largest type size at which all of it fits is taken. Lines of
authority run straight up, down or sideways, never aslant.
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
#: More sections than a supervisor should have reports do not stand abreast: they hang, as a section's boxes do.
MOST_ABREAST = 7
#: Between the liaison officer and visiting agencies, in ems, wide enough for the dashes to be seen.
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
    """What is to be drawn: the one on top, staff and visitors at the side, and the row below.

    Visitors are linked to the last officer, or to the one on top where ``visitors_on_top`` says so.
    """

    top: ChartBox
    officers: tuple[ChartBox, ...] = ()
    visitors: tuple[ChartBox, ...] = ()
    row: tuple[ChartBox, ...] = ()
    visitors_on_top: bool = False


def lay_out_chart(
    tree: ChartTree, width: float, height: float, sizes: Sequence[float] = SIZES, *, stacked: bool = False
) -> Drawing | None:
    """The chart at the largest of ``sizes`` at which it fits; None if it fits at none.

    Sections stand abreast; ``stacked`` ones may hang one below another, which takes less room.
    """
    fitting: Drawing | None = None
    low, high = 0, len(sizes)
    while low < high:  # what fits at one size fits at every smaller one, or so nearly that it does not matter
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
    beside_top = tree.visitors if tree.visitors_on_top else ()
    reach = _visitors(canvas, beside_top, middle + top_width / 2, 0.0, width)
    foot = _officers(canvas, tree, width, top_width, max(command_foot, reach))
    if tree.row:
        bus = foot + canvas.ems(GAP)
        rails = stacked or len(tree.row) > MOST_ABREAST
        ends, foot = _below(canvas, tree.row, (bus, height), width, rails)
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
    """Visitors in a row from ``left`` on, linked by dashes; gives the lower edge."""
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
    """Staff left and right of the one on top where there is room, else below it; gives the lower edge of all."""
    if not tree.officers:
        return foot
    middle, command_foot = width / 2, canvas.boxes[0].height
    if not (tree.visitors and tree.visitors_on_top):
        trial = Canvas(canvas.size, measured=canvas.measured)
        try:
            lower = _staff(trial, tree, width, top_width / 2, canvas.ems(JOINT))
        except DoesNotFitError:
            pass
        else:
            canvas.add(trial)
            return max(foot, lower)
    bus = foot + canvas.ems(0.8 * GAP)
    lower = _staff(canvas, tree, width, 0.0, bus)
    if not tree.row:  # otherwise the line to the row runs through here
        canvas.lines.append((middle, command_foot, middle, bus))
    return lower


def _staff(canvas: Canvas, tree: ChartTree, width: float, inner: float, bus: float) -> float:
    """Officers below a line at ``bus`` that begins ``inner`` from the middle, visitors of the last beside it."""
    visitors = () if tree.visitors_on_top else tree.visitors
    middle, usual = width / 2, canvas.ems(GAP)
    beside = len(tree.officers) + len(visitors)
    left = min(beside // 2, len(tree.officers) - 1)
    right = len(tree.officers) - left
    most = max(left, beside - left)
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
        centre = x + column / 2
        canvas.lines.append((centre, bus, centre, start))
        side = -1 if place < left else 1
        reach[side] = min(reach[-1], centre) if side < 0 else max(reach[1], centre)
    for side, far in sorted(reach.items()):
        if far != middle + side * inner:
            canvas.lines.append((min(far, middle + side * inner), bus, max(far, middle + side * inner), bus))
    edge = middle + inner + usual + right * (column + gap) - gap
    return max(foot, _visitors(canvas, visitors, edge, start, width))


def _below(
    canvas: Canvas, heads: tuple[ChartBox, ...], room: tuple[float, float], width: float, rails: bool
) -> tuple[list[float], float]:
    """The sections in as few columns as fit into ``room``, from a line down; gives its ends and the lower edge."""
    bus, height = room
    for columns in range(1 if rails else len(heads), MOST_COLUMNS + 1):
        column = column_width(columns, width, canvas.size)
        groups = arrange_boxes(canvas, heads, column, columns, rails=rails)
        used = sum(group.columns for group in groups)
        left = (width - columns_width(used, column, canvas.size)) / 2
        tried = Canvas(canvas.size, measured=canvas.measured)
        ends, foot = draw_columns(tried, heads, (left, bus), column, groups)
        if foot <= height:
            canvas.add(tried)
            return ends, foot
    raise DoesNotFitError
