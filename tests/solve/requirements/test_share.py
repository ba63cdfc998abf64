"""``share``: the exact part of all drills."""

from __future__ import annotations

from typing import Any

import pytest

from drillplanner.solve.requirements import attended_drills
from tests.solve.brute_force.boundary_pairs import days, held, impossible, possible
from tests.solve.brute_force.tiny_districts import FRONT, LOCKDOWN, POLICE, count, duties_of, law, match


def half(at_least: int, of_every: int | None) -> dict[str, Any]:
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


def attended(at_least: int, of_every: int | None) -> dict[str, Any]:
    return half(at_least, 1) | {
        "match": match("lockdown", agency="police"),
        "of": match("lockdown"),
        "of_every": of_every,
    }


@pytest.mark.parametrize(("at_least", "of_every", "visits"), [(1, None, 1), (1, 2, 2), (2, 3, 2), (1, 1, 3)])
def test_police_come_to_the_share_of_three_lockdowns(at_least: int, of_every: int | None, visits: int) -> None:
    place = days(3, scenarios=(LOCKDOWN,), agencies=(POLICE,))
    book = law(count("lockdown", minimum=3), attended(at_least, of_every))
    assert [drill.agencies for drill in possible(place, book).drills].count(("police",)) == visits
    free = POLICE.model_copy(update={"weekdays": ("monday", "tuesday", "wednesday")[:visits]})
    possible(days(3, scenarios=(LOCKDOWN,), agencies=(free,)), book)
    busy = POLICE.model_copy(update={"weekdays": ("friday", "monday", "tuesday", "wednesday")[:visits]})
    impossible(days(3, scenarios=(LOCKDOWN,), agencies=(busy,)), book, "T-1", "T-2")


@pytest.mark.parametrize("of_every", [None, 1, 2])
def test_a_share_of_attended_drills_adds_no_drill(of_every: int | None) -> None:
    place = days(2, scenarios=(FRONT, LOCKDOWN), agencies=(POLICE,))
    assert held(possible(place, law(count("fire_evacuation"), attended(1, of_every))), "lockdown") == []


def test_an_agency_by_its_id_is_the_one_that_comes() -> None:
    sheriff = POLICE.model_copy(update={"agency_id": "sheriff", "weekdays": ("tuesday",)})
    asked = attended(1, None) | {"match": match("lockdown", agency="police", agency_id="sheriff")}
    book = law(count("lockdown"), asked)
    (drill,) = possible(days(2, scenarios=(LOCKDOWN,), agencies=(POLICE, sheriff)), book).drills
    assert (f"{drill.date:%A}", drill.agencies) == ("Tuesday", ("sheriff",))
    impossible(days(1, scenarios=(LOCKDOWN,), agencies=(POLICE, sheriff)), book, "T-1", "T-2")


def test_visits_at_drills_that_are_held_anyway_are_counted_without_asking_for_more_drills() -> None:
    visited = half(1, 2) | {"match": match("lockdown", agency="police"), "of": match("lockdown")}
    (duty,) = duties_of(days(3, scenarios=(LOCKDOWN,), agencies=(POLICE,)), law(visited))
    asked = attended_drills(duty)
    assert asked is not None
    assert (asked.match.agency, asked.of.agency) == ("police", None)
    # Half of the drills, rounded up.
    assert [asked.visits_at(drills) for drills in range(5)] == [0, 1, 1, 2, 2]
    # A share of other drills, and one drill a month, can require another drill.
    (of_both,) = duties_of(days(3), law(visited | {"of": match("lockdown", "fire_evacuation")}))
    (monthly,) = duties_of(days(3), law(visited | {"one_a_month": True}))
    assert attended_drills(of_both) is None
    assert attended_drills(monthly) is None
