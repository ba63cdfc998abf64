"""Campuses of one building hold together what all of it hears: no other year is better, and the judge agrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from drillplanner.audit.schedule.own_rules.crowded_days import broken_day_rules
from drillplanner.audit.schedule.shared_alarms import heard_alarm_sentences, missing_building_drills
from drillplanner.files.errors import InfeasibleError
from drillplanner.law import LawBook
from drillplanner.model import (
    BellSchedule,
    Campus,
    Conflict,
    Drill,
    DrillType,
    ForbiddenDays,
    Period,
    Pin,
    Route,
    SameDay,
    Site,
    Workspace,
    clock_of,
    minutes_of,
)
from drillplanner.solve import solver
from drillplanner.solve.coupling import alarm_search as best_in_buildings
from drillplanner.solve.district import visit_sharing as sharing
from drillplanner.solve.district.independent_bounds import CostKey
from drillplanner.solve.problem.previous_plan import PreviousPlan
from drillplanner.solve.repair.fewest_moves import RepairedPlan
from drillplanner.solve.repair.same_day import repair_same_day
from drillplanner.solve.solver import Solution, SolverSettings
from tests.builders import scenario
from tests.solve.brute_force.exhaustive_search import Trial
from tests.solve.brute_force.plain_agencies import alone_at, can_be_made, plain_agency_points
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import (
    BELLS,
    FIRE,
    LOCKDOWN,
    POLICE,
    STAFF,
    all_met,
    count,
    duties_of,
    judged,
    law,
    planned,
    quiet,
    tiny,
    year_of,
)
from tests.solve.brute_force.tiny_repairs import before_of, closed

BOTH = law(count("lockdown"), count("fire_evacuation"))
WATCHED = law(count("lockdown"), count("fire_evacuation", agency="police"))
#: A second fire drill where there are fire escapes.
UNEQUAL = law(
    count("fire_evacuation"),
    count("fire_evacuation", minimum=2),
    mandates={2: {"applies_if": {"fire_escapes": True}}},
)
SLOW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


def on(day: int) -> date:
    return MONDAY + timedelta(day)


def later(minutes: int) -> BellSchedule:
    """The bells of the other campus, rung later."""

    def moved(at: time) -> time:
        return clock_of(minutes_of(at) + minutes)

    days = {
        kind: tuple(
            Period(name=f"Late {period.name}", start=moved(period.start), end=moved(period.end), tags=period.tags)
            for period in periods
        )
        for kind, periods in BELLS.days.items()
    }
    return BellSchedule(bell_schedule_id="late", name="Later", days=days)


def shared(
    place: Workspace, behind: int = 0, *, first_facts: dict[str, Any] | None = None, **district: Any
) -> Workspace:
    """The first two campuses in one building, the second with bells so many minutes behind.

    ``first_facts`` changes the first campus's facts.
    """

    def changed(number: int, campus: Campus) -> Campus:
        update: dict[str, Any] = {"building": "hall"} if number < 2 else {}
        if number == 0 and first_facts is not None:
            update["facts"] = campus.facts | first_facts
        if number == 1 and behind:
            update["bell_schedule"] = "late"
        return campus.model_copy(update=update)

    return place.model_copy(
        update={
            "campuses": tuple(changed(number, campus) for number, campus in enumerate(place.campuses)),
            "bells": place.bells | {"late": later(behind)},
            "district": place.district.model_copy(update=district),
        }
    )


def days(number: int, campuses: int = 2, **more: Any) -> Workspace:
    given_ = {"agencies": (), "scenarios": (FIRE, LOCKDOWN, STAFF)} | more
    return tiny(MONDAY, on(number - 1), campuses=campuses, **given_)


def is_loud(drill: Drill) -> bool:
    return drill.drill_type in {"fire_evacuation", "lockdown"} and drill.audience != "staff"


def has_school(place: Workspace, number: int, drill: Drill) -> bool:
    """Whether the campus has bells around the drill."""
    campus, day = place.campuses[number], place.calendar.day(drill.date)
    periods = () if day is None else place.periods(campus, day)
    return bool(periods) and drill.start < periods[-1].end and periods[0].start < drill.end  # type: ignore[operator]


def fits_one_minute(place: Workspace, drills: Sequence[Drill]) -> bool:
    """Whether these drills, one of each campus, could start at one minute of their periods."""
    firsts, lasts = [], []
    for number, drill in enumerate(drills):
        day = place.calendar.day(drill.date)
        assert day is not None and drill.minutes is not None
        period = next(
            period for period in place.periods(place.campuses[number], day) if period.name == drill.period
        )
        firsts.append(minutes_of(period.start))
        lasts.append(minutes_of(period.end) - drill.minutes)
    return max(firsts) <= min(lasts)


def are_together(place: Workspace, years: Sequence[Sequence[Drill]]) -> bool:
    """Whether each loud drill has its twin wherever the other campus has school."""
    for number, drills in enumerate(years):
        others = {year.date: year for year in years[1 - number]}
        for drill in drills:
            if not is_loud(drill) or not has_school(place, 1 - number, drill):
                continue
            twin = others.get(drill.date)
            if twin is None or not is_loud(twin) or twin.drill_type is not drill.drill_type:
                return False
            if not fits_one_minute(place, [drill, twin] if number == 0 else [twin, drill]):
                return False
    return True


def one_visit_each(drills: Sequence[Drill]) -> list[Drill]:
    """The drills, of those that ring together only the first one that an agency attends."""
    seen: set[object] = set()
    found = []
    for drill in drills:
        key = (drill.date, drill.drill_type) if is_loud(drill) and drill.agencies else drill.drill_id
        if key not in seen:
            seen.add(key)
            found.append(drill)
    return found


def best_of_all(place: Workspace, book: LawBook, alone: Sequence[Workspace]) -> CostKey | None:
    """The best of all years of two campuses in one building, by trying everything; ``alone`` are both apart."""
    years: list[list[tuple[list[Drill], CostKey]]] = []
    for number, place_alone in enumerate(alone):
        trial = Trial(place_alone, book)
        best: dict[object, tuple[list[Drill], CostKey]] = {}
        for drills in trial.schedules():
            named = [
                drill.model_copy(update={"campus_id": f"c{number}", "drill_id": f"{number}-{drill.drill_id}"})
                for drill in drills
            ]
            is_open = not any(
                shut.covers(drill.campus_id, drill.drill_type, drill.date)
                for shut in place.district.forbidden
                for drill in named
            )
            if is_open and trial.is_lawful(drills, trial.kept):
                face = tuple(
                    (drill.date, is_loud(drill), drill.drill_type, drill.period, drill.agencies)
                    for drill in drills
                )
                tiers = trial.tiers(drills)
                if face not in best or tiers < best[face][1]:
                    best[face] = named, tiers
        years.append(sorted(best.values(), key=lambda year: year[1]))
    found: CostKey | None = None
    for (first_year, first_cost), (second_year, second_cost) in product(*years):
        first = first_cost[0] + second_cost[0], first_cost[1] + second_cost[1], first_cost[2] + second_cost[2]
        if (found is not None and first > found[:3]) or not are_together(place, (first_year, second_year)):
            continue
        every = [*first_year, *second_year]
        if can_be_made(place, one_visit_each(every)):
            worth = *first, first_cost[3] + second_cost[3] + plain_agency_points(place, every)
            found = worth if found is None else min(found, worth)
    return found


@dataclass(frozen=True)
class Hall:
    """What is drawn of two campuses in one building."""

    length: int
    watched: bool
    behind: int
    unequal: bool
    closed: int | None
    shut: tuple[tuple[int, str, str], ...]

    @property
    def book(self) -> LawBook:
        return WATCHED if self.watched else UNEQUAL if self.unequal else BOTH

    def open_place(self) -> Workspace:
        agencies, scenarios = ((POLICE,), (FIRE, LOCKDOWN)) if self.watched else ((), (FIRE, LOCKDOWN, STAFF))
        forbidden = tuple(
            ForbiddenDays(date=on(day), campuses=(campus,), drill_types=(drill_type,))
            for day, campus, drill_type in self.shut
        )
        place = days(self.length, agencies=agencies, scenarios=scenarios)
        return shared(place, self.behind, first_facts={"fire_escapes": True}, forbidden=forbidden)

    def place(self) -> Workspace:
        place = self.open_place()
        return place if self.closed is None else closed(place, on(self.closed), campus_ids=("c1",))

    def alone(self) -> tuple[Workspace, Workspace]:
        first, second = (alone_at(self.open_place(), number) for number in range(2))
        return first, second if self.closed is None else closed(second, on(self.closed))


@st.composite
def halls(draw: st.DrawFn) -> Hall:
    watched = draw(st.booleans())
    length = 2
    shut = st.tuples(
        st.integers(0, length - 1), st.sampled_from(["c0", "c1"]), st.sampled_from(["fire_evacuation", "lockdown"])
    )
    return Hall(
        length=length,
        watched=watched,
        behind=0 if watched else draw(st.sampled_from([0, 20, 50, 300])),
        unequal=draw(st.booleans()),
        closed=draw(st.sampled_from([None, None, 1])),
        shut=tuple(draw(st.lists(shut, max_size=2))),
    )


@SLOW
@given(hall=halls())
def test_no_other_schedule_of_a_building_is_better(hall: Hall) -> None:
    place, book = hall.place(), hall.book
    best = best_of_all(place, book, hall.alone())
    try:
        found = planned(place, book)
    except InfeasibleError as error:
        event("impossible")
        assert best is None
        assert error.conflicts
        return
    event(f"possible, {found.status}{', several on a day' if found.crowded_days else ''}")
    if found.crowded_days:
        # Trying has one drill a day.
        assert best is None
        assert judged(place, book, found.drills).broken_orders == ()
        assert broken_day_rules(found.drills, found.crowded_days, 1) == ()
        return
    assert best is not None
    assert worth_of(found) == best
    assert found.bound <= best[3]
    assert found.status == "optimal" or found.bound == 0
    report = judged(place, book, found.drills)
    assert all_met(report, duties_of(place, book))
    assert report.broken_orders == ()


def worth_of(found: Solution) -> CostKey:
    return len(found.drills), found.breaches, sum(len(drill.agencies or ()) for drill in found.drills), found.cost


def dates_of(drills: Sequence[Drill], drill_type: str) -> dict[str, set[date]]:
    found: dict[str, set[date]] = {}
    for drill in drills:
        if drill.drill_type == drill_type:
            found.setdefault(drill.campus_id, set()).add(drill.date)
    return found


def starts_of(drills: Sequence[Drill]) -> dict[tuple[date, str], set[str]]:
    found: dict[tuple[date, str], set[str]] = {}
    for drill in drills:
        if is_loud(drill) and drill.campus_id in {"c0", "c1"}:
            found.setdefault((drill.date, drill.drill_type), set()).add(f"{drill.start:%H:%M}")
    return found


def test_the_campus_with_fewer_duties_joins_every_drill_of_the_other() -> None:
    place = shared(days(6), first_facts={"fire_escapes": True})
    found = planned(place, UNEQUAL)
    fires = dates_of(found.drills, "fire_evacuation")
    assert len(fires["c0"]) == 2
    assert fires["c0"] == fires["c1"]
    assert (found.status, found.bound) == ("optimal", found.cost)


def test_an_alarm_is_at_a_minute_in_a_period_of_both_campuses() -> None:
    place = shared(days(6), behind=20)
    found = planned(place, BOTH)
    starts = starts_of(found.drills)
    assert {len(times) for times in starts.values()} == {1}
    assert {drill.period for drill in found.drills if is_loud(drill) and drill.campus_id == "c1"} <= {
        "Late One",
        "Late Two",
    }
    assert judged(place, BOTH, found.drills).broken_orders == ()


def test_a_drill_before_the_others_come_is_for_one_school_alone() -> None:
    place = shared(days(2, scenarios=(FIRE,)), behind=60)
    found = planned(place, law(count("fire_evacuation")))
    assert starts_of(found.drills)
    assert judged(place, law(count("fire_evacuation")), found.drills).broken_orders == ()


def test_campuses_without_common_school_hours_are_planned_separately() -> None:
    place = shared(days(6), behind=300)
    found, apart = planned(place, BOTH), planned(days(6), BOTH)
    assert (len(found.drills), found.cost) == (len(apart.drills), apart.cost)


def test_excluded_types_and_drills_of_adults_ring_no_alarm() -> None:
    quiet_ones = shared(days(4), whole_building=(), pins=(Pin(campus="c0", drill_type="lockdown", date=on(0)),))
    shut = ForbiddenDays(date=on(0), campuses=("c1",))
    apart = quiet_ones.model_copy(
        update={"district": quiet_ones.district.model_copy(update={"forbidden": (shut,)})}
    )
    found = planned(apart, BOTH)
    assert on(0) not in dates_of(found.drills, "lockdown")["c1"]
    assert judged(apart, BOTH, found.drills).broken_orders == ()
    together = apart.model_copy(
        update={"district": apart.district.model_copy(update={"whole_building": (DrillType.LOCKDOWN,)})}
    )
    adults = planned(together, BOTH)
    (adult_drill,) = (drill for drill in adults.drills if drill.campus_id == "c0" and drill.date == on(0))
    assert adult_drill.audience == "staff"


def test_an_officer_sees_both_schools_on_one_visit() -> None:
    place = shared(days(4, agencies=(POLICE,), scenarios=(FIRE, LOCKDOWN)))
    found = planned(place, WATCHED)
    (watched,) = {drill.date for drill in found.drills if drill.agencies}
    assert {drill.campus_id for drill in found.drills if drill.agencies and drill.date == watched} == {"c0", "c1"}
    assert all_met(judged(place, WATCHED, found.drills), duties_of(place, WATCHED))
    apart = place.model_copy(
        update={"campuses": tuple(campus.model_copy(update={"building": None}) for campus in place.campuses)}
    )
    problems = {entry.problem for entry in judged(apart, WATCHED, found.drills).entries}
    assert problems == {"agency_overbooked"}


def test_a_building_without_a_common_plan_is_explained_with_options() -> None:
    shut = tuple(
        ForbiddenDays(date=on(day), campuses=(campus,), drill_types=("lockdown",))
        for day, campus in ((0, "c0"), (1, "c1"))
    )
    place = shared(days(2, scenarios=(FIRE, LOCKDOWN)), forbidden=shut)
    with pytest.raises(InfeasibleError, match="campuses of one building cannot hold together") as caught:
        planned(place, law(count("lockdown")))
    (conflict,) = [conflict for conflict in caught.value.conflicts if isinstance(conflict, Conflict)]
    assert conflict.confirmed
    assert "building" in {member.kind for member in conflict.members}
    words = [relaxation.words for relaxation in conflict.relaxations]
    assert any("take lockdown out of 'whole_building'" in word for word in words)
    assert any("leave their 'building' empty in campuses.csv" in word for word in words)


def test_a_day_for_the_whole_district_and_a_building_go_together() -> None:
    place = shared(days(5, 3), same_day=(SameDay(drill_type="lockdown"),))
    found = planned(place, BOTH)
    assert len(set.union(*dates_of(found.drills, "lockdown").values())) == 1
    assert judged(place, BOTH, found.drills).broken_orders == ()
    assert found.bound <= found.cost


def test_column_generation_keeps_shared_alarms(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (best_in_buildings, sharing, solver):
        monkeypatch.setattr(module, "WHOLE_DISTRICT", 1)
    police = POLICE.model_copy(update={"visits_per_day": 2})
    place = shared(days(4, 4, agencies=(police,), scenarios=(FIRE, LOCKDOWN)))
    found = planned(place, WATCHED)
    report = judged(place, WATCHED, found.drills)
    assert all_met(report, duties_of(place, WATCHED))
    assert report.broken_orders == ()
    assert found.bound <= found.cost


@SLOW
@given(data=st.data())
def test_the_judge_agrees_with_plain_looking(data: st.DataObject) -> None:
    place = closed(shared(days(2), data.draw(st.sampled_from([0, 50, 300]))), on(1), campus_ids=("c1",))

    def drills_at(campus: str) -> list[Drill]:
        found = []
        for day in range(2):
            drill_type = data.draw(
                st.sampled_from([None, "lockdown", "lockdown", "fire_evacuation", "bus_evacuation"])
            )
            start = data.draw(st.sampled_from([time(8, 25), time(9, 10), time(13, 25)]))
            if drill_type and not (campus == "c1" and day == 1):
                found.append(
                    Drill(
                        drill_id=f"{campus}-{day}",
                        campus_id=campus,
                        drill_type=drill_type,
                        date=on(day),
                        start=start,
                        end=clock_of(minutes_of(start) + 10),
                    )
                )
        return found

    years = drills_at("c0"), drills_at("c1")
    alone = {
        (drill.drill_id, f"c{1 - number}")
        for number, drills in enumerate(years)
        for drill in drills
        if is_loud(drill)
        and has_school(place, 1 - number, drill)
        and drill.drill_type in {year.drill_type for year in years[1 - number]}
        and not any(
            year.drill_type is drill.drill_type and year.date == drill.date and year.start == drill.start
            for year in years[1 - number]
        )
        and not (drill.date == on(1) and number == 0)
    }
    event("alone" if alone else "together")
    found = missing_building_drills([*years[0], *years[1]], place)
    assert {(missing.drill_id, missing.campus_id) for missing in found} == alone
    assert {missing.order for missing in found} <= {"building"}


def again(place: Workspace, book: LawBook, before: dict[str, PreviousPlan]) -> RepairedPlan:
    return repair_same_day(year_of(place, book), before, SolverSettings(), quiet)


@pytest.mark.parametrize(("shut", "moved"), [(("c0", "c1"), 2), (("c1",), 1), (None, 2)])
def test_a_moved_drill_moves_at_all_campuses_of_the_building(shut: tuple[str, ...] | None, moved: int) -> None:
    place = shared(days(9, 3))
    was = planned(place, BOTH).drills
    (day,) = dates_of(was, "lockdown")["c0"]
    after = closed(place, day, campus_ids=shut)
    found = again(after, BOTH, before_of(after, was, MONDAY))
    others = sum(drill.campus_id == "c2" and drill.date == day for drill in was) if shut is None else 0
    assert (found.moved, found.moved_at_least) == (moved + others, moved + others)
    report = judged(after, BOTH, found.solution.drills)
    assert all_met(report, duties_of(after, BOTH))
    assert report.broken_orders == ()


def test_campuses_that_moved_into_one_building_are_brought_together_with_the_fewest_moves() -> None:
    one_each = law(count("lockdown", maximum=1), count("fire_evacuation"))
    place = days(8)
    was = tuple(
        drill.model_copy(update={"date": on({"c0": 2, "c1": 3}[drill.campus_id])})
        if drill.drill_type == "lockdown"
        else drill.model_copy(update={"date": on(0), "start": time(8, 25), "end": time(8, 35), "period": "One"})
        for drill in planned(place, one_each).drills
    )
    moved_in = shared(place)
    # Where more may be held, both hold both: nothing moves.
    for book, moved, lockdowns in ((BOTH, 0, 2), (one_each, 1, 1)):
        found = again(moved_in, book, before_of(moved_in, was, MONDAY))
        assert judged(moved_in, book, found.solution.drills).broken_orders == ()
        assert (found.moved, found.moved_at_least) == (moved, moved)
        assert {len(dates) for dates in dates_of(found.solution.drills, "lockdown").values()} == {lockdowns}


def test_a_repair_that_would_separate_the_building_explains_why() -> None:
    one_each = law(count("lockdown", maximum=1))
    place = shared(days(4, scenarios=(FIRE, LOCKDOWN)))
    was = planned(place, one_each).drills
    (day,) = dates_of(was, "lockdown")["c0"]
    shut = tuple(
        ForbiddenDays(date=on(number), campuses=(("c0", "c1")[number % 2],), drill_types=("lockdown",))
        for number in range(4)
    )
    after = closed(
        place.model_copy(update={"district": place.district.model_copy(update={"forbidden": shut})}), day
    )
    with pytest.raises(InfeasibleError, match="cannot hold together") as caught:
        again(after, one_each, before_of(after, was, MONDAY))
    conflicts = [conflict for conflict in caught.value.conflicts if isinstance(conflict, Conflict)]
    assert any("building" in {member.kind for member in conflict.members} for conflict in conflicts)


def test_a_campus_that_hears_drills_and_holds_none_is_named() -> None:
    place = shared(days(3), first_facts={"fire_escapes": True})
    book = law(count("lockdown"), count("fire_evacuation"), mandates={2: {"applies_if": {"fire_escapes": True}}})
    found = planned(place, book)
    assert set(dates_of(found.drills, "fire_evacuation")) == {"c0"}
    assert judged(place, book, found.drills).broken_orders == ()
    (sentence,) = heard_alarm_sentences(found.drills, place)
    assert sentence.startswith("C1 hears the fire drills of C0 in the same building and holds none")


def test_a_visit_to_both_schools_that_is_past_is_one_visit_in_a_repair_too() -> None:
    away = tuple(on(day) for day in range(1, 10) if day not in {7, 8})
    police = POLICE.model_copy(update={"unavailable": away})
    place = shared(days(10, agencies=(police,), scenarios=(FIRE,)))
    book = law(count("fire_evacuation", minimum=2, agency="police"))
    # One visit to both is past, and one day is left for the other.
    after = closed(place, on(7))
    was = tuple(
        drill.model_copy(update={"date": {0: on(0), 1: on(7)}[number % 2]})
        for number, drill in enumerate(planned(place, book).drills)
    )
    found = again(after, book, before_of(after, was, on(2)))
    assert (found.moved, found.moved_at_least) == (2, 2)
    assert dates_of(found.solution.drills, "fire_evacuation") == {
        campus_id: {on(0), on(8)} for campus_id in ("c0", "c1")
    }
    report = judged(after, book, found.solution.drills)
    assert all_met(report, duties_of(after, book))
    assert report.broken_orders == ()


def at_one_gymnasium(place: Workspace, drills_at_once: int) -> Workspace:
    """Both campuses of the building walk to one site."""
    gymnasium = Site(site_id="gym", name="Gymnasium (invented)", drills_at_once=drills_at_once)
    campuses = tuple(campus.model_copy(update={"evacuation_site": "gym"}) for campus in place.campuses)
    district = place.district.model_copy(update={"sites": (gymnasium,)})
    return place.model_copy(update={"campuses": campuses, "district": district})


@pytest.mark.parametrize(("drills_at_once", "at_the_site"), [(1, 1), (2, 2)])
def test_a_site_has_room_for_each_school_of_a_building_separately(drills_at_once: int, at_the_site: int) -> None:
    """At one alarm as many schools walk to the site as it takes, and the others stay on their ground."""
    away = scenario("away", DrillType.FIRE_EVACUATION, route=Route.OFF_SITE)
    book = law(count("fire_evacuation") | {"match": {"types": ("fire_evacuation",), "routes": ("off_site",)}})
    place = at_one_gymnasium(shared(days(6, scenarios=(away, FIRE))), drills_at_once)
    found = planned(place, book)
    assert all_met(judged(place, book, found.drills), duties_of(place, book))
    assert judged(place, book, found.drills).entries == ()
    walking = Counter(drill.date for drill in found.drills if drill.route == "off_site")
    assert max(walking.values()) == at_the_site
    # Where one walks alone, the other leaves the building too, since it hears the alarm.
    assert len(found.drills) == 4 // drills_at_once
    assert (found.status, found.bound) == ("optimal", found.cost)
