"""Scheduling choices of the district that a schedule breaks: pins and blocked days of one school or of all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from drillplanner.audit.schedule.district_orders import broken_orders
from drillplanner.model import DayKind, Drill, DrillType, ForbiddenDays, Pin, Workspace
from tests.builders import campus
from tests.solve.brute_force.boundary_pairs import MONDAY, TUESDAY, days


def fire(school: str, day: int = 0) -> Drill:
    on = MONDAY + timedelta(day)
    return Drill(
        drill_id=f"{school}-{day}",
        campus_id=school,
        drill_type=DrillType.FIRE_EVACUATION,
        date=on,
        scenario_id="fire",
    )


def two_schools(*kinds: tuple[int, DayKind], **orders: object) -> Workspace:
    place = days(5, *kinds)
    return place.model_copy(
        update={
            "campuses": (campus("c0"), campus("c1")),
            "district": place.district.model_copy(update=orders),
        }
    )


def broken(place: Workspace, *drills: Drill) -> list[tuple[str, str, object]]:
    return [(order.order, order.campus_id, order.on) for order in broken_orders(drills, place)]


EVERY = Pin(drill_type=DrillType.FIRE_EVACUATION, date=MONDAY)
ONE = Pin(drill_type=DrillType.FIRE_EVACUATION, date=MONDAY, campus="c1")


def test_a_pin_without_its_drill_is_broken_at_each_school_that_it_concerns() -> None:
    assert broken(two_schools(pins=(EVERY,))) == [("pin", "c0", MONDAY), ("pin", "c1", MONDAY)]
    assert broken(two_schools(pins=(ONE,))) == [("pin", "c1", MONDAY)]
    assert broken(two_schools(pins=(EVERY,)), fire("c0"), fire("c1", 1)) == [("pin", "c1", MONDAY)]
    assert broken(two_schools(pins=(EVERY,)), fire("c0"), fire("c1")) == []


def test_a_pin_on_a_day_without_school_asks_for_nothing() -> None:
    assert broken(two_schools((0, DayKind.CLOSED), pins=(EVERY,))) == []


def test_the_sentence_names_the_school_unless_the_pin_does() -> None:
    (first, _) = broken_orders((), two_schools(pins=(EVERY,)))
    assert first.message == f"{EVERY.phrase} is pinned in district.yaml and does not stand at c0"
    (order,) = broken_orders((), two_schools(pins=(ONE,)))
    assert order.message == f"{ONE.phrase} is pinned in district.yaml and does not stand there"


@pytest.mark.parametrize(
    ("blocked", "expected"),
    [
        (ForbiddenDays(date=TUESDAY), ["c0-1", "c1-1"]),
        (ForbiddenDays(date=TUESDAY, campuses=("c1",)), ["c1-1"]),
        (ForbiddenDays(date=TUESDAY, drill_types=(DrillType.LOCKDOWN,)), []),
        (ForbiddenDays(date=MONDAY - timedelta(1)), []),
    ],
)
def test_a_drill_on_a_blocked_day_is_named(blocked: ForbiddenDays, expected: list[str]) -> None:
    drills = fire("c1", 1), fire("c0", 1), fire("c0", 0)
    orders = broken_orders(drills, two_schools(forbidden=(blocked,)))
    assert [(order.order, order.drill_id) for order in orders] == [("forbidden", drill) for drill in expected]
    for order in orders:
        assert order.on == TUESDAY
        assert f"{order.drill_id} stands on 2025-09-30, which district.yaml forbids: " in order.message
