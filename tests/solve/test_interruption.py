"""A search that is interrupted after each of its steps: no plan at first, then a lawful one, then a proven one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from ortools.sat.python.cp_model import UNKNOWN, CpModel, CpSolver, CpSolverStatus

from drillplanner.files.errors import OutOfTimeError
from drillplanner.progress import Interruption
from drillplanner.solve.model import runs
from drillplanner.solve.problem.plans import Effort
from drillplanner.solve.solver import Solution, SolverSettings
from tests.solve.brute_force.boundary_pairs import MONDAY, days
from tests.solve.brute_force.tiny_districts import FRONT, LOCKDOWN, POLICE, count, judged, law, planned
from tests.solve.brute_force.tiny_repairs import before_of, closed, repaired

MOST_SEARCHES = 80


def each_interrupted(
    monkeypatch: pytest.MonkeyPatch, search: Callable[[SolverSettings], Solution]
) -> list[Solution | None]:
    """What the search gives when it is told to end after its first solve, its second, and so on; None: no plan."""
    solve = runs._solve
    found: list[Solution | None] = []
    for last in range(1, MOST_SEARCHES):
        interruption, done = Interruption(), 0

        def counted(
            solver: CpSolver,
            model: CpModel,
            effort: Effort,
            interruption: Interruption = interruption,
            last: int = last,
        ) -> CpSolverStatus:
            nonlocal done
            if interruption.is_requested:
                return UNKNOWN
            status = solve(solver, model, effort)
            done += 1
            if done == last:
                interruption.request()
            return status

        monkeypatch.setattr(runs, "_solve", counted)
        try:
            found.append(search(SolverSettings(workers=1, interruption=interruption)))
        except OutOfTimeError as error:
            assert "Interrupted before a whole plan was found" in str(error)
            found.append(None)
        if done < last:
            return found
    raise AssertionError("the search does not end")


def test_an_interrupted_solve_gives_no_plan_then_a_lawful_one_then_a_proven_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = days(8, scenarios=(FRONT, LOCKDOWN), agencies=(POLICE,), campuses=3)
    book = law(count("lockdown", agency="police", minimum=2))
    found = each_interrupted(monkeypatch, lambda settings: planned(place, book, settings))
    best = found[-1]
    assert best is not None
    assert (best.status, best.interrupted) == ("optimal", False)
    statuses = ["none" if plan is None else plan.status for plan in found]
    assert list(dict.fromkeys(statuses)) == ["none", "feasible", "optimal"]
    assert statuses == sorted(statuses, key=["none", "feasible", "optimal"].index)
    for plan in found[:-1]:
        if plan is not None:
            assert plan.interrupted
            assert not plan.ran_out_of_time
            assert plan.bound <= best.cost <= plan.cost
            assert not judged(place, book, plan.drills).violated
            assert not judged(place, book, plan.drills).entries


def test_a_repair_keeps_what_it_must_whenever_it_is_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    place = days(8, scenarios=(FRONT, LOCKDOWN), agencies=(POLICE,), campuses=2)
    book = law(count("lockdown", agency="police", minimum=2))
    drills = planned(place, book).drills
    after = closed(place, drills[0].date, drills[-1].date)
    before = before_of(after, drills, MONDAY)
    moved = []

    def search(settings: SolverSettings) -> Solution:
        done = repaired(after, book, before, settings)
        moved.append((done.moved, done.moved_at_least))
        return done.solution

    found = each_interrupted(monkeypatch, search)
    assert found[0] is None
    assert found[-1] is not None
    assert not found[-1].interrupted
    fewest = moved[-1][0]
    for number, at_least in moved:
        assert at_least <= fewest <= number
    for plan in found:
        if plan is not None:
            assert not judged(after, book, plan.drills).violated
            assert not judged(after, book, plan.drills).entries


def test_a_running_search_stops_on_interruption() -> None:
    model = CpModel()
    interruption = Interruption()
    effort = Effort(1000.0, 0, interruption=interruption)
    stopped = []

    class Solver(CpSolver):
        def solve(self, model: CpModel, solution_callback: object = None) -> CpSolverStatus:
            interruption.request()
            return UNKNOWN

        @property
        def deterministic_time(self) -> float:
            return 0.5

        def stop_search(self) -> None:
            stopped.append(True)

    assert runs._solve(Solver(), model, effort) == UNKNOWN
    assert stopped == [True]
    assert effort.is_over
    assert runs.solver_for(effort).parameters.max_time_in_seconds == pytest.approx(0.01)
    assert not runs.solver_for(Effort(1.0, 0)).parameters.catch_sigint_signal
