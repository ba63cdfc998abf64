"""The bell schedule of each campus in a new workspace, and the level of a school."""

from __future__ import annotations

from datetime import time
from itertools import pairwise

import pytest

from drillplanner.intake.bells.schedule_files import read_bell_schedule
from drillplanner.intake.bells.school_hours import DayHours
from drillplanner.intake.new_workspace.assumed_bells import choose_bells, default_bell_schedule, level_of, levels
from drillplanner.model import GRADES, Campus, DayKind, PeriodTag, parse_grades


def campus(campus_id: str, grades: str, bell_schedule: str | None = None) -> Campus:
    return Campus(campus_id=campus_id, name=campus_id, grades=parse_grades(grades), bell_schedule=bell_schedule)


def chosen(campuses: tuple[Campus, ...], *given: str) -> list[str | None]:
    return [campus.bell_schedule for campus in choose_bells(campuses, given).campuses]


def test_the_schedule_that_the_campus_names_is_chosen() -> None:
    choice = choose_bells((campus("a", "K-5", "late"),), ("early", "late"))
    assert [campus.bell_schedule for campus in choice.campuses] == ["late"]
    assert (choice.files, choice.assumed, choice.not_placed) == ({}, (), ())


def test_the_only_schedule_is_used_for_all_and_reported() -> None:
    choice = choose_bells((campus("a", "K-5"), campus("b", "9-12")), ("regular",))
    assert [campus.bell_schedule for campus in choice.campuses] == ["regular", "regular"]
    assert choice.assumed == ("The bell schedule 'regular' is taken for every school.",)


@pytest.mark.parametrize("level", levels())
@pytest.mark.parametrize("hours", [DayHours(time(9, 20), time(15, 45)), DayHours(time(7), time(12, 1))])
def test_a_default_schedule_is_stretched_to_the_hours_that_are_given(level: str, hours: DayHours) -> None:
    schedule, _ = read_bell_schedule(default_bell_schedule(level, hours), "assumed.yaml", "assumed")
    full = schedule.days[DayKind.FULL]
    assert (full[0].start, full[-1].end) == (hours.start, hours.end)
    late = schedule.days[DayKind.DELAYED_OPENING]
    assert (late[0].start.hour, late[-1].end) == (hours.start.hour + 2, hours.end)
    assert schedule.days[DayKind.EARLY_RELEASE][0].start == hours.start
    default, _ = read_bell_schedule(default_bell_schedule(level), "assumed.yaml", "assumed")
    for kind, periods in schedule.days.items():  # a bus drill must still fit
        for place in (0, -1):
            assert periods[place].length == default.days[kind][place].length
        assert all(before.end <= after.start for before, after in pairwise(periods))


def test_schools_with_hours_of_their_own_have_schedules_of_their_own() -> None:
    hours = {"a": DayHours(time(9), time(15, 30))}
    choice = choose_bells((campus("a", "K-5"), campus("b", "K-5")), (), hours)
    assert [campus.bell_schedule for campus in choice.campuses] == [
        "assumed-elementary-0900-1530",
        "assumed-elementary",
    ]
    assert "begins and ends the day at the hours you gave for a" in choice.assumed[0]


def test_a_schedule_named_for_the_level_is_chosen() -> None:
    assert chosen((campus("a", "K-5"), campus("b", "9-12")), "elementary", "High-School") == [
        "elementary",
        "High-School",
    ]


def test_the_only_schedule_is_not_taken_for_a_level_that_its_name_does_not_say() -> None:
    district = (campus("a", "K-5"), campus("b", "6-8"), campus("c", "9-12"))
    assert chosen(district, "high") == ["assumed-elementary", "assumed-middle", "high"]
    assert chosen(district, "middle-and-high") == ["assumed-elementary", "middle-and-high", "middle-and-high"]
    assert chosen(district, "highland") == ["highland"] * 3


def test_there_is_no_guess_between_two_fitting_schedules() -> None:
    choice = choose_bells((campus("a", "K-5"),), ("elementary-east", "elementary-west"))
    assert [campus.bell_schedule for campus in choice.campuses] == ["assumed-elementary"]
    assert list(choice.files) == ["assumed-elementary.yaml"]
    assert "ASSUMED" in choice.assumed[0]


def test_without_schedules_each_level_gets_a_default() -> None:
    campuses = (campus("a", "K-5"), campus("b", "6-8"), campus("c", "9-12"), campus("d", "PK-2"))
    assert chosen(campuses) == ["assumed-elementary", "assumed-middle", "assumed-high", "assumed-elementary"]


def test_a_missing_schedule_is_reported() -> None:
    choice = choose_bells((campus("a", "K-5", "early"),), ("x", "y"))
    assert choice.not_placed == ("There is no bell schedule 'early', named for a; there is x, y.",)
    assert [campus.bell_schedule for campus in choice.campuses] == ["assumed-elementary"]


@pytest.mark.parametrize(
    ("grades", "level"),
    [
        ("K-5", "elementary"),
        ("PK-8", "elementary"),
        ("K-12", "elementary"),
        ("6", "middle"),
        ("5-8", "middle"),
        ("5-10", "middle"),
        ("9-12", "high"),
        ("6-12", "high"),
        ("PK,9-12", "high"),
        ("5-6", "elementary"),
        ("8-9", "middle"),
    ],
)
def test_the_level_has_most_grades_and_of_two_the_younger_one_counts(grades: str, level: str) -> None:
    assert level_of(parse_grades(grades)) == level


def test_every_grade_has_a_level() -> None:
    assert {level_of((grade,)) for grade in GRADES} == set(levels())


@pytest.mark.parametrize("level", levels())
def test_every_level_has_a_default_schedule_that_a_drill_fits_in(level: str) -> None:
    schedule, _ = read_bell_schedule(default_bell_schedule(level), f"{level}.yaml", level)
    assert "(assumed)" in schedule.name
    assert set(schedule.days) == {DayKind.FULL, DayKind.EARLY_RELEASE, DayKind.DELAYED_OPENING}
    for kind, periods in schedule.days.items():
        lessons = [period for period in periods if period.tags == (PeriodTag.INSTRUCTION,)]
        assert len(lessons) >= 6
        assert min(lesson.length for lesson in lessons) >= (35 if kind is DayKind.FULL else 25)
        assert periods[0].tags == (PeriodTag.ARRIVAL,)
        assert periods[-1].tags == (PeriodTag.DISMISSAL,)
    full, late = schedule.days[DayKind.FULL], schedule.days[DayKind.DELAYED_OPENING]
    assert late[0].start.hour - full[0].start.hour == 2
    assert late[-1].end == full[-1].end
