"""``count``: exact minimums and maximums, real events, excuses, and drills that may not match."""

from __future__ import annotations

from drillplanner.model import DayKind, DrillType, Event, EventKind
from tests.solve.brute_force.boundary_pairs import MONDAY, TUESDAY, WEDNESDAY, days, held, impossible, possible
from tests.solve.brute_force.tiny_districts import FRONT, LOCKDOWN, POLICE, STAFF, count, law, match, stand_in_of


def test_as_many_drills_as_days() -> None:
    assert len(held(possible(days(3, scenarios=(FRONT,)), law(count("fire_evacuation", minimum=3))))) == 3
    impossible(days(3, scenarios=(FRONT,)), law(count("fire_evacuation", minimum=4)), "T-1")


def test_a_maximum_beside_minimums() -> None:
    place = days(2, scenarios=(FRONT, LOCKDOWN))
    both = count("fire_evacuation", "lockdown", minimum=None, maximum=2)
    possible(place, law(count("fire_evacuation"), count("lockdown"), both))
    ceiling = count("fire_evacuation", "lockdown", minimum=None, maximum=1)
    impossible(place, law(count("fire_evacuation"), count("lockdown"), ceiling), "T-1", "T-2", "T-3")


def emergency(on: object, drill_type: DrillType = DrillType.FIRE_EVACUATION) -> Event:
    return Event.model_validate({"kind": "real_emergency", "first": on, "last": on, "drill_type": drill_type})


def test_a_real_emergency_counts_where_the_law_says_so() -> None:
    requirement = count("fire_evacuation", minimum=3, real_events_count=True)
    plan = possible(days(2, scenarios=(FRONT,), events=[emergency(MONDAY)]), law(requirement))
    assert len(plan.drills) == 2
    impossible(days(2, scenarios=(FRONT,)), law(requirement), "T-1")
    other = emergency(MONDAY, DrillType.LOCKDOWN)
    impossible(days(2, scenarios=(FRONT,), events=[other]), law(requirement), "T-1")
    impossible(
        days(2, scenarios=(FRONT,), events=[emergency(MONDAY)]), law(count("fire_evacuation", minimum=3)), "T-1"
    )


def test_two_real_emergencies_leave_nothing_to_hold() -> None:
    requirement = count("fire_evacuation", minimum=2, real_events_count=True)
    place = days(2, scenarios=(FRONT,), events=[emergency(MONDAY), emergency(TUESDAY)])
    assert possible(place, law(requirement)).drills == ()


def test_an_excusing_event_lifts_the_duty_of_its_window_alone() -> None:
    requirement = count("fire_evacuation", minimum=2, excused_by=["severe_weather"], per="month_in_session")
    storm = Event(kind=EventKind.SEVERE_WEATHER, first=TUESDAY, last=TUESDAY)
    # Monday and Tuesday are September, Wednesday and Thursday October.
    plan = possible(days(4, scenarios=(FRONT,), events=[storm]), law(requirement))
    assert [drill.date.month for drill in plan.drills] == [10, 10]
    late = Event(kind=EventKind.SEVERE_WEATHER, first=WEDNESDAY, last=WEDNESDAY)
    impossible(days(3, scenarios=(FRONT,)), law(requirement), "T-1")
    assert len(possible(days(3, scenarios=(FRONT,), events=[late]), law(requirement)).drills) == 2


def test_moments_are_decided_by_the_period() -> None:
    at_lunch = {"kind": "count", "what": "drill", "match": match("fire_evacuation", moments=["lunch"])}
    plan = possible(days(2, scenarios=(FRONT,)), law(at_lunch | {"min": 2}))
    assert {drill.period for drill in plan.drills} == {"Lunch"}
    away = possible(days(2, scenarios=(FRONT,)), law(count("fire_evacuation"), at_lunch | {"max": 0}))
    assert {drill.period for drill in away.drills} == {"One"}
    impossible(days(2, scenarios=(LOCKDOWN,)), law(at_lunch | {"min": 1}), "T-1")


def test_drills_of_one_time_of_day_are_told_apart() -> None:
    # Lunch is on Monday alone. Both scenarios fit the same periods, and one of them cannot stand for the other.
    at_lunch = {"kind": "count", "what": "drill", "min": 1}
    fire = at_lunch | {"match": match("fire_evacuation", moments=["lunch"])}
    lockdown = at_lunch | {"match": match("lockdown", moments=["lunch"])}
    possible(days(2, scenarios=(FRONT, STAFF)), law(fire, lockdown))
    place = days(2, (1, DayKind.EARLY_RELEASE), scenarios=(FRONT, STAFF))
    impossible(place, law(fire, lockdown), "T-1", "T-2")


def test_subjects_and_whether_it_is_announced() -> None:
    lesson = {"kind": "count", "what": "lesson", "match": match("instruction", subjects=["fire_safety"]), "min": 1}
    assert len(possible(days(1), law(lesson)).drills) == 1
    other = {"kind": "count", "what": "lesson", "match": match("instruction", subjects=["first_aid"]), "min": 1}
    impossible(days(1), law(other), "T-1")
    silent = {"kind": "count", "what": "drill", "match": match("lockdown", announced=False), "min": 1}
    assert possible(days(1), law(silent)).drills[0].scenario_id == "staff"
    impossible(days(1, scenarios=(LOCKDOWN,)), law(silent), "T-1")


def test_a_drill_without_a_route_is_not_relied_on_either_way() -> None:
    # A reader cannot tell whether nobody moves or nobody wrote it down.
    by_route = match("lockdown", "fire_evacuation", routes=["primary"])
    requirement = {"kind": "count", "what": "drill", "match": by_route}
    assert possible(days(1), law(requirement | {"min": 1})).drills[0].scenario_id == "front"
    place = days(2, scenarios=(FRONT, LOCKDOWN))
    impossible(place, law(count("lockdown"), requirement | {"max": 0}), "T-1", "T-2")


def test_one_drill_for_two_that_are_separate() -> None:
    book = law(count("fire_evacuation"), count("fire_evacuation"), mandates={2: {"separate_from": ["T-1"]}})
    assert len(possible(days(2, scenarios=(FRONT,)), book).drills) == 2
    impossible(days(1, scenarios=(FRONT,)), book, "T-1", "T-2")
    assert (
        len(possible(days(1, scenarios=(FRONT,)), law(count("fire_evacuation"), count("fire_evacuation"))).drills)
        == 1
    )


def test_a_drill_stands_in_so_often_and_also_counts_for_its_own_mandate() -> None:
    place = days(2, scenarios=(LOCKDOWN,))
    fire = count("fire_evacuation", minimum=2)
    plan = possible(place, law(fire, count("lockdown", minimum=2), stand_in_of("T-1", "lockdown", up_to=2)))
    assert len(plan.drills) == 2
    assert plan.shared_out == {"T-1/c0/year"}
    impossible(place, law(fire, stand_in_of("T-1", "lockdown", up_to=1)), "T-1")


def test_an_allowance_is_used_in_its_window() -> None:
    place = days(4, scenarios=(LOCKDOWN,))
    monthly = count("fire_evacuation", per="month_in_session")
    each = stand_in_of("T-1", "lockdown", up_to=1, per="month_in_session")
    assert {drill.date.month for drill in possible(place, law(monthly, each)).drills} == {9, 10}
    impossible(place, law(monthly, stand_in_of("T-1", "lockdown", up_to=1)), "T-1")


def test_visits_are_shared_out_as_well() -> None:
    with_police = count("fire_evacuation", agency="police")
    book = law(with_police, with_police, mandates={2: {"separate_from": ["T-1"]}})
    plan = possible(days(2, scenarios=(FRONT,), agencies=(POLICE,)), book)
    assert [drill.agencies for drill in plan.drills] == [("police",), ("police",)]
    once = POLICE.model_copy(update={"weekdays": ("monday",)})
    impossible(days(2, scenarios=(FRONT,), agencies=(once,)), book, "T-1", "T-2")
