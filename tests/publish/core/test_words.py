from __future__ import annotations

from datetime import date, time
from enum import StrEnum

import pytest

from drillplanner.appropriateness.conditions.facts import load_placed_fact_sentences
from drillplanner.model import (
    Audience,
    Confidence,
    DrillFormat,
    DrillType,
    DutyStatus,
    GoalWeights,
    PlacedFacts,
    Route,
)
from drillplanner.publish.core import dates, words


@pytest.mark.parametrize(
    ("members", "table"),
    [
        (DrillType, words.DRILL_TYPES),
        (words.DrillFamily, words.FAMILIES),
        (DrillFormat, words.FORMATS),
        (Audience, words.AUDIENCES),
        (Route, words.ROUTES),
        (DutyStatus, words.STATUSES),
        (Confidence, words.CONFIDENCES),
    ],
)
def test_every_member_of_a_list_has_its_words(members: type[StrEnum], table: dict[StrEnum, object]) -> None:
    assert set(table) == set(members)
    assert all(table.values())


def test_every_goal_has_its_words() -> None:
    assert set(words.GOALS) == set(GoalWeights.model_fields)


def test_no_two_drill_types_share_a_code_or_a_title() -> None:
    known = list(words.DRILL_TYPES.values())
    assert len({language.code for language in known}) == len(known)
    assert len({language.title for language in known}) == len(known)
    assert all(1 <= len(language.code) <= 2 and language.code.isupper() for language in known)


def test_unknown_words_stay_readable() -> None:
    assert words.goal_title("summer_heat") == "Summer heat"
    assert words.chore_title("certify_again") == "Certify again"
    assert words.chore_title("notify") == "Tell beforehand"


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 duties"), (1, "1 duty"), (2, "2 duties"), (1234, "1,234 duties")]
)
def test_counted_nouns_are_singular_or_plural(number: int, text: str) -> None:
    assert words.counted(number, "duty", "duties") == text


@pytest.mark.parametrize(
    ("items", "text"), [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")]
)
def test_items_are_joined_with_commas_and_and(items: tuple[str, ...], text: str) -> None:
    assert words.join_words(items) == text


def test_dates_as_an_american_reader_writes_them() -> None:
    day = date(2026, 2, 1)
    assert dates.short_date(day) == "Feb 1"
    assert dates.plain_date(day) == "February 1, 2026"
    assert dates.long_date(day) == "Sunday, February 1, 2026"
    assert dates.month_and_year(day) == "February 2026"


@pytest.mark.parametrize(
    ("at", "text"),
    [(time(0, 5), "12:05 AM"), (time(9, 40), "9:40 AM"), (time(12, 0), "12:00 PM"), (time(23, 59), "11:59 PM")],
)
def test_the_time_of_day(at: time, text: str) -> None:
    assert dates.clock(at) == text


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (time(9, 40), time(9, 50), "9:40–9:50 AM"),
        (time(11, 55), time(12, 5), "11:55 AM–12:05 PM"),
        (time(13, 0), time(14, 0), "1:00–2:00 PM"),
    ],
)
def test_a_time_span_names_am_and_pm_twice_only_if_they_differ(start: time, end: time, text: str) -> None:
    assert dates.clock_span(start, end) == text


def test_every_fact_of_a_dated_drill_has_its_words() -> None:
    assert set(load_placed_fact_sentences()) == set(PlacedFacts.model_fields)


def test_a_fact_in_a_list_is_named_by_the_list() -> None:
    assert words.unknown_fact("placed.notices[0].hours_before") == load_placed_fact_sentences()["notices"].unknown
