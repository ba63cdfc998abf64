"""Grades that are left out, against the rule spelled out: every drill beside every other."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from drillplanner.audit.schedule.judge import match_context_of
from drillplanner.audit.schedule.left_out_grades import left_out_grades
from drillplanner.model import Audience, Drill, DrillFormat, DrillType
from tests.builders import calendar, campus, workspace

FIRST = date(2025, 9, 8)
DISTRICT = workspace((campus("oak"), campus("elm", ("6", "7"))), calendar(FIRST, date(2025, 9, 30)))
DRILLS = st.lists(
    st.builds(
        Drill,
        drill_id=st.uuids().map(str),
        campus_id=st.sampled_from(("oak", "elm", "unknown")),
        drill_type=st.sampled_from((DrillType.LOCKDOWN, DrillType.FIRE_EVACUATION)),
        date=st.sampled_from((FIRST, date(2025, 9, 9))),
        audience=st.sampled_from((Audience.EVERYONE, Audience.STUDENTS, Audience.STAFF)),
        format=st.sampled_from((DrillFormat.PHYSICAL, DrillFormat.LESSON)),
        grades=st.sampled_from((None, (), ("K",), ("1", "2"), ("6",), ("K", "1", "2", "6", "7"))),
    ),
    max_size=8,
)


@given(DRILLS)
def test_a_grade_is_left_out_if_no_drill_of_the_type_on_the_day_has_it(drills: list[Drill]) -> None:
    found = {problem.drill_id for problem in left_out_grades(drills, DISTRICT, {}, match_context_of(DISTRICT))}
    expected = set()
    for drill in drills:
        school = DISTRICT.campus_by_id.get(drill.campus_id)
        is_judged = drill.grades and drill.audience is not Audience.STAFF and drill.format is DrillFormat.PHYSICAL
        if school is None or not is_judged:
            continue
        having = {
            grade
            for other in drills
            if other.campus_id == drill.campus_id
            and other.drill_type == drill.drill_type
            and other.date == drill.date
            and other.audience is not Audience.STAFF
            for grade in (other.grades or school.grades)
        }
        if set(school.grades) - having:
            expected.add(drill.drill_id)
    assert found == expected
