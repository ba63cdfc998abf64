"""``share``: the exact part of all drills."""

from __future__ import annotations

from typing import Any

from tests.solve.brute_force.boundary_pairs import days, held, impossible, possible
from tests.solve.brute_force.tiny_districts import FRONT, LOCKDOWN, count, law, match


def half(at_least: int, of_every: int) -> dict[str, Any]:
    return {
        "kind": "share",
        "what": "lockdown",
        "of_what": "drills",
        "match": match("lockdown"),
        "of": match("lockdown", "fire_evacuation"),
        "at_least": at_least,
        "of_every": of_every,
    }


def test_more_fire_drills_bring_more_lockdowns() -> None:
    place = days(4, scenarios=(FRONT, LOCKDOWN))
    plan = possible(place, law(count("fire_evacuation", minimum=2), half(1, 2)))
    assert len(held(plan, "lockdown")) == 2
    impossible(
        days(3, scenarios=(FRONT, LOCKDOWN)), law(count("fire_evacuation", minimum=2), half(1, 2)), "T-1", "T-2"
    )


def test_a_third_is_less_than_a_half() -> None:
    place = days(3, scenarios=(FRONT, LOCKDOWN))
    assert len(possible(place, law(count("fire_evacuation", minimum=2), half(1, 3))).drills) == 3


def monthly_half() -> dict[str, Any]:
    return half(1, 2) | {"one_a_month": True}


def test_drills_beyond_one_a_month_bring_no_more_lockdowns() -> None:
    place = days(6, scenarios=(FRONT, LOCKDOWN))
    plan = possible(place, law(count("fire_evacuation", minimum=4), monthly_half()))
    assert len(held(plan, "lockdown")) == 1
    assert len(held(plan, "fire_evacuation")) == 4


def test_with_one_a_month_a_year_without_any_lockdown_is_impossible() -> None:
    impossible(days(3, scenarios=(FRONT,)), law(monthly_half()), "T-1")


def test_none_of_none_is_enough() -> None:
    assert possible(days(1), law(half(1, 2))).drills == ()
