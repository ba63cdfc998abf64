"""Grades as districts write them: what is understood, what readers see, and what is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.model import GRADES, format_grades, read_grades
from drillplanner.model.grade_spellings import grade_of_heading


@pytest.mark.parametrize(
    ("text", "grades", "shown"),
    [
        ("TK-5", "K-5", "TK-5"),
        ("TK/K-8", "K-8", "TK-8"),
        ("TK", "K", "TK"),
        ("TK, K", "K", "TK-K"),
        ("ETK-6", "K-6", "ETK-6"),
        ("T-K - 5", "K-5", "TK-5"),
        ("Transitional Kindergarten - 5th Grade", "K-5", "TK-5"),
        ("PK/TK-5", "PK-5", "PK-5"),
        ("UPK-5", "PK-5", "UPK-5"),
        ("4K-5", "PK-5", "4K-5"),
        ("4-year-old kindergarten through grade 8", "PK-8", "4K-8"),
        ("3K, PK, K", "PK-K", "PK-K"),
        ("K4-8", "PK-8", "K4-8"),
        ("K3-K5", "PK-K", "K3-K"),
        ("K0-8", "PK-8", "K0-8"),
        ("K2-6", "K-6", "K2-6"),
        ("PreK3-5", "PK-5", "PK3-5"),
        ("PreK-3", "PK-3", "PK-3"),
        ("Pre-K 3", "PK", "PK3"),
        ("PK3-5th", "PK-5", "PK3-5"),
        ("P3-8", "PK-8", "P3-8"),
        ("PS", "PK", "PK"),
        ("EC-4", "PK-4", "EC-4"),
        ("EE-5", "PK-5", "EE-5"),
        ("JK-12", "PK-12", "JK-12"),
        ("Preschool (ages 3-5)", "PK", "PK"),
        ("PK4-5th", "PK-5", "PK4-5"),
        ("PK3–PK4", "PK", "PK"),
        ("Young 5s-4", "K-4", "Young 5s-4"),
        ("K8", "K-8", "K-8"),
        ("Gr. 6-8", "6-8", "6-8"),
        ("Gr6-8", "6-8", "6-8"),
        ("Grades 6–8", "6-8", "6-8"),
        ("K-5 & 8", "K-5,8", "K-5,8"),
        ("Kindergarten to Grade 5", "K-5", "K-5"),
        ("6th thru 8th", "6-8", "6-8"),
        ("First through Fifth", "1-5", "1-5"),
        ("VI-VIII", "6-8", "6-8"),
        ("4-5-6", "4-6", "4-6"),
        ("PreK–12+", "PK-12", "PK-12+"),
        ("9-13", "9-12", "9-13"),
        ("9-12, 18-22", "9-12", "9-12+"),
        ("PK-Adult", "PK-12", "PK-12"),
        ("PK-12 & Adult", "PK-12", "PK-12"),
        ("K-5, UG", "K-5", "K-5"),
        ("PK,0K,01,02,SE", "PK-2", "PK-2"),
        ("KG-08", "K-8", "K-8"),
    ],
)
def test_wordings_of_districts_are_understood_and_shown(text: str, grades: str, shown: str) -> None:
    read = read_grades(text)
    assert format_grades(read.grades) == grades
    assert format_grades(read.grades, read.names) == shown


@pytest.mark.parametrize(
    "shown", ["TK-5", "TK-K", "UPK-6", "PK3-5", "4K-8", "EC-4", "9-12+", "Young 5s-4", "K0-8"]
)
def test_shown_grades_read_back_as_the_same(shown: str) -> None:
    read = read_grades(shown)
    assert format_grades(read.grades, read.names) == shown


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        # District of Columbia, list of schools 2024-25: 120 of 123 rows. "Alternative" and "SPED" are asked.
        ("PK3-5th", "PK-5"),
        ("PK4-8th", "PK-8"),
        ("PK3–PK4", "PK"),
        ("PK4-3rd", "PK-3"),
        ("PK3-KG", "PK-K"),
        ("9th-11th", "9-11"),
        # Massachusetts, list of 1,861 schools of all districts: all but one row without grades.
        ("PK,K,01,02,04,05,06,07,08,09,10,11,12", "PK-2,4-12"),
        ("PK,06,07,08", "PK,6-8"),
        # Florida, 4,337 schools by lowest and highest grade: all but 105 with the code M (missing).
        ("KG-05", "K-5"),
        ("PK-KG", "PK-K"),
        # Philadelphia, 328 schools: all, once the apostrophe of a spreadsheet and 00 for kindergarten were known.
        ("'00-08", "K-8"),
        ("'05-07, 09-12", "5-7,9-12"),
        ("'09-10, 12", "9-10,12"),
        # New York City, Boston, San Francisco, Muroc (California), and Texas, from their pages and codes.
        ("PK,0K,01,02,03,04,05,SE", "PK-5"),
        ("K0-K2", "PK-K"),
        ("TK-8", "K-8"),
        ("7-12", "7-12"),
        ("EE-05", "PK-5"),
    ],
)
def test_wordings_of_lists_that_were_found_later_are_understood(text: str, grades: str) -> None:
    assert format_grades(read_grades(text).grades) == grades


def test_a_part_of_the_grades_keeps_the_words_of_the_district() -> None:
    names = read_grades("TK-5").names
    assert format_grades(("K", "1", "2"), names) == "TK-2"
    assert format_grades(("K",), names) == "TK-K", "kindergarten takes part too"
    assert format_grades(("3", "4"), names) == "3-4"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("K2", "write K or K-2"),
        ("K4", "write PK or K-4"),
        ("K5", "write K or K-5"),
        ("PK 3-5", "write PK-5 for the span"),
        ("ungraded", "write the grades that fit the students' ages"),
        ("AE", "write 12 if drills are planned for it"),
        ("K-2-4", "'K-2-4' is not a span of grades"),
        ("Birth-PK", "'Birth' is not a grade"),
        ("X", "'X' is not a grade"),
        ("Varies", "'Varies' is not a grade"),
        ("UG-8", "'UG-8' is not a span of grades"),
    ],
)
def test_what_may_mean_two_things_or_nothing_is_asked(text: str, says: str) -> None:
    with pytest.raises(ValueError, match="grade") as caught:
        read_grades(text)
    assert says in str(caught.value)


def test_what_is_counted_as_another_grade_is_said() -> None:
    (sentence,) = read_grades("TK-5").counted
    assert "section 48000" in sentence
    assert read_grades("K-5").counted == ()


@given(st.sets(st.sampled_from(GRADES), min_size=1), st.sampled_from(["-", " - ", "–", " to ", " through "]))
def test_any_dash_and_any_case_give_the_same_grades(grades: set[str], through: str) -> None:
    text = format_grades(tuple(grades))
    assert read_grades(text.lower().replace("-", through)).grades == read_grades(text).grades


def test_headings_of_columns_name_grades_by_one_word() -> None:
    assert [grade_of_heading(word) for word in ("kg", "ps", "3rd", "13", "se", "ell")] == [
        "K",
        "PK",
        "3",
        "12",
        None,
        None,
    ]
