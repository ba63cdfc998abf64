"""``every``: attributes of a drill, times at which it may be held, and agencies that must attend."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from drillplanner.model import DayKind, Event, EventKind
from tests.solve.brute_force.boundary_pairs import MONDAY, TUESDAY, days, impossible, possible
from tests.solve.brute_force.tiny_districts import FRONT, LESSON, LOCKDOWN, POLICE, STAFF, count, law, match


def every(has: dict[str, Any], *types: str, **more: Any) -> dict[str, Any]:
    asked = more.pop("match", match(*types))
    return {"kind": "every", "what": "drill", "match": asked, "has": has, **more}


@pytest.mark.parametrize(
    ("has", "chosen"),
    [
        ({"audiences": ["staff"]}, "staff"),
        ({"audiences": ["everyone", "students"]}, "lockdown"),
        ({"announced": False}, "staff"),
        ({"announced": True}, "lockdown"),
    ],
)
def test_of_two_scenarios_the_one_that_has_it(has: dict[str, Any], chosen: str) -> None:
    book = law(count("lockdown"), every(has, "lockdown"))
    assert possible(days(1), book).drills[0].scenario_id == chosen
    other = LOCKDOWN if chosen == "staff" else STAFF
    impossible(days(1, scenarios=(other,)), book, "T-1", "T-2")


def test_route_and_format() -> None:
    book = law(count("fire_evacuation"), every({"routes": ["secondary"]}, "fire_evacuation"))
    assert possible(days(1), book).drills[0].scenario_id == "back"
    impossible(days(1, scenarios=(FRONT,)), book, "T-1", "T-2")
    lesson = every({"formats": ["physical"]}, "instruction")
    impossible(days(1, scenarios=(LESSON,)), law(count("instruction"), lesson), "T-1", "T-2")


def test_in_or_out_of_a_kind_of_period() -> None:
    at_lunch, not_at_lunch = (
        every({"moments": ["lunch"]}, "lockdown"),
        every({"not_moments": ["lunch"]}, "lockdown"),
    )
    assert possible(days(1), law(count("lockdown"), at_lunch)).drills[0].scenario_id == "staff"
    assert possible(days(1), law(count("lockdown"), not_at_lunch)).drills[0].period == "One"
    # The lockdown of this library is held in lessons alone.
    impossible(days(1, scenarios=(LOCKDOWN,)), law(count("lockdown"), at_lunch), "T-1", "T-2")


def test_only_in_its_window() -> None:
    asked = every({"moments": ["lunch"]}, "fire_evacuation", per="month_in_session", months=[10])
    place = days(4, scenarios=(FRONT,))
    plan = possible(place, law(count("fire_evacuation", minimum=4), asked))
    assert [drill.period for drill in plan.drills[2:]] == ["Lunch", "Lunch"]
    late = every({"audiences": ["staff"]}, "fire_evacuation", per="month_in_session", months=[10])
    assert {drill.date.month for drill in possible(place, law(count("fire_evacuation"), late)).drills} == {9}
    impossible(place, law(count("fire_evacuation", minimum=3), late), "T-1", "T-2")


def test_not_on_days_of_a_kind() -> None:
    book = law(count("fire_evacuation", minimum=2), every({"not_on_days": ["early_release"]}, "fire_evacuation"))
    possible(days(3, (1, DayKind.EARLY_RELEASE), scenarios=(FRONT,)), book)
    impossible(days(2, (1, DayKind.EARLY_RELEASE), scenarios=(FRONT,)), book, "T-1", "T-2")


def test_not_during_an_event_nor_just_before_it() -> None:
    tests = Event(
        kind=EventKind.STATE_ASSESSMENT,
        first=MONDAY.replace(month=10, day=2),
        last=MONDAY.replace(month=10, day=3),
    )
    book = law(
        count("fire_evacuation", minimum=2),
        every({"not_during": "state_assessment", "days_before": 1}, "fire_evacuation"),
    )
    plan = possible(days(5, scenarios=(FRONT,), events=[tests]), book)
    assert [drill.date for drill in plan.drills] == [MONDAY, TUESDAY]
    more = law(
        count("fire_evacuation", minimum=3),
        every({"not_during": "state_assessment", "days_before": 1}, "fire_evacuation"),
    )
    impossible(days(5, scenarios=(FRONT,), events=[tests]), more, "T-1", "T-2")


def test_late_enough_before_the_last_bell() -> None:
    # Lunch is from 12:00 to 12:30, when the day ends; a drill would start at 12:10.
    book = law(count("fire_evacuation"), every({"minutes_before_dismissal": 12}, "fire_evacuation"))
    (drill,) = possible(days(1, scenarios=(FRONT,)), book).drills
    assert f"{drill.start:%H:%M}" == "12:18"
    tight = law(count("fire_evacuation"), every({"minutes_before_dismissal": 9}, "fire_evacuation"))
    impossible(days(1, scenarios=(FRONT,)), tight, "T-1", "T-2")


def test_an_agency_at_every_drill() -> None:
    book = law(count("fire_evacuation", minimum=2), every({"agency": "police"}, "fire_evacuation"))
    place = days(2, scenarios=(FRONT,), agencies=(POLICE,))
    assert [drill.agencies for drill in possible(place, book).drills] == [("police",), ("police",)]
    monday = POLICE.model_copy(update={"weekdays": ("monday",)})
    impossible(days(2, scenarios=(FRONT,), agencies=(monday,)), book, "T-1", "T-2")


def test_what_visited_drills_must_be_like() -> None:
    visited = match("fire_evacuation", agency="police")
    book = law(count("fire_evacuation", agency="police"), every({"moments": ["lunch"]}, match=visited))
    place = days(1, scenarios=(FRONT,), agencies=(POLICE,))
    assert possible(place, book).drills[0].period == "Lunch"
    early = POLICE.model_copy(update={"available_until": time(10)})
    impossible(days(1, scenarios=(FRONT,), agencies=(early,)), book, "T-1", "T-2")


def test_visited_drills_start_late_enough() -> None:
    visited = match("fire_evacuation", agency="police")
    late = every({"minutes_before_dismissal": 12}, match=visited)
    book = law(count("fire_evacuation", agency="police"), late)
    (drill,) = possible(days(1, scenarios=(FRONT,), agencies=(POLICE,)), book).drills
    assert f"{drill.start:%H:%M}" == "12:18"


def test_a_duty_for_nothing_that_is_held_asks_nothing() -> None:
    assert len(possible(days(1), law(count("fire_evacuation"), every({"agency": "fire"}, "lockdown"))).drills) == 1
