"""Windows: which months count, where day 1 is, and the unit of days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.mandates.window import DayUnit, DayZero, FirstDays, Per, windows
from drillplanner.model import DayKind, count_within
from tests.builders import calendar

YEAR = calendar(date(2025, 8, 27), date(2026, 6, 18), staff=date(2025, 8, 25))


def test_months_are_those_with_school_days_at_the_campus() -> None:
    keys = [window.key for window in windows(Per.MONTH_IN_SESSION, None, YEAR, "a", 1)]
    assert keys[0] == "2025-08"
    assert keys[-1] == "2026-06"
    assert len(keys) == 11


def test_a_short_month_falls_out_from_a_limit_on() -> None:
    assert windows(Per.MONTH_IN_SESSION, None, YEAR, "a", 3)[0].key == "2025-08"
    assert windows(Per.MONTH_IN_SESSION, None, YEAR, "a", 4)[0].key == "2025-09"


def test_a_month_that_is_closed_throughout_owes_nothing() -> None:
    closed = {date(2025, 10, day): DayKind.CLOSED for day in range(1, 32) if date(2025, 10, day).weekday() < 5}
    year = calendar(date(2025, 9, 1), date(2025, 11, 28), closed)
    assert [window.key for window in windows(Per.MONTH_IN_SESSION, None, year, "a", 1)] == ["2025-09", "2025-11"]


@pytest.mark.parametrize(
    ("unit", "of", "last"),
    [
        (DayUnit.CALENDAR_DAY, DayZero.FIRST_DAY_FOR_STUDENTS, date(2025, 9, 5)),
        (DayUnit.SCHOOL_DAY, DayZero.FIRST_DAY_FOR_STUDENTS, date(2025, 9, 9)),
        (DayUnit.CALENDAR_DAY, DayZero.FIRST_DAY_FOR_STAFF, date(2025, 9, 3)),
    ],
)
def test_first_days(unit: DayUnit, of: DayZero, last: date) -> None:
    within = FirstDays(first=10, unit=unit, unit_is_stated=True, of=of)
    assert windows(Per.SCHOOL_YEAR, within, YEAR, "a", 1)[0].last == last


def test_without_a_staff_day_classes_start_the_clock() -> None:
    within = FirstDays(first=10, unit=DayUnit.CALENDAR_DAY, unit_is_stated=False, of=DayZero.FIRST_DAY_FOR_STAFF)
    year = calendar(date(2025, 8, 27), date(2026, 6, 18))
    assert windows(Per.SCHOOL_YEAR, within, year, "a", 1)[0].last == date(2025, 9, 5)


@given(
    first=st.dates(date(2025, 7, 1), date(2025, 12, 1)),
    length=st.integers(1, 300),
    counts_from=st.integers(1, 15),
)
def test_month_windows_part_the_year(first: date, length: int, counts_from: int) -> None:
    last = date.fromordinal(first.toordinal() + length)
    year = calendar(first, last)
    dates = year.dates_at("a")
    found = windows(Per.MONTH_IN_SESSION, None, year, "a", counts_from)
    inside = [count_within(dates, window.first, window.last) for window in found]
    assert all(count >= counts_from for count in inside)
    if counts_from == 1:
        assert sum(inside) == len(dates)
