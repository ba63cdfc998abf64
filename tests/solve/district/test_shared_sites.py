"""Sites that campuses share: no year within what they can take is better, and the judge finds the same."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from drillplanner.files.errors import InfeasibleError
from drillplanner.model import Conflict, DayKind, Drill, DrillType, Route, Site, Workspace
from drillplanner.solve.district import visit_sharing as sharing
from drillplanner.solve.district.sequential_heuristic import solve_alone
from drillplanner.solve.district.visit_sharing import share_visits
from drillplanner.solve.problem.agency_days import AgencyDayCosts
from drillplanner.solve.problem.plans import Effort
from tests.builders import scenario
from tests.solve.brute_force.plain_agencies import best_together, sites_hold
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import (
    FIRE,
    POLICE,
    all_met,
    count,
    duties_of,
    judged,
    law,
    planned,
    quiet,
    tiny,
)
from tests.solve.brute_force.tiny_repairs import before_of, closed, repaired
from tests.solve.district.test_column_generation import problems_of, with_late_ones

OFF_SITE = scenario("off-site", DrillType.EVACUATION_OTHER, route=Route.OFF_SITE, minutes=20)
ON_SITE = scenario("on-site", DrillType.EVACUATION_OTHER, route=Route.PRIMARY, minutes=10)
AWAY = count("evacuation_other")
WATCHED = count("evacuation_other", agency="police")
#: No drill after another on one day.
ONE_A_DAY = 300
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def with_sites(place: Workspace, *of_campus: str | None, at_once: int = 1, between: int = 30) -> Workspace:
    """The campuses with these sites, each of which takes so many drills at once."""
    campuses = tuple(
        campus.model_copy(update={"evacuation_site": site})
        for campus, site in zip(place.campuses, of_campus, strict=True)
    )
    sites = tuple(
        Site(site_id=name, name=f"{name} (invented)", drills_at_once=at_once, minutes_between=between)
        for name in sorted({site for site in of_campus if site is not None})
    )
    district = place.district.model_copy(update={"sites": sites})
    return place.model_copy(update={"campuses": campuses, "district": district})


def days(number: int, campuses: int, **more: Any) -> Workspace:
    last = MONDAY + timedelta(number - 1)
    given_ = {"scenarios": (OFF_SITE, FIRE), "agencies": ()} | more
    return tiny(MONDAY, last, campuses=campuses, **given_)


@st.composite
def districts(draw: st.DrawFn) -> Workspace:
    """Two or three campuses with or without a site, which takes one drill or two at once."""
    length, campuses = draw(st.integers(1, 4)), draw(st.integers(2, 3))
    short = draw(st.sets(st.integers(0, length - 1), max_size=1))
    place = tiny(
        MONDAY,
        MONDAY + timedelta(length - 1),
        {MONDAY + timedelta(day): DayKind.EARLY_RELEASE for day in short},
        campuses=campuses,
        agencies=(POLICE.model_copy(update={"visits_per_day": 3, "crews": draw(st.integers(1, 2))}),),
        scenarios=draw(st.sampled_from([(OFF_SITE,), (OFF_SITE, ON_SITE)])),
    )
    place = with_late_ones(place, draw(st.integers(0, campuses - 1)))
    named = draw(st.lists(st.sampled_from(["gym", "gym", "church", None]), min_size=campuses, max_size=campuses))
    return with_sites(
        place, *named, at_once=draw(st.integers(1, 2)), between=draw(st.sampled_from([0, 30, ONE_A_DAY]))
    )


@SLOW
@given(place=districts(), asked=st.sampled_from([AWAY, WATCHED, count("evacuation_other", minimum=2)]))
def test_no_schedule_within_site_capacity_is_better(place: Workspace, asked: dict[str, Any]) -> None:
    book = law(asked)
    best = best_together(place, book, lambda trial, _: trial.schedules())
    try:
        found = planned(place, book)
    except InfeasibleError:
        event("impossible")
        assert best is None
        return
    assert sites_hold(place, found.drills)
    assert all_met(judged(place, book, found.drills), duties_of(place, book))
    assert all(not agency.startswith("site") for drill in found.drills for agency in drill.agencies or ())
    assume(best is not None)
    event("some campus has a site" if any(campus.evacuation_site for campus in place.campuses) else "no site")
    if found.status == "optimal":
        assert (found.cost, found.bound) == (best, best)
    else:
        # As few drills, but the campuses had to choose who gives way.
        assert found.bound <= (best or 0) <= found.cost


@SLOW
@given(place=districts(), asked=st.sampled_from([AWAY, WATCHED]))
def test_the_bound_of_column_generation_is_never_above_the_best(place: Workspace, asked: dict[str, Any]) -> None:
    best = best_together(place, law(asked), lambda trial, _: trial.schedules())
    assume(best is not None)
    problems = problems_of(place, asked)
    alone = solve_alone(problems, Effort(20.0, 0), 1, quiet)
    agency_days = AgencyDayCosts.of(place.district, len(place.campuses))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sharing, "WHOLE_DISTRICT", 1)
        _, bound = share_visits(problems, alone, agency_days, Effort(20.0, 0), 1, quiet)
    assert best is not None
    assert bound <= best


def test_two_campuses_never_use_one_site_at_once() -> None:
    book = law(AWAY)
    apart = planned(with_sites(days(1, 2), "gym", "gym", between=0), book)
    assert len({drill.period for drill in apart.drills}) == 2
    wide = planned(with_sites(days(1, 2), "gym", "gym", at_once=2, between=ONE_A_DAY), book)
    assert len(wide.drills) == 2
    other = planned(with_sites(days(1, 2), "gym", "church", between=ONE_A_DAY), book)
    assert len(other.drills) == 2


def test_a_full_site_is_named_with_options_for_more_room() -> None:
    place = with_sites(days(1, 2), "gym", "gym", between=ONE_A_DAY)
    with pytest.raises(InfeasibleError) as caught:
        planned(place, law(AWAY))
    assert any(
        "gym (invented) takes one drill at once, 300 minutes apart" in reason for reason in caught.value.reasons
    )
    conflicts = [conflict for conflict in caught.value.conflicts if isinstance(conflict, Conflict)]
    assert any("another site" in change.words for conflict in conflicts for change in conflict.relaxations)


def test_twenty_campuses_take_turns_at_a_site_with_proof() -> None:
    place = days(26, 20, scenarios=(OFF_SITE,))
    place = with_sites(place, *["gym"] * 20, between=ONE_A_DAY)
    found = planned(place, law(AWAY))
    assert len({drill.date for drill in found.drills}) == 20
    assert (found.status, found.bound) == ("optimal", found.cost)
    assert judged(place, law(AWAY), found.drills).entries == ()


def test_the_judge_names_a_drill_that_comes_to_a_full_site() -> None:
    place = with_sites(days(1, 2), "gym", "gym", between=0)
    drills = planned(place, law(AWAY)).drills
    first = min(drills, key=lambda drill: (drill.start, drill.drill_id))
    both = tuple(drill.model_copy(update={"start": first.start, "end": first.end}) for drill in drills)
    problems = judged(place, law(AWAY), both).entries
    assert {problem.problem for problem in problems} == {"site_overfull"}
    assert "gym (invented) takes one drill at once" in problems[0].message
    free = with_sites(place, "gym", None)
    assert judged(free, law(AWAY), both).entries == ()


def test_a_replan_avoids_site_visits_that_stay() -> None:
    place = with_sites(days(8, 3, scenarios=(OFF_SITE,)), "gym", "gym", "gym", between=ONE_A_DAY)
    drills = planned(place, law(AWAY)).drills
    first = min(drills, key=lambda drill: drill.date)
    after = closed(place, first.date)
    found = repaired(after, law(AWAY), before_of(after, drills, MONDAY))
    assert (found.moved, found.moved_at_least) == (1, 1)
    assert sites_hold(after, found.solution.drills)
    assert judged(after, law(AWAY), found.solution.drills).entries == ()


def test_two_drills_that_were_held_at_a_full_site_are_facts() -> None:
    place = with_sites(days(8, 2, scenarios=(OFF_SITE,)), "gym", "gym", between=ONE_A_DAY)
    drills = planned(place, law(AWAY)).drills
    on = min(drill.date for drill in drills)
    held: tuple[Drill, ...] = tuple(drill.model_copy(update={"date": on}) for drill in drills)
    assert on < date(2025, 10, 3)
    before = before_of(place, held, on + timedelta(1))
    found = repaired(place, law(count("evacuation_other", minimum=2)), before)
    assert {drill.drill_id for drill in held} <= {drill.drill_id for drill in found.solution.drills}
    new = [drill for drill in found.solution.drills if drill.date > on]
    assert len({drill.date for drill in new}) == 2
