"""How the boxes below a supervisor are drawn: hanging on a rail, or in columns below a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from drillplanner.publish.chart.box import ChartBox

#: The narrowest and widest column that reads well, and the narrowest box that hangs in it, in ems (the type size).
NARROWEST, WIDEST, NARROWEST_HANGING = 11.5, 19.0, 9.0
#: The most columns of a drawing.
MOST_COLUMNS = 9
#: Space between columns, in ems; between rows it is used once above and once below a line.
GAP = 0.95
#: How far a hanging box stands in from its supervisor, where its rail runs, and the space above it, in ems.
STEP, RAIL, ROW = 1.25, 0.5, 0.65
#: How far below a box's upper edge a line meets its side, in ems: at the height of its title.
JOINT = 1.05

Line = tuple[float, float, float, float]


class DoesNotFitError(Exception):
    """The chart does not fit at this type size."""


@dataclass(frozen=True)
class PlacedBox:
    """A box at its place; lengths in points from the drawing's upper left corner."""

    box: ChartBox
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Group:
    """Neighbors in order: one section with columns of its own, or boxes that hang on one rail."""

    first: int
    count: int
    columns: int
    hangs: bool


Groups = tuple[Group, ...]
#: Height, number of columns used, and the groups.
_Arrangement = tuple[float, int, Groups]


@dataclass
class Canvas:
    """A drawing in progress at one type size; ``measured`` caches the heights of sections that were tried."""

    size: float
    boxes: list[PlacedBox] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    dashed: list[Line] = field(default_factory=list)
    measured: dict[tuple[int, float, int], float] = field(default_factory=dict)

    def put(self, box: ChartBox, x: float, y: float, width: float) -> float:
        """Place a box and return its lower edge."""
        height = box.height(width, self.size)
        self.boxes.append(PlacedBox(box, x, y, width, height))
        return y + height

    def add(self, other: Canvas) -> None:
        """Add everything that was drawn on another canvas."""
        self.boxes += other.boxes
        self.lines += other.lines
        self.dashed += other.dashed

    def ems(self, ems: float) -> float:
        """Return a length in ems as points."""
        return ems * self.size

    def height(self, head: ChartBox, column: float, count: int) -> float:
        """Return the height of a section drawn in ``count`` columns."""
        key = (id(head), column, count)
        if key not in self.measured:
            self.measured[key] = (
                self._hanging_height(head, column)
                if count == 1
                else draw_section(Canvas(self.size, measured=self.measured), head, (0, 0), column, count)[1]
            )
        return self.measured[key]

    def _hanging_height(self, box: ChartBox, width: float) -> float:
        """Return the height that ``draw_hanging`` takes, without drawing."""
        if width < self.ems(NARROWEST_HANGING):
            raise DoesNotFitError
        inner = width - self.ems(STEP)
        return box.height(width, self.size) + sum(
            self.ems(ROW) + self.height(below, inner, 1) for below in box.below
        )


def column_width(columns: int, width: float, size: float) -> float:
    """Return the width of each of ``columns``. Raises DoesNotFitError if they would be too narrow to read."""
    column = min(WIDEST * size, (width - (columns - 1) * GAP * size) / columns)
    if column < NARROWEST * size:
        raise DoesNotFitError
    return column


def columns_width(columns: int, column: float, size: float) -> float:
    """Return the width of ``columns`` with the space between them."""
    return columns * column + (columns - 1) * GAP * size


def draw_section(
    canvas: Canvas, head: ChartBox, corner: tuple[float, float], column: float, count: int
) -> tuple[float, float]:
    """Draw a section's head over ``count`` columns; return the head's middle and the lower edge."""
    x, y = corner
    if count == 1:
        return x + column / 2, draw_hanging(canvas, head, x, y, column)
    whole = columns_width(count, column, canvas.size)
    middle, head_width = x + whole / 2, min(whole, column * 1.25)
    head_foot = canvas.put(head, middle - head_width / 2, y, head_width)
    bus = head_foot + canvas.ems(0.7 * GAP)
    ends, foot = draw_columns(
        canvas, head.below, (x, bus), column, arrange_boxes(canvas, head.below, column, count)
    )
    canvas.lines += [(middle, head_foot, middle, bus), (min(*ends, middle), bus, max(*ends, middle), bus)]
    return middle, foot


def draw_columns(
    canvas: Canvas, boxes: tuple[ChartBox, ...], corner: tuple[float, float], column: float, groups: Groups
) -> tuple[list[float], float]:
    """Draw boxes below a line at the corner's height; return where they meet the line, and the lower edge."""
    x, bus = corner
    gap = canvas.ems(GAP)
    foot, ends = bus, []
    for group in groups:
        members = boxes[group.first : group.first + group.count]
        if group.hangs:
            end, lower = _on_a_rail(canvas, members, (x, bus), column)
        else:
            end, lower = draw_section(canvas, members[0], (x, bus + gap), column, group.columns)
            canvas.lines.append((end, bus, end, bus + gap))
        ends.append(end)
        foot = max(foot, lower)
        x += group.columns * (column + gap)
    return ends, foot


def _on_a_rail(
    canvas: Canvas, boxes: tuple[ChartBox, ...], corner: tuple[float, float], column: float
) -> tuple[float, float]:
    x, bus = corner
    rail, step = x + canvas.ems(RAIL), canvas.ems(STEP)
    lower = joint = bus
    for box in boxes:
        joint = lower + canvas.ems(ROW + JOINT)
        canvas.lines.append((rail, joint, x + step, joint))
        lower = draw_hanging(canvas, box, x + step, lower + canvas.ems(ROW), column - step)
    canvas.lines.append((rail, bus, rail, joint))
    return rail, lower


def draw_hanging(canvas: Canvas, box: ChartBox, x: float, y: float, width: float) -> float:
    """Draw a box with all below it hanging from its left edge; return the lower edge."""
    if width < canvas.ems(NARROWEST_HANGING):
        raise DoesNotFitError
    foot = canvas.put(box, x, y, width)
    return _on_a_rail(canvas, box.below, (x, foot), width)[1] if box.below else foot


def arrange_boxes(
    canvas: Canvas, boxes: tuple[ChartBox, ...], column: float, count: int, *, rails: bool = True
) -> Groups:
    """Return the arrangement in at most ``count`` columns that is lowest; of those, one with the fewest columns.

    Without ``rails``, each box gets at least one column of its own. Raises DoesNotFitError if there are too few.
    """
    arrangement = _ArrangementSearch(canvas, boxes, column, rails).best(0, count)
    if arrangement is None:
        raise DoesNotFitError
    return arrangement[2]


@dataclass
class _ArrangementSearch:
    """Search for the lowest arrangement by dynamic programming over the first box and the columns left."""

    canvas: Canvas
    boxes: tuple[ChartBox, ...]
    column: float
    rails: bool
    searched: dict[tuple[int, int], _Arrangement | None] = field(default_factory=dict)

    def best(self, first: int, count: int) -> _Arrangement | None:
        """Return the lowest arrangement of the boxes from ``first`` on in ``count`` columns; None if none fits."""
        if first == len(self.boxes):
            return 0.0, 0, ()
        if count == 0:
            return None
        if (first, count) not in self.searched:
            self.searched[first, count] = self._search(first, count)
        return self.searched[first, count]

    def _search(self, first: int, count: int) -> _Arrangement | None:
        best: _Arrangement | None = None
        for group, height in self._choices(first, count):
            if best is not None and height > best[0]:
                if group.hangs:  # one more box on the rail is no lower
                    break
                continue
            rest = self.best(first + group.count, count - group.columns)
            if rest is not None:
                arrangement = (max(height, rest[0]), group.columns + rest[1], (group, *rest[2]))
                best = arrangement if best is None else min(best, arrangement, key=lambda found: found[:2])
        return best

    def _choices(self, first: int, count: int) -> Iterator[tuple[Group, float]]:
        box = self.boxes[first]
        for columns in range(2 if self.rails else 1, min(count, box.breadth) + 1):
            height = self.canvas.ems(GAP) + self.canvas.height(box, self.column, columns)
            yield Group(first, 1, columns, hangs=False), height
        if self.rails:
            height = 0.0
            inner = self.column - self.canvas.ems(STEP)
            for members, hanging in enumerate(self.boxes[first:], start=1):
                height += self.canvas.ems(ROW) + self.canvas.height(hanging, inner, 1)
                yield Group(first, members, 1, hangs=True), height
