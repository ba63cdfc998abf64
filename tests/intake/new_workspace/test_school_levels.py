from __future__ import annotations

import pytest

from drillplanner.intake.bells.schedule_files import read_bell_schedule
from drillplanner.intake.new_workspace.assumed_bells import default_bell_schedule, level_of, levels
from drillplanner.model import GRADES, DayKind, PeriodTag, parse_grades


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
