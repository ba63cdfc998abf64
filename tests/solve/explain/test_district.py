"""Feasibility of a whole district, before it is planned."""

from __future__ import annotations

from datetime import date

import pytest

from drillplanner.files.errors import InfeasibleError, OutOfTimeError
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder, build_problems
from drillplanner.solve.explain.district import feasibility
from drillplanner.solve.explain.infeasibility import raise_if_infeasible
from drillplanner.solve.problem.plans import Effort, SolveOutcome
from tests.solve.brute_force.tiny_districts import count, law, quiet, tiny, year_of


@pytest.mark.parametrize(("campuses", "status"), [(10, "possible"), (11, "infeasible"), (13, "infeasible")])
def test_ten_days_with_a_visit_each(campuses: int, status: str) -> None:
    assert _status(campuses, date(2025, 10, 10)) == status


def test_a_count_of_visits_is_not_called_a_plan() -> None:
    assert _status(13, date(2025, 10, 31)) == "countable"


def _status(campuses: int, last: date) -> str:
    place = tiny(date(2025, 9, 29), last, campuses=campuses)
    year = year_of(place, law(count("lockdown", agency="police")))
    return feasibility(build_problems(year), ProblemBuilder(year), quiet).status


def test_what_one_run_calls_impossible_is_not_confirmed_when_time_is_over() -> None:
    place = tiny(date(2025, 9, 29), date(2025, 9, 30))
    year = year_of(place, law(count("lockdown", minimum=3)))
    (problem,), builder = build_problems(year), ProblemBuilder(year)
    impossible = SolveOutcome("infeasible")
    with pytest.raises(InfeasibleError):
        raise_if_infeasible((problem,), (impossible,), builder, Effort(20.0, 0))
    with pytest.raises(OutOfTimeError, match="seems to be no lawful plan"):
        raise_if_infeasible((problem,), (impossible,), builder, Effort(20.0, 0, deadline=0.0))
