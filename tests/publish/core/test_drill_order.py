"""The orders in which drills are listed."""

from __future__ import annotations

from drillplanner.model import Plan
from drillplanner.publish.core.drill_order import by_campus, by_scenario, by_time


def test_a_drill_without_a_time_is_the_first_of_its_day(plan: Plan) -> None:
    timeless = plan.drills[0].model_copy(update={"drill_id": "z", "start": None, "end": None})
    assert by_time((plan.drills[0], timeless)) == (timeless, plan.drills[0])
    assert by_campus((plan.drills[0], timeless)) == (timeless, plan.drills[0])


def test_drills_of_one_scenario_follow_each_other_whatever_their_campus(plan: Plan) -> None:
    first = plan.drills[0].model_copy(update={"drill_id": "a", "campus_id": "a", "scenario_id": "x"})
    other = first.model_copy(update={"drill_id": "b", "campus_id": "b", "scenario_id": "y"})
    last = first.model_copy(update={"drill_id": "c", "campus_id": "c"})
    assert [drill.drill_id for drill in by_scenario((other, last, first))] == ["a", "c", "b"]
