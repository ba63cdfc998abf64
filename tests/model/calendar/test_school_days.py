"""Arithmetic in school days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.model import (
    DayKind,
    DayVariation,
    count_within,
    school_days_before,
    weekdays_between,
    weekdays_of_school,
)
from tests.builders import calendar

YEAR = calendar(
    date(2025, 9, 2),
    date(2026, 1, 16),
    {date(2025, 10, 13): DayKind.CLOSED}
    | {date(2025, 11, day): DayKind.CLOSED for day in (27, 28)}
    | {date(2025, 12, day): DayKind.CLOSED for day in (24, 25, 26, 29, 30, 31)}
    | {date(2026, 1, 1): DayKind.CLOSED, date(2026, 1, 2): DayKind.CLOSED},
)


def test_a_break_is_two_weekdays_without_school() -> None:
    eves = YEAR.break_eves("a")
    assert eves == {date(2025, 11, 26), date(2025, 12, 23)}


def test_in_a_week_of_four_days_a_long_weekend_is_no_break() -> None:
    fridays = {
        day.date: DayKind.CLOSED for day in YEAR.days if day.date.weekday() == 4 and day.kind is not DayKind.CLOSED
    }
    closed = {day.date: DayKind.CLOSED for day in YEAR.days if day.kind is DayKind.CLOSED}
    four_days = calendar(YEAR.days[0].date, YEAR.days[-1].date, closed | fridays)
    # Thursday and Friday off at Thanksgiving are one day less than usual.
    assert four_days.break_eves("a") == {date(2025, 12, 23)}
    assert weekdays_of_school(four_days.dates_at("a")) == {0, 1, 2, 3}


def test_a_short_calendar_does_not_show_which_weekdays_are_off() -> None:
    assert weekdays_of_school(YEAR.dates_at("a")[:9:2]) == {0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        (date(2025, 9, 5), date(2025, 9, 8), 0),
        (date(2025, 9, 5), date(2025, 9, 9), 1),
        (date(2025, 9, 1), date(2025, 9, 1), 0),
    ],
)
def test_weekdays_between(before: date, after: date, days: int) -> None:
    assert weekdays_between(before, after) == days


def test_a_day_can_be_different_for_some_campuses() -> None:
    closed = DayVariation(campus_ids=("b",), kind=DayKind.CLOSED, title="Pipe burst")
    day = YEAR.days[0].model_copy(update={"variations": (closed,)})
    year = YEAR.model_copy(update={"days": (day, *YEAR.days[1:])})
    assert year.kind_at(day.date, "a") is DayKind.FULL
    assert year.kind_at(day.date, "b") is DayKind.CLOSED
    assert day.title_at("b") == "Pipe burst"
    assert len(year.dates_at("a")) == len(year.dates_at("b")) + 1
    assert day.date in year.school_dates


@given(st.integers(0, 136), st.integers(0, 10))
def test_school_days_before_counts_back(offset: int, number: int) -> None:
    dates = YEAR.dates_at("a")
    on = date(2025, 9, 2) + timedelta(offset)
    found = school_days_before(dates, on, number)
    if found is None:
        assert sum(day < on for day in dates) < number
    elif number:
        assert sum(found <= day < on for day in dates) == number


@given(st.integers(0, 136), st.integers(0, 136))
def test_count_within_is_plain_counting(first: int, last: int) -> None:
    dates = YEAR.dates_at("a")
    start, end = (date(2025, 9, 2) + timedelta(offset) for offset in (first, last))
    assert count_within(dates, start, end) == sum(start <= day <= end for day in dates)
