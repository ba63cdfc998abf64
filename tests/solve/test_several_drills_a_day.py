"""Several drills on one day: as few as possible, and the best such plan, compared with trying every schedule."""

from __future__ import annotations

from collections import Counter
from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, example, given, settings
from hypothesis import strategies as st

from drillplanner.audit.schedule.own_rules.crowded_days import broken_day_rules
from drillplanner.files.errors import InfeasibleError
from drillplanner.law import LawBook
from drillplanner.law.kinds.offer import Offer
from drillplanner.model import (
    BellSchedule,
    DayKind,
    DevelopmentalLimits,
    Drill,
    DrillType,
    Period,
    PeriodTag,
    Pin,
    Workspace,
    is_unmoved,
)
from drillplanner.solve.problem.previous_plan import PreviousPlan
from tests.builders import scenario
from tests.random_examples import tried
from tests.solve.brute_force import random_laws as laws
from tests.solve.brute_force.crowded_search import CrowdedTrial
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import (
    BACK,
    FRONT,
    LESSON,
    LOCKDOWN,
    POLICE,
    STAFF,
    all_met,
    count,
    judged,
    law,
    match,
    planned,
    tiny,
)
from tests.solve.brute_force.tiny_repairs import before_of, closed, moves, repaired

SLOW = settings(max_examples=tried(100), deadline=None, suppress_health_check=list(HealthCheck))
MOST_SCHEDULES = 6000
#: A day with room for three drills an hour apart.
LONG_BELLS = BellSchedule(
    bell_schedule_id="regular",
    name="Two lessons and lunch",
    days={
        DayKind.FULL: (
            Period(name="One", start=time(8, 15), end=time(9)),
            Period(name="Two", start=time(9, 30), end=time(10, 30)),
            Period(name="Lunch", start=time(12), end=time(12, 30), tags=(PeriodTag.LUNCH,)),
        ),
        DayKind.EARLY_RELEASE: (Period(name="One", start=time(8, 15), end=time(9)),),
    },
)
UNANNOUNCED = FRONT.model_copy(update={"scenario_id": "surprise", "announced": False})
BY_NAME = {one.scenario_id: one for one in (FRONT, BACK, LOCKDOWN, STAFF, LESSON, UNANNOUNCED)}
SCENARIOS = st.sampled_from(
    [("front",), ("front", "lockdown"), ("back", "lesson"), ("lockdown", "staff"), ("surprise", "lockdown")]
)


def short_year(
    number: int,
    names: tuple[str, ...],
    kinds: dict[int, DayKind] | None = None,
    police: bool = False,
    drills_a_day: int = 1,
    pins: tuple[Pin, ...] = (),
) -> Workspace:
    """Return a campus with that many days from a Monday on."""
    place = tiny(
        MONDAY,
        MONDAY + timedelta(number - 1),
        {MONDAY + timedelta(day): kind for day, kind in (kinds or {}).items() if day < number},
        agencies=(POLICE.model_copy(update={"visits_per_day": 2}),) if police else (),
        scenarios=tuple(BY_NAME[name] for name in names),
        bells=LONG_BELLS,
    )
    district = place.district.model_copy(update={"drills_a_day": drills_a_day, "pins": pins})
    return place.model_copy(update={"district": district})


def compare(place: Workspace, book: LawBook, limits: DevelopmentalLimits | None = None) -> None:
    """Check the plan against the best that trying finds: as few extra drills, and as good to the point."""
    limits = limits or DevelopmentalLimits()
    trial = CrowdedTrial(place, book, limits)
    assume(all(duty.binds_firmly for duty in trial.duties))
    assume(not any(isinstance(duty.mandate.requirement, Offer) for duty in trial.duties))
    assume(trial.size <= MOST_SCHEDULES)
    best = trial.fewest()
    try:
        found = planned(place, book, limits=limits)
    except InfeasibleError as error:
        event("infeasible")
        assert best is None, best
        assert error.reasons
        return
    usual = place.district.drills_a_day
    assert best is not None
    event(f"{len(found.drills)} drills, {trial.extra_drills(found.drills)} extra")
    assert (trial.extra_drills(found.drills), trial.tiers(found.drills)) == best
    assert (found.status, found.bound) == ("optimal", found.cost)
    report = judged(place, book, found.drills, found.tasks)
    assert all_met(report, trial.duties), [verdict for verdict in report.verdicts if verdict.status != "met"]
    assert broken_day_rules(found.drills, found.crowded_days, usual) == ()
    assert bool(found.crowded_days) is (trial.extra_drills(found.drills) != (0, 0))


@SLOW
@given(
    requirements=st.lists(laws.requirements(), min_size=1, max_size=2),
    least=st.integers(1, 4),
    names=SCENARIOS,
    number=st.integers(1, 3),
    kinds=st.dictionaries(st.integers(0, 2), st.sampled_from([DayKind.EARLY_RELEASE, DayKind.CLOSED]), max_size=1),
    police=st.booleans(),
    drills_a_day=st.sampled_from([1, 1, 2]),
)
# A lesson between two fire drills, on the same day, so that they take turns.
@example(
    requirements=[
        {
            "kind": "alternate",
            "what": "fire drills",
            "other_what": "others",
            "match": match("fire_evacuation"),
            "other": match("lockdown", "instruction"),
        }
    ],
    least=2,
    names=("back", "lesson"),
    number=2,
    kinds={},
    police=False,
    drills_a_day=1,
)
def test_no_schedule_with_as_few_extra_drills_is_better(
    requirements: list[dict[str, Any]],
    least: int,
    names: tuple[str, ...],
    number: int,
    kinds: dict[int, DayKind],
    police: bool,
    drills_a_day: int,
) -> None:
    first = count("fire_evacuation", "lockdown", minimum=least)
    compare(short_year(number, names, kinds, police, drills_a_day), law(first, *requirements))


@SLOW
@given(
    requirements=st.lists(laws.counts(), min_size=2, max_size=3),
    stand_in=st.none() | laws.stand_ins(),
    separate=st.booleans(),
    names=SCENARIOS,
    number=st.integers(1, 2),
    limits=laws.limits(),
)
# Four drills on one day are better here than three.
@example(
    requirements=[count("lockdown", minimum=2), count("lockdown", minimum=3)],
    stand_in=None,
    separate=True,
    names=("lockdown", "staff"),
    number=2,
    limits=DevelopmentalLimits(),
)
def test_no_schedule_is_better_where_a_drill_counts_once(
    requirements: list[dict[str, Any]],
    stand_in: dict[str, Any] | None,
    separate: bool,
    names: tuple[str, ...],
    number: int,
    limits: DevelopmentalLimits,
) -> None:
    written = [*requirements, *([stand_in] if stand_in else [])]
    book = law(*written, mandates={2: {"separate_from": ["T-1"]}} if separate else {})
    compare(short_year(number, names), book, limits)


def starts(place: Workspace, book: LawBook) -> list[tuple[str, str]]:
    """Return the scenario and start of each drill of a year of one day."""
    found = planned(place, book)
    assert found.status == "optimal"
    return [(drill.scenario_id or "", f"{drill.start:%H:%M}") for drill in found.drills]


def test_a_month_of_one_day_holds_what_it_owes_an_hour_apart() -> None:
    found = planned(short_year(1, ("front", "lockdown")), law(count("fire_evacuation"), count("lockdown")))
    (day,) = found.crowded_days
    assert [duty.split("/")[0] for duty in day.duties] == ["T-1", "T-2"]
    assert day.drills == tuple(
        drill.drill_id for drill in sorted(found.drills, key=lambda drill: str(drill.start))
    )
    assert "No other day is left for at least 1 drill in the school year (T-1)" in day.text


def test_one_scenario_may_be_held_twice_on_a_day() -> None:
    held = starts(short_year(1, ("front",)), law(count("fire_evacuation", minimum=2)))
    assert [name for name, _ in held] == ["front", "front"]


def test_a_lesson_goes_beside_a_drill_before_a_second_drill_does() -> None:
    book = law(count("fire_evacuation"), count("lockdown"), count("instruction"))
    found = planned(short_year(2, ("front", "lockdown", "lesson")), book)
    (day,) = found.crowded_days
    assert {drill.drill_type for drill in found.drills if drill.drill_id in day.drills} > {"instruction"}


def test_an_unannounced_drill_is_not_the_first() -> None:
    book = law(count("fire_evacuation"), count("lockdown"))
    held = starts(short_year(1, ("surprise", "lockdown")), book)
    assert [name for name, _ in sorted(held, key=lambda one: one[1])] == ["lockdown", "surprise"]


def test_turns_are_taken_within_a_day() -> None:
    turns = {
        "kind": "alternate",
        "what": "fire drills",
        "other_what": "lockdowns",
        "match": match("fire_evacuation"),
        "other": match("lockdown"),
    }
    book = law(count("fire_evacuation", minimum=2), count("lockdown"), turns)
    held = starts(short_year(1, ("front", "lockdown")), book)
    assert [name for name, _ in sorted(held, key=lambda one: one[1])] == ["front", "lockdown", "front"]


def test_drills_that_must_be_a_day_apart_are_never_on_one_day() -> None:
    gap = {"days": 1, "unit": "calendar_day", "unit_is_stated": True}
    apart = {"kind": "spacing", "what": "fire drill", "match": match("fire_evacuation"), "apart": gap}
    with pytest.raises(InfeasibleError):
        planned(short_year(1, ("front",)), law(count("fire_evacuation", minimum=2), apart))


def test_two_visits_on_one_day_are_two() -> None:
    book = law(count("fire_evacuation", agency="police"), count("lockdown", agency="police"))
    place = short_year(1, ("front", "lockdown"), police=True)
    assert [drill.agencies for drill in planned(place, book).drills] == [("police",), ("police",)]
    one = place.district.agencies[0].model_copy(update={"visits_per_day": 1})
    scarce = place.model_copy(update={"district": place.district.model_copy(update={"agencies": (one,)})})
    with pytest.raises(InfeasibleError):
        planned(scarce, book)


def test_two_pins_on_one_day_are_held_on_it() -> None:
    pins = (
        Pin(campus="c0", drill_type="lockdown", date=MONDAY, period="One"),
        Pin(drill_type="fire_evacuation", date=MONDAY),
    )
    found = planned(short_year(3, ("front", "lockdown"), pins=pins), law(count("fire_evacuation")))
    assert {(drill.scenario_id, drill.date) for drill in found.drills} == {("front", MONDAY), ("lockdown", MONDAY)}
    assert [day.duties for day in found.crowded_days] == [()]


def test_a_pin_on_the_only_day_leaves_room_for_what_the_law_asks() -> None:
    pins = (Pin(campus="c0", drill_type="lockdown", date=MONDAY, start=time(9, 45)),)
    found = planned(short_year(1, ("front", "lockdown"), pins=pins), law(count("fire_evacuation")))
    assert {drill.scenario_id: f"{drill.start:%H:%M}" for drill in found.drills}["lockdown"] == "09:45"


def test_a_pin_on_another_day_is_no_part_of_the_search_for_crowded_days() -> None:
    # September has two days, for three drills; the pin is in October.
    pins = (Pin(drill_type="lockdown", date=MONDAY + timedelta(7)),)
    book = law(
        count("fire_evacuation", per="month_in_session", minimum=2), count("lockdown", per="month_in_session")
    )
    found = planned(short_year(10, ("front", "lockdown"), pins=pins), book)
    assert [drill.drill_type for drill in found.drills if drill.date == pins[0].date] == [DrillType.LOCKDOWN]
    assert [day.date.month for day in found.crowded_days] == [9]


def test_one_drill_fulfills_two_pins_that_ask_for_it() -> None:
    pins = (
        Pin(drill_type="fire_evacuation", date=MONDAY),
        Pin(campus="c0", drill_type="fire_evacuation", date=MONDAY, period="Two"),
    )
    found = planned(short_year(2, ("front",), pins=pins), law(count("fire_evacuation")))
    assert [(drill.date, drill.period) for drill in found.drills] == [(MONDAY, "Two")]
    assert found.crowded_days == ()


def test_more_a_day_where_the_district_says_so() -> None:
    book = law(count("fire_evacuation"), count("lockdown"))
    place = short_year(1, ("front", "lockdown"), drills_a_day=2)
    assert planned(place, book).crowded_days == ()


def test_a_drill_too_short_a_day_cannot_hold_is_a_conflict_that_names_our_rules() -> None:
    quick = scenario("quick", DrillType.FIRE_EVACUATION, minutes=5)
    place = tiny(MONDAY, MONDAY, scenarios=(quick, LOCKDOWN), agencies=())
    with pytest.raises(InfeasibleError) as caught:
        planned(place, law(count("fire_evacuation"), count("lockdown")))
    assert any("60 minutes apart" in reason for reason in caught.value.reasons)


@SLOW
@given(
    least=st.integers(1, 3),
    lockdowns=st.integers(1, 2),
    number=st.integers(2, 4),
    shut=st.sets(st.integers(0, 3), min_size=1, max_size=2),
    as_of=st.integers(0, 2),
    drills_a_day=st.sampled_from([1, 1, 2]),
)
# Two lockdowns were held on one day, so that they are two drills.
@example(least=3, lockdowns=2, number=3, shut={0}, as_of=2, drills_a_day=1)
def test_no_update_with_as_few_extra_drills_moves_fewer(
    least: int, lockdowns: int, number: int, shut: set[int], as_of: int, drills_a_day: int
) -> None:
    place = short_year(number, ("front", "lockdown"), drills_a_day=drills_a_day)
    book = law(count("fire_evacuation", minimum=least), count("lockdown", minimum=lockdowns))
    try:
        drills = planned(place, book).drills
    except InfeasibleError:
        assume(False)
        return
    dates = [MONDAY + timedelta(day) for day in sorted(shut) if day < number]
    assume(dates and len(dates) < number)
    after = closed(place, *dates)
    trial = CrowdedTrial(after, book)
    assume(trial.size <= MOST_SCHEDULES)
    before = before_of(after, drills, MONDAY + timedelta(as_of))["c0"]
    best = min(
        (
            (extra_beyond(before, held, drills_a_day), moves(before, held), trial.tiers(held))
            for held in trial.schedules()
            if keeps_past(before, held) and trial.is_lawful(held, trial.duties)
        ),
        default=None,
    )
    try:
        found = repaired(after, book, {"c0": before})
    except InfeasibleError:
        event("infeasible")
        assert best is None
        return
    if best is None:
        assert found.dropped_duties
        return
    event(f"{found.moved} moved, {extra_beyond(before, found.solution.drills, drills_a_day)} extra")
    now = found.solution.drills
    assert (extra_beyond(before, now, drills_a_day), moves(before, now), trial.tiers(now)) == best
    assert found.moved == found.moved_at_least == best[1]
    assert found.dropped_duties == ()


def keeps_past(before: PreviousPlan, drills: tuple[Drill, ...]) -> bool:
    """Check that these drills are the settled ones before the day of the update."""
    past = [drill for drill in drills if drill.date < before.as_of]
    return len(past) == len(before.settled) and all(
        any(is_unmoved(was, now) for now in past) for was in before.settled
    )


def extra_beyond(before: PreviousPlan, drills: tuple[Drill, ...], usual: int) -> int:
    """Return the drills beyond what is usual on their days, or was planned on them."""
    planned_on = Counter(drill.date for drill in before.planned)
    ahead = Counter(drill.date for drill in drills if drill.date >= before.as_of)
    return sum(max(0, held - max(usual, planned_on[on])) for on, held in ahead.items())


def test_campuses_of_one_building_hold_both_drills_of_a_day_together() -> None:
    one = short_year(1, ("front", "lockdown"))
    campuses = tuple(
        one.campuses[0].model_copy(update={"campus_id": name, "name": name, "building": "hall"})
        for name in ("c0", "c1")
    )
    place = one.model_copy(update={"campuses": campuses})
    found = planned(place, law(count("fire_evacuation"), count("lockdown")))
    held = {
        campus.campus_id: {
            (drill.drill_type, drill.start) for drill in found.drills if drill.campus_id == campus.campus_id
        }
        for campus in campuses
    }
    assert held["c0"] == held["c1"]
    assert len(held["c0"]) == 2
    assert broken_day_rules(found.drills, found.crowded_days, 1) == ()


@pytest.mark.parametrize("same_day", [True, False])
def test_what_all_hold_on_one_day_may_crowd_it(same_day: bool) -> None:
    one = short_year(1, ("front", "lockdown"), police=True)
    campuses = tuple(
        one.campuses[0].model_copy(update={"campus_id": name, "name": name}) for name in ("c0", "c1", "c2")
    )
    orders = ({"drill_type": "lockdown"},) if same_day else ()
    district = type(one.district).model_validate(one.district.model_dump() | {"same_day": orders})
    place = one.model_copy(update={"campuses": campuses, "district": district})
    found = planned(place, law(count("fire_evacuation"), count("lockdown")))
    assert len(found.drills) == 6
    assert {day.campus_id for day in found.crowded_days} == {"c0", "c1", "c2"}
