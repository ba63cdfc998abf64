"""Districts whose campuses share visits by prices: beside the whole district as one model, and beside counting."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from drillplanner.files.errors import InfeasibleError
from drillplanner.model import (
    BellSchedule,
    DayKind,
    DevelopmentalLimits,
    GoalWeights,
    Period,
    PeriodTag,
    Workspace,
)
from drillplanner.solve import solver
from drillplanner.solve.campus.domains.problem_builder import build_problems
from drillplanner.solve.campus.drills import drills_of_plan
from drillplanner.solve.district import visit_sharing as sharing
from drillplanner.solve.district.campus_classes import CampusClass, campus_classes
from drillplanner.solve.district.capacity import Capacity, VisitLimit, capacity_of
from drillplanner.solve.district.pricing import Column
from drillplanner.solve.district.restricted_master import solve_integer, solve_relaxed
from drillplanner.solve.district.sequential_heuristic import solve_alone
from drillplanner.solve.district.visit_sharing import share_visits
from drillplanner.solve.problem.agency_days import AgencyDayCosts, Visit
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import Effort
from drillplanner.solve.problem.schools_a_day import SchoolsADay
from drillplanner.solve.solver import SolverSettings
from tests.random_examples import tried
from tests.solve.brute_force import random_laws as laws
from tests.solve.brute_force.plain_agencies import plain_agency_points
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
    planned,
    quiet,
    tiny,
    year_of,
)

EFFORT = Effort(20.0, 0)
VISIT = count("lockdown", agency="police")
#: A school whose only lesson in which police can be there is the second of the others.
LATE = BellSchedule(
    bell_schedule_id="late",
    name="One late lesson",
    days={
        kind: (Period(name="Late", start=time(9), end=time(9, 45), tags=(PeriodTag.INSTRUCTION,)),)
        for kind in (DayKind.FULL, DayKind.EARLY_RELEASE)
    },
)


def with_late_ones(place: Workspace, late: int) -> Workspace:
    """The same with so many campuses that have only a late lesson."""
    campuses = tuple(
        campus.model_copy(update={"bell_schedule": "late"}) if place_ < late else campus
        for place_, campus in enumerate(place.campuses)
    )
    return place.model_copy(update={"campuses": campuses, "bells": {**place.bells, "late": LATE}})


def problems_of(place: Workspace, *requirements: dict[str, object]) -> tuple[CampusProblem, ...]:
    return build_problems(year_of(place, law(*requirements)))


@st.composite
def districts(draw: st.DrawFn) -> Workspace:
    """Two to six campuses, some with late lessons, and few visits of the police."""
    days = draw(st.integers(3, 7))
    kinds = draw(
        st.dictionaries(
            st.integers(0, days - 1).map(lambda day: MONDAY + timedelta(day)),
            st.sampled_from([DayKind.EARLY_RELEASE, DayKind.TESTING, DayKind.CLOSED]),
            max_size=3,
        )
    )
    campuses = draw(st.integers(2, 6))
    police = POLICE.model_copy(
        update={
            "visits_per_day": draw(st.integers(1, 5)),
            "crews": draw(st.integers(1, 2)),
            "travel_minutes": draw(st.sampled_from([0, 15, 60])),
        }
    )
    place = tiny(
        MONDAY,
        MONDAY + timedelta(days - 1),
        kinds,
        campuses=campuses,
        agencies=(police,),
        scenarios=(FIRE, LOCKDOWN),
    )
    weights = GoalWeights(
        crowding=draw(st.integers(0, 5)),
        short_day=draw(st.integers(0, 20)),
        testing_day=draw(st.integers(0, 20)),
        first_day=draw(st.integers(0, 20)),
        margin=draw(st.integers(0, 5)),
        agency_load=draw(st.integers(0, 5)),
        lone_trip=draw(st.integers(0, 5)),
    )
    place = place.model_copy(update={"district": place.district.model_copy(update={"weights": weights})})
    return with_late_ones(place, draw(st.integers(0, campuses)))


@settings(max_examples=tried(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(place=districts(), fires=st.integers(0, 2), visits=st.integers(1, 2))
def test_column_generation_gives_lawful_plans_and_valid_bounds(place: Workspace, fires: int, visits: int) -> None:
    requirements = [count("lockdown", agency="police", minimum=visits)]
    requirements += [count("fire_evacuation", minimum=fires)] if fires else []
    book = law(*requirements)
    assume(place.calendar.dates_at("c0"))
    try:
        best = planned(place, book)
    except InfeasibleError:
        best = None
    problems = problems_of(place, *requirements)
    alone = solve_alone(problems, EFFORT, 1, quiet)
    assume(all(outcome.plans for outcome in alone))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sharing, "WHOLE_DISTRICT", 1)
        days = AgencyDayCosts.of(place.district, len(place.campuses))
        standings, bound = share_visits(problems, alone, days, EFFORT, 1, quiet)
    plans = [standing.plan for standing in standings if standing.plan is not None]
    if best is None:
        event("impossible")
        assert len(plans) < len(problems)
        return
    assert best.status == "optimal"
    assert bound <= best.cost
    if len(plans) < len(problems):
        event("left to the whole model")
        return
    drills = tuple(
        drill for problem, plan in zip(problems, plans, strict=True) for drill in drills_of_plan(problem, plan)
    )
    cost = sum(plan.cost for plan in plans) + plain_agency_points(place, drills)
    event("best" if cost == best.cost else "dearer")
    assert len(drills) == len(best.drills)
    assert cost >= best.cost
    assert all_met(judged(place, book, drills), duties_of(place, book))


@settings(max_examples=tried(50), deadline=None, suppress_health_check=list(HealthCheck))
@given(place=districts(), fires=st.integers(0, 2), practice=laws.practices())
def test_bounds_beside_good_practice_hold_for_plans_that_break_as_much(
    place: Workspace, fires: int, practice: DevelopmentalLimits
) -> None:
    requirements = [VISIT, *([count("fire_evacuation", minimum=fires)] if fires else [])]
    book = law(*requirements)
    assume(place.calendar.dates_at("c0"))
    try:
        best = planned(place, book, limits=practice)
    except InfeasibleError:
        return
    problems = build_problems(year_of(place, book, practice))
    alone = solve_alone(problems, EFFORT, 1, quiet)
    assume(all(outcome.plans for outcome in alone))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sharing, "WHOLE_DISTRICT", 1)
        days = AgencyDayCosts.of(place.district, len(place.campuses))
        standings, bound = share_visits(problems, alone, days, EFFORT, 1, quiet)
    plans = [standing.plan for standing in standings if standing.plan is not None]
    assume(len(plans) == len(problems) and best.status == "optimal")
    needed = sum(outcome.breaches for outcome in alone)
    breaches = sum(plan.breaches for plan in plans)
    drills = tuple(
        drill for problem, plan in zip(problems, plans, strict=True) for drill in drills_of_plan(problem, plan)
    )
    cost = sum(plan.cost for plan in plans) + plain_agency_points(place, drills)
    event("as alone" if breaches == needed else "more breaches, a bound" if bound else "more breaches, no bound")
    assert bound <= cost
    if breaches == best.breaches and len(drills) == len(best.drills):
        assert bound <= best.cost
    assert all_met(judged(place, book, drills), duties_of(place, book))


@settings(max_examples=150, deadline=None)
@given(
    campuses=st.lists(st.integers(1, 3), min_size=1, max_size=3),
    bids=st.lists(
        st.lists(
            st.tuples(st.integers(0, 9), st.frozensets(st.integers(0, 2), max_size=2)), min_size=1, max_size=3
        ),
        min_size=3,
        max_size=3,
    ),
    most=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 4)), min_size=3, max_size=3),
)
def test_the_integer_master_is_the_best_choice_of_columns(
    campuses: list[int], bids: list[list[tuple[int, frozenset[int]]]], most: list[tuple[int, int, int]]
) -> None:
    (problem,) = problems_of(tiny(MONDAY, MONDAY + timedelta(2)), VISIT)
    (alone,) = solve_alone((problem,), EFFORT, 1, quiet)
    no_uses = SchoolsADay().uses_at(problem)
    kinds = [CampusClass(tuple(range(many)), problem, alone.plans[0], no_uses) for many in campuses]
    dates = [("police", MONDAY + timedelta(day)) for day in range(3)]
    capacity: Capacity = {
        visit: VisitLimit(free + dear, free, points)
        for visit, (free, dear, points) in zip(dates, most, strict=True)
    }
    offered = [
        [
            Column(frozenset({(0, place)}), tuple(sorted(dates[day] for day in visits)), cost)
            for place, (cost, visits) in enumerate(bids_of_class)
        ]
        for _, bids_of_class in zip(campuses, bids, strict=False)
    ]
    costs = []
    for choice in product(*(_ways(many, len(columns)) for many, columns in zip(campuses, offered, strict=True))):
        asked: dict[Visit, int] = dict.fromkeys(dates, 0)
        cost = 0
        for numbers, columns in zip(choice, offered, strict=True):
            for number, bid in zip(numbers, columns, strict=True):
                cost += number * bid.cost
                for visit in bid.visits:
                    asked[visit] += number
        if all(asked[visit] <= capacity[visit].most for visit in dates):
            costs.append(cost + dear_points(capacity, asked))
    taken = solve_integer(kinds, offered, capacity, EFFORT)
    chosen = [
        (number, bid)
        for columns, many in zip(offered, taken, strict=True)
        for bid, number in zip(columns, many, strict=True)
    ]
    found = sum(number * bid.cost for number, bid in chosen) + dear_points(
        capacity, {on: sum(number for number, bid in chosen if on in bid.visits) for on in dates}
    )
    shares = solve_relaxed(kinds, offered, capacity, 1000.0)
    if costs:
        assert sum(sum(many) for many in taken) == sum(campuses)
        assert found == min(costs)
        assert shares.cost <= min(costs) + 1e-6
        assert shares.excess <= 1e-6
    else:
        assert sum(sum(many) for many in taken) < sum(campuses)


def dear_points(capacity: Capacity, asked: dict[Visit, int]) -> int:
    """What visits beyond the free ones cost."""
    return sum(limit.points * max(0, asked[visit] - limit.free) for visit, limit in capacity.items())


@settings(max_examples=200, deadline=None)
@given(free=st.integers(0, 5), dear=st.integers(0, 5), points=st.integers(0, 9), price=st.integers(0, 1500))
def test_no_number_of_visits_has_more_revenue_than_the_bound_subtracts(
    free: int, dear: int, points: int, price: int
) -> None:
    brought = [price * visits - 100 * points * max(0, visits - free) for visits in range(free + dear + 1)]
    assert VisitLimit(free + dear, free, points).revenue(price, 100) == max(brought)


def _ways(campuses: int, bids: int) -> list[tuple[int, ...]]:
    """All ways in which so many campuses can take these bids."""
    return [numbers for numbers in product(range(campuses + 1), repeat=bids) if sum(numbers) == campuses]


@settings(max_examples=tried(20), deadline=None)
@given(visits=st.integers(1, 4), crews=st.integers(1, 2), travel=st.sampled_from([0, 15, 30, 60]))
def test_no_plan_makes_more_visits_on_a_date_than_the_capacity(visits: int, crews: int, travel: int) -> None:
    police = POLICE.model_copy(update={"visits_per_day": visits, "crews": crews, "travel_minutes": travel})
    fits = 0
    for campuses in range(1, 6):
        place = tiny(MONDAY, MONDAY, campuses=campuses, agencies=(police,), scenarios=(LOCKDOWN,))
        problems = problems_of(place, VISIT)
        alone = tuple(outcome.plans[0] for outcome in solve_alone(problems, EFFORT, 1, quiet))
        days = AgencyDayCosts.of(place.district, campuses)
        limit = capacity_of(campus_classes(problems, alone), days).get(("police", MONDAY))
        most = campuses if limit is None else limit.most
        try:
            planned(place, law(VISIT))
        except InfeasibleError:
            continue
        fits = campuses
        assert campuses <= most
    assert fits >= 1


def test_forty_campuses_share_an_officer_at_the_least_possible_cost() -> None:
    # Twenty days with two visits each: every visit is needed, those on the first day and on short days too.
    short = [date(2025, 10, 3), date(2025, 10, 8)]
    police = POLICE.model_copy(update={"visits_per_day": 2, "crews": 2})
    place = tiny(
        date(2025, 9, 29),
        date(2025, 10, 24),
        dict.fromkeys(short, DayKind.EARLY_RELEASE),
        campuses=40,
        agencies=(police,),
    )
    found = planned(place, law(VISIT))
    weights = place.district.weights
    late = 2 * 3 * weights.margin
    assert found.status == "optimal"
    lessons = 40 * weights.instruction_minutes
    assert found.cost == found.bound == 2 * (weights.first_day + 2 * weights.short_day) + late + lessons


@pytest.mark.parametrize(("campuses", "late", "days"), [(6, 4, 5), (8, 5, 5), (9, 5, 8)])
def test_the_number_of_workers_does_not_change_the_master_solution(
    campuses: int, late: int, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """These are searched as if they were large, once by dates and once by hours too; large ones take minutes."""
    for room in (sharing, solver):
        monkeypatch.setattr(room, "WHOLE_DISTRICT", 1)
    police = POLICE.model_copy(update={"visits_per_day": 2, "crews": 1})
    last = MONDAY + timedelta(days - 1)
    place = with_late_ones(tiny(MONDAY, last, campuses=campuses, agencies=(police,)), late)
    book = law(VISIT, count("fire_evacuation"))
    plans = [planned(place, book, SolverSettings(workers=workers)) for workers in (1, 3)]
    assert plans[0].status == "feasible"
    assert plans[0] == plans[1]


def test_one_visit_too_many_for_hundreds_is_explained() -> None:
    place = tiny(date(2025, 9, 29), date(2025, 10, 10), campuses=11 * 2)
    with pytest.raises(InfeasibleError) as caught:
        planned(place, law(VISIT))
    # The smallest set is named: any eleven of the campuses are one too many.
    assert any("11 visits are needed and 10 can be made" in reason for reason in caught.value.reasons)


def test_campuses_hold_an_extra_drill_if_the_law_leaves_no_other_way() -> None:
    # One drill in the second week meets both duties, but police can make ten visits there for thirteen campuses.
    police = POLICE.model_copy(update={"visits_per_day": 2, "travel_minutes": 0})
    place = tiny(MONDAY, MONDAY + timedelta(18), campuses=13, agencies=(police,), scenarios=(LOCKDOWN,))
    book = law(
        count("lockdown", agency="police", between={"since": "09-29", "until": "10-10"}),
        count("lockdown", agency="police", between={"since": "10-06", "until": "10-17"}),
    )
    found = planned(place, book)
    assert len(found.drills) == 13 + 3
    # What campuses need alone is no bound for plans that hold more.
    assert found.status == "feasible"
    assert found.bound <= found.cost
    assert all_met(judged(place, book, found.drills), duties_of(place, book))
