"""Every search ends: with a plan whose claims are proven, or with words about what was too hard."""

from __future__ import annotations

from typing import Any

import pytest

from drillplanner.cp_sat import INFEASIBLE, CpModel, CpSolver, CpSolverStatus
from drillplanner.files.errors import OutOfTimeError
from drillplanner.solve import search_budget
from drillplanner.solve.campus import tiers
from drillplanner.solve.model.runs import run
from drillplanner.solve.problem.plans import Effort
from drillplanner.solve.search_budget import SearchBudget, district_budget
from drillplanner.solve.solver import SolverSettings
from tests.solve.brute_force.boundary_pairs import days
from tests.solve.brute_force.tiny_districts import FRONT, LOCKDOWN, POLICE, count, judged, law, planned

BOOK = law(count("fire_evacuation", minimum=2), count("lockdown", agency="police"))


def place(campuses: int = 2) -> Any:
    return days(8, scenarios=(FRONT, LOCKDOWN), agencies=(POLICE,), campuses=campuses)


def test_with_a_spent_budget_the_words_name_schools_duties_and_what_to_try(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search_budget, "FOR_A_DISTRICT", 0.0)
    with pytest.raises(OutOfTimeError) as error:
        planned(place(), BOOK)
    words = str(error.value)
    for campus in place().campuses:
        assert campus.name in words
    assert "at least 2 fire_evacuation drills" in words or "at least 2" in words
    assert "What to try" in words
    assert "leave_out" in words


def test_a_plan_whose_number_of_drills_is_not_proven_claims_no_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    def finds_nothing(model: CpModel, effort: Effort) -> tuple[CpSolver, CpSolverStatus]:
        solver = CpSolver()
        solver.parameters.max_deterministic_time = 0.0
        return solver, solver.solve(model)

    best = planned(place(), BOOK)
    monkeypatch.setattr(tiers, "run", finds_nothing)
    found = planned(place(), BOOK)
    assert (found.status, found.bound) == ("feasible", 0)
    assert best.status == "optimal"
    assert len(found.drills) >= len(best.drills)
    assert not judged(place(), BOOK, found.drills).violated
    fewer = [sentence for sentence in found.warnings if "Fewer drills may be possible" in sentence]
    assert len(fewer) == 1


@pytest.mark.parametrize("seconds", [0.01, 0.05, 0.2, 1.0])
def test_a_small_budget_gives_a_lawful_plan_or_words_and_the_same_for_any_workers(
    seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_budget, "FOR_A_DISTRICT", seconds)

    def ending(workers: int) -> object:
        try:
            return planned(place(3), BOOK, SolverSettings(workers=workers))
        except OutOfTimeError as error:
            return str(error)

    first = ending(1)
    assert ending(2) == first
    if not isinstance(first, str):
        assert not judged(place(3), BOOK, first.drills).violated  # type: ignore[attr-defined]


def test_parts_take_from_the_whole_and_parallel_searches_share_what_is_left() -> None:
    whole = SearchBudget(10.0)
    step = whole.part(0.5)
    step.take(2.0)
    assert (step.seconds_left, whole.seconds_left) == (3.0, 8.0)
    searches = whole.apart(4)
    assert [budget.seconds_left for budget in searches] == [2.0] * 4
    searches[0].take(1.5)
    searches[3].take(2.5)
    whole.take_all(searches)
    assert whole.seconds_left == 4.0
    assert searches[3].is_spent
    assert not whole.is_spent


@pytest.mark.parametrize(("seconds", "searches"), [(1.0, 2), (0.0, 1)])
def test_a_spent_budget_leaves_one_search_of_a_model(
    seconds: float, searches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[CpSolver] = []
    search = CpSolver.solve

    def counted(solver: CpSolver, model: CpModel) -> CpSolverStatus:
        begun.append(solver)
        return search(solver, model)

    monkeypatch.setattr(CpSolver, "solve", counted)
    model = CpModel()
    model.add(model.new_bool_var("") + model.new_bool_var("") >= 3)
    # A short look finds no answer, and is not trusted: one more search follows while the budget lasts.
    assert run(model, Effort(20.0, 0, budget=SearchBudget(seconds)))[1] == INFEASIBLE
    assert len(begun) == searches


def test_large_districts_have_more() -> None:
    twelve = district_budget(12).seconds_left
    assert district_budget(1).seconds_left == twelve
    assert district_budget(50).seconds_left == twelve + 38
