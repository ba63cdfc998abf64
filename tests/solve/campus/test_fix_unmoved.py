"""A plan made anew with all drills in place that can stay: as good as what the whole search gives."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from drillplanner.files.errors import InfeasibleError
from drillplanner.law import LawBook
from drillplanner.model import Drill, Workspace
from drillplanner.solve.campus import search
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.campus.fix_unmoved import fix_unmoved
from drillplanner.solve.campus.unmet_demand import restrict_to_unmet_demand
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.previous_plan import PreviousPlan
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.repair import fixed_rest as around
from drillplanner.solve.repair.fewest_moves import RepairedPlan
from tests.random_examples import tried
from tests.solve.brute_force import random_laws as laws
from tests.solve.brute_force.boundary_pairs import MONDAY, days
from tests.solve.brute_force.tiny_districts import BACK, FRONT, LOCKDOWN, POLICE, count, law, planned, year_of
from tests.solve.brute_force.tiny_repairs import before_of, closed, repaired
from tests.solve.repair.test_fewest_moves import day

ASKED = st.one_of(laws.counts(), laws.covers(), laws.spacings(), laws.varies())


def problem_of(place: Workspace, book: LawBook, before: dict[str, PreviousPlan]) -> CampusProblem:
    year = year_of(place, book)
    return ProblemBuilder(year, before).problem_of(place.campuses[0], year.duties)


def whole_search(
    monkeypatch: pytest.MonkeyPatch, place: Workspace, book: LawBook, before: dict[str, PreviousPlan]
) -> RepairedPlan:
    """What is found without holding anything in place."""
    with monkeypatch.context() as patched:
        for module in (search, around):
            patched.setattr(module, "solve_unmoved", lambda *given: None)
        return repaired(place, book, before)


@settings(
    max_examples=tried(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(
    requirements=st.lists(ASKED, min_size=1, max_size=3),
    shut=st.sets(st.integers(0, 11), min_size=1, max_size=3),
    as_of=st.integers(0, 8),
    campuses=st.integers(1, 2),
)
def test_fixing_unmoved_drills_finds_what_the_full_search_finds(
    monkeypatch: pytest.MonkeyPatch, requirements: list[dict[str, Any]], shut: set[int], as_of: int, campuses: int
) -> None:
    place = days(12, scenarios=(FRONT, BACK, LOCKDOWN), agencies=(POLICE,), campuses=campuses)
    book = law(*requirements)
    try:
        drills = planned(place, book).drills
    except InfeasibleError:
        assume(False)
        return
    dates = [day(number) for number in sorted(shut) if day(number) in place.calendar.dates_at("c0")]
    assume(dates)
    after = closed(place, *dates)
    before = before_of(after, drills, day(as_of))
    try:
        slow = whole_search(monkeypatch, after, book, before)
    except InfeasibleError:
        event("infeasible")
        with pytest.raises(InfeasibleError):
            repaired(after, book, before)
        return
    quick = repaired(after, book, before)
    event(f"{quick.moved} moved, {len(quick.dropped_duties)} lost")
    assert worth_of(quick) == worth_of(slow)
    # The whole search now and then finds the best plan without proving it.
    if slow.solution.status == "optimal":
        assert (quick.solution.status, quick.solution.bound) == ("optimal", slow.solution.bound)
    assert quick.solution.bound <= slow.solution.cost


def worth_of(found: RepairedPlan) -> tuple[object, ...]:
    solution = found.solution
    visits = sum(len(drill.agencies or ()) for drill in solution.drills)
    return found.dropped_duties, found.moved, len(solution.drills), solution.breaches, visits, solution.cost


def test_unmet_demand_is_counted_and_only_its_choices_remain() -> None:
    place = days(20, scenarios=(FRONT, LOCKDOWN))
    book = law(
        count("fire_evacuation", minimum=2, between={"since": "09-29", "until": "10-08"}),
        count("lockdown", between={"since": "10-09", "until": "10-31"}),
    )
    drills = planned(place, book).drills
    gone = [
        next(drill for drill in drills if drill.drill_type == kind) for kind in ("fire_evacuation", "lockdown")
    ]
    after = closed(place, *(drill.date for drill in gone))
    problem = problem_of(after, book, before_of(after, drills, MONDAY))
    assert restrict_to_unmet_demand((problem,), ResourceUse(), careful=False) is None
    staying = fix_unmoved((problem,))
    assert staying is not None
    few = restrict_to_unmet_demand(staying, ResourceUse(), careful=False)
    assert few is not None
    assert few.drills == 3
    assert not few.is_impossible
    (cut,) = few.problems
    left = {
        (cut.scenarios[scenario].drill_type.value, cut.days[on].date)
        for scenario, possible in enumerate(cut.possible_days)
        for on in possible
    }
    stands = next(drill for drill in drills if drill not in gone)
    first, second = {date(2025, 10, 8)}, {date(2025, 10, 9)}
    assert ("fire_evacuation", stands.date) in left
    assert all(on <= max(first) for kind, on in left if kind == "fire_evacuation")
    assert all(on >= min(second) for kind, on in left if kind == "lockdown")
    assert {kind for kind, _ in left} == {"fire_evacuation", "lockdown"}


def test_a_duty_that_no_further_drill_can_meet_is_found_without_search() -> None:
    place = days(12, scenarios=(FRONT, LOCKDOWN))
    asked = count("fire_evacuation", between={"since": "09-29", "until": "10-01"})
    book = law(asked, count("lockdown", minimum=2))
    # The fire drill was to be on the second day, which is closed, and the third has passed without one.
    drills = tuple(
        drill.model_copy(update={"date": day(1)}) if drill.drill_type == "fire_evacuation" else drill
        for drill in planned(place, book).drills
    )
    after = closed(place, day(0), day(1))
    staying = fix_unmoved((problem_of(after, book, before_of(after, drills, day(3))),))
    assert staying is not None
    few = restrict_to_unmet_demand(staying, ResourceUse(), careful=False)
    assert few is not None
    assert few.is_impossible


def test_a_new_visit_avoids_unmoved_visits_at_other_broken_campuses() -> None:
    place = days(12, scenarios=(LOCKDOWN,), agencies=(POLICE,), campuses=3)
    book = law(count("lockdown", agency="police", minimum=2))
    drills = planned(place, book).drills
    first: dict[str, Drill] = {}
    for drill in drills:
        first.setdefault(drill.campus_id, drill)
    after = closed(place, *(drill.date for drill in first.values()))
    found = repaired(after, book, before_of(after, drills, MONDAY))
    shut = {drill.date for drill in first.values()}
    assert found.moved == found.moved_at_least == sum(drill.date in shut for drill in drills)
    assert found.solution.status == "optimal"
    dates = [drill.date for drill in found.solution.drills]
    assert len(dates) == len(set(dates)) == 6
