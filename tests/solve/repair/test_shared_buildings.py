"""A building's plan made anew: no other with as few moves costs less than the bound, by trying everything."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from drillplanner.files.errors import InfeasibleError
from drillplanner.law import LawBook
from drillplanner.model import Drill, Workspace
from drillplanner.solve.problem.previous_plan import PreviousPlan
from tests.solve.brute_force.exhaustive_search import Trial
from tests.solve.brute_force.plain_agencies import alone_at, can_be_made, plain_agency_points
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import FIRE, LOCKDOWN, POLICE, planned
from tests.solve.brute_force.tiny_repairs import before_of, closed, futures, moves
from tests.solve.coupling.test_shared_buildings import (
    BOTH,
    UNEQUAL,
    WATCHED,
    again,
    are_together,
    days,
    on,
    one_visit_each,
    shared,
    worth_of,
)

#: Moves, drills, breaches, visits and points.
Tiers = tuple[int, int, int, int, int]


def best_of_all(place: Workspace, book: LawBook, before: dict[str, PreviousPlan]) -> Tiers | None:
    """The best of all plans of two campuses in one building in which the past stands."""
    years: list[list[tuple[list[Drill], Tiers]]] = []
    for number in range(2):
        # What is closed at one campus alone is closed at it under any name.
        trial, was = Trial(alone_at(place, number), book), before[f"c{number}"]
        years.append([])
        for drills in futures(trial, was):
            if trial.is_lawful(drills, trial.kept):
                named = [
                    drill.model_copy(update={"campus_id": f"c{number}", "drill_id": f"{number}-{drill.drill_id}"})
                    for drill in drills
                ]
                years[-1].append((named, (moves(was, drills), *trial.tiers(drills))))
    found: Tiers | None = None
    for (first_year, its), (second_year, others) in product(*years):
        together = tuple(its_own + theirs for its_own, theirs in zip(its, others, strict=True))
        if (found is not None and together[:4] > found[:4]) or not are_together(place, (first_year, second_year)):
            continue
        every = [*first_year, *second_year]
        if can_be_made(place, one_visit_each(every)):
            first, second, third, fourth, points = together
            worth = first, second, third, fourth, points + plain_agency_points(place, every)
            found = worth if found is None else min(found, worth)
    return found


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    book=st.sampled_from([BOTH, UNEQUAL, WATCHED]),
    shut=st.integers(0, 3),
    as_of=st.integers(0, 1),
    behind=st.sampled_from([0, 0, 300]),
)
def test_no_plan_of_a_building_made_anew_is_better_than_its_bound(
    book: LawBook, shut: int, as_of: int, behind: int
) -> None:
    # Visits to both are one at one minute alone.
    agencies, later = ((POLICE,), 0) if book is WATCHED else ((), behind)
    place = shared(
        days(4, agencies=agencies, scenarios=(FIRE, LOCKDOWN)), later, first_facts={"fire_escapes": True}
    )
    was = planned(place, book).drills
    after = closed(place, on(shut))
    before = before_of(after, was, on(as_of))
    best = best_of_all(after, book, before)
    try:
        found = again(after, book, before)
    except InfeasibleError:
        event("impossible")
        assert best is None
        return
    assume(not found.dropped_duties)
    event(found.solution.status)
    assert best is not None
    assert (found.moved, *worth_of(found.solution)) == best
    assert found.solution.bound <= best[4]
    assert found.solution.status == "feasible" or found.solution.bound == best[4]


@pytest.mark.parametrize("day", [0, 1])
def test_a_shared_drill_moved_at_no_cost_is_proven(day: int) -> None:
    place = shared(days(9))
    was = planned(place, BOTH).drills
    shut = sorted({drill.date for drill in was})[day]
    after = closed(place, shut)
    found = again(after, BOTH, before_of(after, was, MONDAY))
    assert (found.solution.status, found.solution.bound) == ("optimal", found.solution.cost)
