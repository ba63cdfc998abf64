"""Required developmental limits are followed as far as the law's drills allow, and broken ones are reported."""

from __future__ import annotations

from datetime import date
from typing import Any

from drillplanner.model import (
    REQUIRED_WEIGHT,
    BandDelay,
    Delay,
    DevelopmentalLimits,
    Floor,
    GradeBand,
    PracticeRank,
    Precedence,
)
from tests.solve.brute_force.tiny_districts import (
    FIRE,
    LOCKDOWN,
    STAFF,
    all_met,
    count,
    duties_of,
    judged,
    law,
    planned,
    tiny,
)

MONDAY, FRIDAY = date(2025, 9, 1), date(2025, 9, 5)
FIRE_FIRST = DevelopmentalLimits(
    precedences=(Precedence(rule="DA-301", scenarios=("lockdown",), after=("fire",), sentence="fire comes first"),)
)
SPARED = DevelopmentalLimits(
    delays=(
        Delay(
            rule="DA-304",
            scenarios=("lockdown",),
            by_band=(BandDelay(band=GradeBand.PK_K, school_days=4),),
            sentence="the young are spared",
        ),
    )
)
FIRST_DAYS: dict[str, Any] = {
    "within": {"first": 2, "unit": "school_day", "unit_is_stated": True, "of": "first_day_for_students"}
}


def test_the_order_is_kept_where_the_law_leaves_room() -> None:
    place = tiny(MONDAY, FRIDAY, scenarios=(FIRE, LOCKDOWN))
    found = planned(place, law(count("lockdown"), count("fire_evacuation")), limits=FIRE_FIRST)
    first, then = sorted(found.drills, key=lambda drill: drill.date)
    assert (first.scenario_id, then.scenario_id) == ("fire", "lockdown")
    assert (found.breaches, found.warnings) == (0, ())


def test_the_law_comes_before_the_order_and_the_plan_says_so() -> None:
    place = tiny(MONDAY, FRIDAY, scenarios=(FIRE, LOCKDOWN))
    later = {"after": FIRST_DAYS["within"]}
    book = law(count("lockdown", **FIRST_DAYS), count("fire_evacuation", **later))
    found = planned(place, book, limits=FIRE_FIRST)
    assert all_met(judged(place, book, found.drills), duties_of(place, book))
    assert found.status == "optimal"
    assert found.breaches == REQUIRED_WEIGHT
    (sentence,) = found.warnings
    lockdown = next(drill for drill in found.drills if drill.scenario_id == "lockdown")
    assert sentence.startswith(f"DA-301 is not kept at C0 (drill on {lockdown.date}): fire comes first.")


def test_a_step_that_no_law_asks_for_adds_no_drill() -> None:
    place = tiny(MONDAY, FRIDAY, scenarios=(FIRE, LOCKDOWN))
    found = planned(place, law(count("lockdown")), limits=FIRE_FIRST)
    assert [drill.scenario_id for drill in found.drills] == ["lockdown"]
    assert found.breaches == REQUIRED_WEIGHT


def test_another_form_that_the_law_allows_keeps_the_rule() -> None:
    # The lockdown of adults meets the duty as well, though a drill without students costs points.
    place = tiny(MONDAY, FRIDAY, scenarios=(LOCKDOWN, STAFF))
    within = law(count("lockdown", **FIRST_DAYS))
    assert [drill.scenario_id for drill in planned(place, within).drills] == ["lockdown"]
    found = planned(place, within, limits=SPARED)
    assert [drill.scenario_id for drill in found.drills] == ["staff"]
    assert found.breaches == 0


def test_a_drill_waits_until_the_young_are_no_longer_spared() -> None:
    place = tiny(MONDAY, FRIDAY, scenarios=(LOCKDOWN,))
    found = planned(place, law(count("lockdown")), limits=SPARED)
    assert [drill.date for drill in found.drills] == [FRIDAY]


def test_good_practice_adds_a_kind_of_drill_that_no_duty_asks_for() -> None:
    place = tiny(MONDAY, FRIDAY, scenarios=(FIRE, LOCKDOWN))
    floor = Floor(
        rule="GP-1",
        scenarios=("lockdown",),
        practice=PracticeRank.DRILLS,
        sentence="at least 1 lockdown in the year",
        least=1,
        first=MONDAY,
        last=FRIDAY,
        may_add=True,
    )
    found = planned(place, law(count("fire_evacuation")), limits=DevelopmentalLimits(floors=(floor,)))
    assert sorted(drill.scenario_id or "" for drill in found.drills) == ["fire", "lockdown"]
    assert (found.breaches, found.missing) == (0, 0)
    only_if_held = DevelopmentalLimits(floors=(floor.model_copy(update={"may_add": False}),))
    found = planned(place, law(count("fire_evacuation")), limits=only_if_held)
    assert [drill.scenario_id for drill in found.drills] == ["fire"]
    assert (found.breaches, found.missing) == (PracticeRank.DRILLS.weight, 0)
