"""School days are counted by the calendar, and by weekdays after its end."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from drillplanner.workflow.status.drills_as_of import school_days_after

#: Monday to Friday of two weeks.
DATES = tuple(date(2026, 6, 8) + timedelta(day) for day in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11))


@given(st.integers(-5, 40), st.integers(-5, 60))
def test_school_days_are_counted_one_by_one(first: int, last: int) -> None:
    on, until = DATES[0] + timedelta(first), DATES[0] + timedelta(last)
    days = (on + timedelta(number) for number in range(1, (until - on).days + 1))
    expected = sum(day in DATES if day <= DATES[-1] else day.weekday() < 5 for day in days)
    if on <= until:
        assert school_days_after(on, until, DATES) == expected


def test_a_day_long_after_the_year_is_far_away_and_counted_at_once() -> None:
    # An exercise for staff in August is not due in June.
    assert school_days_after(date(2026, 6, 22), date(2026, 8, 3), DATES) == 30
    assert school_days_after(date(2026, 6, 22), date.max, DATES) > 2_000_000
