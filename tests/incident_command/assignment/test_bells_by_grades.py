"""Who has a class when grades of one campus have their own bell schedules; all invented."""

from __future__ import annotations

import pytest

from drillplanner.audit.charts.record_sources.role_chart import _holds_class as holds_class_by_the_judge
from drillplanner.incident_command.assignment.availability import Availability, availability_of
from drillplanner.incident_command.assignment.suitability import holds_class
from drillplanner.model import Drill, GradeMoment, PeriodTag, TouchedPeriod
from tests.incident_command.people import person

LESSON, LUNCH = PeriodTag.INSTRUCTION, PeriodTag.LUNCH


def drill(*moments: GradeMoment) -> Drill:
    return Drill.model_validate(
        {
            "drill_id": "d",
            "campus_id": "oak",
            "drill_type": "fire_evacuation",
            "date": "2025-10-02",
            "start": "11:20",
            "end": "11:30",
            "period": "Lesson 3 (K-5), Lunch (6-8)",
            "period_tags": [LESSON, LUNCH],
            "by_grades": moments,
        }
    )


YOUNG_IN_CLASS = drill(
    GradeMoment(grades=("K", "1"), period="Lesson 3", tags=(LESSON,)),
    GradeMoment(grades=("6", "7"), period="Lunch", tags=(LUNCH,)),
)
#: It spans a bell: for the young from one lesson into the next, for the others from a lesson into lunch.
OVER_A_BELL = drill(
    GradeMoment(
        grades=("K", "1"),
        period="Lesson 1 and Lesson 2",
        tags=(LESSON,),
        touched=(TouchedPeriod(name="Lesson 1", tags=(LESSON,)), TouchedPeriod(name="Lesson 2", tags=(LESSON,))),
    ),
    GradeMoment(
        grades=("6", "7"),
        period="Period 4 and Lunch",
        tags=(LESSON, LUNCH),
        touched=(TouchedPeriod(name="Period 4", tags=(LESSON,)), TouchedPeriod(name="Lunch", tags=(LUNCH,))),
    ),
)
YOUNG_GONE = drill(
    GradeMoment(grades=("K", "1"), period=None),
    GradeMoment(grades=("6", "7"), period="Period 5", tags=(LESSON,)),
)


@pytest.mark.parametrize(
    ("at_drill", "grades", "free_periods", "expected"),
    [
        (YOUNG_IN_CLASS, ("1",), (), Availability.WITH_CLASS),
        (YOUNG_IN_CLASS, ("7",), (), Availability.STANDBY),
        (YOUNG_IN_CLASS, (), (), Availability.WITH_CLASS),
        (YOUNG_IN_CLASS, ("1", "7"), (), Availability.WITH_CLASS),
        (YOUNG_IN_CLASS, ("1",), ("Lesson 3",), Availability.FREE),
        (YOUNG_IN_CLASS, ("7",), ("Lesson 3",), Availability.STANDBY),
        (YOUNG_IN_CLASS, (), ("Lesson 3",), Availability.STANDBY),
        (YOUNG_IN_CLASS, (), ("Lesson 3", "Lunch"), Availability.FREE),
        (YOUNG_IN_CLASS, ("12",), (), Availability.WITH_CLASS),
        (OVER_A_BELL, ("1",), (), Availability.WITH_CLASS),
        (OVER_A_BELL, ("1",), ("Lesson 1",), Availability.WITH_CLASS),
        (OVER_A_BELL, ("1",), ("Lesson 2",), Availability.WITH_CLASS),
        (OVER_A_BELL, ("1",), ("Lesson 1", "Lesson 2"), Availability.FREE),
        (OVER_A_BELL, ("7",), (), Availability.WITH_CLASS),
        (OVER_A_BELL, ("7",), ("Lunch",), Availability.WITH_CLASS),
        (OVER_A_BELL, ("7",), ("Period 4",), Availability.STANDBY),
        (OVER_A_BELL, ("7",), ("Period 4", "Lunch"), Availability.FREE),
        (OVER_A_BELL, (), ("Lesson 1", "Lesson 2", "Lunch"), Availability.WITH_CLASS),
        (OVER_A_BELL, (), ("Lesson 1", "Lesson 2", "Period 4"), Availability.STANDBY),
        (YOUNG_GONE, ("K",), (), Availability.FREE),
        (YOUNG_GONE, ("6",), (), Availability.WITH_CLASS),
        (YOUNG_GONE, ("6",), ("Period 5",), Availability.FREE),
    ],
)
def test_a_teacher_has_a_class_when_their_own_grades_do(
    at_drill: Drill, grades: tuple[str, ...], free_periods: tuple[str, ...], expected: Availability
) -> None:
    teacher = person("t", "Teacher", teaches=True).model_copy(
        update={"grades": grades, "free_periods": free_periods}
    )
    assert availability_of(teacher, at_drill) is expected
    assert holds_class(teacher, at_drill) is (expected is Availability.WITH_CLASS)
    assert holds_class_by_the_judge(teacher, at_drill) is (expected is Availability.WITH_CLASS)


def test_a_person_who_does_not_teach_is_free() -> None:
    assert availability_of(person("p", "Principal"), YOUNG_IN_CLASS) is Availability.FREE
