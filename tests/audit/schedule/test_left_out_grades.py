"""Grades that are left out, against the rule spelled out: every drill beside every other."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.audit.schedule.judge import match_context_of
from drillplanner.audit.schedule.left_out_grades import left_out_grades
from drillplanner.law import Match, SparedGrades, Window
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


@pytest.mark.parametrize(
    ("grades", "said"),
    [(("K", "1"), "grade 2 of Oak is left out"), (("K",), "grades 1-2 of Oak are left out")],
)
def test_the_grades_are_named(grades: tuple[str, ...], said: str) -> None:
    drill = Drill(drill_id="one", campus_id="oak", drill_type=DrillType.LOCKDOWN, date=FIRST, grades=grades)
    (problem,) = left_out_grades([drill], DISTRICT, {}, match_context_of(DISTRICT))
    assert problem.message == (
        f"{said}, and no law that we read allows that on 2025-09-08; hold the drill with every grade, or enter "
        "the drill that they have on the same day"
    )
    assert (problem.problem, problem.drill_id) == ("grades_left_out", "one")


@pytest.mark.parametrize(
    ("first", "last", "kind", "is_spared"),
    [
        (8, 8, "lockdown", True),
        (7, 9, "lockdown", True),
        (9, 10, "lockdown", False),
        (1, 7, "lockdown", False),
        (8, 8, "secure", False),
    ],
)
def test_grades_that_the_law_spares_are_not_left_out(first: int, last: int, kind: str, is_spared: bool) -> None:
    dates = Window(key="x", label="x", first=date(2025, 9, first), last=date(2025, 9, last))
    match = Match(types=(DrillType(kind),))
    spared = {"oak": (SparedGrades(mandate_id="X-01", grades=("2",), match=match, dates=dates, cite="invented"),)}
    drill = Drill(drill_id="one", campus_id="oak", drill_type=DrillType.LOCKDOWN, date=FIRST, grades=("K", "1"))
    context = match_context_of(DISTRICT)
    assert bool(list(left_out_grades([drill], DISTRICT, spared, context))) is not is_spared
    # Another school's grades are not spared.
    assert list(left_out_grades([drill], DISTRICT, {"elm": spared["oak"]}, context))
