"""``alternate``: two sets take turns."""

from __future__ import annotations

from typing import Any

from drillplanner.model import PeriodTag
from tests.solve.brute_force.boundary_pairs import days, held, impossible, possible
from tests.solve.brute_force.tiny_districts import FRONT, LOCKDOWN, count, law, match

TURNS = {
    "kind": "alternate",
    "what": "fire drills",
    "other_what": "lockdowns",
    "match": match("fire_evacuation"),
    "other": match("lockdown"),
}


def test_between_two_of_one_lies_one_of_the_other() -> None:
    fires = count("fire_evacuation", minimum=2)
    plan = possible(days(3, scenarios=(FRONT, LOCKDOWN)), law(fires, TURNS))
    assert [drill.drill_type for drill in plan.drills] == ["fire_evacuation", "lockdown", "fire_evacuation"]
    impossible(days(2, scenarios=(FRONT, LOCKDOWN)), law(fires, TURNS), "T-1", "T-2")


def test_either_set_may_begin() -> None:
    early: dict[str, Any] = {
        "within": {"first": 1, "unit": "school_day", "unit_is_stated": True, "of": "first_day_for_students"}
    }
    place = days(3, scenarios=(FRONT, LOCKDOWN))
    for first, other in (("lockdown", "fire_evacuation"), ("fire_evacuation", "lockdown")):
        plan = possible(place, law(count(first, **early), count(first, minimum=2), TURNS))
        assert [drill.drill_type for drill in plan.drills] == [first, other, first]


def test_a_maximum_that_leaves_no_turn() -> None:
    place = days(3, scenarios=(FRONT, LOCKDOWN))
    none = count("lockdown", minimum=None, maximum=0)
    impossible(place, law(count("fire_evacuation", minimum=2), TURNS, none), "T-1", "T-2", "T-3")


def test_a_set_by_the_kind_of_period() -> None:
    at_lunch = TURNS | {"match": match("fire_evacuation", moments=["lunch"])}
    # Fire drills in lessons are of neither set.
    plan = possible(days(2, scenarios=(FRONT,)), law(count("fire_evacuation", minimum=2), at_lunch))
    assert sum(PeriodTag.LUNCH in (drill.period_tags or ()) for drill in held(plan)) <= 1
