"""The day of a task that the law asks for: one on which somebody is at school, and always in time."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from drillplanner.law.duties.tasks import _day_with_school as day_with_school
from drillplanner.law.kinds.permissions_and_tasks.task import RequiredTask

MONDAY = date(2025, 12, 1)
NUMBERS = st.integers(0, 27)


def day(number: int) -> date:
    return MONDAY + timedelta(number)


@given(open_days=st.sets(NUMBERS), due=NUMBERS, early=st.none() | st.integers(0, 6))
def test_it_is_the_last_day_with_school_in_time_else_the_last_weekday(
    open_days: set[int], due: int, early: int | None
) -> None:
    not_before = None if early is None else day(due - early)
    required = RequiredTask(drill_id="oak-1", not_before=not_before, due=day(due), suffix="")
    in_time = [day(number) for number in range(-40, due + 1) if not_before is None or day(number) >= not_before]
    with_school = [on for on in in_time if on in {day(number) for number in open_days}]
    weekdays = [on for on in in_time if on.weekday() < 5]
    school_days = tuple(day(number) for number in sorted(open_days))
    assert day_with_school(required, school_days) == (with_school or weekdays or in_time)[-1]


def test_a_task_of_the_year_keeps_its_date() -> None:
    sunday = day(6)
    required = RequiredTask(drill_id=None, not_before=None, due=sunday, suffix="")
    assert day_with_school(required, (day(0), day(1))) == sunday
