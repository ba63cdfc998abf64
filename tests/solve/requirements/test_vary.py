"""``vary``: by period, hour, half of the day, weekday, and route; all different, or a number of values."""

from __future__ import annotations

from typing import Any

import pytest

from drillplanner.cp_sat import CpModel, CpSolver, LinearExpr
from drillplanner.solve.campus.campus_model import build_campus
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.problem.plans import ModelOptions
from drillplanner.solve.problem.resource_use import ResourceUse
from tests.solve.brute_force.boundary_pairs import days, impossible, possible
from tests.solve.brute_force.tiny_districts import BACK, BELLS, FIRE, FRONT, LOCKDOWN, count, law, match, year_of


def vary(field: str, *types: str, **how: Any) -> dict[str, Any]:
    return {
        "kind": "vary",
        "what": "drills",
        "match": match(*(types or ("fire_evacuation",))),
        "field": field,
        **how,
    }


@pytest.mark.parametrize("field", ["period", "hour", "half_day"])
def test_two_times_of_day_for_two_drills_and_not_for_three(field: str) -> None:
    place = days(3, scenarios=(FRONT,))
    plan = possible(place, law(count("fire_evacuation", minimum=2), vary(field, all_different=True)))
    assert {drill.period for drill in plan.drills} == {"One", "Lunch"}
    impossible(place, law(count("fire_evacuation", minimum=3), vary(field, all_different=True)), "T-1", "T-2")


@pytest.mark.parametrize("field", ["period", "hour", "half_day"])
def test_at_least_two_times_of_day(field: str) -> None:
    two = vary(field, at_least=2)
    plan = possible(days(3, scenarios=(FRONT,)), law(count("fire_evacuation", minimum=3), two))
    assert {drill.period for drill in plan.drills} == {"One", "Lunch"}
    # The lockdown of this library is held in lessons alone.
    lockdowns = law(count("lockdown", minimum=2), vary(field, "lockdown", at_least=2))
    impossible(days(3, scenarios=(LOCKDOWN,)), lockdowns, "T-1", "T-2")


def test_an_hour_is_an_hour_of_the_clock() -> None:
    # One begins at 8:15 and Two at 9:00: drills at 8:25 and 9:10, both before noon.
    place = days(2, scenarios=(FIRE,), bells=BELLS)
    book = law(count("fire_evacuation", minimum=2), vary("hour", all_different=True))
    assert {drill.start.hour for drill in possible(place, book).drills if drill.start} == {8, 9}
    half = law(count("fire_evacuation", minimum=2), vary("half_day", all_different=True))
    impossible(place, half, "T-1", "T-2")


def test_with_fewer_drills_than_values_each_is_different() -> None:
    three = vary("weekday", at_least=3)
    possible(days(2, scenarios=(FRONT,)), law(count("fire_evacuation", minimum=2), three))
    this_monday: dict[str, Any] = {"between": {"since": "09-29", "until": "09-29"}}
    next_monday: dict[str, Any] = {"between": {"since": "10-06", "until": "10-06"}}
    book = law(count("fire_evacuation", **this_monday), count("fire_evacuation", **next_monday), three)
    assert len(possible(days(8, scenarios=(FRONT,)), book).drills) == 4
    most = count("fire_evacuation", minimum=None, maximum=3)
    book = law(count("fire_evacuation", **this_monday), count("fire_evacuation", **next_monday), three, most)
    impossible(days(8, scenarios=(FRONT,)), book, "T-3", "T-4")


def test_no_two_on_one_weekday() -> None:
    place = days(9, scenarios=(FRONT,))
    differ = vary("weekday", all_different=True)
    possible(place, law(count("fire_evacuation", minimum=5), differ))
    impossible(place, law(count("fire_evacuation", minimum=6), differ), "T-1", "T-2")


def test_routes() -> None:
    differ, two = vary("route", all_different=True), vary("route", at_least=2)
    place = days(3, scenarios=(FRONT, BACK))
    assert {drill.route for drill in possible(place, law(count("fire_evacuation", minimum=2), differ)).drills} == {
        "primary",
        "secondary",
    }
    impossible(place, law(count("fire_evacuation", minimum=3), differ), "T-1", "T-2")
    possible(place, law(count("fire_evacuation", minimum=3), two))
    impossible(days(3, scenarios=(FRONT,)), law(count("fire_evacuation", minimum=3), two), "T-1", "T-2")


def test_a_drill_without_a_route_is_not_relied_on() -> None:
    asked = vary("route", "fire_evacuation", "lockdown", at_least=2)
    book = law(count("fire_evacuation"), count("lockdown"), asked)
    # A reader cannot tell the lockdown's route, so the second value comes from another fire drill.
    plan = possible(days(3, scenarios=(FRONT, BACK, LOCKDOWN)), book)
    assert {drill.route for drill in plan.drills} == {"primary", "secondary", None}
    impossible(days(3, scenarios=(FRONT, LOCKDOWN)), book, "T-2", "T-3")


@pytest.mark.parametrize("field", ["period", "hour", "half_day"])
def test_before_times_are_chosen_no_more_drills_are_held_than_there_are_times(field: str) -> None:
    """A lesson and lunch leave room for two different fire drills, though there are three days."""
    place, book = days(3, scenarios=(FRONT,)), law(vary(field, all_different=True), count("fire_evacuation"))
    year = year_of(place, book)
    model = CpModel()
    problem = ProblemBuilder(year).problem_of(place.campuses[0], year.duties)
    variables = build_campus(model, problem, ResourceUse(), ModelOptions(periods=False))
    model.maximize(LinearExpr.sum(list(variables.held.values())))
    solver = CpSolver()
    solver.solve(model)
    assert solver.objective_value == 2
