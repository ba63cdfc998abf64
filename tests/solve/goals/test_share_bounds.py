"""A share of the drills at some time of day, as a whole number: no year that keeps it is lost."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from drillplanner.cp_sat import OPTIMAL, CpModel, CpSolver, LinearExpr
from drillplanner.model import (
    BellSchedule,
    DayKind,
    DevelopmentalLimits,
    Floor,
    PracticeRank,
    TimeOfDay,
    TimeSpan,
)
from drillplanner.solve.campus.campus_model import build_campus
from drillplanner.solve.campus.domains.problem_builder import build_problems
from drillplanner.solve.goals.developmental_limits import add_breaches
from drillplanner.solve.goals.practice_limits import drills_at
from drillplanner.solve.goals.share_bounds import add_share_bounds
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import ModelOptions
from drillplanner.solve.problem.resource_use import ResourceUse
from tests.random_examples import tried
from tests.solve.brute_force import random_laws as laws
from tests.solve.brute_force.boundary_pairs import MONDAY, days
from tests.solve.brute_force.tiny_districts import (
    BACK,
    FIRE,
    FRONT,
    LOCKDOWN,
    LUNCH_BELLS,
    SHORT_LUNCH_BELLS,
    count,
    law,
    year_of,
)
from tests.solve.test_against_brute_force import SCENARIOS, calendars, compare, place_of

MANY = settings(max_examples=tried(80), deadline=None, suppress_health_check=list(HealthCheck))


def most_at_times(
    problem: CampusProblem, drills: int, limit: TimeOfDay, *, periods: bool, kept: bool, bounded: bool
) -> int | None:
    """Return the most drills at the limit's times in a year of so many drills; None if there is no such year."""
    model = CpModel()
    variables = build_campus(model, problem, ResourceUse(), ModelOptions(periods=periods))
    if kept:
        add_breaches(variables, kept=frozenset(PracticeRank))
    model.add(LinearExpr.sum(list(variables.held.values())) == drills)
    if bounded:
        # The bounds alone, without the rows that keep practice.
        variables.kept = frozenset(PracticeRank)
        add_share_bounds(variables, drills)
    model.maximize(LinearExpr.sum(list(drills_at(limit, variables))))
    solver = CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    return round(solver.objective_value) if status == OPTIMAL else None


#: Sets of drills of which a law or good practice wants some, apart from each other or not.
NAMES = st.sampled_from([("front",), ("back",), ("lockdown",), ("front", "back"), ("back", "lockdown")])
TYPES = st.sampled_from([["fire_evacuation"], ["lockdown"], ["fire_evacuation", "lockdown"]])


@st.composite
def duties(draw: st.DrawFn) -> dict[str, Any]:
    return count(*draw(TYPES), minimum=draw(st.integers(1, 3)), **draw(laws.spans()))


@st.composite
def floors_of_few(draw: st.DrawFn) -> Floor:
    first, last = sorted((draw(st.integers(0, 9)), draw(st.integers(0, 9))))
    return Floor(
        rule="GP-02",
        scenarios=draw(NAMES),
        practice=PracticeRank.DRILLS,
        sentence="so many drills",
        least=draw(st.integers(1, 2)),
        first=MONDAY + timedelta(first),
        last=MONDAY + timedelta(last),
        may_add=draw(st.booleans()),
    )


def mornings(scenarios: tuple[str, ...], percent: int) -> TimeOfDay:
    return TimeOfDay(
        rule="GP-32",
        scenarios=scenarios,
        practice=PracticeRank.HOURS,
        sentence="few drills in the morning",
        span=TimeSpan(until=time(12)),
        most_percent=percent,
    )


@settings(MANY, max_examples=tried(150))
@given(
    requirements=st.lists(duties(), min_size=1, max_size=3),
    scenarios=NAMES,
    percent=st.sampled_from([20, 25, 34, 50, 75]),
    floors=st.lists(floors_of_few(), max_size=3),
    length=st.integers(4, 10),
    periods=st.booleans(),
)
def test_each_number_of_drills_can_have_as_many_at_these_times_as_without_the_bounds(
    requirements: list[dict[str, Any]],
    scenarios: tuple[str, ...],
    percent: int,
    floors: list[Floor],
    length: int,
    periods: bool,
) -> None:
    limits = DevelopmentalLimits(times=(mornings(scenarios, percent),), floors=tuple(floors))
    place = days(length, scenarios=(FRONT, BACK, LOCKDOWN))
    (problem,) = build_problems(year_of(place, law(*requirements), limits))
    assume(problem.limits.times)
    (limit,) = problem.limits.times
    found = [
        [
            most_at_times(problem, drills, limit, periods=periods, kept=True, bounded=bounded)
            for drills in range(len(problem.days) + 1)
        ]
        for bounded in (False, True)
    ]
    event(f"at most {max((most or 0 for most in found[0]), default=0)}")
    assert found[0] == found[1]


@pytest.mark.parametrize(("percent", "most"), [(25, 1), (26, 2), (50, 2), (99, 4)])
def test_what_other_duties_need_is_no_part_of_the_share(percent: int, most: int) -> None:
    """Of six drills two are lockdowns, so four are fire drills: a quarter of them is one."""
    limit = mornings((FIRE.scenario_id,), percent)
    place = days(8, scenarios=(FIRE, LOCKDOWN), bells=LUNCH_BELLS)
    book = law(count("fire_evacuation", minimum=1), count("lockdown", minimum=2))
    (problem,) = build_problems(year_of(place, book, DevelopmentalLimits(times=(limit,))))
    found = [
        most_at_times(problem, 6, limit, periods=True, kept=False, bounded=bounded) for bounded in (False, True)
    ]
    assert found == [4, most]


@MANY
@given(
    requirements=st.lists(laws.counts(), min_size=1, max_size=3),
    scenarios=SCENARIOS,
    calendar=calendars(6),
    bells=st.sampled_from([LUNCH_BELLS, SHORT_LUNCH_BELLS]),
    times=st.lists(laws.times_of_day(), min_size=1, max_size=2),
    floors=st.lists(laws.floors(), max_size=2),
)
def test_no_schedule_is_better_where_shares_of_the_drills_are_limited(
    requirements: list[dict[str, Any]],
    scenarios: tuple[str, ...],
    calendar: tuple[date, dict[date, DayKind]],
    bells: BellSchedule,
    times: list[TimeOfDay],
    floors: list[Floor],
) -> None:
    limits = DevelopmentalLimits(times=tuple(times), floors=tuple(floors))
    compare(place_of(scenarios, calendar, police=False, bells=bells), law(*requirements), limits)
