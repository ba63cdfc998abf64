"""``cover``: one of each type, in each period."""

from __future__ import annotations

from tests.solve.brute_force.boundary_pairs import days, impossible, possible
from tests.solve.brute_force.tiny_districts import FRONT, LOCKDOWN, STAFF, law

EACH = {"kind": "cover", "types": ["fire_evacuation", "lockdown"], "min_each": 1}


def test_as_many_days_as_types() -> None:
    assert len(possible(days(2, scenarios=(FRONT, LOCKDOWN)), law(EACH)).drills) == 2
    impossible(days(1, scenarios=(FRONT, LOCKDOWN)), law(EACH), "T-1")


def test_each_type_in_each_month() -> None:
    monthly = EACH | {"per": "month_in_session"}
    assert len(possible(days(4, scenarios=(FRONT, LOCKDOWN)), law(monthly)).drills) == 4
    impossible(days(3, scenarios=(FRONT, LOCKDOWN)), law(monthly), "T-1")


def test_only_the_audiences_that_count() -> None:
    asked = EACH | {"audiences": ["everyone", "students"]}
    possible(days(2, scenarios=(FRONT, LOCKDOWN)), law(asked))
    impossible(days(2, scenarios=(FRONT, STAFF)), law(asked), "T-1")
