"""The chart's drawing: nothing overlaps, nothing leaves the page, every box hangs on a line."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.publish.sheet_card import Card, Row, Run, text_row
from drillplanner.publish.sheet_layout import SIZES, Drawing, Tree, lay_out
from drillplanner.publish.sheet_typeface import BOLD, REGULAR

WIDTH, HEIGHT = 724.0, 380.0
LONG = "Bartholomew-Alexander Featherstonehaugh-O"


@st.composite
def cards(draw: st.DrawFn, depth: int = 2, most: int = 3) -> Card:
    rows = draw(st.lists(st.sampled_from(["Sample Elm", LONG, "2nd Sample Birch", "x" * 44]), max_size=3))
    below = draw(st.lists(cards(depth=depth - 1), max_size=most)) if depth else []
    return Card(
        "key",
        "O",
        draw(st.booleans()),
        (text_row("Site Security", BOLD),),
        tuple(map(text_row, rows)),
        tuple(below),
    )


def count(card: Card) -> int:
    return 1 + sum(map(count, card.below))


def check(drawing: Drawing, boxes: int) -> None:
    assert len(drawing.boxes) == boxes
    for box in drawing.boxes:
        assert box.x >= -0.01
        assert box.x + box.width <= WIDTH + 0.01
        assert box.y >= 0
        assert box.y + box.height <= drawing.height + 0.01
        assert box.height == box.card.height(box.width, drawing.size)
    for place, one in enumerate(drawing.boxes):
        for other in drawing.boxes[place + 1 :]:
            apart = (
                one.x + one.width <= other.x + 0.01
                or other.x + other.width <= one.x + 0.01
                or one.y + one.height <= other.y + 0.01
                or other.y + other.height <= one.y + 0.01
            )
            assert apart, (one, other)
    for x1, y1, x2, y2 in (*drawing.lines, *drawing.dashed):
        assert x1 == x2 or y1 == y2, "a line runs aslant"
    # Below the top, each box is met by a line at its upper edge, or at its left or right.
    ends = [end for x1, y1, x2, y2 in (*drawing.lines, *drawing.dashed) for end in ((x1, y1), (x2, y2))]
    for box in drawing.boxes[1:]:
        assert any(
            (abs(y - box.y) < 0.01 and box.x <= x <= box.x + box.width)
            or (box.y <= y <= box.y + box.height and abs(x - box.x) < 0.01)
            for x, y in ends
        ), box


@given(
    cards(depth=0),
    st.lists(cards(depth=0), max_size=4),
    st.lists(cards(depth=0), max_size=2),
    st.lists(cards(), max_size=7),
    st.booleans(),
)
@settings(max_examples=120, deadline=None)
def test_what_is_drawn_fits_and_hangs_together(
    top: Card, officers: list[Card], visitors: list[Card], row: list[Card], on_top: bool
) -> None:
    tree = Tree(top, tuple(officers), tuple(visitors), tuple(row), visitors_on_top=on_top or not officers)
    drawing = lay_out(tree, WIDTH, HEIGHT, (*SIZES, *(size / 2 for size in range(13, 1, -1))))
    assert drawing is not None
    assert drawing.height <= HEIGHT
    check(drawing, 1 + len(officers) + len(visitors) + sum(map(count, row)))


def test_a_small_chart_is_drawn_large_and_a_large_one_small() -> None:
    card = Card("key", "O", False, (text_row("Site Security Group Supervisor", BOLD),), (text_row("Sample Elm"),))
    small = lay_out(Tree(card, row=(card,) * 3), WIDTH, HEIGHT)
    large = lay_out(Tree(card, row=(card,) * 7), WIDTH, HEIGHT)
    assert small is not None
    assert large is not None
    assert small.size == SIZES[0]
    assert 7.0 <= large.size < small.size


def test_what_cannot_be_read_is_not_drawn() -> None:
    long = Card("key", "O", False, (text_row("Site", BOLD),), tuple(text_row(LONG) for _ in range(9)))
    assert (
        lay_out(Tree(long, row=(Card("key", "O", False, long.head, long.body, (long,) * 7),) * 4), WIDTH, HEIGHT)
        is None
    )


def test_a_row_breaks_between_words_and_behind_hyphens_and_shrinks_only_for_a_single_long_word() -> None:
    row = text_row("Sample Elm", BOLD)
    assert row.fit(100.0) == (1, 1.0)
    assert row.fit(row.widest)[0] == 2
    hyphened = text_row("Bartholomew-Alexander")
    assert hyphened.fit(hyphened.widest + 0.01) == (2, 1.0)
    lines, factor = text_row("x" * 40).fit(10.0)
    assert lines == 1
    assert 0 < factor < 1
    assert text_row("").fit(1.0) == (1, 1.0)


def test_marks_stay_with_the_name_before_them() -> None:
    row = Row((Run("Sample Elm", BOLD, 1.0), Run("\u00a0×2", REGULAR, 0.8)))
    assert len(row.pieces) == 2
