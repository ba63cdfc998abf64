"""Grades that a law spares some drills: the solver leaves them out, and the judge finds the same by itself."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drillplanner.audit.schedule import recount_breaches
from drillplanner.law import LawBook
from drillplanner.model import (
    REQUIRED_WEIGHT,
    BandDelay,
    Delay,
    DevelopmentalLimits,
    Drill,
    GradeBand,
    Scenario,
    Workspace,
)
from tests.random_examples import tried
from tests.solve.brute_force import random_laws as laws
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import (
    FIRE,
    FRONT,
    LOCKDOWN,
    LUNCH_BELLS,
    STAFF,
    all_met,
    count,
    duties_of,
    judged,
    law,
    planned,
    sparing,
    tiny,
)
from tests.solve.test_against_brute_force import compare

#: Requirements that most years can meet: random ones often conflict.
EASY = st.sampled_from([count("lockdown"), count("lockdown", minimum=2), count("lockdown", "fire_evacuation")])
FRIDAY = MONDAY + timedelta(4)
WITHIN = {"first": 2, "unit": "school_day", "unit_is_stated": True, "of": "first_day_for_students"}
#: The youngest wait four school days before a lockdown, as a required rule.
WAIT = DevelopmentalLimits(
    delays=(
        Delay(
            rule="DA-304",
            scenarios=("lockdown",),
            by_band=(BandDelay(band=GradeBand.PK_K, school_days=4),),
            sentence="the young are spared",
        ),
    )
)
EARLY_LOCKDOWN = count("lockdown", within=WITHIN)
WITH_CHILDREN = EARLY_LOCKDOWN | {"match": {"types": ["lockdown"], "audiences": ["everyone"]}}
OF_STAFF = EARLY_LOCKDOWN | {"match": {"types": ["lockdown"], "audiences": ["staff"]}}


def year(*grades: str, last: date = FRIDAY) -> Workspace:
    place = tiny(MONDAY, last, scenarios=(FIRE, LOCKDOWN, STAFF))
    return place.model_copy(
        update={"campuses": (place.campuses[0].model_copy(update={"grades": grades, "facts": {}}),)}
    )


def only_drill(place: Workspace, book: LawBook) -> Drill:
    found = planned(place, book, limits=WAIT)
    assert all_met(judged(place, book, found.drills), duties_of(place, book))
    (drill,) = found.drills
    assert found.breaches == recount_breaches(found.drills, place, {"c0": WAIT})
    assert bool(found.breaches) is bool(found.warnings)
    return drill


def test_the_others_have_the_drill_while_the_law_spares_the_youngest() -> None:
    place = year("K", "1", "2")
    drill = only_drill(place, law(WITH_CHILDREN))
    assert (drill.grades, drill.spared_grades) == (("K", "1", "2"), ())
    spared = law(
        WITH_CHILDREN,
        sparing("PK-K", 4, "lockdown"),
    )
    drill = only_drill(place, spared)
    assert (drill.grades, drill.spared_grades) == (("1", "2"), ("K",))
    assert planned(place, spared, limits=WAIT).breaches == 0


def test_where_every_grade_is_spared_the_staff_practice_alone() -> None:
    drill = only_drill(year("PK", "K"), law(EARLY_LOCKDOWN, sparing("PK-K", 4, "lockdown")))
    assert (drill.scenario_id, drill.grades, drill.spared_grades) == ("staff", (), ("PK", "K"))


def test_a_drill_that_counts_only_with_children_is_held_with_them_and_named() -> None:
    place, book = year("PK", "K"), law(WITH_CHILDREN, sparing("PK-K", 4, "lockdown"))
    drill = only_drill(place, book)
    assert (drill.grades, drill.spared_grades) == (("PK", "K"), ())
    assert planned(place, book, limits=WAIT).breaches == REQUIRED_WEIGHT


def test_a_drill_of_the_staff_spares_no_one_where_others_could_take_part() -> None:
    drill = only_drill(
        year("K", "1"),
        law(
            OF_STAFF,
            sparing("K", 4, "lockdown"),
        ),
    )
    assert (drill.grades, drill.spared_grades) == ((), ())


@settings(max_examples=tried(150), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    first=EASY,
    requirements=st.lists(laws.requirements(), max_size=1),
    limits=laws.limits(),
    spared=st.sampled_from(["K", "K,1", "1", "PK-2"]),
    days=st.integers(1, 5),
    types=st.sampled_from([("lockdown",), ("lockdown", "fire_evacuation")]),
    scenarios=st.sampled_from([(FRONT, LOCKDOWN), (LOCKDOWN, STAFF), (LOCKDOWN,)]),
    last=st.integers(2, 6),
)
def test_no_schedule_is_better_where_some_grades_are_spared(
    first: dict[str, object],
    requirements: list[dict[str, object]],
    limits: DevelopmentalLimits,
    spared: str,
    days: int,
    types: tuple[str, ...],
    scenarios: tuple[Scenario, ...],
    last: int,
) -> None:
    place = tiny(MONDAY, MONDAY + timedelta(last), scenarios=scenarios, agencies=(), bells=LUNCH_BELLS)
    compare(place, law(first, *requirements, sparing(spared, days, *types)), limits)
