"""The day of a task that the law asks for: one on which somebody is at school, and always in time."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner import api
from drillplanner.law.duties.tasks import _day_with_school as day_with_school
from drillplanner.law.duties.tasks import with_late_due_dates
from drillplanner.law.kinds.permissions_and_tasks.task import RequiredTask
from drillplanner.model import Repair, Task, changes_between

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


@given(open_days=st.sets(NUMBERS), due=NUMBERS, update=NUMBERS)
def test_from_the_day_of_an_update_on_it_is_in_time_even_without_school(
    open_days: set[int], due: int, update: int
) -> None:
    required = RequiredTask(drill_id="oak-1", not_before=None, due=day(due), suffix="")
    school_days = tuple(day(number) for number in sorted(open_days))
    found = day_with_school(required, school_days, day(update))
    assert found <= day(due)
    if update <= due:
        left = [day(number) for number in range(update, due + 1)]
        with_school = [on for on in left if on in school_days]
        assert found == (with_school or [on for on in left if on.weekday() < 5] or [day(due)])[-1]


def test_a_task_of_the_year_keeps_its_date() -> None:
    sunday = day(6)
    required = RequiredTask(drill_id=None, not_before=None, due=sunday, suffix="")
    assert day_with_school(required, (day(0), day(1))) == sunday


@pytest.mark.parametrize(
    ("update", "due", "was_due"),
    [
        (date(2025, 11, 26), date(2025, 11, 26), None),
        (date(2025, 11, 28), date(2025, 11, 28), None),
        (date(2025, 11, 30), date(2025, 11, 30), date(2025, 11, 26)),
    ],
)
def test_an_update_in_a_break_calls_no_task_late_that_the_law_still_allows(
    planned_example: Path, update: date, due: date, was_due: date | None
) -> None:
    """A drill comes to Monday, December 1. Its notice is due on Saturday; school ends on Wednesday."""
    plan = api.read_plan(planned_example)
    notice = next(task for task in plan.tasks if task.mandate_id == "NJ-11")
    required = RequiredTask(drill_id=notice.drill_id, not_before=None, due=date(2025, 11, 29), suffix="")

    def due_from(first: date) -> Task:
        return notice.model_copy(update={"due": day_with_school(required, (date(2025, 11, 26), MONDAY), first)})

    drill = next(drill for drill in plan.drills if drill.drill_id == notice.drill_id)
    moved = drill.model_copy(update={"date": MONDAY})
    changes = changes_between((drill,), (moved,), {})
    repair = Repair(as_of=update, moved=1, moved_at_least=1, changes=changes)
    law = (due_from(date.min),)
    (found,) = with_late_due_dates(law, law, (due_from(update),), repair, plan, ())
    assert (found.due, found.was_due) == (due, was_due)
