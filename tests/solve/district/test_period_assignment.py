"""Hours for the days of columns: as good as if looked for anew each time, and with room for all visits."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.solve.district.campus_classes import campus_classes
from drillplanner.solve.district.period_assignment import PeriodAssignment
from drillplanner.solve.district.pricing import initial_column
from drillplanner.solve.district.sequential_heuristic import solve_alone, with_plan
from drillplanner.solve.problem.plans import Effort, full_cost_key
from drillplanner.solve.problem.resource_use import ResourceUse
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import FIRE, LOCKDOWN, POLICE, count, quiet, tiny
from tests.solve.district.test_column_generation import problems_of, with_late_ones

EFFORT = Effort(20.0, 0)


@settings(max_examples=15, deadline=None)
@given(
    late=st.integers(0, 4),
    crews=st.integers(1, 3),
    visits=st.integers(1, 8),
    order=st.permutations(range(8)),
    begins_empty=st.booleans(),
)
def test_hours_known_before_are_as_good_as_those_looked_for_anew(
    late: int, crews: int, visits: int, order: list[int], begins_empty: bool
) -> None:
    police = POLICE.model_copy(update={"visits_per_day": visits, "crews": crews, "travel_minutes": 5})
    place = tiny(MONDAY, MONDAY + timedelta(1), campuses=8, agencies=(police,), scenarios=(FIRE, LOCKDOWN))
    problems = problems_of(
        with_late_ones(place, late), count("lockdown", agency="police"), count("fire_evacuation")
    )
    alone = tuple(outcome.plans[0] for outcome in solve_alone(problems, EFFORT, 1, quiet))
    classes = campus_classes(problems, alone)
    known, in_use = PeriodAssignment(EFFORT), ResourceUse()
    for campus_class in classes if begins_empty else ():
        assert known.of(campus_class, initial_column(campus_class), ResourceUse()) is not None
    for campus in order:
        campus_class = next(one for one in classes if campus in one.indices)
        column = initial_column(campus_class)
        plan = known.of(campus_class, column, in_use)
        anew = PeriodAssignment(EFFORT).of(campus_class, column, in_use)
        assert (plan is None) == (anew is None)
        if plan is not None and anew is not None:
            assert full_cost_key(plan) == full_cost_key(anew)
            in_use = with_plan(in_use, campus_class.problem, plan)
    for (_, on), times in in_use.visits.items():
        assert len(times) <= visits
        for time in times:
            # A crew is busy from the beginning of a visit to its end, and five minutes on the way to the next.
            at_once = [other for other in times if other.start <= time.start < other.end + 5]
            assert len(at_once) <= crews, on
