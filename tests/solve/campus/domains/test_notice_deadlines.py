"""A drill that moves goes to a day for which its notices can still be given; every schedule is tried."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from drillplanner.files.errors import InfeasibleError
from drillplanner.model import Drill, DrillType
from drillplanner.solve.problem.previous_plan import PreviousPlan
from tests.random_examples import tried
from tests.solve.brute_force.boundary_pairs import MONDAY, days
from tests.solve.brute_force.exhaustive_search import Tiers, Trial
from tests.solve.brute_force.tiny_districts import FRONT, LOCKDOWN, POLICE, count, law, match, planned
from tests.solve.brute_force.tiny_repairs import before_of, closed, futures, moves, repaired

MOST_SCHEDULES = 1500
LEAD = 3


def notice(*types: str, lead: int = LEAD) -> dict[str, Any]:
    """Somebody is to be told so many calendar days before each drill of the types."""
    return {
        "kind": "task",
        "chore": "notify",
        "who": "families",
        "text": "Tell the families.",
        "due_words": f"{lead} days before",
        "match": match(*types),
        "by_drill": {"before": lead, "unit": "calendar_day"},
    }


def day(number: int) -> date:
    """The date so many days after the first Monday."""
    return MONDAY + timedelta(number)


def told_in_time(before: PreviousPlan, drills: Iterable[Drill]) -> bool:
    """Whether every lockdown that was not to be there already is far enough away."""
    planned_before = {(drill.date, drill.start, drill.scenario_id) for drill in before.drills}
    return all(
        drill.date - timedelta(LEAD) >= before.as_of
        for drill in drills
        if drill.drill_type is DrillType.LOCKDOWN
        and drill.date >= before.as_of
        and (drill.date, drill.start, drill.scenario_id) not in planned_before
    )


def best(trial: Trial, before: PreviousPlan, schedules: Iterator[tuple[Drill, ...]]) -> tuple[int, Tiers] | None:
    """Of the lawful ones: the fewest moves, and then the best of everything else."""
    lawful = (schedule for schedule in schedules if trial.is_lawful(schedule, trial.kept))
    return min(((moves(before, drills), trial.tiers(drills)) for drills in lawful), default=None)


@settings(max_examples=tried(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    requirements=st.lists(
        st.sampled_from(
            [
                count("lockdown"),
                count("lockdown", minimum=2),
                count("lockdown", per="week"),
                count("fire_evacuation", per="week"),
                count("lockdown", agency="police"),
                count("fire_evacuation", "lockdown", minimum=3),
            ]
        ),
        min_size=1,
        max_size=2,
    ),
    length=st.integers(5, 9),
    shut=st.sets(st.integers(0, 8), min_size=1, max_size=2),
    as_of=st.integers(0, 5),
)
def test_no_schedule_with_timely_notices_moves_fewer(
    requirements: list[dict[str, Any]], length: int, shut: set[int], as_of: int
) -> None:
    place = days(length, scenarios=(FRONT, LOCKDOWN), agencies=(POLICE,))
    book = law(*requirements)
    try:
        drills = planned(place, book).drills
    except InfeasibleError:
        assume(False)
        return
    dates = [day(number) for number in sorted(shut) if day(number) in place.calendar.dates_at("c0")]
    assume(dates and len(dates) < len(place.calendar.dates_at("c0")))
    after = closed(place, *dates)
    trial = Trial(after, book)
    before = before_of(after, drills, day(as_of))["c0"]
    assume(sum(1 for _ in itertools.islice(futures(trial, before), MOST_SCHEDULES)) < MOST_SCHEDULES)
    every = list(futures(trial, before))
    in_time = best(trial, before, (drills for drills in every if told_in_time(before, drills)))
    at_all = best(trial, before, iter(every))
    found = repaired(after, law(*requirements, notice("lockdown")), {"c0": before})
    if found.dropped_duties:
        event("a duty is lost")
        assert at_all is None
        return
    now = found.solution.drills
    reached = moves(before, now), trial.tiers(now)
    if len({drill.date for drill in now}) < len(now):
        # A second drill on a day breaks no law, and a late notice does. The schedules tried have one drill a day.
        event("two on one day")
        assert in_time is None
        if found.late_notices:
            # A notice is late before a duty is lost: with one drill a day, one would be.
            event("two on one day, told too late")
            assert at_all is None
        else:
            assert told_in_time(before, now)
        return
    if in_time is None:
        event("told too late")
        assert found.late_notices == {"c0"}
        assert reached == at_all
        return
    event("told in time" if in_time == at_all else "told in time, at a price")
    assert not found.late_notices
    assert told_in_time(before, now)
    assert reached == in_time


@pytest.mark.parametrize(("lead", "late"), [(5, False), (6, True)])
def test_a_notice_that_is_due_today_is_in_time(lead: int, late: bool) -> None:
    place = days(12, scenarios=(LOCKDOWN,))
    rule = count("lockdown")
    (drill,) = planned(place, law(rule)).drills
    only = day(7)
    after = closed(place, *(on for on in place.calendar.dates_at("c0") if on != only))
    before = before_of(after, (drill.model_copy(update={"date": day(3)}),), day(2))
    found = repaired(after, law(rule, notice("lockdown", lead=lead)), before)
    assert [drill.date for drill in found.solution.drills] == [only]
    assert found.late_notices == ({"c0"} if late else frozenset())


def test_a_drill_that_stays_had_a_timely_notice() -> None:
    place = days(12, scenarios=(FRONT, LOCKDOWN))
    book = law(count("lockdown"), count("fire_evacuation"), notice("lockdown"))
    drills = planned(place, book).drills
    lockdown = next(drill for drill in drills if drill.drill_type is DrillType.LOCKDOWN)
    before = before_of(place, drills, lockdown.date)
    found = repaired(place, book, before)
    assert found.moved == 0
    assert not found.late_notices
    assert lockdown.date in {
        drill.date for drill in found.solution.drills if drill.drill_type is DrillType.LOCKDOWN
    }
