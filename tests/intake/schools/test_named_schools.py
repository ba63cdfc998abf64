"""The schools that a title names: cases in ``cases/calendar_audiences.yaml``."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from drillplanner.files.phrases import clean, comparable
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.intake.calendar.wording import calendar_wording
from drillplanner.intake.schools.named_schools import NamedSchoolReader
from drillplanner.model import Campus, Frozen, parse_grades
from tests.intake.calendar_builder import ALL, CAMPUSES, DISTRICT


class Case(Frozen):
    title: str
    campuses: tuple[str, ...] | None = None
    partly: dict[str, str] = Field(default_factory=dict)
    unsure: str = ""
    only: bool = False


FILE = Path(__file__).parent / "cases" / "calendar_audiences.yaml"
CASES = parse_as(tuple[Case, ...], read_document(FILE, FILE.name))
READER = NamedSchoolReader(CAMPUSES, DISTRICT.name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_text_names_its_schools(case: Case) -> None:
    found = READER.named_in(case.title, calendar_wording().without_names(comparable(case.title)))
    assert found.campus_ids == case.campuses
    assert dict(found.partial) == {campus_id: parse_grades(grades) for campus_id, grades in case.partly.items()}
    assert found.is_exclusive is case.only
    assert found.unmatched == ()
    if case.unsure:
        assert case.unsure in " ".join(found.uncertain)
    else:
        assert found.uncertain == ()


def campus(campus_id: str, grades: str, name: str | None = None) -> Campus:
    return Campus(campus_id=campus_id, name=name or campus_id, grades=parse_grades(grades))


@pytest.mark.parametrize(
    ("word", "selected"),
    [
        ("Elementary", {"k-2", "pk-8", "k-12", "4-6", "3-8", "k-5"}),
        ("Middle School", {"pk-8", "k-12", "3-8", "5-8", "6", "6-12", "7-12", "7-9"}),
        ("High School", {"k-12", "6-12", "7-12", "9-12", "9", "10-12", "8-12"}),
        ("Secondary", {"k-12", "6-12", "7-12", "9-12", "9", "10-12", "8-12", "5-8", "6", "7-9"}),
        ("Intermediate School", {"k-12", "pk-8", "4-6", "3-8", "5-8", "6"}),
    ],
)
def test_levels_select_campuses_by_their_grades(word: str, selected: set[str]) -> None:
    spans = (
        "k-2",
        "k-5",
        "pk-8",
        "k-12",
        "3-8",
        "4-6",
        "5-8",
        "6",
        "6-12",
        "7-12",
        "7-9",
        "8-12",
        "9-12",
        "9",
        "10-12",
    )
    reader = NamedSchoolReader(tuple(campus(f"s{span}", span, f"Number {span} x") for span in spans), "")
    found = reader.named_in(word, comparable(word))
    assert {campus_id.removeprefix("s") for campus_id in found.campus_ids or ()} == selected


def test_a_level_that_no_campus_has_is_unmatched() -> None:
    reader = NamedSchoolReader((campus("a", "K-5", "Ash Elementary School"),), "")
    assert reader.named_in("High School half day", "high school half day").unmatched == ("high",)
    assert reader.named_in("Grades 9-12 exams", "grades 9-12 exams").unmatched == ("grades 9-12",)
    assert reader.named_in("High School half day", "high school half day").campus_ids == ()


def test_shared_initials_mean_every_campus_with_them_and_are_uncertain() -> None:
    reader = NamedSchoolReader(
        (campus("a", "K-5", "Ash Elementary School"), campus("b", "K-5", "Apple Elementary School")), ""
    )
    found = reader.named_in("AES half day", "aes half day")
    assert found.campus_ids == ("a", "b")
    assert found.uncertain == ("the initials AES are those of 2 campuses",)


def test_a_school_named_only_by_a_level_is_not_meant_by_every_mention_of_it() -> None:
    reader = NamedSchoolReader(
        (campus("high", "9-12", "High School"), campus("voc", "9-12", "Vocational High School")), ""
    )
    assert reader.named_in("High School half day", "high school half day").campus_ids == ("high", "voc")


@given(st.text(max_size=60))
def test_any_text_names_campuses_of_the_district_or_none(text: str) -> None:
    found = READER.named_in(clean(text), comparable(clean(text)))
    assert set(found.campus_ids or ()) <= set(ALL)
    assert {campus_id for campus_id, _ in found.partial} <= set(found.campus_ids or ())


@given(st.permutations(["elementary", "high school", "grade 6"]))
def test_the_order_of_the_words_makes_no_difference(words: list[str]) -> None:
    text = ", ".join(words)
    assert READER.named_in(text, text).campus_ids == (
        "burnet-hill",
        "mount-pleasant-elementary",
        "mount-pleasant-middle",
        "livingston-high",
    )
