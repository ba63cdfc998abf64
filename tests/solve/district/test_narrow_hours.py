"""Times with a limit of their own, next to all ways to give visits an hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.model import DayKind
from drillplanner.solve.district import visit_sharing
from drillplanner.solve.district.campus_classes import campus_classes
from drillplanner.solve.district.capacity import capacity_of
from drillplanner.solve.district.narrow_hours import NarrowHours, narrow_times
from drillplanner.solve.district.sequential_heuristic import solve_alone
from drillplanner.solve.district.visit_sharing import share_visits
from drillplanner.solve.problem.agency_days import AgencyDayCosts
from drillplanner.solve.problem.plans import Effort
from drillplanner.solve.problem.resources import Interval, Resource, agency_resource
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import LOCKDOWN, POLICE, count, law, planned, quiet, tiny
from tests.solve.district.test_column_generation import problems_of, with_late_ones

TIMES = st.builds(
    lambda start, minutes: Interval(start, start + minutes),
    st.integers(0, 12).map(lambda n: 600 + 5 * n),
    st.sampled_from([5, 12, 20]),
)
SORTS = st.frozensets(st.frozensets(TIMES, min_size=1, max_size=2), min_size=1, max_size=3)


@settings(max_examples=200, deadline=None)
@given(
    sorts=SORTS,
    crews=st.integers(1, 2),
    between=st.sampled_from([0, 10, 30]),
    numbers=st.lists(st.integers(0, 2), min_size=3, max_size=3),
)
def test_no_visits_that_find_hours_are_beyond_a_limit(
    sorts: frozenset[frozenset[Interval]], crews: int, between: int, numbers: list[int]
) -> None:
    most = 2 * crews + 1
    resource = replace(
        agency_resource(POLICE),
        visits_per_day=most,
        visits_at_once=crews,
        minutes_between=between,
        opens=0,
        closes=1440,
    )
    wanted = [
        times for times, number in zip(sorted(sorts, key=sorted), numbers, strict=False) for _ in range(number)
    ]
    if len(wanted) > most or not _find_hours(resource, wanted, []):
        return
    for times, fit in narrow_times(resource, most, sorts).items():
        assert fit < most
        assert sum(visit <= times for visit in wanted) <= fit


def _find_hours(resource: Resource, wanted: Sequence[frozenset[Interval]], taken: list[Interval]) -> bool:
    """Try all times for each visit in turn; crews must be free for each, and on their way before it."""
    if not wanted:
        ends = [(time.start, time.end + resource.minutes_between) for time in taken]
        return all(
            sum(first <= minute < last for first, last in ends) <= resource.visits_at_once for minute, _ in ends
        )
    return any(_find_hours(resource, wanted[1:], [*taken, time]) for time in wanted[0])


def test_a_lesson_has_a_limit_of_its_own_where_some_campuses_have_no_other() -> None:
    # One crew could make two visits a day, one in each lesson. Three campuses have the late lesson only.
    police = POLICE.model_copy(update={"visits_per_day": 3, "crews": 1, "travel_minutes": 15})
    place = with_late_ones(
        tiny(MONDAY, MONDAY + timedelta(1), campuses=6, agencies=(police,), scenarios=(LOCKDOWN,)), 3
    )
    problems = problems_of(place, count("lockdown", agency="police"))
    alone = tuple(outcome.plans[0] for outcome in solve_alone(problems, Effort(20.0, 0), 1, quiet))
    classes = campus_classes(problems, alone)
    hours = NarrowHours.of(classes, capacity_of(classes, AgencyDayCosts.of(place.district, 6)))
    late = problems[0]
    (use,) = hours.uses_of(late, police.agency_id, 0, 0)
    assert hours.limits[use].most == 1


def test_narrow_hours_have_limits_once_a_plan_without_these_is_not_near_the_bound() -> None:
    # Two crews could make four visits a day, two in each lesson. Three campuses have the late lesson only.
    police = POLICE.model_copy(update={"visits_per_day": 4, "crews": 2, "travel_minutes": 15})
    days = {MONDAY + timedelta(1): DayKind.EARLY_RELEASE}
    place = tiny(MONDAY, MONDAY + timedelta(1), days, campuses=4, agencies=(police,), scenarios=(LOCKDOWN,))
    place = with_late_ones(place, 3)
    requirement = count("lockdown", agency="police")
    problems = problems_of(place, requirement)
    alone = solve_alone(problems, Effort(20.0, 0), 1, quiet)
    agency_days = AgencyDayCosts.of(place.district, 4)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(visit_sharing, "WHOLE_DISTRICT", 1)
        incumbents, bound = share_visits(problems, alone, agency_days, Effort(20.0, 0), 1, quiet)
    assert all(incumbent.plan is not None for incumbent in incumbents)
    # By dates alone, nothing above 56 is proven.
    assert bound == 72 <= planned(place, law(requirement)).cost
