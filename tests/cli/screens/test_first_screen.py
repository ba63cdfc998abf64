"""A first screen fits, whatever it has to say, and shows what matters most."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drillplanner.cli.screens.first_screen import MOST_LINES, FirstScreen, Line, ScreenPart

words = st.text("abcdefgh", min_size=1, max_size=20)
sentences = st.lists(words, min_size=1, max_size=60).map(" ".join)
lines = st.builds(Line, sentences, most=st.integers(1, 3), first=st.just("  "), others=st.just("    "))
parts = st.builds(
    ScreenPart,
    heading=words,
    entries=st.lists(st.lists(lines, min_size=1, max_size=2).map(tuple), max_size=60).map(tuple),
    keeps=st.integers(0, 9),
    counts=st.booleans(),
)


@given(
    st.lists(lines, min_size=1, max_size=3).map(tuple),
    st.lists(parts, max_size=9).map(tuple),
    st.lists(lines, max_size=2).map(tuple),
    st.integers(48, 100),
)
def test_a_screen_is_never_too_long_or_too_wide(
    result: tuple[Line, ...], middle: tuple[ScreenPart, ...], last: tuple[Line, ...], width: int
) -> None:
    rows = FirstScreen(result, middle, last).rows(width)
    assert len(rows) <= MOST_LINES
    assert max(len(row.text) for row in rows) <= width


def numbered(heading: str, count: int, keeps: int) -> ScreenPart:
    return ScreenPart(heading, tuple((Line(f"{heading} {number}"),) for number in range(count)), keeps)


def test_the_lowest_part_gives_way_first() -> None:
    screen = FirstScreen((Line("Result"),), (numbered("first", 20, 1), numbered("second", 20, 2)), (Line("Next"),))
    texts = [row.text for row in screen.rows()]
    assert [text for text in texts if text.startswith("first ")] == [
        "first (20)",
        *(f"first {number}" for number in range(20)),
    ]
    assert "  and 8 more" in texts
    assert texts[0] == "Result"
    assert texts[-1] == "Next"


def test_what_is_left_out_is_named_and_counted() -> None:
    screen = FirstScreen((Line("Result"),), (numbered("first", 60, 9), numbered("second", 60, 0)))
    texts = [row.text for row in screen.rows()]
    assert MOST_LINES - 1 <= len(texts) <= MOST_LINES
    assert texts[-1] == "Not shown here: second (60)"
    assert any(text.startswith("  and ") and text.endswith(" more") for text in texts)


def test_a_long_line_ends_in_an_ellipsis_after_a_whole_word() -> None:
    (row,) = Line("one two three four five", most=1).rows(16)
    assert row.text == "one two three …"
    assert [row.text for row in Line("one two", most=1).rows(16)] == ["one two"]
