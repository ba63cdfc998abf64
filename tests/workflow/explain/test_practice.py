"""The good practice that keeps a drill off a day, compared with counting it by hand on every day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from drillplanner.files.errors import InfeasibleError
from drillplanner.law import LawBook
from drillplanner.model import (
    AvoidedDates,
    DevelopmentalLimits,
    Drill,
    DrillType,
    MinimumGap,
    PracticeRank,
    Precedence,
    Workspace,
    YearLimit,
)
from drillplanner.workflow.explain.practice import PracticeAtCampus
from drillplanner.workflow.prepared import Prepared
from tests.builders import all_ok
from tests.solve.brute_force import random_laws as laws
from tests.solve.brute_force.boundary_pairs import MONDAY, days
from tests.solve.brute_force.plain_limits import plain_weight
from tests.solve.brute_force.tiny_districts import (
    FRONT,
    LOCKDOWN,
    count,
    duties_of,
    law,
    planned,
    stand_ins_of,
)

FIRE, HIDE = FRONT.scenario_id, LOCKDOWN.scenario_id
BOTH = law(count("fire_evacuation"), count("lockdown"))
OF_DAYS = ("floors", "gaps", "precedences", "avoided", "seasons", "ceilings")


def practice_of(place: Workspace, book: LawBook, limits: DevelopmentalLimits) -> PracticeAtCampus:
    duties = duties_of(place, book)
    prepared = Prepared(
        Path(), place, book, duties, all_ok(place.scenarios), stand_ins_of(place, book), {"c0": limits}, {}
    )
    return PracticeAtCampus(prepared, "c0")


def only(limit: YearLimit, kind: str) -> DevelopmentalLimits:
    return DevelopmentalLimits(**{kind: (limit,)})


@st.composite
def limits_with_ids(draw: st.DrawFn) -> dict[str, tuple[str, YearLimit]]:
    """Limits of good practice by id, each with its kind."""
    kinds = draw(st.lists(st.sampled_from(OF_DAYS), min_size=1, max_size=3))
    drawn = [(kind, draw(laws.OF_PRACTICE[kind]())) for kind in kinds]
    return {
        f"GP-{number:02d}": (kind, limit.model_copy(update={"rule": f"GP-{number:02d}"}))
        for number, (kind, limit) in enumerate(drawn)
    }


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(limits_with_ids(), st.integers(1, 2), st.integers(5, 8))
def test_a_day_is_named_where_the_drill_alone_would_break_more(
    limits: dict[str, tuple[str, YearLimit]], fires: int, length: int
) -> None:
    place = days(length, scenarios=(FRONT, LOCKDOWN))
    book = law(count("fire_evacuation", minimum=fires), count("lockdown"))
    together = DevelopmentalLimits()
    for kind, limit in limits.values():
        together = together.with_more(only(limit, kind))
    try:
        drills = planned(place, book, limits=together).drills
    except InfeasibleError:
        assume(False)
        return
    practice = practice_of(place, book, together)
    open_dates = place.calendar.dates_at("c0")
    for drill in drills:
        others = [other for other in drills if other != drill]
        free = [on for on in open_dates if on != drill.date]
        found = practice.kept_off(drill, others, free, ())
        named = {(kept.practice, on) for kept in found for on in kept.dates}
        assert len(named) == sum(len(kept.dates) for kept in found)
        for rule, (kind, limit) in limits.items():
            of_limit = only(limit, kind)
            now = plain_weight(of_limit, drills, open_dates, {})
            for on in free:
                moved = (*others, drill.model_copy(update={"date": on}))
                is_worse = plain_weight(of_limit, moved, open_dates, {}) > now
                event(f"{kind} {is_worse}")
                assert ((rule, on) in named) is is_worse, (limit, on)


def held(scenario_id: str, drill_type: DrillType, number: int, campus_id: str = "c0") -> Drill:
    return Drill(
        drill_id=f"{campus_id}-{drill_type}",
        campus_id=campus_id,
        drill_type=drill_type,
        scenario_id=scenario_id,
        date=MONDAY + timedelta(number),
    )


def test_the_reason_says_how_near_the_other_drill_would_be() -> None:
    gap = MinimumGap(
        rule="GP-20", scenarios=(HIDE,), practice=PracticeRank.SPACING, sentence="at least 45 days", days=45
    )
    place = days(60, scenarios=(FRONT, LOCKDOWN))
    practice = practice_of(place, BOTH, DevelopmentalLimits(gaps=(gap,)))
    first, second = held(HIDE, DrillType.LOCKDOWN, 0), held(HIDE, DrillType.LOCKDOWN, 53)
    (kept,) = practice.kept_off(second, [first], [MONDAY + timedelta(14)], ())
    assert kept.practice == "GP-20"
    assert kept.reason == f"would come 14 days after the lockdown drill of {MONDAY}; good practice keeps 45"
    (kept,) = practice.kept_off(second, [first], [MONDAY + timedelta(number) for number in (1, 14, 44, 45)], ())
    assert kept.reason.startswith("would come 1 to 44 days after")
    assert practice.newly_broken([first, second], [first, held(HIDE, DrillType.LOCKDOWN, 14)]) == (
        "GP-20: at least 45 days",
    )


def test_the_reason_names_the_order_and_the_day() -> None:
    first = Precedence(
        rule="GP-11", scenarios=(HIDE,), practice=PracticeRank.DATES, sentence="a fire drill before", after=(FIRE,)
    )
    free = AvoidedDates(
        rule="GP-10",
        scenarios=(HIDE,),
        practice=PracticeRank.DATES,
        sentence="none then",
        dates=(MONDAY + timedelta(3),),
    )
    place = days(12, scenarios=(FRONT, LOCKDOWN))
    practice = practice_of(place, BOTH, DevelopmentalLimits(precedences=(first,), avoided=(free,)))
    fire, lockdown = held(FIRE, DrillType.FIRE_EVACUATION, 2), held(HIDE, DrillType.LOCKDOWN, 9)
    found = practice.kept_off(lockdown, [fire], [MONDAY, MONDAY + timedelta(3), MONDAY + timedelta(4)], ())
    assert {(kept.practice, kept.reason, kept.dates) for kept in found} == {
        ("GP-11", "good practice asks for a fire drill before", (MONDAY,)),
        ("GP-10", "Yom Kippur (religious holiday): good practice holds no drill then", (MONDAY + timedelta(3),)),
    }


def test_the_limit_on_schools_is_named_on_the_dates_that_have_enough_of_them() -> None:
    place = days(12, scenarios=(FRONT, LOCKDOWN), campuses=3)
    district = place.district.model_copy(update={"schools_a_day": 1})
    place = place.model_copy(update={"district": district})
    practice = practice_of(place, BOTH, DevelopmentalLimits())
    mine = held(FIRE, DrillType.FIRE_EVACUATION, 0)
    elsewhere = [
        held(FIRE, DrillType.FIRE_EVACUATION, 1, "c1"),
        held(HIDE, DrillType.LOCKDOWN, 2, "c1"),
        held(FIRE, DrillType.FIRE_EVACUATION, 4, "c2"),
    ]
    dates: list[date] = [MONDAY + timedelta(number) for number in (1, 2, 3, 4)]
    (kept,) = practice.kept_off(mine, [], dates, elsewhere)
    assert kept.practice == "schools_a_day"
    assert kept.dates == (MONDAY + timedelta(1), MONDAY + timedelta(4))
    assert kept.reason == "1 other elementary school holds the same kind of drill then; 1 may on one day"
