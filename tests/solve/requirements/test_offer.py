"""``offer``: several dates for one drill, with every other duty met whichever is picked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from drillplanner.files.errors import OutOfTimeError
from drillplanner.model import DayKind, DrillType, FiledDrill
from tests.solve.brute_force.boundary_pairs import MONDAY, dates, days, impossible, possible
from tests.solve.brute_force.random_laws import FILED
from tests.solve.brute_force.tiny_districts import (
    FRONT,
    LOCKDOWN,
    POLICE,
    all_met,
    count,
    duties_of,
    judged,
    law,
    match,
    planned,
)


def offer(number: int, weeks: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "kind": "offer",
        "what": "fire drill",
        "match": match("fire_evacuation"),
        "dates": number,
        "weeks": weeks,
        "offer_by": "09-15",
        "who": "the fire department",
        "due_words": "by 15 September",
        **more,
    }


def test_as_many_dates_as_there_are_days() -> None:
    plan = possible(days(3, scenarios=(FRONT,)), law(offer(3)))
    (task,) = plan.tasks
    assert len(set(task.dates)) == 3
    assert (task.kind, task.due, task.who) == ("offer", date(2025, 9, 15), "the fire department")
    assert task.drill_id == plan.drills[0].drill_id
    assert task.text == (
        "Offer these dates for one fire drill: Monday, September 29, 2025, Tuesday, September 30, 2025, "
        "Wednesday, October 1, 2025"
    )
    impossible(days(2, scenarios=(FRONT,)), law(offer(3)), "T-1")


def test_in_so_many_weeks() -> None:
    (task,) = possible(days(8, scenarios=(FRONT,)), law(offer(2, weeks=2))).tasks
    assert len({on - timedelta(on.weekday()) for on in task.dates}) == 2
    impossible(days(5, scenarios=(FRONT,)), law(offer(2, weeks=2)), "T-1")


def test_no_other_drill_on_a_date_that_is_offered() -> None:
    possible(days(3, scenarios=(FRONT, LOCKDOWN)), law(offer(2), count("lockdown")))
    impossible(days(2, scenarios=(FRONT, LOCKDOWN)), law(offer(2), count("lockdown")), "T-1", "T-2")


def test_a_minimum_in_part_of_the_dates_needs_a_drill_of_its_own() -> None:
    october = count("fire_evacuation", per="month_in_session", months=[10])
    # Monday and Tuesday are September: one offered date and a drill more in October, or both dates there.
    plan = possible(days(4, scenarios=(FRONT,)), law(offer(2), october))
    (task,) = plan.tasks
    assert len(plan.drills) == 2 or {on.month for on in task.dates} == {10}
    impossible(days(3, scenarios=(FRONT,)), law(offer(3), october), "T-1", "T-2")


def test_a_maximum_in_part_of_the_dates_leaves_room() -> None:
    none = count("fire_evacuation", minimum=None, maximum=0, per="month_in_session", months=[10])
    (task,) = possible(days(4, scenarios=(FRONT,)), law(offer(2), none)).tasks
    assert {on.month for on in task.dates} == {9}
    impossible(days(3, scenarios=(FRONT,)), law(offer(3), none), "T-1", "T-2")


def test_a_drill_that_is_held_apart_from_others_stays_apart() -> None:
    apart = {
        "kind": "spacing",
        "what": "fire drill",
        "match": match("fire_evacuation"),
        "apart": {"days": 3, "unit": "school_day", "unit_is_stated": True},
    }
    second = count("fire_evacuation", between={"since": "10-06"})
    # The drill of 6 October needs three days between; Wednesday is the last date that can be offered.
    (task,) = possible(days(8, (4, DayKind.CLOSED), scenarios=(FRONT,)), law(offer(2), apart, second)).tasks
    assert max(task.dates) <= date(2025, 10, 1)


def test_only_dates_on_which_the_agency_could_come() -> None:
    asked = offer(2, match=match("fire_evacuation", agency="police"))
    police = POLICE.model_copy(update={"weekdays": ("monday", "wednesday")})
    (task,) = possible(days(3, scenarios=(FRONT,), agencies=(police,)), law(asked)).tasks
    assert [on.weekday() for on in task.dates] == [0, 2]


def test_the_drill_fits_each_date_at_the_same_time_of_day() -> None:
    at_lunch = offer(2, match=match("fire_evacuation", moments=["lunch"]))
    (task,) = possible(days(3, (1, DayKind.EARLY_RELEASE), scenarios=(FRONT,)), law(at_lunch)).tasks
    assert [on.weekday() for on in task.dates] == [0, 2]


def test_two_drills_are_never_offered_on_one_date() -> None:
    both = law(offer(2), offer(2, what="lockdown", match=match("lockdown")))
    plan = possible(days(4, scenarios=(FRONT, LOCKDOWN)), both)
    fire, lockdown = (set(task.dates) for task in plan.tasks)
    assert not fire & lockdown
    with pytest.raises(OutOfTimeError, match="No dates were found"):
        planned(days(3, scenarios=(FRONT, LOCKDOWN)), both)


def test_one_drill_is_offered_to_two_agencies_on_the_same_dates() -> None:
    plan = possible(days(2, scenarios=(FRONT,)), law(offer(2), offer(2, who="the police")))
    assert len(plan.drills) == 1
    first, second = plan.tasks
    assert set(first.dates) == set(second.dates)


def test_a_drill_that_is_filed_for_its_date_is_not_offered() -> None:
    monday = FiledDrill(campus_id="c0", drill_type=DrillType.FIRE_EVACUATION, on=MONDAY)
    # Monday's drill must stay on Monday whichever date is picked: another drill is offered.
    place, book = days(4, scenarios=(FRONT,), filed=[monday]), law(FILED, offer(2))
    plan = planned(place, book)
    assert all_met(judged(place, book, plan.drills, plan.tasks), duties_of(place, book))
    (task,) = plan.tasks
    assert MONDAY in dates(plan)
    assert len(plan.drills) == 2
    assert MONDAY not in task.dates
