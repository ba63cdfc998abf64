"""The school's name in the head of a page: one line, and no sentence to a screen reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.publish.core.typst.page_head import NAME_WIDTH, head_and_foot, head_name
from drillplanner.publish.core.typst.typeface import BOLD, typeface

KIND = "Fire drill, 10/07/2025"
LONG = "Mount Pleasant Elementary School, Livingston Town"


@pytest.mark.parametrize(
    ("name", "shown", "size"),
    [
        ("Oak School", "Oak School", 9.0),
        (LONG, LONG, 7.5),
        ("School of the arts and of the sciences and of music", "School of the arts and…", 9.0),
    ],
)
def test_a_name_is_made_smaller_then_cut(name: str, shown: str, size: float) -> None:
    assert head_name(name, KIND) == (shown, size)


def test_a_name_of_one_long_word_is_cut_and_keeps_its_beginning() -> None:
    shown, size = head_name("W" * 90, KIND)
    assert size == 7.5
    assert shown.endswith("W…")
    assert "W" * (len(shown) - 1) == shown[:-1]


@given(st.text(min_size=1, max_size=90))
def test_every_name_fits_on_one_line(name: str) -> None:
    shown, size = head_name(name, KIND)
    assert typeface(BOLD).width(shown) * size <= NAME_WIDTH + 1e-6
    assert shown.rstrip("…").strip() in name or shown == name


def test_the_head_has_what_the_template_reads() -> None:
    assert head_and_foot("Oak School", KIND, "Plan 1") == {
        "band": "EXERCISE / DRILL",
        "campus": "Oak School",
        "campus_size": 9.0,
        "kind": KIND,
        "foot": "Plan 1",
    }
