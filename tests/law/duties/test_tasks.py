"""The day of a task that the law asks for: one on which somebody is at school, and always in time."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner import api
from drillplanner.audit.schedule.judge import campus_schedules
from drillplanner.law import Duty, Mandate
from drillplanner.law.duties.tasks import _day_with_school as day_with_school
from drillplanner.law.duties.tasks import derive_tasks, with_late_due_dates
from drillplanner.law.kinds.permissions_and_tasks.task import RequiredTask
from drillplanner.law.window import Window
from drillplanner.model import DrillType, Repair, Task, ToldGroup, changes_between
from tests.builders import calendar, campus, drill, workspace
from tests.workflow.status.small_year import plan_of

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


PLACE = workspace([campus("oak"), campus("elm")], calendar(date(2025, 9, 2), date(2025, 12, 19)))


def notice(name: str, campus_id: str, **chore: object) -> Duty:
    """Return the duty of an invented task at a school."""
    requirement = {"kind": "task", "who": "families", "text": "Write.", "due_words": "5 days before"} | chore
    mandate = Mandate.model_validate(
        {
            "mandate_id": name,
            "title": name,
            "text": "Invented.",
            "layer": "statute",
            "sources": ["invented"],
            "confidence": "secondary",
            "requirement": requirement,
        }
    )
    year = Window(first=date(2025, 9, 2), last=date(2025, 12, 19), label="the school year", key="year")
    duty_id = f"{name}/{campus_id}/year"
    return Duty(duty_id=duty_id, mandate=mandate, campus_id=campus_id, window=year, cite="invented", url="u")


BEFORE_LOCKDOWNS = {
    "chore": "notify",
    "tells": ["families"],
    "match": {"types": ["lockdown"]},
    "by_drill": {"before": 5, "unit": "calendar_day"},
}


def test_a_task_says_what_is_owed_to_whom_for_which_drill_and_by_when() -> None:
    lockdown = drill("oak", DrillType.LOCKDOWN, date(2025, 11, 19))
    fire = drill("oak", DrillType.FIRE_EVACUATION, date(2025, 11, 20))
    at_elm = drill("elm", DrillType.LOCKDOWN, date(2025, 10, 1))
    schedules = campus_schedules([lockdown, fire, at_elm], PLACE, {}, None)
    duties = (
        notice("X-1", "oak", **BEFORE_LOCKDOWNS, keep_years=3),
        notice("X-1", "elm", **BEFORE_LOCKDOWNS, keep_years=3),
        notice("X-2", "oak", chore="file", by_year={"on": "10-15"}),
    )
    assert derive_tasks(duties, schedules) == (
        Task(
            task_id="X-1/elm-lockdown-01",
            mandate_id="X-1",
            campus_id="elm",
            drill_id="elm-lockdown-01",
            kind="notify",
            who="families",
            text="Write.",
            due=date(2025, 9, 26),
            due_words="5 days before",
            keep_years=3,
            tells=(ToldGroup.FAMILIES,),
        ),
        Task(
            task_id="X-2/oak",
            mandate_id="X-2",
            campus_id="oak",
            drill_id=None,
            kind="file",
            who="families",
            text="Write.",
            due=date(2025, 10, 15),
            due_words="5 days before",
        ),
        Task(
            task_id="X-1/oak-lockdown-01",
            mandate_id="X-1",
            campus_id="oak",
            drill_id="oak-lockdown-01",
            kind="notify",
            who="families",
            text="Write.",
            due=date(2025, 11, 14),
            due_words="5 days before",
            keep_years=3,
            tells=(ToldGroup.FAMILIES,),
        ),
    )


def late(
    moved: bool, was_due: date, as_of: date, *, settled: bool = False, late_since: date | None = None
) -> Task:
    """Return the notice of a drill as the updated plan has it; its drill was moved, or was late before."""
    lockdown = drill("oak", DrillType.LOCKDOWN, date(2025, 11, 19))
    task = Task(
        task_id="X-1/oak-lockdown-01",
        mandate_id="X-1",
        campus_id="oak",
        drill_id="oak-lockdown-01",
        kind="notify",
        who="families",
        text="Write.",
        due=was_due,
        due_words="5 days before",
        hours_before=24,
        serves=("DA-203",),
    )
    before = lockdown.model_copy(update={"date": date(2025, 12, 3)}) if moved else lockdown
    made = plan_of(
        [before], [task.model_copy(update={"due": late_since, "was_due": was_due})] if late_since else []
    )
    changes = changes_between((before,), (lockdown,), {})
    repair = Repair(as_of=as_of, moved=int(moved), moved_at_least=0, changes=changes)
    (found,) = with_late_due_dates((task,), (task,), (task,), repair, made, {lockdown.drill_id} if settled else ())
    return found


def test_the_notice_of_a_drill_that_was_moved_too_near_is_due_at_once_and_says_so() -> None:
    found = late(True, date(2025, 11, 14), date(2025, 11, 17))
    assert (found.due, found.was_due, found.serves, found.hours_before) == (
        date(2025, 11, 17),
        date(2025, 11, 14),
        (),
        None,
    )
    assert found.due_words == (
        "5 days before; it was due 2025-11-14, before the drill came to its day: do it at once"
    )


def test_a_notice_in_time_of_a_drill_that_stays_or_was_held_keeps_its_day() -> None:
    for found in (
        late(False, date(2025, 11, 14), date(2025, 11, 17)),
        late(True, date(2025, 11, 14), date(2025, 11, 14)),
        late(True, date(2025, 11, 14), date(2025, 11, 3)),
        late(True, date(2025, 11, 14), date(2025, 11, 17), settled=True),
    ):
        assert (found.due, found.was_due, found.due_words) == (date(2025, 11, 14), None, "5 days before")


def test_a_notice_that_was_late_stays_late_while_its_drill_stays() -> None:
    found = late(False, date(2025, 11, 14), date(2025, 11, 18), late_since=date(2025, 11, 17))
    assert (found.due, found.was_due) == (date(2025, 11, 17), date(2025, 11, 14))
