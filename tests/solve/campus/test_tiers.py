"""The tiers before points: good practice comes before visits, and rows count what a finished plan breaks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, example, given, settings
from hypothesis import strategies as st

from drillplanner.cp_sat import INFEASIBLE, OPTIMAL, CpModel, CpSolver
from drillplanner.model import AvoidedDates, DevelopmentalLimits, Floor, MinimumGap, PracticeRank, SeasonalDrill
from drillplanner.solve.campus.campus_model import build_campus
from drillplanner.solve.campus.domains.problem_builder import build_problems
from drillplanner.solve.goals.broken_limits import breaches_of
from drillplanner.solve.goals.developmental_limits import add_breaches
from drillplanner.solve.problem.plans import ModelOptions, Placement
from drillplanner.solve.problem.resource_use import ResourceUse
from tests.solve.brute_force import random_laws as laws
from tests.solve.brute_force.boundary_pairs import MONDAY, days
from tests.solve.brute_force.tiny_districts import (
    BACK,
    FIRE,
    FRONT,
    LOCKDOWN,
    STAFF,
    count,
    law,
    planned,
    tiny,
    year_of,
)


def first_days(number: int) -> dict[str, Any]:
    return {"first": number, "unit": "school_day", "unit_is_stated": True, "of": "first_day_for_students"}


@pytest.mark.parametrize("rank", [PracticeRank.DATES, PracticeRank.HOURS])
def test_a_year_with_fewer_visits_breaks_no_more_good_practice(rank: PracticeRank) -> None:
    """On Tuesday, which practice avoids, one visit would do for both duties; on other days each takes its own.

    A breach of the last rank weighs least, and still more than all visits.
    """
    tuesday = AvoidedDates(
        rule="GP-10",
        scenarios=("lockdown",),
        practice=rank,
        sentence="none on this day",
        dates=(date(2025, 9, 2),),
    )
    place = tiny(date(2025, 9, 1), date(2025, 9, 5), scenarios=(FIRE, LOCKDOWN))
    book = law(
        count("fire_evacuation"),
        count("lockdown", agency="police", within=first_days(2)),
        count("fire_evacuation", "lockdown", agency="police", after=first_days(1)),
    )
    by_law = planned(place, book)
    found = planned(place, book, limits=DevelopmentalLimits(avoided=(tuesday,)))
    assert [sum(bool(drill.agencies) for drill in plan.drills) for plan in (by_law, found)] == [1, 2]
    assert (found.breaches, found.status) == (0, "optimal")


#: A floor and a season of the same drills, which a row of the model takes together.
FLOOR_AND_SEASON = DevelopmentalLimits(
    seasons=(
        SeasonalDrill(
            rule="GP-1",
            scenarios=("front",),
            practice=PracticeRank.DATES,
            sentence="one is on the first day",
            first=MONDAY,
            last=MONDAY,
        ),
    ),
    floors=(
        Floor(
            rule="GP-2",
            scenarios=("front",),
            practice=PracticeRank.ORDER,
            sentence="one is held",
            least=1,
            first=MONDAY,
            last=MONDAY + timedelta(4),
            may_add=False,
        ),
    ),
)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    limits=laws.practices().filter(lambda drawn: not drawn.times),
    schedule=st.lists(st.integers(-1, 3), min_size=5, max_size=5),
)
# With a lockdown alone, the floor is broken, and not the season.
@example(limits=FLOOR_AND_SEASON, schedule=[2, -1, -1, -1, -1])
def test_rows_count_as_many_breaches_as_a_finished_plan_has(
    limits: DevelopmentalLimits, schedule: list[int]
) -> None:
    place = days(5, scenarios=(FRONT, BACK, LOCKDOWN, STAFF))
    book = law(count("fire_evacuation", "lockdown", minimum=1))
    (problem,) = build_problems(year_of(place, book, limits))
    held = {(scenario, day) for day, scenario in enumerate(schedule) if 0 <= scenario < len(problem.scenarios)}
    model = CpModel()
    variables = build_campus(model, problem, ResourceUse(), ModelOptions(periods=False))
    assume(held <= set(variables.held))
    for key, variable in variables.held.items():
        model.add(variable == int(key in held))
    model.minimize(add_breaches(variables).weight)
    solver = CpSolver()
    assume(solver.solve(model) == OPTIMAL)
    placements = [Placement(day, scenario, "", ()) for scenario, day in held]
    event(f"broken: {solver.objective_value > 0}")
    assert round(solver.objective_value) == breaches_of(problem, placements)


@pytest.mark.parametrize("school_days", [1, 2])
def test_rows_keep_two_drills_of_one_day_apart(school_days: int) -> None:
    """Also where no other day near it can hold one of the drills."""
    gap = MinimumGap(
        rule="GP-1", scenarios=("lockdown",), practice=PracticeRank.SPACING, sentence="two days apart", days=2
    )
    place = days(school_days, scenarios=(LOCKDOWN,))
    place = place.model_copy(update={"district": place.district.model_copy(update={"drills_a_day": 2})})
    year = year_of(place, law(count("lockdown", minimum=2)), DevelopmentalLimits(gaps=(gap,)))
    (problem,) = build_problems(year)
    model = CpModel()
    add_breaches(
        build_campus(model, problem, ResourceUse(), ModelOptions(periods=False)), frozenset({PracticeRank.SPACING})
    )
    assert CpSolver().solve(model) == INFEASIBLE
