"""Drills by the periods of a weekday: a choice of days costs as little as the best periods, visits included."""

from __future__ import annotations

from datetime import time

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from drillplanner.cp_sat import OPTIMAL, CpModel, CpSolver, LinearExpr
from drillplanner.model import (
    BellSchedule,
    DayKind,
    DevelopmentalLimits,
    DrillType,
    PracticeRank,
    TimeOfDay,
    TimeSpan,
)
from drillplanner.solve.campus.campus_model import build_campus
from drillplanner.solve.campus.domains.problem_builder import build_problems
from drillplanner.solve.goals.campus_goals import instruction_minutes
from drillplanner.solve.goals.developmental_limits import add_breaches
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import ModelOptions
from drillplanner.solve.problem.resource_use import ResourceUse
from tests.builders import scenario
from tests.random_examples import tried
from tests.solve.brute_force.boundary_pairs import days
from tests.solve.brute_force.tiny_districts import (
    ANY_TIME,
    LUNCH_BELLS,
    POLICE,
    SHORT_LUNCH_BELLS,
    count,
    law,
    year_of,
)

ANY_HOUR = scenario("any-hour", DrillType.FIRE_EVACUATION, minutes=12, moments=ANY_TIME)
LOCKDOWN_ANY_HOUR = scenario("lockdown-any-hour", DrillType.LOCKDOWN, minutes=20, moments=ANY_TIME)
FIRE_BRIGADE = POLICE.model_copy(update={"agency_id": "fire", "kind": "fire"})
IN_LESSONS = {"available_until": time(9)}
AT_LUNCH = {"available_from": time(11)}
ATTENDED = st.sampled_from(["fire_evacuation", "lockdown"])
AGENCIES = st.sampled_from(["police", "fire"])


def fewest_minutes(problem: CampusProblem, drills: int, *, periods: bool) -> int | None:
    """Return the fewest stretches of lessons that a year of so many drills takes; None if there is none."""
    model = CpModel()
    variables = build_campus(model, problem, ResourceUse(), ModelOptions(periods=periods, alone=True))
    add_breaches(variables, kept=frozenset(PracticeRank))
    model.add(LinearExpr.sum(list(variables.held.values())) == drills)
    model.minimize(LinearExpr.sum(instruction_minutes(variables, drills)))
    solver = CpSolver()
    solver.parameters.num_workers = 1
    return round(solver.objective_value) if solver.solve(model) == OPTIMAL else None


@settings(max_examples=tried(120), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    visits=st.lists(
        st.tuples(
            st.sampled_from(["fire_evacuation", "lockdown"]),
            st.sampled_from(["police", "fire"]),
            st.integers(1, 3),
        ),
        max_size=3,
    ),
    hours=st.tuples(*[st.sampled_from([{}, IN_LESSONS, AT_LUNCH])] * 2),
    bells=st.sampled_from([LUNCH_BELLS, SHORT_LUNCH_BELLS]),
    short_day=st.integers(0, 7),
    percent=st.sampled_from([0, 25, 50, 99]),
    length=st.integers(3, 8),
)
def test_days_alone_cost_no_more_than_with_periods_and_as_much_where_one_agency_comes(
    visits: list[tuple[str, str, int]],
    hours: tuple[dict[str, time], dict[str, time]],
    bells: BellSchedule,
    short_day: int,
    percent: int,
    length: int,
) -> None:
    agencies = POLICE.model_copy(update=hours[0]), FIRE_BRIGADE.model_copy(update=hours[1])
    limit = TimeOfDay(
        rule="GP-31",
        scenarios=(ANY_HOUR.scenario_id,),
        practice=PracticeRank.HOURS,
        sentence="few drills at lunch",
        span=TimeSpan(since=time(11)),
        most_percent=percent,
    )
    place = days(
        length,
        (short_day, DayKind.EARLY_RELEASE),
        scenarios=(ANY_HOUR, LOCKDOWN_ANY_HOUR),
        bells=bells,
        agencies=agencies,
    )
    book = law(
        count("fire_evacuation"),
        count("lockdown"),
        *(count(drill, agency=agency, minimum=number) for drill, agency, number in visits),
    )
    (problem,) = build_problems(year_of(place, book, DevelopmentalLimits(times=(limit,))))
    for drills in range(2, 6):
        by_days = fewest_minutes(problem, drills, periods=False)
        by_periods = fewest_minutes(problem, drills, periods=True)
        event(f"cost {by_periods}")
        if by_periods is None:
            continue
        assert by_days is not None
        assert by_days <= by_periods
        if len({agency for _, agency, _ in visits}) <= 1:
            assert by_days == by_periods
