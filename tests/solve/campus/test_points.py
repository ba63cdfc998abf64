"""Where short searches for a year that keeps all of good practice err, the best year is found all the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drillplanner.model import DayKind, DevelopmentalLimits
from drillplanner.solve.campus import search, tiers
from drillplanner.solve.model import runs
from tests.solve.brute_force import random_laws as laws
from tests.solve.brute_force.tiny_districts import law
from tests.solve.test_against_brute_force import SCENARIOS, calendars, compare, place_of


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    said=st.sampled_from(["infeasible", "unknown"]),
    looks=st.sampled_from([runs.LOOKS_AT_ALL_RANKS, ()]),
    requirements=st.lists(laws.counts(), min_size=1, max_size=2),
    scenarios=SCENARIOS,
    calendar=calendars(),
    practice=laws.practices(),
)
def test_no_schedule_is_better_whatever_the_short_search_says(
    said: str,
    looks: tuple[runs.SearchSettings, ...],
    requirements: list[dict[str, Any]],
    scenarios: tuple[str, ...],
    calendar: tuple[date, dict[date, DayKind]],
    practice: DevelopmentalLimits,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "cheapest_with_practice_kept", lambda *_: said)
        # Without these looks, ranks of good practice are minimized one after another.
        patch.setattr(tiers, "LOOKS_AT_ALL_RANKS", looks)
        compare(place_of(scenarios, calendar, police=False), law(*requirements), practice)
