"""``length``: a drill is at most some minutes longer than a reference drill that is held too."""

from __future__ import annotations

from tests.solve.brute_force.boundary_pairs import days, held, impossible, possible
from tests.solve.brute_force.random_laws import LENGTH
from tests.solve.brute_force.tiny_districts import BACK, FRONT, LOCKDOWN, STAFF, count, law


def test_a_lockdown_of_twelve_minutes_needs_a_fire_drill_of_eleven() -> None:
    book = law(count("lockdown"), LENGTH)
    plan = possible(days(2, scenarios=(FRONT, BACK, LOCKDOWN)), book)
    assert [drill.scenario_id for drill in held(plan, "fire_evacuation")] == ["back"]
    impossible(days(2, scenarios=(FRONT, LOCKDOWN)), book, "T-1", "T-2")


def test_a_short_one_needs_any_fire_drill() -> None:
    book = law(count("lockdown"), LENGTH)
    plan = possible(days(2, scenarios=(FRONT, STAFF)), book)
    assert len(plan.drills) == 2
    impossible(days(1, scenarios=(FRONT, STAFF)), book, "T-1", "T-2")


def test_without_a_lockdown_nothing_is_measured() -> None:
    assert possible(days(1, scenarios=(FRONT, LOCKDOWN)), law(LENGTH)).drills == ()
