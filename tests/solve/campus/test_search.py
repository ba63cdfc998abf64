"""What the days alone know, before any period is chosen; and what is kept where the search finds nothing more."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from drillplanner.cp_sat import OPTIMAL, CpModel, CpSolver, CpSolverStatus
from drillplanner.model import Agency, DevelopmentalLimits, Workspace
from drillplanner.solve.campus import search
from drillplanner.solve.campus.domains.problem_builder import build_problems
from drillplanner.solve.campus.search import solve_together
from drillplanner.solve.district.sequential_heuristic import solve_alone
from drillplanner.solve.model import runs
from drillplanner.solve.problem.agency_days import AgencyDayCosts
from drillplanner.solve.problem.plans import Effort, full_cost_key
from drillplanner.solve.problem.resource_use import ResourceUse
from tests.solve.brute_force.boundary_pairs import days
from tests.solve.brute_force.random_laws import MONDAY, practices
from tests.solve.brute_force.tiny_districts import FIRE, FRONT, POLICE, count, law, planned, quiet, tiny, year_of
from tests.solve.district.test_column_generation import districts, problems_of

MORNING = {"available_from": time(8), "available_until": time(10)}
EARLY_POLICE = POLICE.model_copy(update=MORNING)
EARLY_FIRE = Agency(agency_id="fire", name="Fire (invented)", kind="fire", **MORNING)


@pytest.mark.parametrize("agencies", [(EARLY_POLICE,), (EARLY_POLICE, EARLY_FIRE)])
def test_a_visit_only_possible_in_lessons_is_in_the_bound_without_periods(
    agencies: tuple[Agency, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: Any) -> Any:
        raise AssertionError("the days alone prove it")

    monkeypatch.setattr(search, "_solve_full_model", never)
    place = days(12, scenarios=(FRONT,), agencies=agencies)
    visited = law(*(count("fire_evacuation", agency=agency.kind) for agency in agencies))
    free = planned(days(12, scenarios=(FRONT,)), law(count("fire_evacuation")))
    assert free.drills[0].period == "Lunch"
    found = planned(place, visited)
    assert [drill.period for drill in found.drills] == ["One"]
    assert found.cost == found.bound == free.cost + place.district.weights.instruction_minutes


def test_with_no_time_left_the_known_answer_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    model = CpModel()
    first, second, over = model.new_bool_var(""), model.new_bool_var(""), model.new_int_var(0, 9, "")
    model.add(first + second >= 1)
    known = CpSolver()
    model.maximize(first + second)
    assert known.solve(model) == OPTIMAL
    model.add(3 * first + 4 * second - over <= 2)
    model.minimize(over)

    def nothing(*_: Any) -> CpSolverStatus:
        return CpSolverStatus.UNKNOWN

    monkeypatch.setattr(runs, "_solve", nothing)
    found = runs.best_of(model, Effort(20.0, 0), [first, second], known)
    assert found is not None
    assert (found.solver.value(over), found.bound) == (5, 0)
    assert runs.best_of(model, Effort(20.0, 0), [first, second]) is None


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(place=districts(), fires=st.integers(0, 2), practice=practices())
def test_a_search_for_years_like_the_least_finds_the_best_of_them(
    place: Workspace, fires: int, practice: DevelopmentalLimits
) -> None:
    asked = [count("lockdown", agency="police"), count("fire_evacuation", minimum=fires)]
    assume(place.calendar.dates_at("c0"))
    problems = build_problems(year_of(place, law(*asked[: 1 + bool(fires)]), practice))
    alone = [outcome.plans for outcome in solve_alone(problems, Effort(20.0, 0), 1, quiet)]
    assume(all(alone))
    least = tuple(plan for (plan,) in alone)
    in_use = ResourceUse(agency_days=AgencyDayCosts.of(place.district, len(place.campuses)))
    any_year = solve_together(problems, in_use, Effort(20.0, 0))
    like = solve_together(problems, in_use, Effort(20.0, 0), (), least)
    assume(any_year.status in ("optimal", "infeasible"))
    if any_year.tiers != full_cost_key(*least)[:-1] or not any_year.plans:
        event("no year is like the least")
        assert not like.plans
        return
    event(f"{like.status}, breaches: {like.breaches > 0}")
    assert (like.status, like.tiers, like.cost, like.bound) == (
        "optimal",
        any_year.tiers,
        any_year.cost,
        any_year.bound,
    )
    again = solve_together(problems, in_use, Effort(20.0, 0), any_year.plans, least)
    assert (again.status, again.tiers, again.cost) == ("optimal", any_year.tiers, any_year.cost)


def test_a_known_year_in_which_another_campus_has_the_more_drills_does_not_change_what_a_year_costs() -> None:
    place = tiny(MONDAY, MONDAY + timedelta(9), campuses=2, scenarios=(FIRE,), agencies=())
    few, many = (
        tuple(outcome.plans[0] for outcome in solve_alone(problems_of(place, asked), Effort(20.0, 0), 1, quiet))
        for asked in (count("fire_evacuation"), count("fire_evacuation", minimum=6))
    )
    problems = problems_of(place, count("fire_evacuation"))
    first_has_more, second_has_more = (many[0], few[1]), (few[0], many[1])
    in_use, effort = ResourceUse(), Effort(20.0, 0)
    found = solve_together(problems, in_use, effort, (), second_has_more)
    again = solve_together(problems, in_use, effort, first_has_more, second_has_more)
    assert [len(plan.placements) for plan in again.plans] == [1, 6]
    assert [plan.cost for plan in again.plans] == [plan.cost for plan in found.plans]
    assert (again.status, again.bound) == (found.status, found.bound) == ("optimal", found.cost)
