"""Dates offered for a drill that a whole building hears: the building is ready for the drill on each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from drillplanner.audit.schedule.shared_alarms import unready_offered_dates
from drillplanner.files.errors import InfeasibleError
from drillplanner.law import LawBook
from drillplanner.law.kinds.offer import Offer
from drillplanner.model import (
    Agency,
    Conflict,
    Drill,
    DrillType,
    ForbiddenDays,
    Pin,
    Task,
    Workspace,
)
from drillplanner.solve.district.independent_bounds import CostKey
from drillplanner.solve.problem.previous_plan import PreviousPlan
from drillplanner.solve.solver import Solution
from tests.solve.brute_force.exhaustive_search import Trial
from tests.solve.brute_force.plain_agencies import alone_at, can_be_made, plain_agency_points
from tests.solve.brute_force.plain_credit_sharing import keeps_all, offer_holds
from tests.solve.brute_force.tiny_districts import (
    FIRE,
    LOCKDOWN,
    all_met,
    count,
    duties_of,
    judged,
    law,
    match,
    planned,
)
from tests.solve.brute_force.tiny_repairs import before_of, closed
from tests.solve.coupling.test_shared_buildings import (
    again,
    are_together,
    dates_of,
    days,
    fits_one_minute,
    has_school,
    is_loud,
    on,
    one_visit_each,
    shared,
    worth_of,
)
from tests.solve.requirements.test_offer import offer

#: Both campuses offer two dates for a fire drill.
BOTH_OFFER = law(offer(2), count("lockdown"))
#: Only a campus with fire escapes offers dates; both owe a fire drill.
ONE_OFFERS = law(
    offer(2),
    count("fire_evacuation"),
    count("lockdown"),
    mandates={1: {"applies_if": {"fire_escapes": True}}},
)
FIRE_BRIGADE = Agency(agency_id="fire", name="Fire department (invented)", kind="fire")


def hall(number: int, behind: int = 0, one: bool = False, away: tuple[date, ...] = ()) -> Workspace:
    """Two campuses in one building; the second is closed on the dates of ``away``."""
    place = days(number, scenarios=(FIRE, LOCKDOWN))
    place = shared(place, behind, first_facts={"fire_escapes": True} if one else None)
    return closed(place, *away, campus_ids=("c1",)) if away else place


def ready(place: Workspace, book: LawBook, found: Solution) -> Solution:
    """The plan, after the judge has accepted it."""
    report = judged(place, book, found.drills, found.tasks)
    assert report.broken_orders == ()
    assert all_met(report, duties_of(place, book))
    return found


def offered(tasks: Sequence[Task]) -> dict[str, set[date]]:
    return {task.campus_id: set(task.dates) for task in tasks if task.kind == "offer"}


def test_schools_that_both_offer_dates_offer_the_same() -> None:
    place = hall(7)
    found = ready(place, BOTH_OFFER, planned(place, BOTH_OFFER))
    dates = offered(found.tasks)
    assert dates["c0"] == dates["c1"]
    assert dates_of(found.drills, "fire_evacuation")["c0"] == dates_of(found.drills, "fire_evacuation")["c1"]
    assert (found.status, found.bound) == ("optimal", found.cost)


def test_a_school_without_an_offer_keeps_the_dates_free() -> None:
    place = hall(4, one=True)
    found = ready(place, ONE_OFFERS, planned(place, ONE_OFFERS))
    dates = offered(found.tasks)
    assert set(dates) == {"c0"}
    (fire,) = dates_of(found.drills, "fire_evacuation")["c0"]
    assert {drill.date for drill in found.drills if drill.campus_id == "c1"} & dates["c0"] == {fire}


def test_the_dates_of_a_school_that_is_away_on_some_are_the_same_on_the_others() -> None:
    place = hall(4, away=(on(1),))
    book = law(offer(3))
    found = ready(place, book, planned(place, book))
    dates = offered(found.tasks)
    # The second school has three days, so the first offers these too, and the one on which it is alone is free.
    assert dates["c0"] == dates["c1"] == {on(0), on(2), on(3)}
    few = law(offer(2))
    alone = hall(4, away=(on(0), on(1)))
    found = ready(alone, few, planned(alone, few))
    dates = offered(found.tasks)
    assert dates["c0"] in ({on(0), on(1)}, {on(2), on(3)})


@pytest.mark.parametrize("one", [False, True])
def test_bells_may_differ(one: bool) -> None:
    book = ONE_OFFERS if one else BOTH_OFFER
    place = hall(7, behind=20, one=one)
    found = ready(place, book, planned(place, book))
    fires = [drill for drill in found.drills if drill.drill_type == "fire_evacuation"]
    assert len({(drill.date, drill.start) for drill in fires}) == 1
    assert len({drill.campus_id for drill in fires}) == 2


def test_schools_without_common_hours_offer_their_own_dates() -> None:
    place = hall(4, behind=300)
    pins = tuple(
        Pin(campus=f"c{campus}", drill_type="lockdown", date=on(day))
        for campus, day in ((0, 0), (0, 1), (1, 2), (1, 3))
    )
    place = place.model_copy(update={"district": place.district.model_copy(update={"pins": pins})})
    found = ready(place, BOTH_OFFER, planned(place, BOTH_OFFER))
    assert offered(found.tasks) == {"c0": {on(2), on(3)}, "c1": {on(0), on(1)}}


def test_an_agency_visits_both_schools_on_the_offered_date() -> None:
    book = law(offer(2, match=match("fire_evacuation", agency="fire")), count("lockdown"))
    place = shared(days(7, agencies=(FIRE_BRIGADE,), scenarios=(FIRE, LOCKDOWN)))
    found = ready(place, book, planned(place, book))
    assert offered(found.tasks)["c0"] == offered(found.tasks)["c1"]
    assert {drill.agencies for drill in found.drills if drill.drill_type == "fire_evacuation"} == {("fire",)}


def test_no_dates_that_both_can_offer_is_explained() -> None:
    """The second school cannot hold a fire drill on the days that the first would offer."""
    shut = tuple(
        ForbiddenDays(date=on(day), campuses=(campus,), drill_types=("fire_evacuation",))
        for day, campus in ((0, "c0"), (1, "c0"), (2, "c1"), (3, "c1"))
    )
    book = law(offer(2))
    place = shared(days(5, scenarios=(FIRE, LOCKDOWN)), forbidden=shut)
    with pytest.raises(InfeasibleError, match="campuses of one building cannot hold together") as caught:
        planned(place, book)
    (conflict,) = [conflict for conflict in caught.value.conflicts if isinstance(conflict, Conflict)]
    assert conflict.confirmed
    assert "building" in {member.kind for member in conflict.members}
    assert conflict.relaxations


# By trying everything.


@dataclass(frozen=True)
class OfferedYear:
    """A year of one campus, the dates that it offers, and what it costs."""

    drills: tuple[Drill, ...]
    tiers: CostKey
    dates: frozenset[date] | None = None

    @property
    def offered_drill(self) -> Drill | None:
        return next((drill for drill in self.drills if self.dates and drill.date in self.dates), None)


def years_at(
    number: int, place_alone: Workspace, book: LawBook, forbidden: Sequence[ForbiddenDays]
) -> Iterator[OfferedYear]:
    """Yield every lawful year of one campus with all dates that it could offer."""
    trial = Trial(place_alone, book)

    def is_open(drill_type: DrillType, day: date) -> bool:
        return not any(shut.covers(f"c{number}", drill_type, day) for shut in forbidden)

    duties = trial.duties
    asking = next((duty for duty in duties if isinstance(duty.mandate.requirement, Offer)), None)
    for drills in trial.schedules():
        if not all(is_open(each.drill_type, each.date) for each in drills) or not keeps_all(
            duties, drills, trial.place
        ):
            continue
        named = tuple(
            drill.model_copy(update={"campus_id": f"c{number}", "drill_id": f"{number}-{drill.drill_id}"})
            for drill in drills
        )
        tiers = trial.tiers(drills)
        if asking is None:
            yield OfferedYear(named, tiers)
            continue
        for dates in combinations(trial.place.open_dates, 2):
            fires = [drill for drill in drills if drill.date in dates]
            if (
                len(fires) == 1
                and fires[0].drill_type == "fire_evacuation"
                and all(
                    is_open(DrillType.FIRE_EVACUATION, day)
                    and any(
                        (option.scenario_id, option.period) == (fires[0].scenario_id, fires[0].period)
                        for option in trial.options[trial.place.open_dates.index(day)]
                    )
                    for day in dates
                )
                and offer_holds(asking, dates, drills, duties, trial.place)
            ):
                yield OfferedYear(named, tiers, frozenset(dates))


def is_ready(place: Workspace, number: int, year: OfferedYear, other: OfferedYear) -> bool:
    """Whether the other campus is ready for the offered drill of this one on each of its dates."""
    drill = year.offered_drill
    if drill is None or year.dates is None:
        return True
    heard = [day for day in year.dates if has_school(place, 1 - number, drill.model_copy(update={"date": day}))]
    if other.dates is not None:
        its_drill = other.offered_drill
        assert its_drill is not None
        return not heard or (other.dates.issuperset(heard) and its_drill.date == drill.date)
    for day in heard:
        if any(its.date == day for its in other.drills) and day != drill.date:
            return False
        if any(shut.covers(f"c{1 - number}", drill.drill_type, day) for shut in place.district.forbidden):
            return False
        moved = drill.model_copy(update={"date": day})
        periods = place.periods(place.campuses[1 - number], place.calendar.day(day))  # type: ignore[arg-type]
        answers = [moved.model_copy(update={"period": period.name}) for period in periods if period.length >= 10]
        pairs = ([moved, answer] if number == 0 else [answer, moved] for answer in answers)
        if not any(fits_one_minute(place, pair) for pair in pairs):
            return False
    return True


def best_of_all(place: Workspace, book: LawBook, alone: Sequence[Workspace]) -> CostKey | None:
    """The best of all years of two campuses in one building that are ready for each other's offers."""
    years = []
    for number, place_alone in enumerate(alone):
        best: dict[object, OfferedYear] = {}
        for year in years_at(number, place_alone, book, place.district.forbidden):
            face = (
                tuple((drill.date, is_loud(drill), drill.drill_type, drill.period) for drill in year.drills),
                year.dates,
            )
            if face not in best or year.tiers < best[face].tiers:
                best[face] = year
        years.append(sorted(best.values(), key=lambda year: year.tiers))
    found: CostKey | None = None
    for first, second in product(*years):
        tiers = tuple(a + b for a, b in zip(first.tiers, second.tiers, strict=True))
        if found is not None and tiers[:3] > found[:3]:
            continue
        every = [*first.drills, *second.drills]
        if (
            are_together(place, (first.drills, second.drills))
            and is_ready(place, 0, first, second)
            and is_ready(place, 1, second, first)
            and can_be_made(place, one_visit_each(every))
        ):
            worth = (tiers[0], tiers[1], tiers[2], tiers[3] + plain_agency_points(place, every))
            found = worth if found is None else min(found, worth)
    return found


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    one=st.booleans(),
    behind=st.sampled_from([0, 0, 20, 50, 300]),
    away=st.sampled_from([None, None, 0, 1, 2]),
    lockdown=st.booleans(),
    shut=st.lists(
        st.tuples(
            st.integers(0, 3),
            st.sampled_from(["c0", "c1"]),
            st.sampled_from(["fire_evacuation", "fire_evacuation", "lockdown"]),
        ),
        max_size=5,
    ),
)
def test_no_other_schedule_of_the_building_is_better(
    one: bool, behind: int, away: int | None, lockdown: bool, shut: list[tuple[int, str, str]]
) -> None:
    requirements = [offer(2), count("fire_evacuation"), *([count("lockdown")] if lockdown else [])]
    book = law(*requirements, mandates={1: {"applies_if": {"fire_escapes": True}}})
    open_place = hall(4, behind, one)
    forbidden = tuple(
        ForbiddenDays(date=on(day), campuses=(campus,), drill_types=(drill_type,))
        for day, campus, drill_type in shut
    )
    open_place = open_place.model_copy(
        update={"district": open_place.district.model_copy(update={"forbidden": forbidden})}
    )
    alone = [alone_at(open_place, number) for number in range(2)]
    place = open_place
    if away is not None:
        place = closed(open_place, on(away), campus_ids=("c1",))
        alone[1] = closed(alone[1], on(away))
    best = best_of_all(place, book, alone)
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
        return
    ready(place, book, found)
    assert best is not None
    assert worth_of(found) == best
    assert found.bound <= best[3]


# What the judge finds.


def drill(campus: str, day: int, drill_type: str = "fire_evacuation", held: bool = False) -> Drill:
    return Drill(
        drill_id=f"{campus}-{drill_type}-{day}",
        campus_id=campus,
        drill_type=drill_type,
        date=on(day),
        start=time(8, 25),
        end=time(8, 35),
        held=held,
    )


def offering(campus: str, drill_id: str, *offered_days: int) -> Task:
    return Task(
        task_id=f"T-1/{campus}/2025-26",
        mandate_id="T-1",
        campus_id=campus,
        drill_id=drill_id,
        kind="offer",
        who="the fire department",
        text="Offer these dates.",
        due=on(0),
        due_words="by then",
        dates=tuple(on(day) for day in offered_days),
    )


def findings(
    drills: Sequence[Drill], tasks: Sequence[Task], place: Workspace
) -> set[tuple[str, date, str | None]]:
    found = unready_offered_dates(drills, tasks, place)
    assert {order.order for order in found} <= {"building"}
    return {(order.campus_id, order.on, order.drill_id) for order in found}


def test_the_judge_names_a_drill_on_a_date_that_a_neighbor_offers() -> None:
    place = hall(4)
    joint = [drill("c0", 0), drill("c1", 0)]
    task = offering("c0", joint[0].drill_id, 0, 2)
    assert findings(joint, [task], place) == set()
    busy = [*joint, drill("c1", 2, "lockdown")]
    assert findings(busy, [task], place) == {("c1", on(2), "c1-lockdown-2")}
    # A drill of another school that does not hear it, or takes no part in such drills, is not in the way.
    assert findings(busy, [task], closed(place, on(2), campus_ids=("c1",))) == set()
    assert findings([busy[0], busy[2]], [task], place) == set()
    later = shared(days(4), 300)
    assert findings(busy, [task], later) == set()
    # Once the drill was held, the other dates are free.
    assert findings([drill("c0", 0, held=True), *busy[1:]], [task], place) == set()
    assert unready_offered_dates(busy, [task], place, settled_before=on(1)) == ()


def test_the_judge_names_a_neighbor_that_offers_other_dates() -> None:
    place = hall(4)
    joint = [drill("c0", 0), drill("c1", 0)]
    first, second = offering("c0", joint[0].drill_id, 0, 2), offering("c1", joint[1].drill_id, 0, 3)
    assert findings(joint, [first, second], place) == {
        ("c1", on(2), joint[0].drill_id),
        ("c0", on(3), joint[1].drill_id),
    }
    away = closed(place, on(2), campus_ids=("c1",))
    assert findings(joint, [first, second], away) == {("c0", on(3), joint[1].drill_id)}
    report = judged(place, BOTH_OFFER, tuple(joint), [first, second])
    messages = [order.message for order in report.broken_orders]
    assert any("c1 offers other dates for its own fire drill" in message for message in messages)


# When the year turns out differently.


def before_with_offers(
    place: Workspace, found: Solution, as_of: date, made: bool = True
) -> dict[str, PreviousPlan]:
    """What is kept of a plan whose offers were made before the day, or are still to be made."""
    before = before_of(place, found.drills, as_of)
    kept = {}
    for campus_id, previous in before.items():
        tasks = tuple(task for task in found.tasks if task.campus_id == campus_id)
        kept[campus_id] = replace(previous, offers=tasks) if made else replace(previous, new_offers=tasks)
    return kept


@pytest.mark.parametrize("one", [False, True])
def test_when_school_closes_on_its_day_the_drill_moves_to_another_offered_date(one: bool) -> None:
    book = ONE_OFFERS if one else BOTH_OFFER
    place = hall(9, one=one)
    was = planned(place, book)
    (day,) = dates_of(was.drills, "fire_evacuation")["c0"]
    (other_day,) = offered(was.tasks)["c0"] - {day}
    after = closed(place, day)
    found = again(after, book, before_with_offers(after, was, on(0)))
    assert dates_of(found.solution.drills, "fire_evacuation") == {"c0": {other_day}, "c1": {other_day}}
    report = judged(after, book, found.solution.drills, was.tasks)
    assert report.broken_orders == ()
    assert all_met(report, duties_of(after, book))


def test_offers_that_are_still_to_be_made_are_chosen_anew() -> None:
    place = hall(9)
    was = planned(place, BOTH_OFFER)
    (day,) = dates_of(was.drills, "fire_evacuation")["c0"]
    after = closed(place, day)
    found = again(after, BOTH_OFFER, before_with_offers(after, was, on(0), made=False))
    ready(after, BOTH_OFFER, found.solution)
    assert day not in offered(found.solution.tasks)["c0"]


@pytest.mark.parametrize("one", [False, True])
def test_a_building_that_stays_as_it_is_keeps_its_offered_dates_open(one: bool) -> None:
    """A third school moves a drill; the building is not solved again, and its dates stay ready."""
    book = ONE_OFFERS if one else BOTH_OFFER
    place = shared(days(9, 3, scenarios=(FIRE, LOCKDOWN)), first_facts={"fire_escapes": True} if one else None)
    was = planned(place, book)
    lockdown = next(iter(dates_of(was.drills, "lockdown")["c2"]))
    after = closed(place, lockdown, campus_ids=("c2",))
    before = {
        campus_id: replace(previous, is_broken=campus_id == "c2")
        for campus_id, previous in before_with_offers(after, was, on(0)).items()
    }
    found = again(after, book, before)
    assert found.moved == 1
    tasks = [*found.solution.tasks, *(task for task in was.tasks if task.campus_id not in found.solved)]
    stays = [drill for drill in was.drills if drill.campus_id not in found.solved]
    report = judged(after, book, (*stays, *found.solution.drills), tasks or was.tasks)
    assert report.broken_orders == ()


@pytest.mark.parametrize("recorded", [("c0", "c1"), ("c0",)])
def test_after_the_drill_was_held_on_another_offered_date_its_own_day_is_free(recorded: tuple[str, ...]) -> None:
    """If only one school has recorded it, the other still has it to come, and the building hears that."""
    place = hall(9)
    was = planned(place, BOTH_OFFER)
    picked, day = sorted(offered(was.tasks)["c0"])

    def now(each: Drill) -> Drill:
        is_over = each.campus_id in recorded
        fire = each.model_copy(update={"date": picked if is_over else day, "held": True if is_over else None})
        return fire if each.drill_type == "fire_evacuation" else each

    drills = tuple(now(each) for each in was.drills)
    before = {
        campus_id: replace(
            previous,
            settled=tuple(each for each in drills if each.campus_id == campus_id and each.held),
            planned=tuple(each for each in drills if each.campus_id == campus_id and not each.held),
        )
        for campus_id, previous in before_with_offers(place, was, on(0)).items()
    }
    found = again(place, BOTH_OFFER, before)
    assert found.moved == 0
    held_on = {picked} if recorded == ("c0", "c1") else {picked, day}
    assert dates_of(found.solution.drills, "fire_evacuation")["c0"] == held_on
    report = judged(place, BOTH_OFFER, found.solution.drills, was.tasks)
    assert [order.on for order in report.broken_orders if order.on != picked] == []
    assert all_met(report, duties_of(place, BOTH_OFFER))
