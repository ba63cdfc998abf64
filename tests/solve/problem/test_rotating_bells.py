"""Days with bells of their own (an A day, an assembly): no schedule is better than the plan."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drillplanner.model import DayKind, Period, PeriodTag, Workspace
from drillplanner.model.calendar.bells import BellVariant
from tests.solve.brute_force import random_laws as laws
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import LOCKDOWN, LUNCH_BELLS, count, law, tiny
from tests.solve.goals.test_goals_against_brute_force import SHORT, TWICE_AS_LONG
from tests.solve.test_against_brute_force import calendars, compare

VARIANTS = {
    "A": BellVariant(
        periods=(
            Period(name="Block", start=time(8, 30), end=time(9, 40)),
            Period(name="Lunch", start=time(12), end=time(12, 30), tags=(PeriodTag.LUNCH,)),
        )
    ),
    "rally": BellVariant(
        periods=(Period(name="Rally", start=time(9), end=time(9, 30), tags=(PeriodTag.ASSEMBLY,)),)
    ),
    "short": BellVariant(
        kind=DayKind.EARLY_RELEASE, periods=(Period(name="Short", start=time(8, 15), end=time(8, 45)),)
    ),
}


@st.composite
def places(draw: st.DrawFn) -> Workspace:
    """A campus with a few days, some of which have bells of their own."""
    last, kinds = draw(calendars(7))
    dates = [MONDAY + timedelta(day) for day in range((last - MONDAY).days + 1)]
    by_date = draw(st.dictionaries(st.sampled_from(dates), st.sampled_from(sorted(VARIANTS)), max_size=5))
    bells = LUNCH_BELLS.model_copy(update={"variants": VARIANTS, "variant_by_date": by_date})
    scenarios = draw(st.sampled_from([(SHORT, LOCKDOWN), (SHORT, TWICE_AS_LONG)]))
    return tiny(MONDAY, last, kinds, agencies=(), scenarios=scenarios, bells=bells)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    place=places(),
    requirements=st.lists(
        st.sampled_from(
            [count("fire_evacuation"), count("fire_evacuation", minimum=2), count("lockdown"), laws.FIRST]
        ),
        min_size=1,
        max_size=2,
    ),
)
def test_no_schedule_is_better(place: Workspace, requirements: list[dict[str, Any]]) -> None:
    compare(place, law(*requirements))
