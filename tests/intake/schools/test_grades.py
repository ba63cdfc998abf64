from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.files.tables.table import read_table
from drillplanner.intake.schools.grades import GradeColumns, grade_columns
from drillplanner.model import GRADES, format_grades, parse_grades, sort_grades

SOME_GRADES = st.sets(st.sampled_from(GRADES), min_size=1).map(sort_grades)


@given(SOME_GRADES)
def test_written_grades_are_read_back(grades: tuple[str, ...]) -> None:
    assert parse_grades(format_grades(grades)) == grades


@given(st.text(max_size=20) | st.from_regex(r"[0-9PKk,;/ -]{0,12}", fullmatch=True))
def test_any_text_gives_known_grades_or_a_value_error(text: str) -> None:
    try:
        found = parse_grades(text)
    except ValueError as error:
        assert str(error)
    else:
        assert found and found == sort_grades(found) and set(found) <= set(GRADES)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("PK-8th", "PK-8"),
        ("7th-8th, 9th-12th", "7-12"),
        ("K-6th, 9th-12th", "K-6,9-12"),
        ("PK, 9th-12th", "PK,9-12"),
        ("Grades K to 5", "K-5"),
        ("Gr. 9 through 12", "9-12"),
        ("Pre-K - 8", "PK-8"),
        ("PRE-K-5", "PK-5"),
        ("pre-kindergarten to 2nd grade", "PK-2"),
        ("Kindergarten, 1, 2", "K-2"),
        ("KG-05", "K-5"),
        ("PS-3", "PK-3"),
        ("6–8", "6-8"),
        ("01;02;03", "1-3"),
    ],
)
def test_spellings_of_real_lists_are_read(text: str, short: str) -> None:
    assert format_grades(parse_grades(text)) == short


@pytest.mark.parametrize("text", ["", "8-6", "15", "Adult", "Ungraded", "12-Sep", "1-3-2", "-"])
def test_other_text_gives_no_grades(text: str) -> None:
    with pytest.raises(ValueError, match="grade"):
        parse_grades(text)


def columns(text: str) -> GradeColumns | None:
    return grade_columns(read_table(text.encode(), "t.csv", "campus list"))


def test_columns_by_grade_may_have_words_before_the_grade() -> None:
    found = columns("name,fy_enroll_ps,fy_enroll_pk,fy_enroll_kg,fy_enroll_01,fy_enroll_ell\nA,3,0,0,2,9\n")
    assert found is not None
    assert found.prefix == "fy_enroll"
    assert list(found.grade_by_column.values()) == ["PK", "PK", "K", "1"]


def test_columns_may_be_headed_only_by_the_grade() -> None:
    found = columns('School,PK,K,1st,2nd\nA,,"1,020",5,0\n')
    assert found is not None
    table = read_table(b'School,PK,K,1st,2nd\nA,,"1,020",5,0\n', "t.csv", "campus list")
    assert found.grades(table.rows[0]) == ("K", "1")
    assert found.students(table.rows[0]) == 1025


def test_the_set_with_most_grades_is_used() -> None:
    text = "name,boys_1,boys_2,boys_3,all_1,all_2,all_3,all_4\nA,1,1,1,2,2,2,2\n"
    found = columns(text)
    assert found is not None and found.prefix == "all"


@pytest.mark.parametrize(
    "text", ["name,grades\nA,K-5\n", "name,ward_1,ward_2\nA,1,2\n", "name,q_1,q_2,q_3\nA,yes,no,no\n"]
)
def test_other_tables_have_no_columns_by_grade(text: str) -> None:
    assert columns(text) is None
