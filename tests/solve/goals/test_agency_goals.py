"""The agencies' days: three counts agree, and no year of a tiny district is better."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from drillplanner.audit.schedule.goals import AGENCY_COUNTERS
from drillplanner.files.errors import InfeasibleError
from drillplanner.model import DISTRICT_GOALS, Agency, DayKind, Drill, GoalWeights, Workspace
from drillplanner.solve.campus.drills import drills_of_plan
from drillplanner.solve.district import visit_sharing as sharing
from drillplanner.solve.district.sequential_heuristic import solve_alone
from drillplanner.solve.district.visit_sharing import share_visits
from drillplanner.solve.problem.agency_days import AgencyDayCosts
from drillplanner.solve.problem.plans import Effort
from tests.random_examples import tried
from tests.solve.brute_force.plain_agencies import (
    best_together,
    plain_agency_load,
    plain_agency_points,
    plain_lone_trip,
)
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import (
    LOCKDOWN,
    POLICE,
    all_met,
    count,
    duties_of,
    judged,
    law,
    planned,
    quiet,
    tiny,
)
from tests.solve.brute_force.tiny_repairs import before_of, closed, futures, moves, repaired
from tests.solve.district.test_column_generation import problems_of, with_late_ones

VISIT = count("lockdown", agency="police")
TWICE = count("lockdown", agency="police", minimum=2)
SLOW = settings(max_examples=tried(25), deadline=None, suppress_health_check=list(HealthCheck))
NOTHING = dict.fromkeys(GoalWeights.model_fields, 0)


def with_weights(place: Workspace, **weights: int) -> Workspace:
    """Return the weights with only these goals above zero."""
    district = place.district.model_copy(update={"weights": GoalWeights(**(NOTHING | weights))})
    return place.model_copy(update={"district": district})


@st.composite
def districts(draw: st.DrawFn) -> Workspace:
    """Draw two or three campuses on some days, with an officer who can make several visits on each."""
    length = draw(st.integers(2, 4))
    short = draw(st.sets(st.integers(0, length - 1), max_size=1))
    police = POLICE.model_copy(
        update={
            "visits_per_day": draw(st.integers(1, 5)),
            "crews": draw(st.integers(1, 3)),
            "travel_minutes": draw(st.sampled_from([0, 15])),
        }
    )
    campuses = draw(st.integers(2, 3))
    place = tiny(
        MONDAY,
        MONDAY + timedelta(length - 1),
        {MONDAY + timedelta(day): DayKind.EARLY_RELEASE for day in short},
        campuses=campuses,
        agencies=(police,),
        scenarios=(LOCKDOWN,),
    )
    place = with_weights(
        place,
        agency_load=draw(st.sampled_from([0, 2, 9])),
        lone_trip=draw(st.sampled_from([0, 2, 9])),
        short_day=draw(st.integers(0, 4)),
        first_day=draw(st.integers(0, 4)),
        crowding=draw(st.integers(0, 3)),
    )
    return with_late_ones(place, draw(st.integers(0, campuses - 1)))


@SLOW
@given(place=districts(), asked=st.sampled_from([VISIT, TWICE]))
def test_no_year_of_a_district_is_better(place: Workspace, asked: dict[str, Any]) -> None:
    book = law(asked)
    best = best_together(place, book, lambda trial, _: trial.schedules())
    assume(best is not None)
    found = planned(place, book)
    event(f"{plain_agency_points(place, found.drills) > 0}: days cost points")
    assert (found.status, found.cost, found.bound) == ("optimal", best, best)
    assert all_met(judged(place, book, found.drills), duties_of(place, book))


@SLOW
@given(place=districts(), asked=st.sampled_from([VISIT, TWICE]))
def test_the_bound_of_column_generation_is_never_above_the_best(place: Workspace, asked: dict[str, Any]) -> None:
    best = best_together(place, law(asked), lambda trial, _: trial.schedules())
    assume(best is not None)
    problems = problems_of(place, asked)
    days = AgencyDayCosts.of(place.district, len(place.campuses))
    alone = solve_alone(problems, Effort(20.0, 0), 1, quiet)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sharing, "WHOLE_DISTRICT", 1)
        standings, bound = share_visits(problems, alone, days, Effort(20.0, 0), 1, quiet)
    assert best is not None
    assert bound <= best
    plans = [standing.plan for standing in standings if standing.plan is not None]
    if len(plans) == len(problems):
        drills = [
            drill for problem, plan in zip(problems, plans, strict=True) for drill in drills_of_plan(problem, plan)
        ]
        cost = sum(plan.cost for plan in plans) + plain_agency_points(place, drills)
        event("best" if cost == best else "dearer")
        assert cost >= best


@SLOW
@given(
    place=districts(),
    asked=st.sampled_from([VISIT, TWICE]),
    shut=st.sets(st.integers(0, 3), min_size=1, max_size=1),
    as_of=st.integers(0, 2),
    hit=st.sets(st.integers(0, 2), min_size=1),
)
def test_a_plan_made_anew_is_the_best_of_those_that_move_as_few(
    place: Workspace, asked: dict[str, Any], shut: set[int], as_of: int, hit: set[int]
) -> None:
    book = law(asked)
    try:
        drills = planned(place, book).drills
    except InfeasibleError:
        assume(False)
        return
    after = closed(place, *(MONDAY + timedelta(day) for day in sorted(shut)))
    assume(after.calendar.dates_at("c0"))
    before = before_of(after, drills, MONDAY + timedelta(as_of))
    try:
        found = repaired(after, book, before)
    except InfeasibleError:
        event("infeasible")
        return
    assume(not found.dropped_duties)
    now = found.solution.drills
    points = plain_agency_points(after, now)
    assert found.solution.cost >= points
    assert found.solution.bound <= found.solution.cost

    def staying(trial: Any, number: int) -> Any:
        """Schedules of the campus that move as few drills as what was found there."""
        campus_id = after.campuses[number].campus_id
        drills = [drill for drill in now if drill.campus_id == campus_id]
        few = moves(before[campus_id], drills)
        return (future for future in futures(trial, before[campus_id]) if moves(before[campus_id], future) == few)

    best = best_together(after, book, staying)
    assert best is not None
    event(f"{found.solution.status}, {'dearer' if found.solution.cost > best else 'best'}")
    assert found.solution.bound <= best
    if found.solution.status == "optimal":
        assert found.solution.cost == best


@settings(max_examples=200, deadline=None)
@given(
    visits=st.lists(st.tuples(st.sampled_from(["police", "fire"]), st.integers(0, 3)), max_size=14),
    most=st.tuples(st.integers(1, 9), st.integers(1, 9)),
    campuses=st.integers(1, 3),
)
def test_solver_judge_and_plain_counting_find_the_same(
    visits: list[tuple[str, int]], most: tuple[int, int], campuses: int
) -> None:
    agencies = tuple(
        Agency(agency_id=name, name=name, kind="police", visits_per_day=number)
        for name, number in zip(("police", "fire"), most, strict=True)
    )
    place = tiny(MONDAY, MONDAY + timedelta(4), campuses=campuses, agencies=agencies)
    drills = tuple(
        Drill(
            drill_id=f"d{number}",
            campus_id=f"c{number % campuses}",
            drill_type="lockdown",
            date=MONDAY + timedelta(day),
            start=time(9),
            end=time(9, 10),
            agencies=(agency_id,),
        )
        for number, (agency_id, day) in enumerate(visits)
    )
    counted = {goal: counter(place.district, campuses, drills) for goal, counter in AGENCY_COUNTERS.items()}
    assert tuple(counted) == DISTRICT_GOALS
    assert counted["agency_load"] == plain_agency_load(place, drills)
    assert counted["lone_trip"] == plain_lone_trip(place, drills)
    days = AgencyDayCosts.of(place.district, campuses)
    dated = [(agency_id, MONDAY + timedelta(day)) for agency_id, day in visits]
    assert days.total(dated) == plain_agency_points(place, drills)


def test_an_officer_comes_to_two_campuses_on_a_date_rather_than_to_one() -> None:
    police = POLICE.model_copy(update={"visits_per_day": 2})
    place = tiny(date(2025, 9, 29), date(2025, 10, 10), campuses=6, agencies=(police,))
    found = planned(place, law(VISIT))
    dates = [drill.date for drill in found.drills]
    assert sorted(dates.count(on) for on in set(dates)) == [2, 2, 2]
    assert found.status == "optimal"


def test_no_day_is_fuller_than_half_while_others_are_free() -> None:
    police = POLICE.model_copy(update={"visits_per_day": 6, "crews": 6})
    place = tiny(date(2025, 9, 29), date(2025, 10, 3), campuses=9, agencies=(police,))
    found = planned(with_weights(place, agency_load=2, lone_trip=2), law(VISIT))
    dates = [drill.date for drill in found.drills]
    assert max(dates.count(on) for on in set(dates)) == 3
    assert min(dates.count(on) for on in set(dates)) > 1
    # Without the goal all alike campuses take the same best day, as far as the officer can come.
    careless = planned(with_weights(place, first_day=1), law(VISIT))
    dates = [drill.date for drill in careless.drills]
    assert max(dates.count(on) for on in set(dates)) == 6


def test_the_days_of_the_agencies_are_in_the_points_and_in_the_bound() -> None:
    # Five visits on two days: three on one of them is one beyond two, and nothing avoids it.
    police = POLICE.model_copy(update={"visits_per_day": 3, "crews": 3})
    place = tiny(MONDAY, MONDAY + timedelta(1), campuses=5, agencies=(police,), scenarios=(LOCKDOWN,))
    found = planned(with_weights(place, agency_load=7, lone_trip=3), law(VISIT))
    assert (found.status, found.cost, found.bound) == ("optimal", 7, 7)
    # One visit on each of two days costs two single trips, unless both come on one.
    two = place.model_copy(update={"campuses": place.campuses[:2]})
    assert planned(with_weights(two, lone_trip=3), law(VISIT)).cost == 0
    assert planned(with_weights(two, lone_trip=3, first_day=9), law(VISIT)).cost == 0
    far = police.model_copy(update={"crews": 1, "travel_minutes": 300})
    apart = two.model_copy(update={"district": two.district.model_copy(update={"agencies": (far,)})})
    found = planned(with_weights(apart, lone_trip=3), law(VISIT))
    assert (found.status, found.cost, found.bound) == ("optimal", 6, 6)


def test_hundreds_share_an_officer_level_and_proven() -> None:
    # Ten days, four visits on each free of points: forty campuses fill them to the point, and none is beyond.
    police = POLICE.model_copy(update={"visits_per_day": 8, "crews": 8})
    place = tiny(date(2025, 9, 29), date(2025, 10, 10), campuses=40, agencies=(police,), scenarios=(LOCKDOWN,))
    found = planned(with_weights(place, agency_load=2, lone_trip=2), law(VISIT))
    dates = [drill.date for drill in found.drills]
    assert {dates.count(on) for on in set(dates)} == {4}
    assert (found.status, found.cost, found.bound) == ("optimal", 0, 0)
