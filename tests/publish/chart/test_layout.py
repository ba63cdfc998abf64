"""The chart's drawing: nothing overlaps or leaves the page, every line joins a supervisor to its own boxes."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.publish.chart.box import ChartBox, TextRow, TextRun, text_row
from drillplanner.publish.chart.layout import SIZES, ChartTree, Drawing, lay_out_chart
from drillplanner.publish.chart.pages import PageSpace, split_into_parts
from drillplanner.publish.chart.section import Line, PlacedBox
from drillplanner.publish.core.typst.typeface import BOLD, REGULAR

WIDTH, HEIGHT = 724.0, 380.0
ROOM = PageSpace(WIDTH, 340.0, HEIGHT)
LONG = "Bartholomew-Alexander Featherstonehaugh-O"
WORDS = ("Sample Elm", LONG, "2nd Sample Birch", "x" * 44, "張偉 عمر Ольга", "also: " + "Supplies, " * 12)
NEAR = 0.01


@st.composite
def trees(draw: st.DrawFn) -> ChartTree:
    """A chart of up to eighty boxes of any shape: a few at the side, the others under anybody before them."""
    posts = draw(st.integers(1, 80))
    texts = draw(st.lists(st.lists(st.sampled_from(WORDS), max_size=3), min_size=4, max_size=4))
    beside = draw(st.integers(0, min(4, posts - 1)))
    # Under whom each hangs: with a small reach the chart is deep, with a large one it is flat.
    reach = draw(st.integers(1, 80))
    parents = [0] * beside + [
        draw(st.integers(max(0, place - reach), place - 1)) if place > beside else 0
        for place in range(beside + 1, posts)
    ]
    below: dict[int, list[int]] = {}
    for child, parent in enumerate(parents, start=1):
        below.setdefault(parent, []).append(child)

    def box(number: int) -> ChartBox:
        rows = tuple(map(text_row, texts[number % 4]))
        return ChartBox(
            key=f"box {number}",
            letter="O",
            rounded=number % 3 == 0,
            head=(text_row(f"Site Security {number}", BOLD),),
            body=rows,
            below=tuple(map(box, below.get(number, ()))),
        )

    heads = [box(number) for number in below.get(0, ())]
    visitors = draw(st.integers(0, 2))
    return ChartTree(
        top=ChartBox("box 0", "C", False, (text_row("Incident Commander", BOLD),), tuple(map(text_row, texts[0]))),
        officers=tuple(heads[:beside]),
        visitors=tuple(ChartBox(f"visitor {n}", "C", False, (text_row("Visitor"),), ()) for n in range(visitors)),
        row=tuple(heads[beside:]),
        visitors_on_top=beside == 0 or draw(st.booleans()),
    )


def preorder(tree: ChartTree) -> list[str]:
    def walk(box: ChartBox) -> list[str]:
        return [box.key, *itertools.chain.from_iterable(map(walk, box.below))]

    beside = [key for officer in tree.officers for key in walk(officer)]
    visiting = [visitor.key for visitor in tree.visitors]
    below = [key for box in tree.row for key in walk(box)]
    order = [*visiting, *beside] if tree.visitors_on_top else [*beside, *visiting]
    return [tree.top.key, *order, *below]


def superiors(tree: ChartTree) -> dict[str, str]:
    found = {officer.key: tree.top.key for officer in (*tree.officers, *tree.row)}

    def walk(box: ChartBox) -> None:
        for subordinate in box.below:
            found[subordinate.key] = box.key
            walk(subordinate)

    for officer in (*tree.officers, *tree.row):
        walk(officer)
    return found


def meets(line: Line, box: PlacedBox) -> bool:
    """Whether an end of the line lies on the frame of the box."""
    for x, y in (line[:2], line[2:]):
        across = box.x - NEAR <= x <= box.x + box.width + NEAR
        down = box.y - NEAR <= y <= box.y + box.height + NEAR
        on_side = min(abs(x - box.x), abs(x - box.x - box.width)) < NEAR
        on_edge = min(abs(y - box.y), abs(y - box.y - box.height)) < NEAR
        if (across and on_edge) or (down and on_side):
            return True
    return False


def touch(first: Line, second: Line) -> bool:
    """Whether two straight lines have a point in common."""
    return all(
        min(first[axis], first[axis + 2]) - NEAR <= max(second[axis], second[axis + 2])
        and min(second[axis], second[axis + 2]) - NEAR <= max(first[axis], first[axis + 2])
        for axis in (0, 1)
    )


def nets(lines: tuple[Line, ...]) -> list[list[Line]]:
    """The lines in pieces that hang together."""
    waiting, found = list(lines), []
    while waiting:
        net, fresh = [], [waiting.pop()]
        while fresh:
            line = fresh.pop()
            net.append(line)
            fresh += [candidate for candidate in waiting if touch(line, candidate)]
            waiting = [candidate for candidate in waiting if not touch(line, candidate)]
        found.append(net)
    return found


def check(drawing: Drawing, tree: ChartTree) -> None:
    assert [placed.box.key for placed in drawing.boxes] == preorder(tree)
    for placed in drawing.boxes:
        assert placed.x >= -NEAR
        assert placed.x + placed.width <= WIDTH + NEAR
        assert placed.y >= 0
        assert placed.y + placed.height <= drawing.height + NEAR
        assert placed.height == placed.box.height(placed.width, drawing.size)
        for laid in placed.box.rows(placed.width, drawing.size):
            assert laid.row.widest * laid.factor * drawing.size <= laid.width + NEAR
    for first, second in itertools.combinations(drawing.boxes, 2):
        assert (
            first.x + first.width <= second.x + NEAR
            or second.x + second.width <= first.x + NEAR
            or first.y + first.height <= second.y + NEAR
            or second.y + second.height <= first.y + NEAR
        ), (first.box.key, second.box.key)
    for x1, y1, x2, y2 in (*drawing.lines, *drawing.dashed):
        assert x1 == x2 or y1 == y2, "a line runs aslant"
        for placed in drawing.boxes:
            inside_x = min(x1, x2) < placed.x + placed.width - NEAR and max(x1, x2) > placed.x + NEAR
            inside_y = min(y1, y2) < placed.y + placed.height - NEAR and max(y1, y2) > placed.y + NEAR
            assert not (inside_x and inside_y), f"a line crosses {placed.box.key}"
    # What hangs together joins one supervisor to boxes that report to it, and nothing else.
    above = superiors(tree)
    joined: set[str] = set()
    for net in nets(drawing.lines):
        ends = {placed.box.key for placed in drawing.boxes if any(meets(line, placed) for line in net)}
        leaders = {above[key] for key in ends if above.get(key) in ends}
        assert len(leaders) == 1, ends
        reporting = ends - leaders
        assert all(above[key] in leaders for key in reporting), ends
        joined |= reporting
    assert joined == set(above)
    visitors = {visitor.key for visitor in tree.visitors}
    assert {
        placed.box.key for placed in drawing.boxes if any(meets(line, placed) for line in drawing.dashed)
    } >= visitors


@given(trees())
@settings(max_examples=25, deadline=None)
def test_any_chart_of_up_to_eighty_posts_is_drawn_completely_on_pages_that_refer_to_each_other(
    tree: ChartTree,
) -> None:
    parts = split_into_parts(tree, ROOM)
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))
    drawn: list[str] = []
    for part in parts:
        assert part.drawing.height <= (ROOM.first if part.number == 1 else ROOM.others)
        check(part.drawing, part.tree)
        keys = preorder(part.tree)
        # The head of a part was drawn before, on the part that it names, which says where to go on.
        if part.number > 1:
            assert keys[0] in drawn
        drawn += keys if part.number == 1 else keys[1:]
    assert sorted(drawn) == sorted(preorder(tree))
    texts = [
        run.text for part in parts for placed in part.drawing.boxes for row in placed.box.body for run in row.runs
    ]
    for part in parts[1:]:
        assert any(text.endswith(f"see part {part.number}") for text in texts)


def test_a_small_chart_is_drawn_large_and_a_large_one_small() -> None:
    box = ChartBox(
        "key", "O", False, (text_row("Site Security Group Supervisor", BOLD),), (text_row("Sample Elm"),)
    )
    small = lay_out_chart(ChartTree(box, row=(box,) * 3), WIDTH, HEIGHT)
    large = lay_out_chart(ChartTree(box, row=(box,) * 7), WIDTH, HEIGHT)
    assert small is not None
    assert large is not None
    assert small.size == SIZES[0]
    assert 7.0 <= large.size < small.size


def test_a_chart_that_would_be_unreadable_is_not_drawn() -> None:
    long = ChartBox("key", "O", False, (text_row("Site", BOLD),), tuple(text_row(LONG) for _ in range(9)))
    assert (
        lay_out_chart(
            ChartTree(long, row=(ChartBox("key", "O", False, long.head, long.body, (long,) * 7),) * 4),
            WIDTH,
            HEIGHT,
        )
        is None
    )


def test_columns_of_a_box_are_equally_wide_and_read_one_after_another() -> None:
    columns = tuple((text_row(name, BOLD), text_row(f"agency {name}")) for name in ("one", "two", "three"))
    box = ChartBox(
        "key", "C", False, (text_row("Unified Command", BOLD),), (text_row("also: x"),), columns=columns
    )
    laid = list(box.rows(300.0, 10.0))
    assert [placed.row.runs[0].text for placed in laid][1:7:2] == ["one", "two", "three"]
    lefts = [placed.x for placed in laid[1:7:2]]
    assert [round(left - lefts[0], 6) for left in lefts] == [0.0, 100.0, 200.0]
    assert len({placed.y for placed in laid[1:7:2]}) == 1
    assert laid[-1].y >= box.head_height(300.0, 10.0) + box.columns_height(300.0, 10.0)


def test_a_row_breaks_between_words_and_after_hyphens_and_shrinks_only_for_a_long_word() -> None:
    row = text_row("Sample Elm", BOLD)
    assert row.fit(100.0) == (1, 1.0)
    assert row.fit(row.widest)[0] == 2
    hyphened = text_row("Bartholomew-Alexander")
    assert hyphened.fit(hyphened.widest + 0.01) == (2, 1.0)
    lines, factor = text_row("x" * 30).fit(10.0)
    assert lines == 1
    assert 0 < factor < 1
    assert text_row("x" * 300).fit(10.0)[1] == 1.0  # longer than any name: broken over lines
    assert text_row("").fit(1.0) == (1, 1.0)


def test_marks_stay_with_the_name_before_them() -> None:
    row = TextRow((TextRun("Sample Elm", BOLD, 1.0), TextRun("\u00a0×2", REGULAR, 0.8)))
    assert len(row.pieces) == 2
