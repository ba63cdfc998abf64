"""In which period each group of grades is, from the bells and the times of a drill alone."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from drillplanner.audit.schedule.grade_moments import drills_with_wrong_moments, tags_of, with_moments_of_grades
from drillplanner.model import BellSchedule, DayKind, Drill, DrillType, GradeMoment, Period, PeriodTag, Workspace
from drillplanner.model.calendar.bells import GradeBells
from tests.builders import calendar, campus, drill, workspace

MONDAY = date(2025, 10, 6)
LESSON, LUNCH, RECESS = (PeriodTag.INSTRUCTION,), (PeriodTag.LUNCH,), (PeriodTag.RECESS,)


def bells(*periods: tuple[str, str, str, tuple[PeriodTag, ...]]) -> BellSchedule:
    day = tuple(
        Period(name=name, start=time.fromisoformat(start), end=time.fromisoformat(end), tags=tags)
        for name, start, end, tags in periods
    )
    return BellSchedule(bell_schedule_id="own", name="Own", days={DayKind.FULL: day})


YOUNG = bells(("Reading", "08:00", "11:00", LESSON), ("Lunch", "11:00", "11:30", LUNCH))
OLD = bells(("Math", "08:00", "11:15", LESSON), ("Recess", "11:20", "11:40", RECESS))
GROUPED = BellSchedule(
    bell_schedule_id="regular",
    name="Two bells",
    days={},
    groups=(GradeBells(grades=("K", "1"), schedule=YOUNG), GradeBells(grades=("2",), schedule=OLD)),
)
PLACE = workspace([campus("a")], calendar(MONDAY, date(2025, 10, 10)), schedule=GROUPED)


def held(start: str | None, end: str | None = None, **more: Any) -> Drill:
    fields = {"start": start, "end": end, **more}
    return drill("a", DrillType.FIRE_EVACUATION, fields.pop("date", MONDAY), **fields)


def moments(drilled: Drill, place: Workspace = PLACE) -> list[tuple[tuple[str, ...], str | None, Any]]:
    (found,) = with_moments_of_grades([drilled], place)
    return [(moment.grades, moment.period, moment.tags) for moment in found.by_grades]


@pytest.mark.parametrize(
    ("start", "end", "young", "old"),
    [
        ("09:00", "09:10", ("Reading", LESSON), ("Math", LESSON)),
        ("10:55", "11:00", ("Reading", LESSON), ("Math", LESSON)),
        ("10:55", "11:01", ("Reading and Lunch", (*LESSON, *LUNCH)), ("Math", LESSON)),
        ("11:00", "11:10", ("Lunch", LUNCH), ("Math", LESSON)),
        ("11:15", "11:20", ("Lunch", LUNCH), (None, ())),
        ("11:15", "11:21", ("Lunch", LUNCH), ("Recess", RECESS)),
        ("10:55", None, ("Reading", LESSON), ("Math", LESSON)),
        ("11:00", None, ("Lunch", LUNCH), ("Math", LESSON)),
        ("07:55", "08:00", (None, ()), (None, ())),
    ],
)
def test_the_periods_that_a_drill_touches(
    start: str, end: str | None, young: tuple[Any, ...], old: tuple[Any, ...]
) -> None:
    assert moments(held(start, end)) == [(("K", "1"), *young), (("2",), *old)]


def test_only_groups_that_take_part_have_a_moment() -> None:
    assert [grades for grades, *_ in moments(held("09:00", "09:10", grades=("1",)))] == [("K", "1")]
    assert [grades for grades, *_ in moments(held("09:00", "09:10", grades=("2",)))] == [("2",)]
    spared = held("09:00", "09:10", grades=("1",), spared_grades=("2",))
    assert [grades for grades, *_ in moments(spared)] == [("K", "1"), ("2",)]
    # Grades that the school does not have: everybody counts.
    assert [grades for grades, *_ in moments(held("09:00", "09:10", grades=("9",)))] == [("K", "1"), ("2",)]


def test_several_periods_are_told_one_by_one() -> None:
    (found,) = with_moments_of_grades([held("10:55", "11:05", grades=("K",))], PLACE)
    assert [(part.name, part.tags) for part in found.by_grades[0].touched] == [
        ("Reading", LESSON),
        ("Lunch", LUNCH),
    ]
    (one,) = with_moments_of_grades([held("09:00", "09:10", grades=("K",))], PLACE)
    assert one.by_grades[0].touched == ()


def test_a_drill_without_kinds_of_period_gets_those_of_its_moments() -> None:
    (found,) = with_moments_of_grades([held("10:55", "11:05")], PLACE)
    assert found.period_tags == tags_of(found.by_grades)
    assert set(found.period_tags or ()) == {PeriodTag.INSTRUCTION, PeriodTag.LUNCH}
    (given,) = with_moments_of_grades([held("10:55", "11:05", period_tags=RECESS)], PLACE)
    assert given.period_tags == RECESS
    (outside,) = with_moments_of_grades([held("07:00", "07:10")], PLACE)
    assert outside.period_tags is None


@pytest.mark.parametrize(
    "drilled",
    [
        held(None),
        held("09:00", "09:10", period_tags=()),
        held("09:00", "09:10", date=date(2025, 10, 11)),
        held("09:00", "09:10").model_copy(update={"campus_id": "x"}),
        held("11:45", "11:55"),
        held("12:25", None),
    ],
)
def test_drills_of_which_no_moment_is_known(drilled: Drill) -> None:
    """Without a start, in hours of staff alone, on a day without school, at an unknown school, after the bells."""
    assert with_moments_of_grades([drilled], PLACE) == (drilled,)


def test_where_all_grades_have_one_bell_nothing_is_added() -> None:
    plain = workspace([campus("a")], PLACE.calendar)
    assert with_moments_of_grades([held("09:00", "09:10")], plain) == (held("09:00", "09:10"),)


def test_tags_are_in_one_order_and_each_once() -> None:
    several = [
        GradeMoment(grades=("K",), period="x", tags=(PeriodTag.LUNCH, PeriodTag.INSTRUCTION)),
        GradeMoment(grades=("1",), period="y", tags=LUNCH),
    ]
    expected = tuple(tag for tag in PeriodTag if tag in {PeriodTag.LUNCH, PeriodTag.INSTRUCTION})
    assert tags_of(several) == expected


def test_drills_of_a_plan_whose_moments_are_wrong() -> None:
    (right,) = with_moments_of_grades([held("10:55", "11:05")], PLACE)
    wrong_tags = right.model_copy(update={"period_tags": LESSON})
    wrong_moments = right.model_copy(update={"by_grades": right.by_grades[:1]})
    assert drills_with_wrong_moments([right, wrong_tags, wrong_moments], PLACE) == (wrong_tags, wrong_moments)
