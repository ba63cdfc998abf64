"""Campuses that share an agency: capacity holds, the bound is honest, and shortage is explained."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from drillplanner.audit.schedule import judge_schedule
from drillplanner.files.errors import InfeasibleError, OutOfTimeError
from drillplanner.law import Duty
from drillplanner.model import DayKind, Schedule, Workspace
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.solve.solver import Solution, SolverSettings, solve
from tests.builders import all_ok
from tests.solve.brute_force.tiny_districts import POLICE, count, duties_of, law, match, quiet, tiny

FIRST, LAST = date(2025, 9, 29), date(2025, 10, 10)
VISIT = count("lockdown", agency="police")


def planned(place: Workspace, duties: tuple[Duty, ...], settings: SolverSettings = SolverSettings()) -> Solution:  # noqa: B008 (frozen)
    return solve(YearToPlan(place, duties, all_ok(place.scenarios)), settings, quiet)


def with_police(place: Workspace, **changes: object) -> Workspace:
    agency = POLICE.model_validate(POLICE.model_dump() | changes)
    district = place.district.model_copy(update={"agencies": (agency,)})
    return place.model_copy(update={"district": district})


@pytest.mark.parametrize("campuses", [2, 5, 10])
def test_one_visit_a_day_is_shared_by_all_campuses(campuses: int) -> None:
    place = tiny(FIRST, LAST, campuses=campuses)
    duties = duties_of(place, law(VISIT))
    solution = planned(place, duties)
    days = Counter(drill.date for drill in solution.drills if drill.agencies)
    assert sum(days.values()) == campuses
    assert max(days.values()) == 1
    report = judge_schedule(
        Schedule(source="found", drills=solution.drills), place, duties, all_ok(place.scenarios), None, {}
    )
    assert report.exit_code == 0


def test_a_more_expensive_day_is_used_when_the_best_are_full() -> None:
    # Three campuses, three days, one of them short: somebody must drill on the short day, and the proof holds.
    place = tiny(date(2025, 9, 30), date(2025, 10, 2), {date(2025, 10, 1): DayKind.EARLY_RELEASE}, campuses=3)
    solution = planned(place, duties_of(place, law(VISIT)))
    weights = place.district.weights
    # Each of the three takes twelve minutes from a lesson.
    assert solution.cost == weights.short_day + weights.first_day + 3 * weights.instruction_minutes
    assert solution.status == "optimal"


def test_one_visit_too_many_is_explained_by_counting() -> None:
    place = tiny(FIRST, LAST, campuses=11)
    with pytest.raises(InfeasibleError) as caught:
        planned(place, duties_of(place, law(VISIT)))
    assert any("11 visits are needed and 10 can be made" in reason for reason in caught.value.reasons)


def test_a_large_district_with_too_few_visits_is_told_so_before_any_search_for_a_shared_plan() -> None:
    attended = {"kind": "every", "what": "lockdown drill", "match": match("lockdown"), "has": {"agency": "police"}}
    book = law(count("lockdown"), attended, mandates={2: {"layer": "district"}})
    stages: list[str] = []
    with pytest.raises(InfeasibleError) as caught:
        place = tiny(FIRST, LAST, campuses=14)
        year = YearToPlan(place, duties_of(place, book), all_ok(place.scenarios))
        solve(year, SolverSettings(), lambda stage, done, total: stages.append(stage))
    assert any("11 visits are needed and 10 can be made" in reason for reason in caught.value.reasons)
    assert not [stage for stage in stages if "Sharing" in stage]
    # As many campuses as there are days for can share them.
    enough = with_police(tiny(FIRST, LAST, campuses=14), visits_per_day=2, crews=2)
    assert len(planned(enough, duties_of(enough, book)).drills) == 14


def test_two_visits_a_day_by_one_crew_are_never_at_once() -> None:
    place = with_police(tiny(FIRST, FIRST, campuses=2), visits_per_day=2, travel_minutes=0)
    solution = planned(place, duties_of(place, law(VISIT)))
    assert len({drill.period for drill in solution.drills}) == 2
    far = with_police(place, visits_per_day=2, travel_minutes=60)
    with pytest.raises(InfeasibleError):
        planned(far, duties_of(far, law(VISIT)))


def test_an_agency_that_never_comes_is_explained_with_the_law() -> None:
    place = with_police(tiny(FIRST, LAST), weekdays=("saturday",))
    with pytest.raises(InfeasibleError) as caught:
        planned(place, duties_of(place, law(count("fire_evacuation"), VISIT)))
    assert len(caught.value.reasons) == 1
    assert "T-2" in caught.value.reasons[0]
    assert "Test law (invented)" in caught.value.reasons[0]


def test_the_smallest_conflict_is_named_and_nothing_else() -> None:
    place = tiny(FIRST, LAST)
    book = law(
        count("fire_evacuation"),
        count("lockdown", minimum=2),
        count("bus_evacuation"),
        count("lockdown", minimum=None, maximum=1),
    )
    with pytest.raises(InfeasibleError) as caught:
        planned(place, duties_of(place, book))
    (reason,) = caught.value.reasons
    assert [f"(T-{number}," in reason for number in (1, 2, 3, 4)] == [False, True, False, True]


def test_the_number_of_workers_and_campus_classes_do_not_change_the_plan() -> None:
    place = tiny(FIRST, LAST, campuses=4)
    duties = duties_of(place, law(VISIT, count("fire_evacuation", per="month_in_session")))
    plans = {planned(place, duties, SolverSettings(workers=workers)).drills for workers in (1, 2, 4)}
    assert len(plans) == 1


def test_running_out_of_time_is_admitted() -> None:
    place = tiny(FIRST, LAST, campuses=2)
    duties = duties_of(place, law(VISIT))
    assert not planned(place, duties).ran_out_of_time
    try:
        solution = planned(place, duties, SolverSettings(time_limit=0.0))
    except OutOfTimeError as error:
        # On a busy machine no time is too little for any plan.
        assert "--time-limit" in str(error)
    else:
        assert solution.ran_out_of_time


def test_an_officer_is_at_a_drill_for_its_own_minutes_and_not_for_the_whole_period() -> None:
    # The lockdown of 12 minutes starts at 8:25: hours that cut the period off still leave room for it.
    place = with_police(tiny(FIRST, FIRST), available_from="08:20", available_until="08:40")
    solution = planned(place, duties_of(place, law(VISIT)))
    assert [drill.period for drill in solution.drills] == ["One"]
    late = with_police(place, available_from="08:26", available_until="08:40")
    with pytest.raises(InfeasibleError):
        planned(late, duties_of(late, law(VISIT)))


def test_two_officers_at_one_drill_count_as_one_drill() -> None:
    sheriff = POLICE.model_copy(update={"agency_id": "sheriff"})
    place = tiny(FIRST, LAST, agencies=(POLICE, sheriff))
    solution = planned(place, duties_of(place, law(count("lockdown", agency="police", minimum=2))))
    assert len(solution.drills) == 2


def test_a_duty_with_an_unknown_fact_does_not_prevent_a_plan() -> None:
    place = tiny(FIRST, LAST)
    book = law(count("fire_evacuation"), count("fire_evacuation", minimum=None, maximum=0))
    mandate = book.packs[0].mandates[1].model_copy(update={"applies_if": {"annexe": True}})
    pack = book.packs[0].model_copy(update={"mandates": (book.packs[0].mandates[0], mandate)})
    duties = duties_of(place, book.model_copy(update={"packs": (pack,)}))
    solution = planned(place, duties)
    assert len(solution.drills) == 1
    report = judge_schedule(
        Schedule(source="found", drills=solution.drills), place, duties, all_ok(place.scenarios), None, {}
    )
    assert [verdict.missing_fact for verdict in report.cannot_tell] == ["annexe"]


def test_a_duty_that_takes_away_every_scenario_is_named() -> None:
    place = tiny(FIRST, LAST)
    off_site = {
        "kind": "every",
        "what": "lockdown",
        "match": {"types": ["lockdown"]},
        "has": {"routes": ["off_site"]},
    }
    with pytest.raises(InfeasibleError) as caught:
        planned(place, duties_of(place, law(count("lockdown"), count("fire_evacuation"), off_site)))
    reasons = "\n".join(caught.value.reasons)
    assert "T-1" in reasons
    assert "T-3" in reasons
    assert "T-2" not in reasons
