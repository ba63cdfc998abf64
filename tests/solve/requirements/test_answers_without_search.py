"""What encoders answer and write down, without a search."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from drillplanner.cp_sat import CpModel
from drillplanner.law import Duty, LawBook, Match
from drillplanner.law.kinds import KINDS
from drillplanner.model import DayKind, DrillType, Event, EventKind, FiledDrill, Workspace
from drillplanner.solve.campus.campus_model import build_campus
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.campus_problem import days_between
from drillplanner.solve.problem.plans import ModelOptions
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.requirements import (
    ENCODERS,
    _encoders_in_folder,
    attended_drills,
    attended_matches,
    credited_match,
    demanded_matches,
    demanded_visits,
    distinguishing_matches,
    is_met_by,
    still_owed,
    timed_matches,
)
from drillplanner.solve.requirements.encoder import AttendedDrills
from drillplanner.solve.requirements.spacing import _school_days_shut
from tests.builders import drill
from tests.solve.brute_force.boundary_pairs import MONDAY, TUESDAY, days
from tests.solve.brute_force.random_laws import FILED
from tests.solve.brute_force.tiny_districts import FRONT, LOCKDOWN, count, duties_of, law, match, year_of
from tests.solve.requirements.test_alternate import TURNS
from tests.solve.requirements.test_every import every
from tests.solve.requirements.test_minutes import minutes
from tests.solve.requirements.test_offer import offer
from tests.solve.requirements.test_share import half
from tests.solve.requirements.test_spacing import spacing
from tests.solve.requirements.test_vary import vary

PLACE = days(5, scenarios=(FRONT, LOCKDOWN))
FIRES = Match(types=(DrillType.FIRE_EVACUATION,))


def duty_of(requirement: dict[str, Any], place: Workspace = PLACE) -> Duty:
    return duties_of(place, law(requirement))[0]


def variables_of(book: LawBook, place: Workspace = PLACE, **options: bool) -> CampusVariables:
    year = year_of(place, book)
    problem = ProblemBuilder(year).problem_of(place.campuses[0], year.duties)
    return build_campus(CpModel(), problem, ResourceUse(), ModelOptions(**{"periods": True} | options))


COVER = {"kind": "cover", "types": ["fire_evacuation", "lockdown"], "min_each": 2}


@pytest.mark.parametrize(
    ("requirement", "owed"),
    [
        (count("fire_evacuation", minimum=3), 3),
        (count("fire_evacuation", minimum=None, maximum=2), 0),
        (COVER, 2),
        (half(1, 2), 0),
        (offer(2), 0),
    ],
)
def test_drills_that_are_owed(requirement: dict[str, Any], owed: int) -> None:
    assert still_owed(duty_of(requirement), ()) == owed


def test_events_excuse_and_count() -> None:
    storm = Event(kind=EventKind.SEVERE_WEATHER, first=MONDAY, last=MONDAY)
    fire = Event(kind=EventKind.REAL_EMERGENCY, first=MONDAY, last=MONDAY, drill_type=DrillType.FIRE_EVACUATION)
    excused = duty_of(count("fire_evacuation", minimum=2, excused_by=["severe_weather"]))
    counted = duty_of(count("fire_evacuation", minimum=2, real_events_count=True))
    assert (still_owed(excused, (storm,)), still_owed(excused, (fire,)), still_owed(excused, ())) == (0, 2, 2)
    assert (still_owed(counted, (fire,)), still_owed(counted, (fire, fire, fire)), still_owed(counted, ())) == (
        1,
        0,
        2,
    )
    assert (credited_match(excused, (storm,)), credited_match(excused, ())) == (None, FIRES)
    assert credited_match(duty_of(count("fire_evacuation", minimum=None, maximum=1)), ()) is None


@pytest.mark.parametrize(
    ("at_least", "of_every", "visits"),
    [(1, None, [0, 1, 1, 1]), (1, 1, [0, 1, 2, 3]), (1, 2, [0, 1, 1, 2]), (2, 3, [0, 1, 2, 2])],
)
def test_visits_at_some_drills(at_least: int, of_every: int | None, visits: list[int]) -> None:
    attended = AttendedDrills(FIRES, FIRES, at_least, of_every)
    assert [attended.visits_at(drills) for drills in range(4)] == visits


def test_an_agency_at_every_drill_is_at_each_of_them() -> None:
    visited = FIRES.model_copy(update={"agency": "police"})
    duty = duty_of(every({"agency": "police"}, "fire_evacuation"))
    assert attended_drills(duty) == AttendedDrills(visited, FIRES, at_least=1, of_every=1)
    assert attended_matches([duty]) == (visited,)
    assert distinguishing_matches([duty]) == (FIRES, visited)
    assert attended_drills(duty_of(every({"announced": True}, "fire_evacuation"))) is None


def test_visits_that_are_surely_asked_for() -> None:
    asked = demanded_visits(duty_of(count("fire_evacuation", minimum=2, agency="police")), ())
    assert asked is not None
    assert asked.number == 2
    assert demanded_visits(duty_of(count("fire_evacuation", minimum=2)), ()) is None
    offered = demanded_visits(duty_of(offer(2, match=match("fire_evacuation", agency="police"))), ())
    assert offered is not None
    assert offered.number == 1


@pytest.mark.parametrize(
    ("requirement", "demanded"),
    [
        (spacing("at_least_every", 3, "school_day"), (FIRES,)),
        (spacing("apart", 3, "school_day"), ()),
        (count("fire_evacuation"), (FIRES,)),
        (count("fire_evacuation", minimum=None, maximum=1), ()),
        (half(1, 2), (Match(types=(DrillType.LOCKDOWN,)),)),
        (offer(2), (FIRES,)),
    ],
)
def test_sets_from_which_a_duty_may_ask_for_another_drill(
    requirement: dict[str, Any], demanded: tuple[Match, ...]
) -> None:
    assert demanded_matches([duty_of(requirement)]) == demanded


def test_sets_that_depend_on_the_period() -> None:
    assert timed_matches([duty_of(vary("period", all_different=True))]) == (FIRES,)
    assert timed_matches([duty_of(vary("weekday", all_different=True))]) == ()
    assert timed_matches([duty_of(offer(2))]) == (FIRES,)
    at_lunch = count("fire_evacuation") | {"match": match("fire_evacuation", moments=["lunch"])}
    assert [found.moments for found in timed_matches([duty_of(at_lunch)])] == [("lunch",)]


def test_school_days_of_a_run_are_counted_with_both_ends() -> None:
    choices = variables_of(law(count("fire_evacuation"))).problem.days
    assert [_school_days_shut(choices, first, 4) for first in range(5)] == [5, 4, 3, 2, 1]


MONTHLY = {**half(1, 2), "of": match("lockdown", "fire_evacuation"), "one_a_month": True}


@pytest.mark.parametrize(
    ("requirement", "even_inside"),
    [(TURNS, True), (MONTHLY, True), (vary("weekday", all_different=True), False)],
)
def test_drills_that_may_not_move_once_a_date_is_picked(requirement: dict[str, Any], even_inside: bool) -> None:
    """A move inside the days is allowed where each drill says what it is."""
    variables = variables_of(law(requirement, count("fire_evacuation")))
    (moveless,) = variables.unmovable
    assert moveless.even_inside is even_inside
    assert moveless.days == frozenset(range(5))
    assert any(moveless.variables_on(day) for day in range(5))


def test_a_filed_drill_stays_on_its_day() -> None:
    filed = FiledDrill(campus_id="c0", drill_type=DrillType.FIRE_EVACUATION, on=TUESDAY)
    place = days(5, scenarios=(FRONT, LOCKDOWN), filed=[filed])
    variables = variables_of(law(FILED), place)
    (moveless,) = variables.unmovable
    on = days_between(variables.problem.days, TUESDAY, TUESDAY)
    assert (moveless.days, moveless.even_inside) == (frozenset(on), True)
    assert [bool(moveless.variables_on(day)) for day in range(3)] == [False, True, False]


def test_an_offer_has_a_variable_for_each_date_and_each_drill_on_it() -> None:
    place = days(5, (2, DayKind.CLOSED), scenarios=(FRONT, LOCKDOWN))
    for careful in (True, False):
        variables = variables_of(law(offer(2)), place, careful=careful)
        (offering,) = variables.offerings.values()
        assert set(offering.dates) == set(offering.is_on) == {day for _, day in offering.offers}
        assert len(offering.dates) == 4
        assert len(offering.scenarios) == 1


def test_credits_exist_for_drills_that_several_duties_could_take() -> None:
    apart: dict[int, dict[str, Any]] = {2: {"separate_from": ["T-1"]}}
    both = law(count("fire_evacuation"), count("fire_evacuation"), mandates=apart)
    credited = variables_of(both).credits
    assert {credit.day for credit in credited} == set(range(5))
    assert len(credited) == 2 * 5
    assert all(credit.days == frozenset(range(5)) for credit in credited)
    assert variables_of(law(count("fire_evacuation"), count("lockdown"))).credits == []
    # Only on days on which both could take a drill.
    until = count("fire_evacuation", between={"since": "09-29", "until": "09-30"})
    assert {
        credit.day for credit in variables_of(law(until, count("fire_evacuation"), mandates=apart)).credits
    } == {0, 1}


def test_every_kind_that_constrains_drills_has_the_encoder_of_its_module() -> None:
    found = dict(_encoders_in_folder())
    assert set(found) == {name for name, kind in KINDS.items() if kind.constrains_drills}
    assert all(type(ENCODERS[name]) is type(encoder) for name, encoder in found.items())
    assert all(type(encoder).__module__.endswith(f".{name}") for name, encoder in found.items())


@pytest.mark.parametrize(("lengths", "is_met"), [((), False), ((10, 19), False), ((10, 20), True), ((31,), True)])
def test_credited_drills_are_long_enough_together(lengths: tuple[int, ...], is_met: bool) -> None:
    at = [time(9, length) for length in lengths]
    drills = [drill("c0", DrillType.FIRE_EVACUATION, MONDAY, start=time(9), end=end) for end in at]
    duty = duty_of(minutes(30, "fire_evacuation"))
    assert is_met_by(duty, drills, ()) is is_met
    # One of which nobody said how long it was adds nothing.
    unsaid = drill("c0", DrillType.FIRE_EVACUATION, MONDAY, 9)
    assert is_met_by(duty, [*drills, unsaid], ()) is is_met
    assert credited_match(duty, ()) == FIRES
