"""The usual drill before its harder variants: against every schedule, where nothing else tells variants apart."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from drillplanner.audit.schedule import recount_breaches
from drillplanner.files.errors import InfeasibleError
from drillplanner.model import (
    DayKind,
    DevelopmentalLimits,
    DrillType,
    Floor,
    Period,
    PeriodTag,
    PracticeRank,
    Precedence,
    Route,
)
from drillplanner.solve.campus.domains.problem_builder import build_problems
from tests.builders import scenario
from tests.random_examples import tried
from tests.solve.brute_force import random_laws as laws
from tests.solve.brute_force.boundary_pairs import MONDAY, days
from tests.solve.brute_force.exhaustive_search import Trial
from tests.solve.brute_force.tiny_districts import LUNCH_BELLS, count, law, match, planned, year_of
from tests.solve.brute_force.tiny_repairs import before_of, best, closed, moves, repaired

#: The hard one first, so that it is the one by which the search knows both.
HARD = scenario("blocked", DrillType.FIRE_EVACUATION, route=Route.BLOCKED_EXIT)
EASY = scenario("usual", DrillType.FIRE_EVACUATION, route=Route.PRIMARY)
AT_LUNCH = scenario("lunch", DrillType.FIRE_EVACUATION, route=Route.PRIMARY, moments=(PeriodTag.LUNCH,))
VARIANTS = (HARD, EASY, AT_LUNCH)
EASY_FIRST = Precedence(
    rule="GP-14",
    scenarios=("blocked", "lunch"),
    practice=PracticeRank.DATES,
    sentence="the usual drill before its harder variants",
    after=("usual",),
    is_of_variants=True,
)
ORDER = DevelopmentalLimits(precedences=(EASY_FIRST,))
#: A law that tells the routes apart.
VARIED = {"kind": "vary", "what": "fire drill", "match": match("fire_evacuation"), "field": "route", "at_least": 2}
AT_LUNCH_ONCE = {
    "kind": "count",
    "what": "drill",
    "match": match("fire_evacuation") | {"moments": ["lunch"]},
    "min": 1,
}
#: What the random limits call the variants.
NAMES = {"front": "usual", "back": "blocked", "lockdown": "lunch"}
MANY = settings(max_examples=tried(60), deadline=None, suppress_health_check=list(HealthCheck))


def of_variants(limits: DevelopmentalLimits) -> DevelopmentalLimits:
    """Return random limits for the variants, without orders: these would contradict the order of variants."""
    renamed = {
        kind: tuple(
            limit.model_copy(update={"scenarios": tuple(NAMES.get(name, name) for name in limit.scenarios)})
            for limit in getattr(limits, kind)
        )
        for kind in ("gaps", "ceilings", "avoided", "seasons", "floors", "times")
    }
    return DevelopmentalLimits(**renamed)


def early(last: int) -> Floor:
    return Floor(
        rule="GP-15",
        scenarios=("blocked", "usual", "lunch"),
        practice=PracticeRank.DATES,
        sentence="a fire drill early in the year",
        least=1,
        first=MONDAY,
        last=MONDAY + timedelta(last),
        may_add=False,
    )


@MANY
@given(
    fires=st.integers(1, 3),
    more=st.lists(st.sampled_from([VARIED, AT_LUNCH_ONCE]), max_size=2),
    others=st.just(DevelopmentalLimits()) | laws.practices(),
    by=st.none() | st.integers(0, 3),
    length=st.integers(3, 5),
)
def test_no_year_has_fewer_breaches(
    fires: int, more: list[dict[str, Any]], others: DevelopmentalLimits, by: int | None, length: int
) -> None:
    place = days(length, scenarios=VARIANTS)
    book = law(count("fire_evacuation", minimum=fires), *more)
    limits = ORDER.with_more(of_variants(others))
    if by is not None:
        limits = limits.with_more(DevelopmentalLimits(floors=(early(by),)))
    assume(not any(floor.may_add for floor in limits.floors))
    trial = Trial(place, book, limits)
    fewest = trial.best()
    assume(fewest is not None)
    found = planned(place, book, limits=limits)
    assume(not found.crowded_days)
    event(f"breaks {found.breaches}")
    assert trial.tiers(found.drills) == fewest
    assert found.breaches == recount_breaches(found.drills, place, trial.limits)


def test_variants_that_nothing_else_tells_apart_stay_one_choice() -> None:
    """The order makes no model larger."""
    place, book = days(5, scenarios=VARIANTS), law(count("fire_evacuation", minimum=3))
    (problem,) = build_problems(year_of(place, book, ORDER))
    (plain,) = build_problems(year_of(place, book))
    assert [len(members) for members in problem.members] == [len(members) for members in plain.members] == [2, 1]
    (order,) = problem.limits.precedences
    # The choice of both comes first, since the first of its drills will be the easy one.
    assert (order.after, order.scenarios) == (("blocked",), ("lunch",))


def test_two_drills_on_the_first_day_are_both_the_easy_one() -> None:
    """Neither is on an earlier day than the other, so a harder one would have no drill before it."""
    lessons = [(time(8, 15), time(9)), (time(10, 30), time(11, 15)), (time(13), time(13, 45))]
    periods = tuple(
        Period(name=f"Lesson {number}", start=start, end=end) for number, (start, end) in enumerate(lessons)
    )
    bells = LUNCH_BELLS.model_copy(update={"days": {DayKind.FULL: periods}})
    place = days(2, scenarios=(HARD, EASY), bells=bells)
    district = place.district.model_copy(update={"drills_a_day": 2})
    place = place.model_copy(update={"district": district})
    found = planned(place, law(count("fire_evacuation", minimum=4)), limits=ORDER)
    first, second, *later = sorted(found.drills, key=lambda drill: drill.date)
    assert first.date == second.date
    assert {first.scenario_id, second.scenario_id} == {"usual"}
    assert "blocked" in {drill.scenario_id for drill in later}
    assert found.breaches == recount_breaches(found.drills, place, {"c0": ORDER}) == 0


@MANY
@given(
    fires=st.integers(1, 3),
    shut=st.sets(st.integers(0, 4), min_size=1, max_size=2),
    as_of=st.integers(0, 3),
    varied=st.booleans(),
    by=st.none() | st.integers(1, 3),
)
def test_an_update_moves_as_few_and_breaks_as_little_as_any(
    fires: int, shut: set[int], as_of: int, varied: bool, by: int | None
) -> None:
    """Drills of the plan before are choices of their own, and what is new may still be one of two variants."""
    place = days(5, scenarios=VARIANTS)
    book = law(count("fire_evacuation", minimum=fires), *([VARIED] if varied else []))
    limits = ORDER if by is None else ORDER.with_more(DevelopmentalLimits(floors=(early(by),)))
    try:
        drills = planned(place, book, limits=limits).drills
    except InfeasibleError:
        assume(False)
        return
    dates = [on for number in sorted(shut) if (on := MONDAY + timedelta(number)) in place.calendar.dates_at("c0")]
    assume(dates and len(dates) < len(place.calendar.dates_at("c0")))
    after = closed(place, *dates)
    before = before_of(after, drills, MONDAY + timedelta(as_of))
    trial = Trial(after, book, limits)
    wanted = best(trial, before["c0"])
    try:
        found = repaired(after, book, before, limits=limits)
    except InfeasibleError:
        assert wanted is None
        return
    if found.dropped_duties or found.solution.crowded_days:
        assert wanted is None
        return
    assert wanted is not None
    now = found.solution.drills
    event(f"{found.moved} moved, breaches {found.solution.breaches}")
    assert (moves(before["c0"], now), trial.tiers(now)) == wanted
    assert found.solution.breaches == recount_breaches(now, after, {"c0": limits})
