"""Due dates of tasks: times before and after a drill in each unit, days of the year, periods, and events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from drillplanner.audit.schedule.judge import campus_schedules
from drillplanner.law import Setting
from drillplanner.law.kinds.permissions_and_tasks.task import Chore
from drillplanner.law.timing.due import DueByDrill, DueByEvent, DueByPeriod, DueByYear
from drillplanner.model import DayKind, Event, EventKind, Task
from tests.builders import calendar, campus, workspace

# There is no school on Thanksgiving Thursday and the Friday after it.
YEAR = calendar(
    date(2025, 9, 2), date(2026, 6, 12), {date(2025, 11, 27): DayKind.CLOSED, date(2025, 11, 28): DayKind.CLOSED}
)
PLACE = workspace([campus("a")], YEAR)
SEASON = Event(kind=EventKind.ATHLETIC_SEASON, first=date(2025, 12, 1), last=date(2026, 2, 20))
SETTING = Setting(PLACE.campuses[0], YEAR, PLACE.district, (SEASON,))
MONDAY = date(2025, 12, 1)


@pytest.mark.parametrize(
    ("due", "first", "last"),
    [
        ({"before": 14, "unit": "calendar_day"}, None, date(2025, 11, 17)),
        ({"before": 1, "unit": "week"}, None, date(2025, 11, 24)),
        # The school day before the Monday after Thanksgiving is the Wednesday.
        ({"before": 1, "unit": "school_day"}, None, date(2025, 11, 26)),
        # A notice sent at any hour of its day is 24 hours early only if that day is two school days before.
        ({"before": 24, "unit": "hour"}, None, date(2025, 11, 25)),
        ({"before": 48, "unit": "hour"}, None, date(2025, 11, 24)),
        ({"same_day": True}, None, MONDAY),
        ({"same_day": True, "not_earlier_than": 7}, date(2025, 11, 24), MONDAY),
        ({"after": 30, "unit": "calendar_day"}, MONDAY, date(2025, 12, 31)),
        ({"after": 10, "unit": "school_day"}, MONDAY, date(2025, 12, 15)),
        ({"after": 24, "unit": "hour"}, MONDAY, date(2025, 12, 2)),
        ({"after": 1, "unit": "week"}, MONDAY, date(2025, 12, 8)),
    ],
)
def test_due_before_on_or_after_a_drill(due: dict[str, Any], first: date | None, last: date) -> None:
    assert DueByDrill.model_validate(due).dates(MONDAY, SETTING) == (first, last)


def test_weekdays_count_where_there_are_too_few_school_days_before() -> None:
    due = DueByDrill.model_validate({"before": 2, "unit": "school_day"})
    assert due.dates(date(2025, 9, 2), SETTING)[1] == date(2025, 8, 29)


@pytest.mark.parametrize(
    ("due", "dates"),
    [
        ({"on": "06-30"}, [date(2026, 6, 30)]),
        ({"on": ["05-15", "10-15"]}, [date(2025, 10, 15), date(2026, 5, 15)]),
        ({"first_day_of_classes": True}, [date(2025, 9, 2)]),
        (
            {
                "within": {
                    "first": 60,
                    "unit": "calendar_day",
                    "unit_is_stated": False,
                    "of": "first_day_for_students",
                }
            },
            [date(2025, 10, 31)],
        ),
    ],
)
def test_due_on_days_of_the_year(due: dict[str, Any], dates: list[date]) -> None:
    assert list(DueByYear.model_validate(due).dates(SETTING)) == dates


def test_each_month_is_due_on_its_last_school_day() -> None:
    dates = DueByPeriod.model_validate({"per": "month_in_session"}).dates(SETTING)
    assert len(dates) == 10
    assert dates[0] == date(2025, 9, 30)
    assert dates[1] == date(2025, 10, 31)
    assert dates[2] == date(2025, 11, 26)


def test_due_before_each_event() -> None:
    due = DueByEvent(event=EventKind.ATHLETIC_SEASON, days_before=3)
    assert due.dates(SETTING) == (date(2025, 11, 28),)


@pytest.mark.parametrize(
    ("model", "fields", "words"),
    [
        (DueByDrill, {}, "give one of"),
        (DueByDrill, {"before": 1}, "'unit' goes with"),
        (DueByDrill, {"before": 1, "after": 1, "unit": "week"}, "give one of"),
        (DueByDrill, {"after": 1, "unit": "week", "not_earlier_than": 2}, "'not_earlier_than'"),
        (DueByYear, {}, "give one of"),
        (DueByYear, {"on": "13-01"}, "not a day of every year"),
        (DueByYear, {"on": "June 1"}, "not a day of every year"),
    ],
)
def test_an_impossible_due_date_is_refused(
    model: type[DueByDrill | DueByYear], fields: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        model.model_validate(fields)


@given(
    on=st.sampled_from(YEAR.dates_at("a")[5:]),
    number=st.integers(1, 5),
    unit=st.sampled_from(["hour", "school_day", "calendar_day", "week"]),
)
def test_the_time_before_a_drill_is_never_shorter_than_required(on: date, number: int, unit: str) -> None:
    due = DueByDrill.model_validate({"before": number, "unit": unit}).dates(on, SETTING)[1]
    days = {"hour": -(-number // 24), "school_day": number, "calendar_day": number, "week": 7 * number}[unit]
    assert (on - due).days >= days
    if unit == "school_day":
        assert sum(1 for day in YEAR.dates_at("a") if due <= day < on) >= number


def test_two_events_that_begin_on_one_day_need_one_task() -> None:
    other = Event(kind=EventKind.ATHLETIC_SEASON, first=SEASON.first, last=SEASON.first)
    setting = Setting(PLACE.campuses[0], YEAR, PLACE.district, (SEASON, other))
    assert DueByEvent(event=EventKind.ATHLETIC_SEASON).dates(setting) == (SEASON.first,)


def test_the_filing_of_one_semester_does_not_meet_that_of_the_other() -> None:
    chore = Chore.model_validate(
        {
            "kind": "task",
            "chore": "file",
            "who": "the state",
            "text": "File the log.",
            "due_words": "each semester",
            "by_period": {"per": "semester"},
        }
    )
    schedule = campus_schedules((), PLACE, {}, None)["a"]
    (window,) = chore.windows(schedule.setting)
    first, second = (
        Task(
            task_id=str(required.due),
            mandate_id="X-1",
            campus_id="a",
            drill_id=None,
            kind="file",
            who="the state",
            text="File the log.",
            due=required.due,
            due_words="each semester",
        )
        for required in chore.required_tasks((), schedule, schedule.setting)
    )
    for tasks, status in (((first, second), "met"), ((first,), "violated"), ((second,), "violated")):
        assert chore.check(window, replace(schedule, tasks=tasks)).status == status
