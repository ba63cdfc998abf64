"""Grades as people write them, and the bands they fall in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.model import GRADES, GradeBand, bands_of, format_grades, parse_grades, sort_grades


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("K,1,2", ("K", "1", "2")),
        ("9-12", ("9", "10", "11", "12")),
        ("PK-8th", GRADES[:10]),
        ("Pre-K-K", ("PK", "K")),
        ("PRE-K-5", GRADES[:7]),
        ("pre k,k", ("PK", "K")),
        ("kg; 1st", ("K", "1")),
        ("06", ("6",)),
        ("3–5", ("3", "4", "5")),
        ("5,3,5", ("3", "5")),
    ],
)
def test_common_spellings_are_read(text: str, grades: tuple[str, ...]) -> None:
    assert parse_grades(text) == grades


@pytest.mark.parametrize("text", ["", " ", "15", "9-15", "5-3", "K-2-4", "next", "-", "1-"])
def test_other_texts_are_no_grades(text: str) -> None:
    with pytest.raises(ValueError, match="grade"):
        parse_grades(text)


@given(st.sets(st.sampled_from(GRADES), min_size=1))
def test_formatted_grades_read_back(grades: set[str]) -> None:
    assert parse_grades(format_grades(sort_grades(grades))) == sort_grades(grades)


@given(st.sets(st.sampled_from(GRADES), min_size=1))
def test_every_grade_is_in_one_band(grades: set[str]) -> None:
    assert set(bands_of(sort_grades(grades))) == {band for grade in grades for band in bands_of((grade,))}
    assert all(len(bands_of((grade,))) == 1 for grade in grades)
    assert bands_of(GRADES) == tuple(GradeBand)
