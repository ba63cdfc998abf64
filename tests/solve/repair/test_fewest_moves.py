"""A plan made anew moves the fewest drills: compared with trying every schedule that keeps the past."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from drillplanner.files.errors import InfeasibleError
from drillplanner.law import LawBook
from drillplanner.model import (
    DevelopmentalLimits,
    Drill,
    EventKind,
    FiledDrill,
    ForbiddenDays,
    Pin,
    Workspace,
    changes_between,
)
from drillplanner.solve.problem.previous_plan import PreviousPlan
from drillplanner.solve.solver import SolverSettings
from tests.random_examples import tried
from tests.solve.brute_force import random_laws as laws
from tests.solve.brute_force.boundary_pairs import MONDAY, days
from tests.solve.brute_force.exhaustive_search import Trial
from tests.solve.brute_force.tiny_districts import (
    BACK,
    BELLS,
    FRONT,
    LOCKDOWN,
    LUNCH_BELLS,
    POLICE,
    all_met,
    count,
    judged,
    law,
    match,
    planned,
)
from tests.solve.brute_force.tiny_repairs import before_of, best, closed, futures, moves, repaired

MOST_SCHEDULES = 1500
SLOW = settings(max_examples=tried(60), deadline=None, suppress_health_check=list(HealthCheck))
ASKED = st.one_of(laws.counts(), laws.covers(), laws.spacings(), laws.varies())


def day(number: int) -> date:
    """The date so many days after the first Monday."""
    return MONDAY + timedelta(number)


@SLOW
@given(
    requirements=st.lists(ASKED, min_size=1, max_size=2),
    length=st.integers(4, 8),
    shut=st.sets(st.integers(0, 7), min_size=1, max_size=2),
    as_of=st.integers(0, 5),
    police=st.booleans(),
    practice=st.just(DevelopmentalLimits()) | laws.practices(),
)
def test_no_lawful_schedule_moves_fewer_drills(
    requirements: list[dict[str, Any]],
    length: int,
    shut: set[int],
    as_of: int,
    police: bool,
    practice: DevelopmentalLimits,
) -> None:
    place = days(length, scenarios=(FRONT, LOCKDOWN), agencies=(POLICE,) if police else ())
    book = law(*requirements)
    try:
        plan = planned(place, book, limits=practice)
    except InfeasibleError:
        assume(False)
        return
    assume(not plan.crowded_days)
    drills = plan.drills
    dates = [day(number) for number in sorted(shut) if day(number) in place.calendar.dates_at("c0")]
    assume(dates and len(dates) < len(place.calendar.dates_at("c0")))
    compare(closed(place, *dates), book, drills, day(as_of), practice)


def compare(
    place: Workspace,
    book: LawBook,
    drills: tuple[Drill, ...],
    as_of: date,
    limits: DevelopmentalLimits = DevelopmentalLimits(),  # noqa: B008 (frozen)
) -> None:
    """The plan made anew against the best that trying finds."""
    trial = Trial(place, book, limits)
    before = before_of(place, drills, as_of)["c0"]
    assume(sum(1 for _ in itertools.islice(futures(trial, before), MOST_SCHEDULES)) < MOST_SCHEDULES)
    assume(all(duty.binds_firmly for duty in trial.duties))
    wanted = best(trial, before)
    try:
        found = repaired(place, book, {"c0": before}, limits=limits)
    except InfeasibleError:
        event("infeasible")
        assert wanted is None
        return
    if found.dropped_duties or found.solution.crowded_days:
        event("a duty is lost" if found.dropped_duties else "several drills on a day")
        assert wanted is None
        return
    assert wanted is not None
    event(f"{found.moved} moved of {len(before.drills)}")
    now = found.solution.drills
    tiers = trial.tiers(now)
    assert (moves(before, now), tiers[:3]) == (wanted[0], wanted[1][:3])
    # Good practice may add a drill or leave it out at the same tiers, and points are proven for one of the two.
    assert tiers[3] == wanted[1][3] or any(floor.may_add for floor in trial.limits["c0"].floors)
    assert found.moved == found.moved_at_least == wanted[0]
    assert found.solution.cost == found.solution.bound == tiers[3]
    assert found.solution.status == "optimal"
    assert all_met(judged(place, book, now), trial.kept)
    keeps_what_was(before, now)


def keeps_what_was(before: PreviousPlan, now: tuple[Drill, ...]) -> None:
    """Settled drills are there unchanged, nothing is new before the day, and no id is used twice."""
    by_id = {drill.drill_id: drill for drill in now}
    assert len(by_id) == len(now)
    for was in before.settled:
        assert by_id[was.drill_id].model_copy(update={"credits": was.credits}) == was
    assert {drill.drill_id for drill in now if drill.date < before.as_of} <= before.settled_ids
    changed = changes_between(before.drills, now)
    assert sum(change.kind != "added" for change in changed) == moves(before, now)


@SLOW
@given(
    shut=st.sets(st.integers(0, 4), min_size=1, max_size=2),
    asked=st.sampled_from([count("lockdown", agency="police"), count("lockdown", agency="police", minimum=2)]),
    as_of=st.integers(0, 2),
    where=st.sampled_from([None, ("c0",), ("c1",)]),
)
def test_two_campuses_that_share_an_officer_move_as_few_as_any_pair_of_schedules(
    shut: set[int], asked: dict[str, Any], as_of: int, where: tuple[str, ...] | None
) -> None:
    place = days(7, scenarios=(LOCKDOWN,), agencies=(POLICE,), campuses=2)
    book = law(asked)
    drills = planned(place, book).drills
    after = closed(place, *(day(number) for number in sorted(shut)), campus_ids=where)
    before = before_of(after, drills, day(as_of))
    options = [list(_lawful(after, book, campus.campus_id, before)) for campus in after.campuses]
    wanted = min(
        (
            moves(before["c0"], option) + moves(before["c1"], two)
            for option in options[0]
            for two in options[1]
            if not {drill.date for drill in option if drill.agencies}
            & {drill.date for drill in two if drill.agencies}
        ),
        default=None,
    )
    try:
        found = repaired(after, book, before)
    except InfeasibleError:
        assert wanted is None
        return
    if found.dropped_duties:
        assert wanted is None
        return
    event(f"{found.moved} moved")
    assert found.moved == found.moved_at_least == wanted
    assert not judged(after, book, found.solution.drills).violated
    assert not judged(after, book, found.solution.drills).entries


def _lawful(
    place: Workspace, book: LawBook, campus_id: str, before: dict[str, PreviousPlan]
) -> list[tuple[Drill, ...]]:
    """Every lawful schedule of one campus, as if it were the only one; under the name c0, which trying knows."""
    campus = place.campus_by_id[campus_id]
    closures = tuple(
        closure.model_copy(update={"campus_ids": None})
        for closure in place.calendar.closures
        if closure.campus_ids is None or campus_id in closure.campus_ids
    )
    alone = days(7, scenarios=(LOCKDOWN,), agencies=(POLICE,))
    alone = closed(alone, *(closure.on for closure in closures))
    trial = Trial(alone.model_copy(update={"campuses": (campus.model_copy(update={"campus_id": "c0"}),)}), book)
    return [drills for drills in futures(trial, before[campus_id]) if trial.is_lawful(drills, trial.duties)]


def test_nothing_moves_if_no_campus_is_broken_and_ids_stay() -> None:
    place = days(12, agencies=(POLICE,))
    book = law(count("fire_evacuation", minimum=3), count("lockdown", minimum=2, agency="police"))
    drills = planned(place, book).drills
    found = repaired(place, book, before_of(place, drills, day(3)))
    assert found.moved == 0
    assert found.solution.drills == tuple(sorted(drills, key=lambda drill: (drill.date, drill.drill_id)))


def test_the_number_of_workers_does_not_change_the_plan() -> None:
    place = days(12, campuses=3, agencies=(POLICE.model_copy(update={"visits_per_day": 2}),))
    book = law(count("fire_evacuation", minimum=2), count("lockdown", agency="police"))
    drills = planned(place, book).drills
    after = closed(place, *{drill.date for drill in drills if drill.campus_id == "c1"})
    before = before_of(after, drills, MONDAY)
    found = [repaired(after, book, before, SolverSettings(workers=workers)) for workers in (1, 2, 4)]
    assert found[0] == found[1] == found[2]


def test_a_moved_drill_keeps_its_id_and_an_added_one_gets_a_new_id() -> None:
    place = days(5, scenarios=(FRONT,))
    book = law(count("fire_evacuation"))
    (drill,) = planned(place, book).drills
    after = closed(place, drill.date)
    found = repaired(after, law(count("fire_evacuation", minimum=2)), before_of(after, (drill,), MONDAY))
    assert {drill.drill_id for drill in found.solution.drills} == {drill.drill_id, "c0-fire-evacuation-02"}
    kinds = [change.kind for change in changes_between((drill,), found.solution.drills)]
    assert sorted(kinds) == ["added", "moved"]


def test_a_duty_whose_days_are_over_is_dropped_and_the_others_planned() -> None:
    place = days(12, scenarios=(FRONT,))
    book = law(count("fire_evacuation", per="month_in_session"))
    drills = planned(place, book).drills
    # The two days of September are closed: its drill cannot be held any more, October's can.
    after = closed(place, day(0), day(1))
    found = repaired(after, law(count("fire_evacuation", between={"since": "09-29", "until": "09-30"}),
                                count("fire_evacuation", per="month_in_session")),
                     before_of(after, drills, day(2)))  # fmt: skip
    assert all("T-1" in duty_id or "2025-09" in duty_id for duty_id in found.dropped_duties)
    assert any(drill.date.month == 10 for drill in found.solution.drills)


def test_of_two_duties_with_one_day_left_the_one_ending_first_is_dropped() -> None:
    # The day is too short for both.
    place = days(5, scenarios=(FRONT, LOCKDOWN), bells=BELLS)
    book = law(
        count("fire_evacuation", between={"since": "09-29", "until": "10-01"}),
        count("lockdown", between={"since": "09-29", "until": "10-02"}),
    )
    drills = planned(place, book).drills
    after = closed(place, day(0), day(1), day(3))
    found = repaired(after, book, before_of(after, drills, MONDAY))
    assert [duty.split("/")[0] for duty in found.dropped_duties] == ["T-1"]
    assert [(drill.drill_type.value, drill.date) for drill in found.solution.drills] == [("lockdown", day(2))]


FILED = {
    "kind": "filed",
    "what": "fire drills",
    "match": match("fire_evacuation"),
    "moves_for": ["severe_weather"],
    "make_up_within": 3,
}


@pytest.mark.parametrize(("cause", "lawful"), [("severe_weather", True), ("public_event", False)])
def test_a_filed_drill_is_made_up_in_its_days_for_a_lawful_cause_alone(cause: str, lawful: bool) -> None:
    filed = FiledDrill(campus_id="c0", drill_type="fire_evacuation", on=day(1), start="08:25")
    place = days(12, scenarios=(FRONT,)).model_copy(update={"filed": (filed,)})
    book = law(FILED, count("fire_evacuation"))
    drills = planned(place, book).drills
    assert [drill.date for drill in drills] == [day(1)]
    after = closed(place, day(1))
    owed = filed.model_copy(update={"cause": EventKind(cause)})
    after = after.model_copy(update={"filed": (owed,)})
    found = repaired(after, book, before_of(after, drills, day(1)))
    if lawful:
        assert not found.dropped_duties
        (made_up,) = found.solution.drills
        assert day(1) < made_up.date <= day(4)
        settled = after.model_copy(update={"filed": (owed.model_copy(update={"moved_to": made_up.date}),)})
        assert judged(settled, book, found.solution.drills).exit_code == 0
    else:
        assert [duty.split("/")[0] for duty in found.dropped_duties] == ["T-1"]


def test_a_drill_for_a_duty_that_a_closure_removes_stays() -> None:
    """They are owed after the first two school days; when only two days are left, nothing is owed any more."""
    place = days(4, scenarios=(FRONT, LOCKDOWN))
    after = {"first": 2, "unit": "school_day", "unit_is_stated": True, "of": "first_day_for_students"}
    book = law({"kind": "cover", "types": ["fire_evacuation", "lockdown"], "min_each": 1, "after": after})
    drills = planned(place, book).drills
    assert len(drills) == 2
    shut = closed(place, day(0), day(1))
    assert not Trial(shut, book).duties
    found = repaired(shut, book, {"c0": before_of(shut, drills, day(0))["c0"]})
    assert (found.moved, found.moved_at_least) == (0, 0)
    # No duty is left to credit them to.
    assert found.solution.drills == tuple(drill.model_copy(update={"credits": ()}) for drill in drills)


def test_pins_and_forbidden_days_are_kept_and_counted_again() -> None:
    place = days(12, scenarios=(FRONT, BACK, LOCKDOWN), bells=LUNCH_BELLS)
    orders = {
        "pins": (
            Pin(campus="c0", scenario="back", date=day(2), period="One"),
            Pin(campus="c0", drill_type="lockdown", date=day(3), start="08:20"),
        ),
        "forbidden": (ForbiddenDays.model_validate({"from": day(7), "to": day(11), "drill_types": ["lockdown"]}),),
    }
    ordered = place.model_copy(update={"district": place.district.model_copy(update=orders)})
    book = law(count("fire_evacuation", minimum=2), count("lockdown", minimum=2))
    drills = planned(ordered, book).drills
    assert any((drill.date, drill.scenario_id, drill.period) == (day(2), "back", "One") for drill in drills)
    assert any(
        (drill.date, drill.drill_type.value, f"{drill.start:%H:%M}") == (day(3), "lockdown", "08:20")
        for drill in drills
    )
    assert all(drill.date < day(7) for drill in drills if drill.drill_type == "lockdown")
    assert judged(ordered, book, drills).broken_orders == ()
    free = planned(place, law(count("fire_evacuation"))).drills
    broken = judged(
        ordered, book, (*free, drills[-1].model_copy(update={"drill_type": "lockdown", "date": day(8)}))
    )
    assert [order.order for order in broken.broken_orders] == ["pin", "pin", "forbidden"]


def test_a_pin_of_a_drill_that_no_law_asks_for_adds_it() -> None:
    place = days(5, scenarios=(FRONT, LOCKDOWN))
    pin = Pin(campus="c0", drill_type="lockdown", date=day(3))
    ordered = place.model_copy(update={"district": place.district.model_copy(update={"pins": (pin,)})})
    drills = planned(ordered, law(count("fire_evacuation"))).drills
    assert {(drill.drill_type.value, drill.date) for drill in drills if drill.drill_type == "lockdown"} == {
        ("lockdown", day(3))
    }


def test_orders_that_leave_no_room_are_named() -> None:
    place = days(5, scenarios=(FRONT,))
    orders = (ForbiddenDays.model_validate({"from": day(0), "to": day(4), "reason": "renovation"}),)
    ordered = place.model_copy(update={"district": place.district.model_copy(update={"forbidden": orders})})
    with pytest.raises(InfeasibleError) as caught:
        planned(ordered, law(count("fire_evacuation")))
    (reason,) = caught.value.reasons
    assert "without either one, the other can" in reason
    assert "any drill at every campus (renovation)" in reason


def with_orders(place: Workspace, **orders: Any) -> Workspace:
    return place.model_copy(update={"district": place.district.model_copy(update=orders)})


def test_a_blocked_day_stays_blocked_and_the_duty_that_needs_it_is_lost() -> None:
    place = days(5, scenarios=(FRONT, LOCKDOWN))
    book = law(count("fire_evacuation", between={"since": "09-29", "until": "09-30"}), count("lockdown"))
    blocked = (ForbiddenDays(date=day(1)),)
    drills = planned(with_orders(place, forbidden=blocked), book).drills
    after = closed(with_orders(place, forbidden=blocked), day(0))
    found = repaired(after, book, before_of(after, drills, MONDAY))
    assert [duty.split("/")[0] for duty in found.dropped_duties] == ["T-1"]
    assert all(drill.date > day(1) for drill in found.solution.drills)
    assert {drill.drill_type for drill in found.solution.drills} >= {"lockdown"}


@pytest.mark.parametrize("apart", [False, True])
def test_a_pin_gives_way_before_a_duty_does(apart: bool) -> None:
    place = with_orders(
        days(5, scenarios=(FRONT, LOCKDOWN)),
        pins=(Pin(campus="c0", drill_type="lockdown", date=day(1)),),
    )
    spacing = {
        "kind": "spacing",
        "what": "drills",
        "match": match("fire_evacuation", "lockdown"),
        "apart": {"days": 1, "unit": "school_day", "unit_is_stated": True},
    }
    duties = (count("fire_evacuation", between={"since": "09-29", "until": "09-30"}), count("lockdown"))
    book = law(*duties, spacing) if apart else law(*duties)
    drills = planned(place, book).drills
    assert [drill.date for drill in drills if drill.drill_type == "lockdown"] == [day(1)]
    after = closed(place, day(0))
    found = repaired(after, book, before_of(after, drills, MONDAY))
    # The pin stays where the law lets both drills be held on its day.
    assert (found.dropped_duties, found.void_pins) == ((), frozenset({("c0", day(1))} if apart else ()))
    assert {drill.drill_type.value: drill.date for drill in found.solution.drills}["fire_evacuation"] == day(1)


def test_an_agency_stays_with_a_planned_drill_that_no_duty_asks_it_for_any_more() -> None:
    place = days(12, scenarios=(FRONT, LOCKDOWN), agencies=(POLICE,))
    (drill,) = planned(place, law(count("lockdown", agency="police"))).drills
    assert drill.agencies == (POLICE.agency_id,)
    found = repaired(place, law(count("lockdown"), count("fire_evacuation")), before_of(place, (drill,), MONDAY))
    assert found.moved == 0
    (kept,) = [now for now in found.solution.drills if now.drill_id == drill.drill_id]
    assert (kept.date, kept.agencies) == (drill.date, drill.agencies)


OFFER = {
    "kind": "offer",
    "what": "fire drill",
    "match": match("fire_evacuation", agency="police"),
    "dates": 3,
    "weeks": 2,
    "offer_by": "09-15",
    "who": "the police",
    "due_words": "by 15 September",
}


@pytest.mark.parametrize("picked", [0, 1, 2])
def test_dates_that_were_offered_stay_open_whatever_is_picked(picked: int) -> None:
    place = days(12, agencies=(POLICE,))
    book = law(OFFER, count("lockdown", minimum=2))
    first = planned(place, book)
    (offer,) = first.tasks
    lockdown = next(drill for drill in first.drills if drill.drill_type == "lockdown")
    after = closed(place, lockdown.date)
    before = before_of(after, first.drills, MONDAY)
    kept = PreviousPlan(
        as_of=MONDAY,
        settled=before["c0"].settled,
        planned=before["c0"].planned,
        displaced=before["c0"].displaced,
        offers=(offer,),
    )
    found = repaired(after, book, {"c0": kept})
    assert found.moved == 1
    assert found.solution.tasks == ()
    offered = next(drill for drill in found.solution.drills if drill.drill_id == offer.drill_id)
    moved = offered.model_copy(update={"date": offer.dates[picked]})
    drills = tuple(moved if drill == offered else drill for drill in found.solution.drills)
    assert not judged(after, book, drills, (offer,)).violated
