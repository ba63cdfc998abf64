"""Good practice over a schedule written by hand: what is kept, by school and practice."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from drillplanner.audit.schedule.own_rules.practice import judge_practice
from drillplanner.model import (
    Audience,
    AvoidedDates,
    Ceiling,
    DevelopmentalLimits,
    Drill,
    DrillType,
    PeriodTag,
    PracticeRank,
    TimeOfDay,
    TimeSpan,
)
from tests.builders import calendar, campus, drill, scenario, workspace

FIRE = DrillType.FIRE_EVACUATION
MONDAY = date(2025, 10, 6)
PLACE = workspace(
    [campus("a"), campus("b")],
    calendar(MONDAY, date(2025, 10, 17)),
    scenarios=(
        scenario("adults", FIRE, audience=Audience.STAFF),
        scenario("front", FIRE),
        scenario("back", FIRE),
    ),
)
AVOIDED = AvoidedDates(
    rule="GP-1", scenarios=("front",), practice=PracticeRank.DATES, sentence="not on Monday", dates=(MONDAY,)
)
ONCE = Ceiling(rule="GP-2", scenarios=("front",), practice=PracticeRank.DRILLS, sentence="once", most=1)
NEAR = TimeOfDay(
    rule="GP-3",
    scenarios=("front",),
    practice=PracticeRank.HOURS,
    sentence="not near the bells",
    span=TimeSpan(minutes_from_bells=30),
    most_percent=0,
)
OWN_RULE = ONCE.model_copy(update={"practice": None, "rule": "DA-1", "most": 0})
LIMITS = DevelopmentalLimits(avoided=(AVOIDED,), ceilings=(ONCE, OWN_RULE), times=(NEAR,))


def on(day: int, number: int, at: str = "a", **more: Any) -> Drill:
    return drill(at, FIRE, date(2025, 10, day), number, **{"scenario_id": "front"} | more)


def test_practices_that_are_kept_are_counted_and_the_others_named() -> None:
    found = judge_practice([on(6, 1), on(6, 2), on(7, 3), on(7, 4, "b")], PLACE, {"a": LIMITS, "b": LIMITS})
    assert (found.kept, found.of) == (4, 6)
    assert [(one.practice, one.campus_id, one.text, one.breaches) for one in found.broken] == [
        ("GP-2", "a", "once", 2),
        ("GP-1", "a", "not on Monday", 2),
    ]
    assert judge_practice([on(6, 1)], PLACE, {}).of == 0


def test_limits_of_one_practice_are_told_together_and_each_sentence_once() -> None:
    also = AVOIDED.model_copy(update={"dates": (date(2025, 10, 7),)})
    other = AVOIDED.model_copy(update={"dates": (date(2025, 10, 8),), "sentence": "nor then"})
    limits = DevelopmentalLimits(avoided=(AVOIDED, also, other))
    (found,) = judge_practice([on(6, 1), on(7, 2), on(8, 3)], PLACE, {"a": limits}).broken
    assert (found.text, found.breaches) == ("not on Monday; nor then", 3)


def test_times_of_the_day_are_judged_by_the_bells_of_the_school() -> None:
    early = on(7, 1, start=time(8, 20), end=time(8, 30), period_tags=(PeriodTag.INSTRUCTION,))
    limits = {"a": DevelopmentalLimits(times=(NEAR,))}
    assert [one.practice for one in judge_practice([early], PLACE, limits).broken] == ["GP-3"]
    late = early.model_copy(update={"start": time(9), "end": time(9, 10)})
    assert judge_practice([late], PLACE, limits).broken == ()


@pytest.mark.parametrize(
    ("more", "is_front"),
    [
        ({}, False),
        ({"audience": "everyone"}, True),
        ({"audience": "everyone", "format": "physical"}, True),
        ({"audience": "everyone", "format": "lesson"}, False),
        ({"audience": "staff"}, False),
    ],
)
def test_a_drill_without_a_scenario_counts_as_the_first_that_fits(more: dict[str, Any], is_front: bool) -> None:
    """The first of all is for adults."""
    limits = {"a": DevelopmentalLimits(avoided=(AVOIDED,))}
    unknown = on(6, 1, scenario_id="else", **more)
    assert bool(judge_practice([unknown], PLACE, limits).broken) is is_front
    assert bool(judge_practice([on(6, 1, scenario_id=None, **more)], PLACE, limits).broken) is is_front
    assert judge_practice([on(6, 1, scenario_id="back", **more)], PLACE, limits).broken == ()
