"""Drills that trade variants: nothing gets worse by the judge, and no free trade of two drills is missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from drillplanner import api
from drillplanner.audit.schedule import AuditReport, recount, recount_breaches
from drillplanner.files.errors import InfeasibleError, OutOfTimeError
from drillplanner.law import LawBook
from drillplanner.model import (
    DayKind,
    DevelopmentalLimits,
    Drill,
    DrillFormat,
    DrillType,
    DutyStatus,
    PeriodTag,
    Pin,
    PracticeRank,
    Precedence,
    Route,
    SameDay,
    Workspace,
)
from drillplanner.solve.problem.plans import Solution
from drillplanner.workflow.easiest_first.district import free_trades, with_trades
from tests.builders import scenario
from tests.random_examples import tried
from tests.solve.brute_force import random_laws as laws
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import (
    LOCKDOWN,
    LUNCH_BELLS,
    POLICE,
    SHORT_LUNCH_BELLS,
    count,
    duties_of,
    judged,
    law,
    match,
    planned,
    stand_ins_of,
    tiny,
    year_of,
)

#: The variants, by the names that the random limits use.
USUAL = scenario("front", DrillType.FIRE_EVACUATION, route=Route.PRIMARY)
OTHER_EXIT = scenario("back", DrillType.FIRE_EVACUATION, route=Route.SECONDARY, minutes=11).model_copy(
    update={"difficulty": 2}
)
AT_LUNCH = scenario(
    "lunch", DrillType.FIRE_EVACUATION, route=Route.PRIMARY, moments=(PeriodTag.LUNCH,)
).model_copy(update={"difficulty": 3})
LEVELS = {found.scenario_id: found.difficulty for found in (USUAL, OTHER_EXIT, AT_LUNCH, LOCKDOWN)}
NO_LIMITS = DevelopmentalLimits()
SOME = settings(max_examples=tried(50), deadline=None, suppress_health_check=list(HealthCheck))
#: A fire drill at lunch early, and others later: the search has no reason to begin with the usual one.
AT_LUNCH_AND_TWO_MORE = law(count("fire_evacuation", minimum=3), count("lockdown"))


def day(number: int) -> date:
    return MONDAY + timedelta(number)


def year_found(place: Workspace, book: LawBook, limits: DevelopmentalLimits = NO_LIMITS) -> Solution:
    try:
        return planned(place, book, limits=limits)
    except (InfeasibleError, OutOfTimeError):
        assume(False)
        raise


def price(
    place: Workspace, book: LawBook, drills: tuple[Drill, ...], limits: DevelopmentalLimits
) -> tuple[int, int]:
    by_campus = dict.fromkeys((campus.campus_id for campus in place.campuses), limits)
    costs = recount(drills, duties_of(place, book), place, stand_ins_of(place, book), by_campus)
    return recount_breaches(drills, place, by_campus), sum(cost.points for cost in costs)


def is_no_worse(before: AuditReport, after: AuditReport) -> bool:
    return len(after.entries) <= len(before.entries) and all(
        verdict.status is DutyStatus.MET
        or (verdict.status is DutyStatus.CANNOT_TELL and verdict in before.verdicts)
        for verdict in after.verdicts
    )


def visits_of(drills: tuple[Drill, ...]) -> Counter[object]:
    return Counter((drill.campus_id, drill.date, agency) for drill in drills for agency in drill.agencies or ())


def fire_drills(drills: tuple[Drill, ...], campus_id: str) -> list[Drill]:
    return [
        drill for drill in drills if (drill.campus_id, drill.drill_type) == (campus_id, DrillType.FIRE_EVACUATION)
    ]


def level(drill: Drill) -> int:
    return LEVELS[drill.scenario_id or ""]


def simple_trades(drills: tuple[Drill, ...], campus_id: str) -> Iterator[tuple[Drill, ...]]:
    """Yield the years in which the first fire drill and an easier one trade variant and time, written anew."""
    first, *later = fire_drills(drills, campus_id)
    for other in later:
        if level(other) >= level(first) or first.agencies or other.agencies:
            continue
        swapped = {
            to.drill_id: what.model_copy(update={"drill_id": to.drill_id, "date": to.date})
            for to, what in ((first, other), (other, first))
        }
        yield tuple(swapped.get(drill.drill_id, drill) for drill in drills)


def check(place: Workspace, book: LawBook, limits: DevelopmentalLimits = NO_LIMITS) -> Solution:
    """Check all that a trade must keep, and that no simple trade is missed on days with the same bells."""
    found = year_found(place, book, limits)
    year = year_of(place, book, limits)
    trades = free_trades(year, found)
    event(f"{len(trades)} trades")
    after = with_trades(year, found, trades)
    assert [(drill.drill_id, drill.date) for drill in after.drills] == [
        (drill.drill_id, drill.date) for drill in found.drills
    ]
    assert visits_of(after.drills) == visits_of(found.drills)
    assert Counter((drill.campus_id, drill.scenario_id) for drill in after.drills) == Counter(
        (drill.campus_id, drill.scenario_id) for drill in found.drills
    )
    before = judged(place, book, found.drills, found.tasks)
    report = judged(place, book, after.drills, after.tasks)
    assert is_no_worse(before, report)
    counted = {verdict.duty: verdict.drills for verdict in report.verdicts}
    assert all(drill.drill_id in counted[duty] for drill in after.drills for duty in drill.credits)
    was, now = (price(place, book, drills, limits) for drills in (found.drills, after.drills))
    assert now <= was
    assert (after.breaches - found.breaches, after.cost - found.cost) == (now[0] - was[0], now[1] - was[1])
    traded = {trade.campus_id for trade in trades}
    for trade in trades:
        assert level(trade.traded[0]) < level(trade.planned[0])
    has_one_bell = all(
        place.calendar.kind_at(day(number), "c0") is not DayKind.EARLY_RELEASE for number in range(20)
    )
    for campus in place.campuses:
        if (
            campus.campus_id in traded
            or found.tasks
            or not has_one_bell
            or not fire_drills(found.drills, campus.campus_id)
        ):
            continue
        for drills in simple_trades(after.drills, campus.campus_id):
            is_free = price(place, book, drills, limits) <= now
            assert not (is_free and is_no_worse(report, judged(place, book, drills, after.tasks)))
    return after


@st.composite
def places(draw: st.DrawFn) -> Workspace:
    days = draw(st.integers(4, 17))
    kinds = draw(
        st.dictionaries(
            st.integers(0, days - 1), st.sampled_from([DayKind.EARLY_RELEASE, DayKind.CLOSED]), max_size=2
        )
    )
    return tiny(
        MONDAY,
        day(days - 1),
        {day(number): kind for number, kind in kinds.items()},
        campuses=draw(st.integers(1, 2)),
        agencies=(POLICE,) if draw(st.booleans()) else (),
        scenarios=(AT_LUNCH, OTHER_EXIT, USUAL, LOCKDOWN),
        bells=draw(st.sampled_from([LUNCH_BELLS, SHORT_LUNCH_BELLS])),
        events=draw(laws.events()),
    )


VARIANTS_ASKED = st.lists(
    st.sampled_from(
        [
            count("fire_evacuation", minimum=3),
            {"kind": "count", "what": "drill", "match": match("fire_evacuation", moments=["lunch"]), "min": 1},
            {"kind": "count", "what": "drill", "match": match("fire_evacuation", routes=["secondary"]), "min": 1},
            {"kind": "vary", "what": "drill", "match": match("fire_evacuation"), "field": "route", "at_least": 2},
        ]
    ),
    min_size=1,
    max_size=3,
    unique_by=str,
)


@SOME
@given(
    place=places(),
    variants=VARIANTS_ASKED,
    requirements=st.lists(laws.requirements(), max_size=2),
    limits=st.just(NO_LIMITS) | laws.limits(),
)
def test_a_trade_makes_nothing_worse_and_no_simple_one_is_missed(
    place: Workspace,
    variants: list[dict[str, Any]],
    requirements: list[dict[str, Any]],
    limits: DevelopmentalLimits,
) -> None:
    check(place, law(*variants, *requirements), limits)


@settings(SOME, max_examples=20)
@given(place=places(), variants=VARIANTS_ASKED, offer=laws.offers())
def test_a_trade_keeps_what_is_offered_to_agencies(
    place: Workspace, variants: list[dict[str, Any]], offer: dict[str, Any]
) -> None:
    check(place, law(*variants, offer))


def drill_at(drill_id: str, scenario_id: str, on: date, **more: Any) -> Drill:
    """A drill as a plan has it, in the lesson or at lunch."""
    start, period, tag = (
        (time(12, 10), "Lunch", "lunch") if scenario_id == "lunch" else (time(8, 25), "One", "instruction")
    )
    fields: dict[str, Any] = {
        "drill_id": drill_id,
        "campus_id": "c0",
        "drill_type": "fire_evacuation",
        "date": on,
        "scenario_id": scenario_id,
        "format": "physical",
        "audience": "everyone",
        "grades": ("K", "1", "2"),
        "start": start,
        "end": start.replace(minute=start.minute + 10),
        "period": period,
        "period_tags": (tag,),
        "route": "primary",
        "announced": True,
        "agencies": (),
    }
    return Drill(**fields | more)


LUNCH_FIRST = (drill_at("fire-1", "lunch", day(1)), drill_at("fire-2", "front", day(15)))
TWO = law(count("fire_evacuation", minimum=2))
PLACE = tiny(MONDAY, day(25), scenarios=(AT_LUNCH, USUAL), bells=LUNCH_BELLS)


def trades_at(
    place: Workspace, drills: tuple[Drill, ...] = LUNCH_FIRST, book: LawBook = TWO, fixed: Container[str] = ()
) -> list[list[str | None]]:
    found = Solution("optimal", drills, cost=0, bound=0)
    return [
        [drill.scenario_id for drill in trade.traded] for trade in free_trades(year_of(place, book), found, fixed)
    ]


def test_the_usual_drill_comes_first() -> None:
    assert trades_at(PLACE) == [["front", "lunch"]]


def test_a_law_that_wants_the_harder_drill_early_keeps_it_there() -> None:
    # Three days are too few for a margin, so that no points speak for the drill as well.
    early = count("fire_evacuation", between={"since": "09-29", "until": "10-01"})
    early["match"]["moments"] = ["lunch"]
    assert trades_at(PLACE, book=law(early, count("fire_evacuation", minimum=2))) == []


def test_drills_that_are_shared_out_among_duties_stay_enough_for_each() -> None:
    """Without the first drill at lunch, the first duty would take the other one, and the second have none."""
    at_lunch = count("fire_evacuation", between={"since": "09-29", "until": "10-08"})
    at_lunch["match"]["moments"] = ["lunch"]
    midweek = count("fire_evacuation", between={"since": "10-01", "until": "10-03"})
    book = law(at_lunch, midweek, mandates={1: {"separate_from": ["T-2"]}})
    drills = (
        drill_at("fire-1", "lunch", day(1)),
        drill_at("fire-2", "lunch", day(3)),
        drill_at("fire-3", "front", day(15)),
    )
    assert not judged(PLACE, book, drills, ()).violated
    assert trades_at(PLACE, drills, book) == []
    # Where a drill counts for both, it may trade.
    assert trades_at(PLACE, drills, law(at_lunch, midweek)) == [["front", "lunch"]]


def test_a_duty_that_is_not_met_does_not_get_worse() -> None:
    """Two fire drills at lunch by October 3, and one is planned: the trade would leave none."""
    early = count("fire_evacuation", minimum=2, between={"since": "09-29", "until": "10-03"})
    early["match"]["moments"] = ["lunch"]
    book = law(early, count("fire_evacuation", minimum=2))
    assert [verdict.mandate for verdict in judged(PLACE, book, LUNCH_FIRST, ()).violated] == ["T-1"]
    assert trades_at(PLACE, book=book) == []


@pytest.mark.parametrize(
    "order",
    [
        {"scenario": "lunch"},
        {"drill_type": "fire_evacuation", "period": "Lunch"},
        {"drill_type": "fire_evacuation", "start": time(12, 10)},
    ],
)
def test_a_drill_that_several_schools_hold_together_stays(order: dict[str, Any]) -> None:
    ordered = PLACE.district.model_copy(update={"same_day": (SameDay(**order, to=day(5)),)})
    assert trades_at(PLACE.model_copy(update={"district": ordered})) == []


def test_any_fire_drill_on_the_common_day_is_enough_if_the_order_names_no_time() -> None:
    ordered = PLACE.district.model_copy(update={"same_day": (SameDay(drill_type="fire_evacuation"),)})
    assert trades_at(PLACE.model_copy(update={"district": ordered})) == [["front", "lunch"]]


def test_drills_of_other_forms_and_those_that_may_fill_a_site_do_not_trade() -> None:
    talked_through = LUNCH_FIRST[1].model_copy(update={"format": DrillFormat.TABLETOP})
    assert trades_at(PLACE, (LUNCH_FIRST[0], talked_through)) == []
    types = {"drill_type": DrillType.REUNIFICATION}
    assert trades_at(PLACE, tuple(drill.model_copy(update=types) for drill in LUNCH_FIRST)) == []


def test_a_trade_that_is_left_out_frees_no_agency_for_another_school() -> None:
    """The only police crew can come at noon to the second school if the first one's drill is in the morning."""
    police = POLICE.model_copy(update={"visits_per_day": 2, "crews": 1, "travel_minutes": 0})
    place = tiny(MONDAY, day(25), campuses=2, agencies=(police,), scenarios=(AT_LUNCH, USUAL), bells=LUNCH_BELLS)
    later = {"start": time(8, 40), "end": time(8, 50)}
    drills = (
        drill_at("fire-1", "lunch", day(15), agencies=("police",)),
        drill_at("fire-2", "front", day(22), **later),
        drill_at("fire-3", "lunch", day(1), campus_id="c1"),
        drill_at("fire-4", "front", day(15), campus_id="c1", agencies=("police",)),
    )
    year, found = year_of(place, TWO), Solution("optimal", drills, cost=0, bound=0)
    assert [trade.campus_id for trade in free_trades(year, found)] == ["c0", "c1"]
    assert free_trades(year, found, left_out={"c0"}) == []


def test_an_agency_that_comes_at_noon_alone_keeps_the_drill_at_noon() -> None:
    attended = (LUNCH_FIRST[0].model_copy(update={"agencies": ("police",)}), LUNCH_FIRST[1])
    assert trades_at(PLACE, attended) == [["front", "lunch"]]
    at_noon = POLICE.model_copy(update={"available_from": time(11), "available_until": time(14)})
    place = PLACE.model_copy(update={"district": PLACE.district.model_copy(update={"agencies": (at_noon,)})})
    assert trades_at(place, attended) == []


def test_one_visit_serves_all_schools_of_a_building() -> None:
    """Police can make two visits a day: to the school whose drills trade, and to the building of two others."""
    police = POLICE.model_copy(update={"visits_per_day": 2, "crews": 2})
    alone = tiny(MONDAY, day(25), campuses=3, agencies=(police,), scenarios=(AT_LUNCH, USUAL), bells=LUNCH_BELLS)
    shared = tuple(campus.model_copy(update={"building": "b"}) for campus in alone.campuses[1:])
    attended = {"agencies": ("police",)}
    drills = (
        LUNCH_FIRST[0].model_copy(update=attended),
        LUNCH_FIRST[1],
        drill_at("fire-3", "front", day(1), campus_id="c1", **attended),
        drill_at("fire-4", "front", day(1), campus_id="c2", **attended),
    )
    assert trades_at(alone, drills) == []
    assert trades_at(alone.model_copy(update={"campuses": (alone.campuses[0], *shared)}), drills) == [
        ["front", "lunch"]
    ]


@pytest.mark.parametrize(("left_out", "breaches"), [(True, 0), (False, -PracticeRank.ORDER.weight)])
def test_without_practice_a_trade_takes_away_no_breach_of_it(left_out: bool, breaches: int) -> None:
    """If the search knew nothing of good practice, its breaches are not among those of the solution."""
    order = Precedence(
        rule="GP-14",
        scenarios=("lunch",),
        after=("front",),
        practice=PracticeRank.ORDER,
        sentence="the usual drill first",
    )
    year = year_of(PLACE, TWO, DevelopmentalLimits(precedences=(order,)))
    found = Solution("feasible", LUNCH_FIRST, cost=0, bound=0, practice_left_out=left_out)
    (trade,) = free_trades(year, found)
    assert trade.breaches == breaches


def test_what_people_ordered_or_know_already_stays() -> None:
    pinned = PLACE.district.model_copy(update={"pins": (Pin(drill_type="fire_evacuation", date=day(1)),)})
    shared = tuple(campus.model_copy(update={"building": "one"}) for campus in PLACE.campuses)
    assert trades_at(PLACE.model_copy(update={"district": pinned})) == []
    assert trades_at(PLACE.model_copy(update={"campuses": shared})) == []
    assert trades_at(PLACE, fixed={"fire-2"}) == []
    assert trades_at(PLACE, (LUNCH_FIRST[0].model_copy(update={"held": True}), LUNCH_FIRST[1])) == []


def test_each_school_of_the_example_begins_with_its_easiest_fire_drill(planned_example: Path) -> None:
    """Mount Pleasant Middle School has fire escapes: New Jersey wants each of its fire drills by them."""
    prepared, plan = api.prepare(planned_example), api.read_plan(planned_example)
    levels = {scenario.scenario_id: scenario.difficulty for scenario in prepared.workspace.scenarios}
    for campus in prepared.workspace.campuses:
        found = [levels[drill.scenario_id or ""] for drill in fire_drills(plan.drills, campus.campus_id)]
        assert found[0] == min(found), campus.campus_id
    assert (plan.status, plan.objective) == ("optimal", plan.bound)
