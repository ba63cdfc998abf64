"""The bound on points of the agencies' days beside every year of a tiny district."""

from __future__ import annotations

from datetime import time, timedelta

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from drillplanner.model import BellSchedule, DayKind, GoalWeights, Period, PeriodTag, Workspace
from drillplanner.solve.district.campus_classes import campus_classes
from drillplanner.solve.district.sequential_heuristic import solve_alone
from drillplanner.solve.district.visit_lower_bound import lower_bound_by_hours, visit_lower_bound
from drillplanner.solve.problem.agency_days import AgencyDayCosts
from drillplanner.solve.problem.plans import Effort
from tests.solve.brute_force.plain_agencies import best_together
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import LOCKDOWN, POLICE, STAFF, count, law, planned, quiet, tiny
from tests.solve.district.test_column_generation import problems_of

EFFORT = Effort(20.0, 0)
VISIT = count("lockdown", agency="police")


def ending_at(last_bell: time) -> BellSchedule:
    """A school whose only lesson ends at this bell; staff are there for some time after it."""
    day = (Period(name="Lesson", start=time(8, 15), end=last_bell, tags=(PeriodTag.INSTRUCTION,)),)
    return BellSchedule(bell_schedule_id=f"until-{last_bell:%H%M}", name="One lesson", days={DayKind.FULL: day})


def district_of(
    last_bells: list[time],
    days: int,
    weights: GoalWeights,
    *,
    children: bool = False,
    visits_per_day: int = 2,
    crews: int = 1,
    travel: int = 15,
) -> Workspace:
    """Schools with these last bells whose police attend one drill of the staff, or of the children."""
    police = POLICE.model_copy(update={"visits_per_day": visits_per_day, "crews": crews, "travel_minutes": travel})
    place = tiny(
        MONDAY,
        MONDAY + timedelta(days - 1),
        campuses=len(last_bells),
        agencies=(police,),
        scenarios=(STAFF, LOCKDOWN) if children else (STAFF,),
    )
    bells = {schedule.bell_schedule_id: schedule for schedule in map(ending_at, last_bells)}
    campuses = tuple(
        campus.model_copy(update={"bell_schedule": ending_at(bell).bell_schedule_id})
        for campus, bell in zip(place.campuses, last_bells, strict=True)
    )
    district = place.district.model_copy(update={"weights": weights, "staff_minutes_after_last_bell": 20})
    return place.model_copy(update={"district": district, "bells": bells, "campuses": campuses})


def bounds_of(place: Workspace, *requirements: dict[str, object]) -> tuple[int, int]:
    """The bound of the district without a look at hours, and with one."""
    problems = problems_of(place, *requirements)
    outcomes = solve_alone(problems, EFFORT, 1, quiet)
    classes = campus_classes(problems, [outcome.plans[0] for outcome in outcomes])
    days = AgencyDayCosts.of(place.district, len(place.campuses))
    alone = sum(outcome.bound for outcome in outcomes)
    bounds = [outcomes[campus_class.indices[0]].bound for campus_class in classes]
    by_hours = lower_bound_by_hours(classes, bounds, days, EFFORT)
    return alone + visit_lower_bound(classes, days), alone + by_hours


WEIGHTS = st.builds(
    GoalWeights,
    first_day=st.integers(0, 4),
    lone_trip=st.integers(1, 6),
    agency_load=st.integers(0, 3),
    beside_students=st.integers(1, 9),
    without_students=st.integers(0, 3),
    instruction_minutes=st.integers(0, 2),
    margin=st.just(0),
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    last_bells=st.lists(st.sampled_from([time(9), time(9, 10), time(9, 40)]), min_size=2, max_size=3),
    days=st.integers(2, 3),
    weights=WEIGHTS,
    children=st.sampled_from([False, False, True]),
    visits_per_day=st.integers(2, 3),
    crews=st.sampled_from([1, 1, 1, 2]),
    travel=st.sampled_from([0, 30, 60]),
    visits=st.sampled_from([1, 1, 1, 2]),
)
def test_no_year_is_below_the_bound_by_hours(
    last_bells: list[time],
    days: int,
    weights: GoalWeights,
    children: bool,
    visits_per_day: int,
    crews: int,
    travel: int,
    visits: int,
) -> None:
    place = district_of(
        last_bells,
        days,
        weights,
        children=children,
        visits_per_day=visits_per_day,
        crews=crews,
        travel=travel,
    )
    requirement = count("lockdown", agency="police", minimum=visits)
    best = best_together(place, law(requirement), lambda trial, _: trial.schedules())
    assume(best is not None)
    assert best is not None
    plain, by_hours = bounds_of(place, requirement)
    event("higher by hours" if by_hours > plain else "the same")
    event("as high as the best" if by_hours == best else "below the best")
    assert plain <= by_hours <= best


def test_staff_of_schools_that_end_within_minutes_of_each_other_meet_the_police_on_days_of_their_own() -> None:
    # After class there are twenty minutes; the way to the next school takes fifteen, and a drill twelve.
    place = district_of([time(9), time(9, 10), time(9, 5)], 10, GoalWeights(lone_trip=2, beside_students=4))
    weights = place.district.weights
    apart = 3 * weights.without_students
    plain, by_hours = bounds_of(place, VISIT)
    assert (plain, by_hours) == (apart + weights.lone_trip, apart + 3 * weights.lone_trip)
    found = planned(place, law(VISIT))
    assert found.status == "optimal"
    assert found.cost == found.bound == by_hours


def test_a_school_pays_for_a_drill_beside_students_where_that_saves_more_single_visits() -> None:
    place = district_of(
        [time(9), time(9, 10)], 10, GoalWeights(lone_trip=5, beside_students=4, instruction_minutes=0)
    )
    weights = place.district.weights
    _, by_hours = bounds_of(place, VISIT)
    assert by_hours == 2 * weights.without_students + weights.beside_students
    assert by_hours == planned(place, law(VISIT)).cost
