"""Pins of the whole district: each campus with school on the date holds the drill; solver and judge apart."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from drillplanner.files.errors import InfeasibleError
from drillplanner.law import LawBook
from drillplanner.model import Drill, ForbiddenDays, Pin, Workspace
from drillplanner.solve.campus.domains.problem_builder import build_problems
from tests.solve.brute_force.plain_agencies import best_together
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import (
    FIRE,
    LOCKDOWN,
    all_met,
    count,
    duties_of,
    judged,
    law,
    planned,
    tiny,
    year_of,
)
from tests.solve.brute_force.tiny_repairs import before_of, closed, repaired

BOTH = law(count("lockdown"), count("fire_evacuation"))
THURSDAY = MONDAY + timedelta(3)


def ordered(place: Workspace, *pins: Pin) -> Workspace:
    return place.model_copy(update={"district": place.district.model_copy(update={"pins": pins})})


def days(number: int, campuses: int = 3) -> Workspace:
    last = MONDAY + timedelta(number - 1)
    return tiny(MONDAY, last, campuses=campuses, agencies=(), scenarios=(FIRE, LOCKDOWN))


def lockdowns(drills: tuple[Drill, ...]) -> dict[str, date]:
    return {drill.campus_id: drill.date for drill in drills if drill.drill_type == "lockdown"}


def no_better(place: Workspace, book: LawBook, pin: Pin) -> int | None:
    """The fewest points of all years in which each campus open on the date holds the drill then."""
    return best_together(
        place,
        book,
        lambda trial, _: (
            drills
            for drills in trial.schedules()
            if pin.date not in trial.place.open_dates
            or any(drill.date == pin.date and drill.drill_type == pin.drill_type for drill in drills)
        ),
    )


def test_every_campus_holds_the_drill_on_the_date_at_the_least_cost() -> None:
    pin = Pin(drill_type="lockdown", date=THURSDAY)
    place = ordered(days(5), pin)
    found = planned(place, BOTH)
    assert lockdowns(found.drills) == dict.fromkeys(("c0", "c1", "c2"), THURSDAY)
    assert (found.status, found.cost) == ("optimal", no_better(place, BOTH, pin))
    report = judged(place, BOTH, found.drills)
    assert all_met(report, duties_of(place, BOTH))
    assert report.broken_orders == ()


def test_a_start_and_a_drill_that_no_law_asks_for_hold_everywhere() -> None:
    place = ordered(days(5), Pin(drill_type="lockdown", date=THURSDAY, start="09:20"))
    found = planned(place, law(count("fire_evacuation")))
    assert {(drill.date, f"{drill.start:%H:%M}") for drill in found.drills if drill.drill_type == "lockdown"} == {
        (THURSDAY, "09:20")
    }
    assert len(lockdowns(found.drills)) == 3


def test_a_campus_without_school_on_the_date_holds_it_when_its_own_year_wants() -> None:
    place = ordered(closed(days(5), THURSDAY, campus_ids=("c1",)), Pin(drill_type="lockdown", date=THURSDAY))
    found = planned(place, BOTH)
    dates = lockdowns(found.drills)
    assert (dates["c0"], dates["c2"]) == (THURSDAY, THURSDAY)
    assert dates["c1"] != THURSDAY
    assert judged(place, BOTH, found.drills).broken_orders == ()


def test_the_judge_names_each_campus_that_does_not_hold_it() -> None:
    place = ordered(days(5), Pin(drill_type="lockdown", date=THURSDAY))
    drills = planned(place, BOTH).drills
    moved = tuple(
        drill.model_copy(update={"date": MONDAY + timedelta(1)})
        if drill.campus_id != "c1" and drill.drill_type == "lockdown"
        else drill
        for drill in drills
    )
    broken = judged(place, BOTH, moved).broken_orders
    assert [(order.campus_id, order.on) for order in broken] == [("c0", THURSDAY), ("c2", THURSDAY)]
    assert "at every campus" in broken[0].message
    assert broken[0].message.endswith("does not stand at c0")


def test_campuses_stay_alike_under_an_order_of_the_district() -> None:
    place = ordered(days(5, campuses=30), Pin(drill_type="lockdown", date=THURSDAY))
    problems = build_problems(year_of(place, BOTH))
    assert len({problem.symmetry_key for problem in problems}) == 1


def test_an_order_of_the_district_that_leaves_no_room_is_named() -> None:
    place = ordered(days(5), Pin(drill_type="lockdown", date=THURSDAY))
    with pytest.raises(InfeasibleError) as caught:
        planned(place, law(count("lockdown", minimum=None, maximum=0), count("fire_evacuation")))
    assert any("the lockdown drill at every campus on 2025-10-02" in reason for reason in caught.value.reasons)


def test_an_order_that_came_later_moves_the_drills_and_a_past_one_does_not() -> None:
    place = days(10)
    drills = planned(place, BOTH).drills
    on = MONDAY + timedelta(8)
    later = ordered(place, Pin(drill_type="lockdown", date=on), Pin(drill_type="fire_evacuation", date=MONDAY))
    found = repaired(later, BOTH, before_of(later, drills, MONDAY + timedelta(7)))
    campus_ids = {
        drill.campus_id for drill in found.solution.drills if drill.drill_type == "lockdown" and drill.date == on
    }
    assert campus_ids == {"c0", "c1", "c2"}


def test_a_day_that_is_forbidden_to_other_drills_may_be_the_date() -> None:
    place = ordered(days(5), Pin(drill_type="lockdown", date=THURSDAY))
    shut = ForbiddenDays(date=THURSDAY, drill_types=("fire_evacuation",))
    both = place.model_copy(update={"district": place.district.model_copy(update={"forbidden": (shut,)})})
    assert set(lockdowns(planned(both, BOTH).drills).values()) == {THURSDAY}
