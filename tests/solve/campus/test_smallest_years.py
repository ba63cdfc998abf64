"""No year of the fewest drills holds what counting leaves out, nor more of some drills than counting allows."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from drillplanner.cp_sat import OPTIMAL, CpModel, CpSolver, IntVar, LinearExpr
from drillplanner.law import LawBook
from drillplanner.model import DevelopmentalLimits, Floor, PracticeRank, Workspace
from drillplanner.solve.campus.campus_model import build_campus
from drillplanner.solve.campus.domains.problem_builder import build_problems
from drillplanner.solve.campus.smallest_years import SmallestYears, smallest_years
from drillplanner.solve.goals.developmental_limits import add_breaches_before_practice
from drillplanner.solve.goals.practice_limits import shortfall
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.plans import Effort, ModelOptions
from drillplanner.solve.problem.resource_use import ResourceUse
from tests.random_examples import tried
from tests.solve.brute_force import random_laws as laws
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import (
    BACK,
    BUS,
    FIRE,
    FRONT,
    LOCKDOWN,
    count,
    law,
    match,
    stand_in_of,
    tiny,
    year_of,
)

EFFORT = Effort(5.0, seed=0)


def days(number: int, drills_a_day: int = 1) -> Workspace:
    place = tiny(MONDAY, MONDAY + timedelta(number - 1), scenarios=(FIRE, FRONT, BACK, LOCKDOWN, BUS))
    district = place.district.model_copy(update={"drills_a_day": drills_a_day})
    return place.model_copy(update={"district": district})


def counted_in(
    place: Workspace, book: LawBook, limits: DevelopmentalLimits
) -> tuple[CampusVariables, list[IntVar], int] | None:
    """Return a campus's variables, those that count for the size, and the size; None if it has no year."""
    (problem,) = build_problems(year_of(place, book, limits))
    model = CpModel()
    variables = build_campus(model, problem, ResourceUse(), ModelOptions(periods=False, alone=True))
    counted = [*variables.held.values(), *add_breaches_before_practice(variables).missing]
    model.minimize(LinearExpr.sum(counted))
    solver = CpSolver()
    return (variables, counted, round(solver.objective_value)) if solver.solve(model) == OPTIMAL else None


def found_for(place: Workspace, book: LawBook, *floors: Floor) -> tuple[SmallestYears, CampusVariables]:
    known = counted_in(place, book, DevelopmentalLimits(floors=floors))
    assert known is not None
    variables, _, size = known
    found = smallest_years(variables, size, EFFORT)
    assert found is not None
    return found, variables


def possible_dates(place: Workspace, book: LawBook, *floors: Floor) -> dict[str, set[int]]:
    """Return the days of each scenario that a smallest year can hold."""
    found, variables = found_for(place, book, *floors)
    dates: dict[str, set[int]] = defaultdict(set)
    for scenario, day in found.pairs:
        dates[variables.problem.scenarios[scenario].scenario_id].add(day)
    return dict(dates)


def floor(*scenarios: str, last: int, may_add: bool = True) -> Floor:
    return Floor(
        rule="GP-1",
        scenarios=scenarios,
        practice=PracticeRank.DRILLS,
        sentence="one is held",
        least=1,
        first=MONDAY,
        last=MONDAY + timedelta(last),
        may_add=may_add,
    )


def is_possible(
    variables: CampusVariables, counted: list[IntVar], size: int, drills: list[IntVar], number: int
) -> bool:
    """Check whether a year of this size holds so many of these drills."""
    model = variables.model.clone()
    model.minimize(0)
    model.add(LinearExpr.sum(counted) == size)
    model.add(LinearExpr.sum(drills) >= number)
    return CpSolver().solve(model) == OPTIMAL


def add_floors(variables: CampusVariables) -> list[IntVar]:
    """Add and return a variable for each floor of good practice, which is 1 only if the year keeps it."""
    kept = []
    for limit in variables.problem.limits.floors:
        if limit.practice is not None:
            kept.append(variables.model.new_bool_var(""))
            (missing,) = shortfall(limit, variables)
            variables.model.add(missing <= limit.least * ~kept[-1])
    return kept


@settings(max_examples=tried(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    requirements=st.lists(st.one_of(laws.counts(), laws.requirements()), min_size=1, max_size=3),
    separate=st.booleans(),
    practice=laws.practices(),
    school_days=st.integers(3, 6),
    drills_a_day=st.integers(1, 2),
)
def test_no_smallest_year_holds_anything_else(
    requirements: list[dict[str, Any]],
    separate: bool,
    practice: DevelopmentalLimits,
    school_days: int,
    drills_a_day: int,
) -> None:
    book = law(*requirements, mandates={2: {"separate_from": ["T-1"]}} if separate else {})
    known = counted_in(days(school_days, drills_a_day), book, practice)
    assume(known is not None)
    assert known is not None
    variables, counted, size = known
    found = smallest_years(variables, size, EFFORT)
    event(f"found: {found is not None}")
    if found is None:
        return

    floors = add_floors(variables)
    assert found.may_keep_practice or not is_possible(variables, counted, size, floors, len(floors)), "floors"
    for pair, held in variables.held.items():
        assert pair in found.pairs or not is_possible(variables, counted, size, [held], 1), pair
    for pairs, most in found.most_of:
        drills = [variables.held[pair] for pair in pairs]
        assert not is_possible(variables, counted, size, drills, most + 1), pairs


def test_two_in_the_year_are_on_the_days_of_the_two_that_are_asked_for() -> None:
    first = {"unit": "school_day", "unit_is_stated": True, "of": "first_day_for_students"}
    book = law(
        count("lockdown", minimum=2),
        count("lockdown", within={"first": 2, **first}),
        count(
            "lockdown",
            between={"since": f"{MONDAY + timedelta(7):%m-%d}", "until": f"{MONDAY + timedelta(8):%m-%d}"},
        ),
        count("fire_evacuation", "lockdown", minimum=1),
    )
    assert possible_dates(days(9), book) == {"lockdown": {0, 1, 5, 6}}


def test_a_drill_that_practice_may_add_is_possible_on_its_dates() -> None:
    found = possible_dates(days(5), law(count("bus_evacuation")), floor("lockdown", last=1))
    assert found == {"lockdown": {0, 1}, "bus": {0, 1, 2, 3, 4}}


def test_needs_with_drills_in_common_prove_nothing() -> None:
    """One drill may serve both of two duties, so no two of these needs add up."""
    book = law(count("lockdown", "bus_evacuation"), count("fire_evacuation", "lockdown"))
    known = counted_in(days(5), book, DevelopmentalLimits())
    assert known is not None
    variables, _, size = known
    assert size == 1
    assert smallest_years(variables, size + 1, EFFORT) is None


def test_a_stand_in_is_possible_in_place_of_another_drill() -> None:
    book = law(count("bus_evacuation"), stand_in_of("T-1", "lockdown", up_to=1))
    assert possible_dates(days(3), book) == {"lockdown": {0, 1, 2}, "bus": {0, 1, 2}}


def test_duties_that_share_no_drill_need_one_each() -> None:
    book = law(count("lockdown"), count("lockdown"), mandates={2: {"separate_from": ["T-1"]}})
    assert possible_dates(days(4), book) == {"lockdown": {0, 1, 2, 3}}


def test_minutes_need_as_many_drills_as_the_longest_ones_take() -> None:
    minutes = {
        "kind": "minutes",
        "what": "drills",
        "match": match("fire_evacuation", "lockdown"),
        "min_minutes": 23,
    }
    found = possible_dates(days(3), law(minutes, count("bus_evacuation")))
    assert found == {scenario: {0, 1, 2} for scenario in ("fire", "back", "lockdown", "bus")}


def test_needs_that_add_up_to_most_are_searched() -> None:
    """Two needs with few pairs have some in common with two weeks each, so one of them leaves a week too few."""
    book = law(
        count("lockdown", "bus_evacuation", per="week"),
        *(
            count(
                "bus_evacuation",
                between={
                    "since": f"{MONDAY + timedelta(day):%m-%d}",
                    "until": f"{MONDAY + timedelta(day + 3):%m-%d}",
                },
            )
            for day in (4, 18)
        ),
    )
    assert possible_dates(days(26), book) == {"lockdown": set(range(20)), "bus": set(range(20))}


@pytest.mark.parametrize(("weeks", "may_keep"), [(1, False), (2, True)])
def test_too_few_drills_for_law_and_practice_are_known_by_counting(weeks: int, may_keep: bool) -> None:
    """The law asks for a drill of either kind each week, and practice for one of each kind in the year."""
    book = law(count("lockdown", "bus_evacuation", per="week"))
    floors = [floor(scenario, last=13, may_add=False) for scenario in ("lockdown", "bus")]
    found, _ = found_for(days(7 * weeks - 2), book, *floors)
    assert found.may_keep_practice is may_keep
