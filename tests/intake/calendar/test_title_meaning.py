"""The meaning of titles, categories, and descriptions: cases in ``cases/calendar_titles.yaml``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.files.phrases import clean
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.intake.calendar.title_meaning import meaning_of
from drillplanner.intake.calendar.wording import (
    CLOSING_EFFECTS,
    DAY_EFFECTS,
    EFFECT_NAMES,
    MARKER_EFFECTS,
    Effect,
    calendar_wording,
    comparable_category,
)
from drillplanner.model import Frozen


class Case(Frozen):
    title: str
    kind: Effect | None
    markers: tuple[Effect, ...] = ()
    categories: tuple[str, ...] = ()
    description: str = ""
    minutes: int | None = None
    days: int = 1
    doubt: str = ""
    understood: bool = True


FILE = Path(__file__).parent / "cases" / "calendar_titles.yaml"
CASES = parse_as(tuple[Case, ...], read_document(FILE, FILE.name))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title[:40] or "without title")
def test_titles_have_the_expected_meaning(case: Case) -> None:
    found = meaning_of(clean(case.title), case.categories, clean(case.description), case.minutes, case.days)
    assert found.kind is case.kind
    assert found.markers == frozenset(case.markers)
    assert found.understood is case.understood
    if case.doubt:
        assert case.doubt in " ".join(found.doubts)
    else:
        assert found.doubts == ()


def test_every_effect_that_can_be_asked_about_has_words() -> None:
    assert set(DAY_EFFECTS) <= set(EFFECT_NAMES)
    used = {rule.means for rule in (*calendar_wording().says, *calendar_wording().about)} | set(
        calendar_wording().categories
    )
    assert used == set(Effect), "an effect that nothing in the table means, or the other way round"


def test_no_category_means_two_things() -> None:
    words = [comparable_category(word) for words in calendar_wording().categories.values() for word in words]
    assert len(words) == len(set(words))


def _as_title(phrase: str) -> str:
    """Return the shortest title with the phrase: the first of each choice, without optional words."""
    plain = re.sub(r"\(([^()|]*)[^()]*\)", r"\1", re.sub(r"\([^()]*\)\?", "", phrase))
    words = plain.replace("#", "2").removeprefix("=").split()
    return " ".join("winter" if word == "*" else word.removesuffix("*") for word in words)


def test_no_phrase_of_the_table_is_shadowed_by_an_earlier_one() -> None:
    shadowed = {
        phrase: found
        for rule in calendar_wording().says
        for phrase in rule.phrases
        if rule.means not in {(found := meaning_of(_as_title(phrase), (), "", None)).kind, *found.markers}
    }
    assert shadowed == {}


def test_every_topic_of_the_table_is_understood() -> None:
    """Check that a topic is read as its own rule says, with a doubt, or as a closure, the safer reading."""
    astray = {
        phrase: found
        for rule in calendar_wording().about
        for phrase in rule.phrases
        if (found := meaning_of(_as_title(phrase), (), "", None)).kind is not rule.means
        and not found.doubts
        and found.kind not in CLOSING_EFFECTS
    }
    assert astray == {}


@given(
    st.text(max_size=80),
    st.lists(st.sampled_from(["Holiday", "School", "First Day", "Testing", "x"]), max_size=2),
    st.text(max_size=80),
    st.none() | st.integers(0, 5000),
)
def test_any_text_has_a_meaning_or_none(
    title: str, categories: list[str], description: str, minutes: int | None
) -> None:
    found = meaning_of(clean(title), tuple(categories), clean(description), minutes)
    assert found.kind is None or found.kind in (*DAY_EFFECTS, Effect.NO_EFFECT)
    assert found.markers <= set(MARKER_EFFECTS)
    if not found.understood:
        assert (found.kind, found.markers, found.doubts) == (None, frozenset(), ())


@given(st.sampled_from([case.title for case in CASES if case.understood and case.title]))
def test_case_and_spacing_make_no_difference(title: str) -> None:
    plain = meaning_of(clean(title), (), "", None)
    assert meaning_of(clean(f"  {title.upper()}\u00a0 "), (), "", None) == plain
    assert meaning_of(clean(title.replace(" ", "  ")), (), "", None) == plain
