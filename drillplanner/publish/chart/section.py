"""How the boxes below a supervisor are drawn: hanging on a rail, or in columns below a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from drillplanner.publish.chart.box import ChartBox

#: The narrowest and widest column that reads well, and the narrowest box that hangs in it, in ems (the type size).
NARROWEST, WIDEST, NARROWEST_HANGING = 11.5, 19.0, 9.0
#: A drawing has at most so many columns.
MOST_COLUMNS = 9
#: Space between columns, in ems; between rows it is used once above and once below a line.
GAP = 0.95
#: How far a hanging box stands in from its supervisor, where its rail runs, and the space above it, in ems.
STEP, RAIL, ROW = 1.25, 0.5, 0.65
#: How far below a box's upper edge a line meets it from the side, in ems: in the height of its title.
JOINT = 1.05

Line = tuple[float, float, float, float]


class DoesNotFitError(Exception):
    """The chart does not fit at this type size."""


@dataclass(frozen=True)
class PlacedBox:
    """A box at its place; lengths in points from the drawing's upper left corner."""

    card: ChartBox
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Group:
    """Neighbours in their order: a section with columns of its own, or boxes that hang on one rail."""

    first: int
    many: int
    columns: int
    hangs: bool


Groups = tuple[Group, ...]
#: Height, columns that are used, and the groups.
_Arrangement = tuple[float, int, Groups]


@dataclass
class Canvas:
    """What is drawn so far, at one type size; ``measured`` remembers heights of sections that were tried."""

    size: float
    boxes: list[PlacedBox] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    dashed: list[Line] = field(default_factory=list)
    measured: dict[tuple[int, float, int], float] = field(default_factory=dict)

    def put(self, card: ChartBox, x: float, y: float, width: float) -> float:
        """Place a box; gives its lower edge."""
        height = card.height(width, self.size)
        self.boxes.append(PlacedBox(card, x, y, width, height))
        return y + height

    def add(self, other: Canvas) -> None:
        """Take over what was tried on another one."""
        self.boxes += other.boxes
        self.lines += other.lines
        self.dashed += other.dashed

    def ems(self, ems: float) -> float:
        """A length in points."""
        return ems * self.size

    def height(self, head: ChartBox, column: float, count: int) -> float:
        """The height of a section over so many columns."""
        key = (id(head), column, count)
        if key not in self.measured:
            self.measured[key] = (
                self._hanging_height(head, column)
                if count == 1
                else draw_section(Canvas(self.size, measured=self.measured), head, (0, 0), column, count)[1]
            )
        return self.measured[key]

    def _hanging_height(self, card: ChartBox, width: float) -> float:
        """What ``hanging`` takes, without drawing it."""
        if width < self.ems(NARROWEST_HANGING):
            raise DoesNotFitError
        inner = width - self.ems(STEP)
        return card.height(width, self.size) + sum(
            self.ems(ROW) + self.height(below, inner, 1) for below in card.below
        )


def column_width(columns: int, width: float, size: float) -> float:
    """The width of each of so many columns. Raises DoesNotFitError where they would be too narrow to read."""
    column = min(WIDEST * size, (width - (columns - 1) * GAP * size) / columns)
    if column < NARROWEST * size:
        raise DoesNotFitError
    return column


def columns_width(columns: int, column: float, size: float) -> float:
    """The width of so many columns with the space between them."""
    return columns * column + (columns - 1) * GAP * size


def draw_section(
    canvas: Canvas, head: ChartBox, corner: tuple[float, float], column: float, count: int
) -> tuple[float, float]:
    """A section's head over ``count`` columns; gives the head's middle and the lower edge."""
    x, y = corner
    if count == 1:
        return x + column / 2, draw_hanging(canvas, head, x, y, column)
    whole = columns_width(count, column, canvas.size)
    middle, own = x + whole / 2, min(whole, column * 1.25)
    head_foot = canvas.put(head, middle - own / 2, y, own)
    bus = head_foot + canvas.ems(0.7 * GAP)
    ends, foot = draw_columns(
        canvas, head.below, (x, bus), column, arrange_boxes(canvas, head.below, column, count)
    )
    canvas.lines += [(middle, head_foot, middle, bus), (min(*ends, middle), bus, max(*ends, middle), bus)]
    return middle, foot


def draw_columns(
    canvas: Canvas, cards: tuple[ChartBox, ...], corner: tuple[float, float], column: float, groups: Groups
) -> tuple[list[float], float]:
    """Boxes below a line at the corner's height, as arranged; gives where they meet it and the lower edge."""
    x, bus = corner
    gap = canvas.ems(GAP)
    foot, ends = bus, []
    for group in groups:
        held = cards[group.first : group.first + group.many]
        if group.hangs:
            end, lower = _on_a_rail(canvas, held, (x, bus), column)
        else:
            end, lower = draw_section(canvas, held[0], (x, bus + gap), column, group.columns)
            canvas.lines.append((end, bus, end, bus + gap))
        ends.append(end)
        foot = max(foot, lower)
        x += group.columns * (column + gap)
    return ends, foot


def _on_a_rail(
    canvas: Canvas, cards: tuple[ChartBox, ...], corner: tuple[float, float], column: float
) -> tuple[float, float]:
    x, bus = corner
    rail, step = x + canvas.ems(RAIL), canvas.ems(STEP)
    lower = joint = bus
    for card in cards:
        joint = lower + canvas.ems(ROW + JOINT)
        canvas.lines.append((rail, joint, x + step, joint))
        lower = draw_hanging(canvas, card, x + step, lower + canvas.ems(ROW), column - step)
    canvas.lines.append((rail, bus, rail, joint))
    return rail, lower


def draw_hanging(canvas: Canvas, card: ChartBox, x: float, y: float, width: float) -> float:
    """A box with all below it hanging from its left edge; gives the lower edge."""
    if width < canvas.ems(NARROWEST_HANGING):
        raise DoesNotFitError
    own_foot = canvas.put(card, x, y, width)
    return _on_a_rail(canvas, card.below, (x, own_foot), width)[1] if card.below else own_foot


def arrange_boxes(
    canvas: Canvas, cards: tuple[ChartBox, ...], column: float, count: int, *, rails: bool = True
) -> Groups:
    """The boxes in at most ``count`` columns so that the highest is as low as can be, in as few columns as do it.

    Without ``rails`` each gets a column of its own at least. Raises DoesNotFitError where there are too few.
    """
    found = _ArrangementSearch(canvas, cards, column, rails).best(0, count)
    if found is None:
        raise DoesNotFitError
    return found[2]


@dataclass
class _ArrangementSearch:
    """Finds the lowest arrangement of the boxes from one on in so many columns; of the lowest, the narrowest."""

    canvas: Canvas
    cards: tuple[ChartBox, ...]
    column: float
    rails: bool
    known: dict[tuple[int, int], _Arrangement | None] = field(default_factory=dict)

    def best(self, first: int, count: int) -> _Arrangement | None:
        if first == len(self.cards):
            return 0.0, 0, ()
        if count == 0:
            return None
        if (first, count) not in self.known:
            self.known[first, count] = self._found(first, count)
        return self.known[first, count]

    def _found(self, first: int, count: int) -> _Arrangement | None:
        best: _Arrangement | None = None
        for group, height in self._choices(first, count):
            if best is not None and height > best[0]:
                if group.hangs:  # one more box on the rail is no lower
                    break
                continue
            rest = self.best(first + group.many, count - group.columns)
            if rest is not None:
                made = (max(height, rest[0]), group.columns + rest[1], (group, *rest[2]))
                best = made if best is None else min(best, made, key=lambda one: one[:2])
        return best

    def _choices(self, first: int, count: int) -> Iterator[tuple[Group, float]]:
        card = self.cards[first]
        for columns in range(2 if self.rails else 1, min(count, card.breadth) + 1):
            height = self.canvas.ems(GAP) + self.canvas.height(card, self.column, columns)
            yield Group(first, 1, columns, hangs=False), height
        if self.rails:
            height = 0.0
            for many, one in enumerate(self.cards[first:], start=1):
                height += self.canvas.ems(ROW) + self.canvas.height(one, self.column - self.canvas.ems(STEP), 1)
                yield Group(first, many, 1, hangs=True), height
