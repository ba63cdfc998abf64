"""Exercises of adults alone: in staff hours where they can be, and some of them only there."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from drillplanner.files.errors import InfeasibleError
from drillplanner.law import LawBook
from drillplanner.model import STAFF_HOURS, Agency, Drill, DrillFacts, DrillType, Scenario, StaffHours, Workspace
from drillplanner.model.scenarios.fact_vocabulary import OnSite
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import (
    ALONE,
    BELLS,
    LOCKDOWN,
    STAFF,
    all_met,
    count,
    duties_of,
    judged,
    law,
    planned,
    tiny,
)

LAST = MONDAY + timedelta(9)
ONE = law(count("lockdown"))
POLICE_IN_THE_MORNING = Agency(
    agency_id="police", name="Police (invented)", kind="police", available_until=time(9, 45)
)


def year(*scenarios: Scenario, **more: object) -> Workspace:
    place = tiny(MONDAY, LAST, scenarios=scenarios, agencies=(POLICE_IN_THE_MORNING,))
    return place.model_copy(update={"district": place.district.model_copy(update=more)})


def the_drill(place: Workspace, book: LawBook) -> Drill:
    found = planned(place, book)
    assert found.status == "optimal"
    (drill,) = found.drills
    assert all_met(judged(place, book, found.drills, found.tasks), duties_of(place, book))
    return drill


def test_drills_without_students_are_in_staff_hours() -> None:
    drill = the_drill(year(STAFF), ONE)
    assert (drill.period, drill.period_tags) == (STAFF_HOURS, ())
    # The last bell rings at 9:45; ten minutes later everyone is there.
    assert (drill.start, drill.end) == (time(9, 55), time(10, 5))


def test_staff_hours_of_the_bell_schedule_are_used() -> None:
    bells = BELLS.model_copy(update={"staff_hours": StaffHours(start=time(7), end=time(7, 45))})
    place = tiny(MONDAY, LAST, scenarios=(STAFF,), bells=bells)
    assert the_drill(place, ONE).start == time(7, 10)


def test_agencies_keep_their_own_hours() -> None:
    drill = the_drill(year(STAFF), law(count("lockdown", agency="police")))
    assert drill.agencies == ("police",)
    assert drill.period_tags


def test_without_staff_hours_staff_drills_are_between_the_bells() -> None:
    assert the_drill(year(STAFF, staff_minutes_after_last_bell=0), ONE).period_tags


def test_a_law_that_requires_lesson_time_overrides_staff_hours() -> None:
    in_lessons = {"kind": "every", "what": "lockdown", "match": {"types": ["lockdown"]}}
    book = law(count("lockdown"), in_lessons | {"has": {"moments": ["instruction"]}})
    assert the_drill(year(STAFF), book).period in {"One", "Two"}


def test_students_are_never_asked_to_stay() -> None:
    assert the_drill(year(LOCKDOWN), ONE).period_tags


def test_some_scenarios_are_held_only_in_staff_hours() -> None:
    assert the_drill(year(ALONE), law(count("full_scale"))).period == STAFF_HOURS
    with pytest.raises(InfeasibleError):
        planned(year(ALONE, staff_minutes_after_last_bell=0), law(count("full_scale")))
    with pytest.raises(InfeasibleError):
        planned(year(ALONE, staff_minutes_after_last_bell=29), law(count("full_scale")))


def test_scenarios_that_need_students_away_are_held_only_in_staff_hours() -> None:
    away = STAFF.model_copy(update={"facts": DrillFacts(students_on_site=OnSite.NONE)})
    assert the_drill(year(away), law(count("lockdown"))).period == STAFF_HOURS
    with pytest.raises(InfeasibleError):
        planned(year(away), law(count("lockdown", agency="police")))


def test_talk_comes_before_operations_where_the_law_leaves_the_choice() -> None:
    talk = ALONE.model_copy(update={"scenario_id": "talk", "drill_type": DrillType.TABLETOP})
    assert the_drill(year(ALONE, talk), law(count("full_scale", "tabletop"))).scenario_id == "talk"
