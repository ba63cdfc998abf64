"""What the law leaves to good practice: drills to add where it is silent, a choice where it asks for a number."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from drillplanner.law import Duty, Match, Window
from drillplanner.model import DrillType, Route
from drillplanner.practice.by_law import LawsNumbers, fewest_drills
from tests import fast_yaml
from tests.builders import scenario
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import duties_of, law, tiny

_PARTS = {
    "autumn": (date(2025, 9, 2), date(2026, 1, 23)),
    "spring": (date(2026, 1, 26), date(2026, 6, 12)),
    "year": (date(2025, 9, 2), date(2026, 6, 12)),
}
CASES = fast_yaml.load((Path(__file__).parent / "by_law_cases.yaml").read_text(encoding="utf-8"))


def window(part: str) -> Window:
    first, last = _PARTS[part]
    return Window(first=first, last=last, label=part, key=part)


def match(case: dict[str, Any]) -> Match:
    return Match.model_validate({key: case[key] for key in ("types", "audiences") if key in case})


def duty(number: int, case: dict[str, Any]) -> Duty:
    """Return a duty of an invented law."""
    part = case.get("part", "year")
    count = {"kind": "count", "what": "drill", "match": match(case), "min": case["number"]}
    mandate = {
        "mandate_id": f"LAW-{number}",
        "title": "invented",
        "text": "invented",
        "layer": "statute",
        "sources": ("invented",),
        "confidence": "legal_text",
        "requirement": count,
    }
    return Duty.model_validate(
        {
            "duty_id": f"LAW-{number}/elm/{part}",
            "mandate": mandate,
            "campus_id": "elm",
            "window": window(part),
            "cite": "invented",
            "url": "",
        }
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_left_to_ask(case: dict[str, Any]) -> None:
    duties = [duty(number, law) for number, law in enumerate(case.get("law", ()))]
    added_anyway = [match(added) for added in case.get("added_anyway", ())]
    numbers = LawsNumbers(duties, case.get("most_about_violence", 3), added_anyway)
    asks = []
    for practice in case["practices"]:
        windows = [window(part) for part in practice["parts"]]
        about_violence = practice.get("is_about_violence", False)
        left = numbers.share_of(match(practice), windows, practice["number"], window("year"), about_violence)
        asks.append(left and {"windows": {part.key: here for part, here in left.windows}, "may_add": left.may_add})
    assert asks == case["asks"]


def test_drills_of_a_year_are_those_of_the_law_and_those_added() -> None:
    fire, lockdown = (
        Match.model_validate({"types": ["fire_evacuation"]}),
        Match.model_validate({"types": ["lockdown"]}),
    )
    both = Match(types=(*fire.types, *lockdown.types))
    numbers = LawsNumbers([duty(1, {"types": ["fire_evacuation"], "number": 8})], 3)
    assert numbers.expected(both) == 8
    numbers.share_of(lockdown, [window("autumn"), window("spring")], 1, window("year"), True)
    assert (numbers.expected(both), numbers.expected(fire), numbers.expected(lockdown)) == (10, 8, 2)


def test_a_security_drill_that_is_mostly_no_lockdown_is_not_expected_as_one() -> None:
    security = duty(1, {"types": ["lockdown", "secure", "hold"], "number": 3})
    numbers = LawsNumbers([security], 3)
    assert numbers.expected(Match.model_validate({"types": ["lockdown"]})) == 0
    assert numbers.expected(Match.model_validate({"types": ["lockdown", "secure"]})) == 3


@pytest.mark.parametrize(
    ("parts", "fewest"),
    [
        ({"autumn": 1, "spring": 1}, 2),
        # One drill can be for the year and for a semester.
        ({"autumn": 1, "year": 1}, 1),
        ({"autumn": 1, "year": 3}, 3),
        ({"autumn": 2, "spring": 2, "year": 3}, 4),
        ({}, 0),
    ],
)
def test_fewest_drills_that_meet_some_duties(parts: dict[str, int], fewest: int) -> None:
    duties = [
        duty(place, {"types": ["lockdown"], "number": number, "part": part})
        for place, (part, number) in enumerate(parts.items())
    ]
    assert fewest_drills(duties) == fewest


@pytest.mark.parametrize(
    ("has", "ruled_out"),
    [
        ({"routes": ["fire_escape"]}, {"usual", "hall"}),
        ({"audiences": ["everyone"]}, set()),
        ({"announced": False}, {"usual", "hall", "escape"}),
        # Of any drill, the law can want an hour; that rules out no scenario.
        ({"not_moments": ["lunch"]}, set()),
    ],
)
def test_scenarios_that_the_law_wants_otherwise_are_ruled_out(has: dict[str, Any], ruled_out: set[str]) -> None:
    every = {"kind": "every", "what": "fire drill", "match": {"types": ["fire_evacuation"]}, "has": has}
    year = tiny(MONDAY, MONDAY)
    numbers = LawsNumbers(duties_of(year, law(every)), 3)
    routes = {"usual": Route.PRIMARY, "hall": Route.SECONDARY, "escape": Route.FIRE_ESCAPE}
    drills = [
        scenario(name, DrillType.FIRE_EVACUATION).model_copy(update={"route": route, "announced": True})
        for name, route in routes.items()
    ]
    lockdown = scenario("lockdown", DrillType.LOCKDOWN)
    assert {each.scenario_id for each in (*drills, lockdown) if numbers.rules_out(each)} == ruled_out
