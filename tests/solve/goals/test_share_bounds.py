"""A share of the drills at some time of day, as a whole number: no year that keeps it is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drillplanner.model import BellSchedule, DayKind, DevelopmentalLimits, Floor, TimeOfDay
from tests.solve.brute_force import random_laws as laws
from tests.solve.brute_force.tiny_districts import LUNCH_BELLS, SHORT_LUNCH_BELLS, law
from tests.solve.test_against_brute_force import SCENARIOS, calendars, compare, place_of


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    requirements=st.lists(laws.counts(), min_size=1, max_size=3),
    scenarios=SCENARIOS,
    calendar=calendars(6),
    bells=st.sampled_from([LUNCH_BELLS, SHORT_LUNCH_BELLS]),
    times=st.lists(laws.times_of_day(), min_size=1, max_size=2),
    floors=st.lists(laws.floors(), max_size=2),
)
def test_no_schedule_is_better_where_shares_of_the_drills_are_limited(
    requirements: list[dict[str, Any]],
    scenarios: tuple[str, ...],
    calendar: tuple[date, dict[date, DayKind]],
    bells: BellSchedule,
    times: list[TimeOfDay],
    floors: list[Floor],
) -> None:
    limits = DevelopmentalLimits(times=tuple(times), floors=tuple(floors))
    compare(place_of(scenarios, calendar, police=False, bells=bells), law(*requirements), limits)
