"""The number of drills by who asks for them: each drill once, for the first who needs it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from drillplanner.audit.schedule import count_by_source
from drillplanner.model import (
    DevelopmentalLimits,
    Drill,
    DrillNumbers,
    DrillSource,
    DrillType,
    Floor,
    PracticeRank,
    Scenario,
)
from drillplanner.publish.core.drill_numbers import drill_numbers_lines, drill_numbers_sentence
from tests.solve.brute_force.boundary_pairs import MONDAY, days
from tests.solve.brute_force.tiny_districts import FIRE, LOCKDOWN, count, duties_of, judged, law

PLACE = days(26, scenarios=(FIRE, LOCKDOWN))
BUS = FIRE.model_copy(update={"scenario_id": "bus", "drill_type": DrillType.BUS_EVACUATION})


def held(scenario: Scenario, *numbers: int) -> list[Drill]:
    """A drill of the scenario on the days of these numbers, counted from the first Monday."""
    return [
        Drill(
            drill_id=f"c0-{scenario.drill_type}-{number:02d}",
            campus_id="c0",
            drill_type=scenario.drill_type,
            date=MONDAY + timedelta(number),
            scenario_id=scenario.scenario_id,
            format=scenario.format,
            audience=scenario.audience,
            agencies=(),
            announced=True,
        )
        for number in numbers
    ]


def numbers(
    drills: list[Drill],
    *asked: tuple[str, dict[str, Any]],
    practice: tuple[Floor, ...] = (),
    **mandate: Any,
) -> DrillNumbers:
    """Count these drills where each of ``asked`` is a layer and what it asks for."""
    book = law(
        *(requirement for _, requirement in asked),
        mandates={number: {"layer": layer} | mandate for number, (layer, _) in enumerate(asked, start=1)},
    )
    report = judged(PLACE, book, tuple(drills))
    limits = {"c0": DevelopmentalLimits(floors=practice)}
    (found,) = count_by_source(drills, PLACE, duties_of(PLACE, book), report.verdicts, limits)
    assert found.drills == len(drills) == sum(found.by_source.values())
    return found


def floor(scenario: Scenario, least: int, first: date = MONDAY, may_add: bool = True) -> Floor:
    return Floor(
        rule="GP-01",
        scenarios=(scenario.scenario_id,),
        practice=PracticeRank.DRILLS,
        sentence="so many drills",
        least=least,
        first=first,
        last=MONDAY + timedelta(25),
        may_add=may_add,
    )


def test_a_statute_takes_only_as_many_drills_as_it_asks_for() -> None:
    """All five fire drills count for the statute, which asks for two; the code asks for the others."""
    found = numbers(
        held(FIRE, 0, 2, 7, 14, 21),
        ("fire_code", count("fire_evacuation", minimum=5)),
        ("statute", count("fire_evacuation", minimum=2)),
    )
    assert found.by_source == {DrillSource.STATUTE: 2, DrillSource.FIRE_CODE: 3}
    assert drill_numbers_sentence(found) == "5 drills: 2 by statute, 3 by the fire code"


def test_drills_that_meet_two_requirements_count_once() -> None:
    found = numbers(
        [*held(FIRE, 0, 7), *held(LOCKDOWN, 14)],
        ("statute", count("fire_evacuation", "lockdown", minimum=3)),
        ("rule", count("lockdown")),
        ("district", count("fire_evacuation")),
    )
    assert found.by_source == {DrillSource.STATUTE: 3}
    assert drill_numbers_sentence(found) == "3 drills, all by statute"


def test_good_practice_has_the_drills_that_only_it_asks_for() -> None:
    drills = [*held(FIRE, 0, 7), *held(LOCKDOWN, 14)]
    asked = ("statute", count("fire_evacuation"))
    assert numbers(drills, asked, practice=(floor(LOCKDOWN, 1), floor(FIRE, 2))).by_source == {
        DrillSource.STATUTE: 1,
        DrillSource.PRACTICE: 2,
    }
    # Where practice only chooses among the drills that are owed, it asks for none.
    assert numbers(drills, asked, practice=(floor(LOCKDOWN, 1, may_add=False),)).by_source == {
        DrillSource.STATUTE: 1,
        DrillSource.NOBODY: 2,
    }
    # A drill before the days of a practice is not asked for by it.
    late = floor(LOCKDOWN, 1, first=MONDAY + timedelta(15))
    assert numbers(drills, asked, practice=(late,)).by_source[DrillSource.NOBODY] == 2


def test_bus_drills_are_apart_whoever_asks_for_them() -> None:
    found = numbers(
        [*held(FIRE, 0), *held(BUS, 7, 14)],
        ("statute", count("fire_evacuation")),
        ("statute", count("bus_evacuation", minimum=2)),
    )
    assert drill_numbers_sentence(found) == "3 drills: 1 by statute, 2 on the bus"


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        ("rule", "by state rule"),
        ("agency", "by a state agency"),
        ("local_authority", "by your local authority"),
        ("district", "by your own rules"),
    ],
)
def test_every_layer_has_its_words(layer: str, words: str) -> None:
    found = numbers(held(FIRE, 0), (layer, count("fire_evacuation")))
    assert drill_numbers_sentence(found) == f"1 drill, {words}"


def test_a_duty_that_is_not_known_to_apply_asks_for_no_drill() -> None:
    found = numbers(held(FIRE, 0), ("statute", count("fire_evacuation")), applies_if={"fire_escapes": True})
    assert found.by_source == {DrillSource.NOBODY: 1}


def test_a_law_without_a_number_asks_for_the_drills_that_are_left() -> None:
    """A drill at least every ten days: no window says how many that are."""
    every_ten = {"days": 10, "unit": "calendar_day", "unit_is_stated": True}
    fires = {"types": ["fire_evacuation"]}
    spacing = {"kind": "spacing", "what": "fire drill", "match": fires, "at_least_every": every_ten}
    drills = held(FIRE, 0, 7, 14)
    book = law(spacing, mandates={1: {"layer": "rule"}})
    (duty, *_) = duties_of(PLACE, book)
    drills = [drill.model_copy(update={"credits": (duty.duty_id,)}) for drill in drills]
    (found,) = count_by_source(drills, PLACE, [duty], judged(PLACE, book, tuple(drills)).verdicts, {})
    assert found.by_source == {DrillSource.RULE: 3}


def test_schools_with_the_same_numbers_share_a_line() -> None:
    place = days(5, scenarios=(FIRE,), campuses=3)
    two = [
        DrillNumbers(campus_id=f"c{number}", drills=2, by_source={DrillSource.STATUTE: 2}) for number in range(2)
    ]
    other = DrillNumbers(campus_id="c2", drills=1, by_source={DrillSource.STATUTE: 1})
    names = [campus.name for campus in place.campuses]
    assert list(drill_numbers_lines([*two, other], place.campus_by_id)) == [
        f"2 drills at {names[0]}, {names[1]}, all by statute",
        f"1 drill at {names[2]}, by statute",
    ]
