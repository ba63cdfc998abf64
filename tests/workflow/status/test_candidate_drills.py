"""Drills that could still be held on a day: which forms, in which order, and at which times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from drillplanner.law import Duty
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.model import (
    MOST_DRILLS_A_DAY,
    Agency,
    AgencyKind,
    Audience,
    DayKind,
    Drill,
    DrillType,
    GradeBand,
    PeriodTag,
    Route,
    Scenario,
    Screening,
    StaffMoment,
    Workspace,
)
from drillplanner.workflow.status.campus_trial import CampusTrial
from drillplanner.workflow.status.candidate_drills import CandidateDrills
from tests.builders import SCRIPT, bells, calendar, campus, scenario, workspace
from tests.workflow.status.small_year import FIRE, LOCKDOWN, duties, planned, trial_on

#: A Monday, and a Tuesday that is an early release.
MONDAY, TUESDAY = date(2025, 9, 15), date(2025, 9, 16)
ENGINE = Agency(agency_id="engine", name="Engine 7 (invented)", kind=AgencyKind.FIRE, weekdays=("monday",))
POLICE = Agency(agency_id="police", name="Police (invented)", kind=AgencyKind.POLICE)
HARD = scenario("hard", FIRE, minutes=20).model_copy(update={"difficulty": 3})
EASY = scenario("easy", FIRE, route=Route.PRIMARY).model_copy(update={"announced": False})
STAFF = scenario("staff", LOCKDOWN, audience=Audience.STAFF, moments=(StaffMoment.STAFF_HOURS,))

#: Scenario, kind, format, audience, route, announced, agencies.
Form = tuple[str | None, str, str, str, str | None, bool | None, tuple[str, ...]]


def place_with(*scenarios: Scenario, agencies: Sequence[Agency] = (ENGINE, POLICE)) -> Workspace:
    """Return the two schools with two lessons a day, from 8:15 to 9:05 and to 9:55."""
    days = calendar(date(2025, 9, 2), date(2025, 10, 31), {TUESDAY: DayKind.EARLY_RELEASE})
    return workspace(
        [campus("oak"), campus("elm")], days, scenarios=scenarios, agencies=agencies, schedule=bells(2)
    )


def duty_at(place: Workspace, **more: Any) -> Duty:
    return duties("X-01", place=place, **more)[0]


def tried(duty: Duty, trial: CampusTrial, on: date = MONDAY, added: Sequence[Drill] = ()) -> list[Drill]:
    return list(CandidateDrills(trial, duty).on(on, added))


def forms(drills: Sequence[Drill]) -> list[Form]:
    """Return the forms in order, each once."""
    return list(
        dict.fromkeys(
            (
                drill.scenario_id,
                drill.drill_type.value,
                str(drill.format),
                str(drill.audience),
                drill.route,
                drill.announced,
                drill.agencies or (),
            )
            for drill in drills
        )
    )


def times(drills: Sequence[Drill], scenario_id: str | None) -> list[str]:
    return [f"{drill.start:%H:%M}–{drill.end:%H:%M}" for drill in drills if drill.scenario_id == scenario_id]


def test_scenarios_come_first_the_easy_ones_before_the_hard_ones_and_then_what_the_law_says() -> None:
    place = place_with(HARD, EASY)
    duty = duty_at(place)
    drills = tried(duty, trial_on(MONDAY, [duty], place=place))
    assert forms(drills) == [
        ("easy", "fire_evacuation", "physical", "everyone", "primary", False, ()),
        ("hard", "fire_evacuation", "physical", "everyone", None, True, ()),
        (None, "fire_evacuation", "physical", "everyone", None, True, ()),
    ]
    # As early and as late as can be in each period in which the scenario may be held.
    assert times(drills, "easy") == ["08:15–08:25", "08:55–09:05", "09:05–09:15", "09:45–09:55"]
    assert times(drills, "hard") == ["08:15–08:35", "08:45–09:05", "09:05–09:25", "09:35–09:55"]
    # What the law describes may also be held at arrival.
    assert times(drills, None) == ["08:00–08:10", "08:05–08:15", *times(drills, "easy")]
    first = drills[0]
    assert (first.drill_id, first.campus_id, first.date, first.minutes) == (
        "tried-2025-09-15-1",
        "oak",
        MONDAY,
        10,
    )
    assert first.period_tags == (PeriodTag.INSTRUCTION,)
    assert first.grades == ("K", "1", "2")
    # On an early release the lessons have 25 minutes, and there is no school on Sunday.
    assert times(tried(duty, trial_on(MONDAY, [duty], place=place), TUESDAY), "hard") == [
        "08:15–08:35",
        "08:20–08:40",
        "08:40–09:00",
        "08:45–09:05",
    ]
    assert not tried(duty, trial_on(MONDAY, [duty], place=place), date(2025, 9, 14))


def test_a_drill_for_staff_may_be_held_when_the_children_are_gone() -> None:
    place = place_with(STAFF)
    duty = duty_at(place, match={"types": ["lockdown"], "audiences": ["staff"]})
    drills = tried(duty, trial_on(MONDAY, [duty], place=place))
    assert times(drills, "staff") == ["09:55–10:05", "10:30–10:40"]
    assert times(drills, None)[-2:] == ["09:55–10:05", "10:30–10:40"]
    everyone = duty_at(place, match={"types": ["lockdown"]})
    assert times(tried(everyone, trial_on(MONDAY, [everyone], place=place)), None)[-1] == "09:45–09:55"


def test_forms_are_as_the_law_describes_them() -> None:
    place = place_with()
    match: dict[str, Any] = {
        "types": ["lockdown", "fire_evacuation"],
        "formats": ["walk_through", "physical"],
        "audiences": ["students", "everyone"],
        "routes": ["secondary", "primary"],
        "announced": False,
    }
    duty = duty_at(place, match=match)
    assert forms(tried(duty, trial_on(MONDAY, [duty], place=place))) == [
        (None, kind, "walk_through", "students", "secondary", False, ()) for kind in match["types"]
    ]
    announced = duty_at(place, match={"types": ["lockdown"], "announced": True})
    assert forms(tried(announced, trial_on(MONDAY, [announced], place=place))) == [
        (None, "lockdown", "physical", "everyone", None, True, ())
    ]


def for_bands(*bands: GradeBand) -> dict[str, Any]:
    return {"bands": bands, "scripts": dict.fromkeys(bands, SCRIPT)}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, ["easy"]),
        (for_bands(*set(GradeBand) - {GradeBand.PK_K}), []),
        # Oak's bands alone.
        (for_bands(GradeBand.PK_K, GradeBand.GRADES_1_2), ["easy"]),
        ({"needs_facts": {"buses": True}}, ["easy"]),
        ({"needs_facts": {"buses": False}}, []),
        ({"needs_facts": {"has_aed": False}}, []),
        # Another kind of drill counts for nothing here.
        ({"drill_type": LOCKDOWN}, []),
    ],
)
def test_a_scenario_that_the_district_would_not_plan_there_is_not_tried(
    changed: dict[str, Any], found: list[str]
) -> None:
    place = place_with(EASY.model_copy(update=changed))
    duty = duty_at(place)
    drills = tried(duty, trial_on(MONDAY, [duty], place=place))
    assert list(dict.fromkeys(drill.scenario_id for drill in drills)) == [*found, None]


@pytest.mark.parametrize(("verdict", "found"), [("ok", True), ("cannot_tell", False), ("violations", False)])
def test_a_scenario_that_the_screening_stops_is_not_tried(verdict: str, found: bool) -> None:
    place = place_with(EASY)
    duty = duty_at(place)
    trial = trial_on(MONDAY, [duty], place=place)
    screening = Screening.model_validate({"id": "easy", "verdict": verdict, "findings": (), "missing": ()})
    # No screening finds nothing.
    for screenings, is_tried in (({"easy": screening}, found), ({}, True)):
        screened = replace(trial, prepared=replace(trial.prepared, screenings=screenings))
        assert any(drill.scenario_id == "easy" for drill in tried(duty, screened)) is is_tried


def visits(drills: Sequence[Drill]) -> list[tuple[str, ...]]:
    return list(dict.fromkeys(drill.agencies or () for drill in drills))


def every(kind: str, agency: str, **more: str) -> dict[str, Any]:
    has = {"agency": agency, **more}
    return {"kind": "every", "what": "drill", "match": {"types": [kind]}, "has": has, "per": "school_year"}


def test_agencies_come_as_some_duty_asks_for_them() -> None:
    place = place_with()
    asked = duty_at(place, match={"types": ["fire_evacuation"], "agency": "fire"})
    assert visits(tried(asked, trial_on(MONDAY, [asked], place=place))) == [("engine",)]
    # Engine 7 comes on Mondays.
    assert visits(tried(asked, trial_on(MONDAY, [asked], place=place), date(2025, 9, 17))) == []
    plain = duty_at(place)
    with_fire, with_police = (
        duties(name, place=place, **every("fire_evacuation", kind))[0]
        for name, kind in (("X-02", "fire"), ("X-03", "police"))
    )
    other = duties("X-04", place=place, **every("lockdown", "police"))[0]
    assert visits(tried(plain, trial_on(MONDAY, [plain, other], place=place))) == [()]
    assert visits(tried(plain, trial_on(MONDAY, [plain, with_fire], place=place))) == [("engine",)]
    both = trial_on(MONDAY, [plain, with_fire, with_police], place=place)
    assert visits(tried(plain, both)) == [("engine", "police")]
    assert visits(tried(asked, trial_on(MONDAY, [asked, with_police], place=place))) == [("engine", "police")]
    # A count of drills with police is met by drills of its kinds alone.
    counted = duties("X-05", place=place, match={"types": ["fire_evacuation"], "agency": "police"})[0]
    elsewhere = duties("X-06", place=place, match={"types": ["lockdown"], "agency": "police"})[0]
    assert visits(tried(plain, trial_on(MONDAY, [plain, counted], place=place))) == [(), ("police",)]
    # First the agency that the duty itself asks for.
    assert visits(tried(counted, trial_on(MONDAY, [asked, counted], place=place))) == [
        ("police",),
        ("engine", "police"),
    ]
    assert visits(tried(plain, trial_on(MONDAY, [asked, counted], place=place))) == [
        (),
        ("engine",),
        ("police",),
        ("engine", "police"),
    ]
    assert visits(tried(plain, trial_on(MONDAY, [plain, elsewhere], place=place))) == [()]


def test_one_agency_of_a_kind_may_be_named() -> None:
    second = ENGINE.model_copy(update={"agency_id": "ladder"})
    place = place_with(agencies=(ENGINE, second))
    either = duty_at(place, match={"types": ["fire_evacuation"], "agency": "fire"})
    assert visits(tried(either, trial_on(MONDAY, [either], place=place))) == [
        ("engine",),
        ("ladder",),
        ("engine", "ladder"),
    ]
    match = {"types": ["fire_evacuation"], "agency": "fire", "agency_id": "ladder"}
    named = duty_at(place, match=match)
    assert visits(tried(named, trial_on(MONDAY, [named], place=place))) == [("ladder",)]
    plain = duty_at(place)
    of_every = duties("X-02", place=place, **every("fire_evacuation", "fire", agency_id="ladder"))[0]
    assert visits(tried(plain, trial_on(MONDAY, [plain, of_every], place=place))) == [("ladder",)]
    counted = duties("X-03", place=place, match=match)[0]
    assert visits(tried(plain, trial_on(MONDAY, [plain, counted], place=place))) == [(), ("ladder",)]


def stand_in(**more: Any) -> StandIn:
    usual = {"kind": "stand_in", "what": "drill", "match": {"types": ["lockdown"]}, "instead_of": "X-01"}
    return StandIn.model_validate(usual | {"per": "school_year"} | more)


def test_what_stands_in_is_tried_last() -> None:
    place = place_with(STAFF)
    duty = duty_at(place)
    trial = trial_on(MONDAY, [duty], place=place, stand_ins=[stand_in()])
    assert [form[:2] for form in forms(tried(duty, trial))] == [
        ("staff", "lockdown"),
        (None, "fire_evacuation"),
        (None, "lockdown"),
    ]
    of_another = trial_on(MONDAY, [duty], place=place, stand_ins=[stand_in(instead_of="X-02")])
    assert {form[1] for form in forms(tried(duty, of_another))} == {"fire_evacuation"}


def test_other_drills_of_the_day_leave_their_times() -> None:
    place = place_with(EASY)
    duty = duty_at(place)
    there = planned(LOCKDOWN, MONDAY, start=time(8, 15), end=time(9))
    drills = tried(duty, trial_on(MONDAY, [duty], [there], place=place))
    assert times(drills, "easy") == ["09:05–09:15", "09:45–09:55"]
    assert times(drills, None)[:2] == ["08:00–08:10", "08:05–08:15"]
    # And so do those that are tried with it, which have the numbers before.
    added = planned(FIRE, MONDAY, start=time(9, 5), end=time(9, 50))
    drills = tried(duty, trial_on(MONDAY, [duty], [there], place=place), added=[added])
    assert times(drills, "easy") == []
    assert {drill.drill_id for drill in drills} == {"tried-2025-09-15-2"}
    # A period that has room for one has it once.
    at_two = [
        planned(FIRE, MONDAY, start=time(8, 15), end=time(8, 55)),
        planned(FIRE, MONDAY, start=time(9, 5), end=time(9, 55)),
    ]
    assert times(tried(duty, trial_on(MONDAY, [duty], at_two, place=place)), "easy") == ["08:55–09:05"]
    # The last minutes of a period have no other place.
    late = planned(FIRE, MONDAY, start=time(8, 20), end=time(9, 55))
    assert times(tried(duty, trial_on(MONDAY, [duty], [late], place=place)), "easy") == []


def test_only_what_surely_counts() -> None:
    place = place_with(EASY, HARD)
    only = duty_at(place, match={"types": ["fire_evacuation"], "routes": ["primary"]})
    found = list(CandidateDrills(trial_on(MONDAY, [only], place=place), only).counting_on(MONDAY))
    assert [form[0] for form in forms(found)] == ["easy", None]
    every_drill = duties("X-02", place=place, **every("fire_evacuation", "fire"))[0]
    trial = trial_on(MONDAY, [every_drill], place=place)
    assert [form[0] for form in forms(list(CandidateDrills(trial, every_drill).counting_on(MONDAY)))] == [
        "easy",
        "easy",
        "hard",
        "hard",
        None,
        None,
    ]


def test_more_than_could_be_held_on_a_day_has_no_times() -> None:
    place = place_with(EASY)
    duty = duty_at(place)
    drills = list(CandidateDrills(trial_on(MONDAY, [duty], place=place), duty).without_times_on(MONDAY))
    assert [drill.scenario_id for drill in drills] == ["easy"] * MOST_DRILLS_A_DAY + [None] * MOST_DRILLS_A_DAY
    assert [drill.drill_id for drill in drills] == [
        f"tried-2025-09-15-{number}-{copy}" for number in (0, 1) for copy in range(MOST_DRILLS_A_DAY)
    ]
    assert all(drill.start is None and drill.date == MONDAY for drill in drills)


def chores(place: Workspace, **by_drill: Any) -> Iterator[Duty]:
    yield from duties(
        "X-09",
        place=place,
        kind="task",
        chore="notify",
        who="the police",
        text="Tell the police.",
        due_words="before",
        match={"types": ["fire_evacuation"]},
        by_drill=by_drill,
    )


def test_a_notice_before_the_drill_must_still_be_possible() -> None:
    place = place_with(EASY)
    duty = duty_at(place)
    for lead, found in ((2, True), (3, False)):
        notice = list(chores(place, before=lead, unit="calendar_day"))
        trial = trial_on(date(2025, 9, 13), [duty], place=place, chores=notice)
        assert bool(tried(duty, trial)) is found


def test_no_limit_of_another_duty_forbids_the_day() -> None:
    place = place_with(EASY)
    duty = duty_at(place)
    none: dict[str, Any] = {
        "min": None,
        "max": 0,
        "match": {"types": ["fire_evacuation"]},
        "per": "month_in_session",
    }
    september, october = duties("X-02", place=place, **none)
    assert not tried(duty, trial_on(MONDAY, [duty, september], place=place))
    assert tried(duty, trial_on(MONDAY, [duty, october], place=place))
    # Of a limit that is broken already, one more drill changes nothing.
    held = planned(FIRE, date(2025, 9, 9))
    assert tried(duty, trial_on(MONDAY, [duty, september], [held], place=place))
    assert tried(september, trial_on(MONDAY, [september], place=place))


def test_kinds_that_take_the_most_are_proposed_last() -> None:
    types = (DrillType.FULL_SCALE, DrillType.ACTIVE_ASSAILANT, DrillType.FUNCTIONAL, LOCKDOWN)
    place = place_with(*(scenario(kind.value.replace("_", "-"), kind) for kind in types))
    duty = duty_at(place, match={"types": list(types)})
    drills = tried(duty, trial_on(MONDAY, [duty], place=place))
    assert next(drill.scenario_id for drill in drills) == "lockdown"
