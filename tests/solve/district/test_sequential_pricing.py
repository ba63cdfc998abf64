"""Campuses that no column fits are placed beside the others, whatever good practice they then break."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from drillplanner.model import AvoidedDates, DevelopmentalLimits, PracticeRank
from drillplanner.solve.campus.domains.problem_builder import build_problems
from drillplanner.solve.campus.drills import drills_of_plan
from drillplanner.solve.district.campus_classes import campus_classes
from drillplanner.solve.district.master_solution import MasterSolution
from drillplanner.solve.district.period_assignment import PeriodAssignment
from drillplanner.solve.district.pricing import initial_column
from drillplanner.solve.district.rounding import place_columns
from drillplanner.solve.district.sequential_heuristic import solve_alone
from drillplanner.solve.problem.plans import Effort
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.search_budget import SearchBudget
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import (
    FIRE,
    LOCKDOWN,
    POLICE,
    all_met,
    count,
    duties_of,
    judged,
    law,
    quiet,
    tiny,
    year_of,
)

EFFORT = Effort(20.0, 0)
#: Nothing more may be searched but the last steps that turn columns into plans.
SPENT = Effort(20.0, 0, budget=SearchBudget(0.0))


def avoiding(dates: frozenset[date]) -> DevelopmentalLimits:
    """No lockdown on these dates, as good practice."""
    if not dates:
        return DevelopmentalLimits()
    limit = AvoidedDates(
        rule="GP-10",
        scenarios=(LOCKDOWN.scenario_id,),
        practice=PracticeRank.DATES,
        sentence="no lockdown then",
        dates=tuple(sorted(dates)),
    )
    return DevelopmentalLimits(avoided=(limit,))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    campuses=st.integers(2, 9),
    visits=st.integers(1, 3),
    avoided=st.frozensets(st.integers(0, 3), max_size=3),
)
def test_without_any_column_as_many_campuses_are_placed_as_there_are_visits(
    campuses: int, visits: int, avoided: frozenset[int]
) -> None:
    police = POLICE.model_copy(update={"visits_per_day": visits, "crews": visits})
    days = 4
    place = tiny(
        MONDAY, MONDAY + timedelta(days - 1), campuses=campuses, agencies=(police,), scenarios=(FIRE, LOCKDOWN)
    )
    book = law(count("lockdown", agency="police"))
    limits = avoiding(frozenset(MONDAY + timedelta(day) for day in avoided))
    problems = build_problems(year_of(place, book, limits))
    outcomes = solve_alone(problems, EFFORT, 1, quiet)
    alone = tuple(outcome.plans[0] for outcome in outcomes)
    classes = campus_classes(problems, alone)
    nothing = MasterSolution(
        assigned=tuple(() for _ in classes),
        columns=tuple((initial_column(campus_class),) for campus_class in classes),
        bound=0,
    )
    incumbents = place_columns(
        problems, alone, classes, nothing, PeriodAssignment(EFFORT), SPENT, quiet, ResourceUse()
    )
    plans = {place_: incumbent.plan for place_, incumbent in enumerate(incumbents) if incumbent.plan is not None}
    # The campuses are alike and each needs one visit, so that no order of placing them loses a visit.
    assert len(plans) == min(campuses, visits * days)
    on_avoided = sum(plan.breaches > 0 for plan in plans.values())
    assert on_avoided == max(0, len(plans) - visits * (days - len(avoided)))
    event(f"{bool(on_avoided)} breaches, {len(plans) == campuses} all placed")
    if len(plans) == campuses:
        drills = tuple(drill for number, plan in plans.items() for drill in drills_of_plan(problems[number], plan))
        assert all_met(judged(place, book, drills), duties_of(place, book))
