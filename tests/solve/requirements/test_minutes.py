"""``minutes``: lengths of drills add up."""

from __future__ import annotations

from typing import Any

from tests.solve.brute_force.boundary_pairs import days, impossible, possible
from tests.solve.brute_force.tiny_districts import FRONT, LESSON, STAFF, law, match


def minutes(number: int, *types: str, **more: Any) -> dict[str, Any]:
    return {"kind": "minutes", "what": "lessons", "match": match(*types, **more), "min_minutes": number}


def test_two_lessons_of_twenty_minutes() -> None:
    assert len(possible(days(3, scenarios=(LESSON,)), law(minutes(40, "instruction"))).drills) == 2
    impossible(days(2, scenarios=(LESSON,)), law(minutes(41, "instruction")), "T-1")


def test_the_longer_one_where_it_saves_a_drill() -> None:
    plan = possible(days(2, scenarios=(FRONT, LESSON)), law(minutes(15, "instruction", "fire_evacuation")))
    assert [drill.scenario_id for drill in plan.drills] == ["lesson"]


def test_only_minutes_of_the_right_kind_of_period() -> None:
    at_lunch = minutes(20, "fire_evacuation", "lockdown", moments=["lunch"])
    plan = possible(days(2, scenarios=(FRONT, STAFF)), law(at_lunch))
    assert [drill.period for drill in plan.drills] == ["Lunch", "Lunch"]
    impossible(days(1, scenarios=(FRONT, STAFF)), law(at_lunch), "T-1")
