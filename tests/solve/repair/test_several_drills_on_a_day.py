"""Several drills that were recorded on one day: a plan holds one a day at most, and what was held is a fact."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from drillplanner.audit.schedule import recount_breaches
from drillplanner.law import LawBook
from drillplanner.model import (
    REQUIRED_WEIGHT,
    BandDelay,
    Delay,
    DevelopmentalLimits,
    Drill,
    DrillType,
    GradeBand,
    PeriodTag,
    Scenario,
    Workspace,
)
from drillplanner.solve.problem.previous_plan import PreviousPlan
from drillplanner.solve.repair.fewest_moves import RepairedPlan, repair
from drillplanner.solve.solver import SolverSettings
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import (
    FIRE,
    LOCKDOWN,
    LONG_FIRE,
    POLICE,
    count,
    law,
    quiet,
    stand_in_of,
    tiny,
    year_of,
)
from tests.solve.test_several_drills_a_day import LONG_BELLS

PLACE = tiny(MONDAY, MONDAY + timedelta(25), scenarios=(FIRE, LONG_FIRE, LOCKDOWN))
DAYS = [day.date for day in PLACE.calendar.days]


def held(scenario: Scenario, on: date, start: time, period: str) -> Drill:
    """A drill of the scenario that is on record."""
    end = (datetime.combine(on, start) + timedelta(minutes=scenario.minutes)).time()
    return Drill(
        drill_id=f"c0-{scenario.scenario_id}-{on:%m%d}",
        campus_id="c0",
        drill_type=DrillType(scenario.drill_type),
        date=on,
        scenario_id=scenario.scenario_id,
        start=start,
        end=end,
        period=period,
        period_tags=(PeriodTag.INSTRUCTION,),
    )


def first(scenario: Scenario, on: date) -> Drill:
    return held(scenario, on, time(8, 25), "One")


def second(scenario: Scenario, on: date) -> Drill:
    return held(scenario, on, time(9, 10), "Two")


def made_anew(
    book: LawBook,
    *settled: Drill,
    limits: DevelopmentalLimits | None = None,
    place: Workspace = PLACE,
) -> RepairedPlan:
    """The year from its tenth day on, after these drills."""
    before = {"c0": PreviousPlan(as_of=DAYS[9], settled=settled, planned=())}
    return repair(year_of(place, book, limits or DevelopmentalLimits()), before, SolverSettings(), quiet)


def test_two_a_day_on_three_days_in_a_row_leave_a_plan() -> None:
    drills = [drill for on in DAYS[:3] for drill in (first(FIRE, on), second(LOCKDOWN, on))]
    found = made_anew(law(count("fire_evacuation"), count("lockdown")), *drills)
    assert found.dropped_duties == ()
    assert len(found.solution.drills) == len(drills)


def between(first: date, last: date) -> dict[str, str]:
    return {"since": f"{first:%m-%d}", "until": f"{last:%m-%d}"}


def test_a_duty_that_needs_two_on_a_day_stays_although_another_is_lost() -> None:
    # The one lockdown drill that may be held was held too early to count for the second duty.
    book = law(
        count("fire_evacuation", minimum=2, between=between(DAYS[9], DAYS[9])),
        count("lockdown", between=between(DAYS[5], DAYS[14])),
        count("lockdown", minimum=None, maximum=1),
    )
    found = made_anew(book, first(LOCKDOWN, DAYS[0]), place=tiny(DAYS[0], DAYS[-1], bells=LONG_BELLS))
    assert [duty.split("/")[0] for duty in found.dropped_duties] == ["T-2"]
    assert [drill.date for drill in found.solution.drills] == [DAYS[0], DAYS[9], DAYS[9]]
    assert found.solution.crowded_days


def test_each_of_two_on_a_day_counts_for_a_minimum_of_its_own() -> None:
    apart = {
        1: {"separate_from": ["T-2"], "also_counts_for": []},
        2: {"separate_from": ["T-1"], "also_counts_for": []},
    }
    book = law(count("fire_evacuation"), count("fire_evacuation"), mandates=apart)
    found = made_anew(book, first(FIRE, DAYS[0]), second(LONG_FIRE, DAYS[0]))
    assert found.dropped_duties == ()
    assert len(found.solution.drills) == 2
    alone = made_anew(book, first(FIRE, DAYS[0]))
    assert len(alone.solution.drills) == 2


def test_two_on_a_day_are_no_conflict_where_others_may_stand_in() -> None:
    book = law(count("fire_evacuation"), stand_in_of("T-1", "lockdown"))
    found = made_anew(book, first(FIRE, DAYS[0]), second(LONG_FIRE, DAYS[0]))
    assert found.dropped_duties == ()
    assert len(found.solution.drills) == 2


def test_two_breaches_on_a_day_are_two_for_solver_and_judge() -> None:
    wait = tuple(BandDelay(band=band, school_days=5) for band in GradeBand)
    delay = Delay(rule="R", sentence="Not on the first days.", scenarios=("fire", "long-fire"), by_band=wait)
    limits = DevelopmentalLimits(delays=(delay,))
    drills = first(FIRE, DAYS[0]), second(LONG_FIRE, DAYS[0])
    found = made_anew(law(count("fire_evacuation")), *drills, limits=limits)
    assert found.solution.breaches == 2 * REQUIRED_WEIGHT
    assert recount_breaches(found.solution.drills, PLACE, {"c0": limits}) == 2 * REQUIRED_WEIGHT


@pytest.mark.parametrize("both", [(FIRE, LOCKDOWN), (FIRE, LONG_FIRE)])
@pytest.mark.parametrize("came", [(True, True), (True, False), (False, True)])
def test_an_agency_may_have_come_to_each_of_two_on_a_day(
    both: tuple[Scenario, Scenario], came: tuple[bool, bool]
) -> None:
    drills = [
        drill.model_copy(update={"agencies": (POLICE.agency_id,) if attended else ()})
        for drill, attended in zip((first(both[0], DAYS[0]), second(both[1], DAYS[0])), came, strict=True)
    ]
    book = law(count("fire_evacuation", agency="police"), count("lockdown", agency="police"))
    found = made_anew(book, *drills)
    assert found.dropped_duties == ()
    kept = {drill.scenario_id: drill for drill in found.solution.drills if drill.date == DAYS[0]}
    assert {name: drill.agencies for name, drill in kept.items()} == {
        drill.scenario_id: drill.agencies for drill in drills
    }


def test_two_drills_of_one_length_that_were_held_at_one_minute_are_facts() -> None:
    # Both took longer than planned, so that no other day of the year has a drill like them.
    longer = (scenario.model_copy(update={"minutes": 35}) for scenario in (FIRE, LOCKDOWN))
    drills = tuple(first(scenario, DAYS[2]) for scenario in longer)
    found = made_anew(law(count("fire_evacuation", minimum=2), count("lockdown")), *drills)
    assert found.dropped_duties == ()
    assert [drill.date for drill in found.solution.drills].count(DAYS[2]) == 2
    assert len(found.solution.drills) == 3
