"""Wording of drill types and other columns; cases in ``cases/drill_titles.yaml``."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import Audience, DrillFormat, DrillType, Frozen, Route
from drillplanner.model.scenarios.drill_wording import (
    audience_of,
    drill_types_in,
    exact_drill_type,
    format_of,
    is_marked_as_no_drill,
    route_of,
    says_drill,
)


class Case(Frozen):
    text: str
    types: tuple[DrillType, ...]
    title: tuple[DrillType, ...] | None = None


FILE = Path(__file__).parent / "cases" / "drill_titles.yaml"
CASES = parse_as(tuple[Case, ...], read_document(FILE, FILE.name))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text or "nothing")
def test_drill_types_are_read_from_titles(case: Case) -> None:
    assert drill_types_in(case.text, is_drill=True) == case.types
    assert drill_types_in(case.text, is_drill=False) == (case.types if case.title is None else case.title)


@pytest.mark.parametrize("kind", DrillType)
def test_every_published_value_is_read(kind: DrillType) -> None:
    assert exact_drill_type(kind.value.upper()) is kind
    assert drill_types_in(kind.value, is_drill=False) == (kind,)
    assert drill_types_in(kind.value.replace("_", " ").title(), is_drill=True) == (kind,)
    assert drill_types_in(kind.value.replace("_", "-"), is_drill=True) == (kind,)


@pytest.mark.parametrize("kind", DrillType)
def test_every_drill_type_has_common_words(kind: DrillType) -> None:
    assert kind in {found for case in CASES for found in case.types}


def test_early_dismissal_in_a_calendar_is_not_the_drill_type() -> None:
    assert exact_drill_type("Early Dismissal") is None


@pytest.mark.parametrize(
    ("text", "expected"), [("Fire drill", True), ("Full-scale exercise", True), ("Fire prevention", False)]
)
def test_texts_about_drills_are_recognized(text: str, expected: bool) -> None:
    assert says_drill(text) is expected


def test_chores_are_not_drills() -> None:
    assert is_marked_as_no_drill(("notify", "Chore"))
    assert not is_marked_as_no_drill(("lockdown",))


def test_words_of_other_columns_are_read() -> None:
    assert [format_of(word) for word in ("Walk-Through", "walk_through", "live", "x")] == [
        DrillFormat.WALK_THROUGH,
        DrillFormat.WALK_THROUGH,
        DrillFormat.PHYSICAL,
        None,
    ]
    assert [audience_of(word) for word in ("All", "staff only", "students", "x")] == [
        Audience.EVERYONE,
        Audience.STAFF,
        Audience.STUDENTS,
        None,
    ]
    assert [route_of(word) for word in ("Off-site", "blocked exit", "x")] == [
        Route.OFF_SITE,
        Route.BLOCKED_EXIT,
        None,
    ]


@given(st.text(max_size=80), st.booleans())
def test_any_text_names_each_drill_type_at_most_once(text: str, is_drill: bool) -> None:
    found = drill_types_in(text, is_drill=is_drill)
    assert len(found) == len(set(found))
