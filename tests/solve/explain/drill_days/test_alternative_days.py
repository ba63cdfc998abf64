"""The days of a drill, compared with every schedule of a tiny district."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from drillplanner.files.errors import InfeasibleError, OutOfTimeError
from drillplanner.law import LawBook
from drillplanner.model import DayKind, DevelopmentalLimits, Drill, Workspace
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.explain.drill_days.answer import DrillDaysAnswer, drill_days
from tests.random_examples import tried
from tests.solve.brute_force.boundary_pairs import days
from tests.solve.brute_force.exhaustive_search import Tiers, Trial
from tests.solve.brute_force.random_laws import MONDAY, counts, everies, practices, spacings, varies
from tests.solve.brute_force.tiny_districts import (
    FRONT,
    LOCKDOWN,
    POLICE,
    count,
    law,
    match,
    planned,
    quiet,
    tiny,
    year_of,
)

MOST_SCHEDULES = 3000
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(number) for number in range(1, 5))


def found_for(
    place: Workspace,
    book: LawBook,
    drills: tuple[Drill, ...],
    asked: Drill,
    is_best: bool,
    limits: DevelopmentalLimits = DevelopmentalLimits(),  # noqa: B008 (frozen)
) -> DrillDaysAnswer:
    """Return the answer about the drill's days, with all alternatives."""
    trial = Trial(place, book, limits)
    builder = ProblemBuilder(year_of(place, book, limits))
    least = (
        trial.tiers(tuple(drill for drill in drills if drill.campus_id == asked.campus_id)) if is_best else None
    )
    return drill_days(builder, asked, drills, frozenset(), least, 30, 0, quiet)


def cheapest_with(trial: Trial, asked: Drill) -> dict[date, Tiers]:
    """Return, by date, the best lawful schedule with a drill of the type there and none on its own day."""
    best: dict[date, Tiers] = {}
    for drills in trial.schedules():
        same = {drill.date for drill in drills if drill.drill_type is asked.drill_type}
        if asked.date in same or not trial.is_lawful(drills, trial.kept):
            continue
        tiers = trial.tiers(drills)
        for on in same:
            best[on] = min(best.get(on, tiers), tiers)
    return best


def days_and_types(drills: Iterable[Drill]) -> list[tuple[date, str]]:
    return sorted((drill.date, drill.drill_type.value) for drill in drills)


def compare(
    place: Workspace,
    book: LawBook,
    asked: Drill,
    drills: tuple[Drill, ...],
    is_best: bool,
    limits: DevelopmentalLimits = DevelopmentalLimits(),  # noqa: B008 (frozen)
) -> DrillDaysAnswer:
    """Check that the answer has every lawful day at its price, and no other."""
    trial = Trial(place, book, limits)
    tried = cheapest_with(trial, asked)
    found = found_for(place, book, drills, asked, is_best, limits)
    lawful = [held for held in trial.schedules() if trial.is_lawful(held, trial.kept)]
    all_tiers = [(held, trial.tiers(held)) for held in lawful if len(held) == len(drills)]
    assert {other.on for other in found.next_best} == set(found.lawful)
    assert set(found.lawful) <= set(tried)
    for other in found.next_best:
        assert other.is_proven
        assert trial.tiers(other.drills) == tried[other.on]
        assert any(drill.date == other.on and drill.drill_type is asked.drill_type for drill in other.drills)
        assert trial.is_lawful(other.drills, trial.kept)
        moved = asked.model_copy(update={"date": other.on})
        same = days_and_types([moved if drill == asked else drill for drill in drills])
        alone = [tiers for held, tiers in all_tiers if days_and_types(held) == same]
        assert (None if other.alone is None else trial.tiers(other.alone)) == min(alone, default=None)
    prices = [tried[other.on] for other in found.next_best]
    assert prices == sorted(prices)
    for ruled_out in found.ruled_out:
        # Trying knows no orders, nor that it must be this very drill which meets its duties.
        unknown = (
            ruled_out.reason.startswith(("outside ", "another ", "forbidden "))
            or "cannot come" in ruled_out.reason
        )
        if not unknown:
            assert set(tried).isdisjoint(ruled_out.dates), ruled_out
    dates = {on for ruled_out in found.ruled_out for on in ruled_out.dates} | set(found.lawful) | {asked.date}
    assert dates >= set(trial.place.open_dates)
    return found


@st.composite
def laws_(draw: st.DrawFn) -> list[dict[str, Any]]:
    fire, lockdown = count("fire_evacuation"), count("lockdown")
    first = draw(st.sampled_from([fire, lockdown, count("fire_evacuation", minimum=2)]))
    more = draw(st.lists(st.one_of(counts(), everies(), spacings(), varies()), max_size=2))
    return [first, *more]


@settings(max_examples=tried(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(laws_(), st.sets(st.integers(1, 4), max_size=2), st.sampled_from([4, 5]))
def test_other_days_cost_what_trying_every_schedule_finds(
    requirements: list[dict[str, Any]], short: set[int], length: int
) -> None:
    kinds = [(day, DayKind.EARLY_RELEASE) for day in sorted(short)]
    place = days(length, *kinds, scenarios=(FRONT, LOCKDOWN), agencies=(POLICE,))
    book = law(*requirements)
    assume(Trial(place, book).size <= MOST_SCHEDULES)
    try:
        made = planned(place, book)
    except (InfeasibleError, OutOfTimeError):
        assume(False)
    assume(made.drills and not made.crowded_days)
    for drill in made.drills[:2]:
        found = compare(place, book, drill, made.drills, made.status == "optimal")
        event(f"{len(found.lawful)} lawful days")


@settings(max_examples=tried(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(practices(), st.integers(1, 2), st.sampled_from([4, 5]))
def test_other_days_cost_the_good_practice_that_they_break(
    practice: DevelopmentalLimits, fires: int, length: int
) -> None:
    # Whether practice adds a drill or leaves it out makes no difference before points.
    assume(not any(floor.may_add for floor in practice.floors))
    place = days(length, scenarios=(FRONT, LOCKDOWN))
    book = law(count("fire_evacuation", minimum=fires), count("lockdown"))
    made = planned(place, book, limits=practice)
    for drill in made.drills[:2]:
        found = compare(place, book, drill, made.drills, made.status == "optimal", practice)
        weights = {Trial(place, book, practice).tiers(other.drills)[1] for other in found.next_best}
        event(f"{len(weights)} weights of breaches")


def reasons(found: DrillDaysAnswer) -> dict[str, tuple[date, ...]]:
    return {ruled_out.reason: ruled_out.dates for ruled_out in found.ruled_out}


def test_what_rules_out_a_day_is_told_with_its_source() -> None:
    place = days(8, (1, DayKind.EARLY_RELEASE), (2, DayKind.CLOSED), scenarios=(FRONT, LOCKDOWN))
    shut = {
        "kind": "every",
        "what": "fire drill",
        "match": match("fire_evacuation"),
        "has": {"not_on_days": ["early_release"]},
    }
    book = law(count("fire_evacuation", per="week"), shut)
    forbidden = [{"date": FRIDAY, "reason": "Concert"}]
    district = type(place.district).model_validate(place.district.model_dump() | {"forbidden": forbidden})
    place = place.model_copy(update={"district": district})
    made = planned(place, book)
    drill = made.drills[0]
    assert drill.date in {MONDAY, THURSDAY}
    found = compare(place, book, drill, made.drills, True)
    dates_by_reason = reasons(found)
    assert dates_by_reason["no school"] == (WEDNESDAY,)
    assert dates_by_reason["forbidden in district.yaml (Concert)"] == (FRIDAY,)
    (rule,) = [ruled_out for ruled_out in found.ruled_out if "(T-2)" in ruled_out.reason]
    assert TUESDAY in rule.dates
    assert rule.cites == ("Test law (invented)",)
    assert found.lawful == tuple({MONDAY, THURSDAY} - {drill.date})
    assert any(reason.startswith("outside ") and "T-1" in reason for reason in dates_by_reason)


def test_a_drill_with_one_lawful_day_is_forced() -> None:
    place = days(3, (1, DayKind.CLOSED), (2, DayKind.CLOSED), scenarios=(FRONT,))
    book = law(count("fire_evacuation"))
    made = planned(place, book)
    found = compare(place, book, made.drills[0], made.drills, True)
    assert found.lawful == ()
    assert found.next_best == ()


def test_what_only_a_search_rules_out_is_told_by_what_is_necessary() -> None:
    # The lockdown stands on Wednesday, and no two drills may be less than two school days apart.
    apart = {
        "kind": "spacing",
        "what": "drill",
        "match": match("fire_evacuation", "lockdown"),
        "apart": {"days": 2, "unit": "school_day", "unit_is_stated": True},
    }
    wednesday = {"since": "10-01", "until": "10-01"}
    place = days(5, scenarios=(FRONT, LOCKDOWN))
    book = law(count("fire_evacuation"), count("lockdown", between=wednesday), apart)
    made = planned(place, book)
    (fire,) = [drill for drill in made.drills if drill.drill_type == "fire_evacuation"]
    found = compare(place, book, fire, made.drills, True)
    assert set(found.lawful) == {MONDAY, FRIDAY} - {fire.date}
    by_search = [ruled_out for ruled_out in found.ruled_out if ruled_out.members]
    assert {on for ruled_out in by_search for on in ruled_out.dates} == {TUESDAY, WEDNESDAY, THURSDAY}
    near = next(ruled_out for ruled_out in by_search if TUESDAY in ruled_out.dates)
    assert {member.mandate for member in near.members} == {"T-2", "T-3"}
    assert THURSDAY in near.dates


@pytest.mark.parametrize("visits", [1, 2])
def test_visits_of_other_campuses_stay_taken(visits: int) -> None:
    agency = POLICE.model_copy(update={"visits_per_day": visits, "travel_minutes": 0})
    place = tiny(MONDAY, WEDNESDAY, campuses=2, agencies=(agency,))
    book = law(count("lockdown", agency="police"))
    made = planned(place, book)
    mine, other = made.drills
    found = found_for(place, book, made.drills, mine, True)
    taken = [ruled_out for ruled_out in found.ruled_out if "taken by other campuses" in ruled_out.reason]
    if visits == 1:
        assert [ruled_out.dates for ruled_out in taken] == [(other.date,)]
        assert other.date not in found.lawful
    else:
        assert taken == []
        assert other.date == mine.date or other.date in found.lawful
