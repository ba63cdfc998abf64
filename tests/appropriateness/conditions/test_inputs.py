"""What a condition depends on: switches, limits, scripts, and bands, also inside named conditions."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from drillplanner.appropriateness.conditions.condition import Condition
from drillplanner.appropriateness.conditions.inputs import (
    depends_on_band,
    depends_on_script,
    leafs_of,
    measures_in,
    switches_in,
)
from drillplanner.appropriateness.conditions.named_conditions import load_named_conditions

CONDITION: TypeAdapter[Any] = TypeAdapter(Condition)


def read(condition: dict[str, Any]) -> Condition:
    found: Condition = CONDITION.validate_python(condition)
    return found


SIMULATION = {"fact": "simulation", "is": True}
BAND = {"band": ["PK-K"]}
OPT_OUT = {"switch": "opt_out_required", "is": True}
HIDDEN = {"fact": "hidden_minutes", "above": "hidden_minutes_most"}
FIRE_LIKE = {"fact": "minutes", "at_least": "like_a_fire_drill"}
NOTICE = {"fact": "notices", "any_item": {"audience": "staff", "hours_before": {"at_most": "like_a_fire_drill"}}}


def test_every_part_of_a_nested_condition_is_found_in_order() -> None:
    nested = read({"all": [SIMULATION, {"any": [{"not": BAND}, OPT_OUT]}, HIDDEN]})
    assert list(leafs_of(nested)) == [read(part) for part in (SIMULATION, BAND, OPT_OUT, HIDDEN)]


def test_a_named_condition_is_opened() -> None:
    named = list(leafs_of(read({"not": {"term": "about_violence"}})))
    assert named == list(leafs_of(load_named_conditions()["about_violence"].when))
    assert named


def test_switches_and_limits_are_named_once() -> None:
    twice = read({"any": [OPT_OUT, HIDDEN, {"all": [OPT_OUT, HIDDEN, FIRE_LIKE, NOTICE]}]})
    assert switches_in(twice) == ("opt_out_required",)
    assert measures_in(twice) == ("hidden_minutes_most", "like_a_fire_drill")
    assert switches_in(read(SIMULATION)) == ()


@pytest.mark.parametrize(
    ("condition", "measures"),
    [
        ({"fact": "minutes", "above": 5}, ()),
        (NOTICE, ("like_a_fire_drill",)),
        ({"script": ["say"], "sentence_words_above": "hidden_minutes_most"}, ("hidden_minutes_most",)),
        ({"script": ["say"], "reading_grade_above": "hidden_minutes_most"}, ("hidden_minutes_most",)),
    ],
)
def test_a_plain_number_is_no_limit_of_a_profile(condition: dict[str, Any], measures: tuple[str, ...]) -> None:
    assert measures_in(read(condition)) == measures


@pytest.mark.parametrize(
    "condition",
    [
        {"script": ["say"], "has_any_of": ["gun"]},
        {"script": ["say"], "has_each_of": [["gun"]]},
        {"script": ["say"], "says_call": True},
        {"script": ["say"], "sentence_words_above": 9},
        {"script": ["say"], "reading_grade_above": 9},
        {"language": "es"},
    ],
)
def test_words_and_languages_are_those_of_the_script_of_a_band(condition: dict[str, Any]) -> None:
    assert depends_on_script(read({"not": condition}))
    assert depends_on_band(read(condition))


def test_bands_with_the_same_facts_differ_by_their_name_and_their_limits_alone() -> None:
    assert depends_on_band(read({"all": [SIMULATION, BAND]}))
    assert depends_on_band(read(HIDDEN))
    assert not depends_on_band(read({"any": [SIMULATION, OPT_OUT]}))
    assert not depends_on_script(read({"any": [SIMULATION, BAND, HIDDEN]}))
