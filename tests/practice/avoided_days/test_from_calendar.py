"""Days that a school's own calendar makes, against counting by hand over random calendars."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from drillplanner.model import AvoidedKind
from drillplanner.practice.avoided_days.from_calendar import (
    DAY_BEFORE_BREAK,
    THANKSGIVING_WEEK,
    WEEK_BEFORE_BREAK,
    days_from_calendar,
    thanksgiving,
)

WEEKDAYS = tuple(on for on in (date(2026, 8, 20) + timedelta(offset) for offset in range(300)) if on.weekday() < 5)
#: The published school days of a district with a week off in February and four days at Thanksgiving.
CLOSED = {
    *(date(2026, 11, 25) + timedelta(offset) for offset in range(3)),
    *(date(2026, 12, 24) + timedelta(offset) for offset in range(9)),
    *(date(2027, 2, 15) + timedelta(offset) for offset in range(5)),
    date(2027, 3, 26),
    date(2027, 3, 29),
}
YEAR = tuple(on for on in WEEKDAYS if on not in CLOSED and on <= date(2027, 6, 11))


def named(dates: tuple[date, ...], name: str, summer: date | None = None) -> list[date]:
    return [day.on for day in days_from_calendar(dates, summer) if day.name == name]


def test_a_usual_year() -> None:
    assert named(YEAR, THANKSGIVING_WEEK) == [date(2026, 11, 23), date(2026, 11, 24)]
    week_before_winter = [date(2026, 12, day) for day in (17, 18, 21, 22, 23)]
    week_before_february = [date(2027, 2, day) for day in (8, 9, 10, 11, 12)]
    assert named(YEAR, WEEK_BEFORE_BREAK) == [*week_before_winter, *week_before_february]
    assert named(YEAR, DAY_BEFORE_BREAK) == [date(2026, 11, 24), date(2027, 3, 25)]


def test_a_summer_session_is_not_a_break() -> None:
    session = tuple(date(2027, 7, day) for day in (6, 7, 8, 9))
    with_session = days_from_calendar((*YEAR, *session), session[0])
    assert with_session == days_from_calendar(YEAR, None)
    assert date(2027, 6, 10) not in {day.on for day in with_session}


def test_a_short_winter_break_is_one_too() -> None:
    dates = tuple(on for on in WEEKDAYS if on not in {date(2026, 12, 24), date(2026, 12, 25)})
    assert named(dates, WEEK_BEFORE_BREAK) == [date(2026, 12, day) for day in (17, 18, 21, 22, 23)]


def test_in_a_week_of_four_days_the_day_that_is_always_off_makes_no_break() -> None:
    labor_day, columbus_day = date(2026, 9, 7), date(2026, 10, 12)
    four_days = tuple(on for on in YEAR if on.weekday() != 4 and on not in {labor_day, columbus_day})
    assert named(four_days, DAY_BEFORE_BREAK) == [date(2026, 11, 24)]
    before_winter, before_february = [15, 16, 17, 21, 22, 23], [4, 8, 9, 10, 11]
    assert named(four_days, WEEK_BEFORE_BREAK) == [
        *(date(2026, 12, day) for day in before_winter[-5:]),
        *(date(2027, 2, day) for day in before_february),
    ]


def test_a_few_fridays_after_storms_leave_a_week_of_four_days() -> None:
    opened = {date(2027, 1, 29), date(2027, 2, 26), date(2027, 3, 12)}
    dates = tuple(on for on in YEAR if on.weekday() != 4 or on in opened)
    assert named(dates, DAY_BEFORE_BREAK) == [date(2026, 11, 24)]


def test_thanksgiving() -> None:
    assert [thanksgiving(year).isoformat() for year in range(2024, 2030)] == [
        "2024-11-28",
        "2025-11-27",
        "2026-11-26",
        "2027-11-25",
        "2028-11-23",
        "2029-11-22",
    ]


@given(
    st.tuples(st.sets(st.sampled_from(WEEKDAYS)), st.sets(st.integers(0, 4))).map(
        lambda drawn: drawn[0] | {on for on in WEEKDAYS if on.weekday() in drawn[1]}
    )
)
def test_random_calendars_by_counting(closed: set[date]) -> None:
    dates = tuple(on for on in WEEKDAYS if on not in closed)
    found = days_from_calendar(dates, None)
    open_days = set(dates)
    assert {day.on for day in found} <= open_days
    assert list(found) == sorted(found, key=lambda day: (day.on, day.name))
    assert {day.on for day in found if day.kind is AvoidedKind.FIRST_OR_LAST_DAY} == {*dates[:1], *dates[-1:]}
    # Rarely, chance closes nearly all days of one weekday: then it is off.
    on_weekday = [sum(on.weekday() == weekday for on in dates) for weekday in range(5)]
    usual = {weekday for weekday in range(5) if 4 * on_weekday[weekday] >= max(on_weekday)}
    usual = usual if max(on_weekday) >= 8 else {0, 1, 2, 3, 4}
    expected = set()
    for position, on in enumerate(dates[:-1]):
        free = 0
        day = on + timedelta(1)
        is_winter, free_weekdays = False, 0
        while day not in open_days:
            free += 1
            free_weekdays += day.weekday() in usual
            is_winter = is_winter or (day.month, day.day) == (12, 25)
            day += timedelta(1)
        if free >= 9 or (is_winter and free_weekdays >= 2):
            expected |= set(dates[max(0, position - 4) : position + 1])
    assert set(named(dates, WEEK_BEFORE_BREAK)) == expected
    holiday = thanksgiving(2026)
    week = {holiday + timedelta(offset) for offset in range(-3, 2)}
    assert set(named(dates, THANKSGIVING_WEEK)) == week & open_days
