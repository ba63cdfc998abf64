"""The evaluation of conditions in three values."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from drillplanner.appropriateness.conditions.condition import Condition
from drillplanner.appropriateness.conditions.evaluate import (
    ConditionResult,
    UnknownFact,
    all_of,
    any_of,
    evaluate_condition,
    negated,
)
from drillplanner.appropriateness.conditions.subject import Subject, subjects_of
from drillplanner.appropriateness.profiles.profile import Switches, profile_of
from drillplanner.model import GradeBand, PlacedFacts
from drillplanner.model.scenarios.lines import Purpose
from tests.appropriateness.calm import changed

TRUTHS = (True, False, None)
CONDITION: TypeAdapter[Any] = TypeAdapter(Condition)


def outcome(truth: bool | None) -> ConditionResult:
    return ConditionResult(truth, unknown=(UnknownFact("facts.x"),) if truth is None else ())


def possible(truth: bool | None) -> tuple[bool, ...]:
    return (True, False) if truth is None else (truth,)


def settled(values: set[bool]) -> bool | None:
    return values.pop() if len(values) == 1 else None


def ask(
    condition: dict[str, Any], case: dict[str, Any] | None = None, band: GradeBand = GradeBand.PK_K
) -> ConditionResult:
    subject = next(subject for subject in subjects_of(changed(case or {})) if subject.band is band)
    return evaluate_condition(CONDITION.validate_python(condition), subject)


@given(st.lists(st.sampled_from(TRUTHS), min_size=1, max_size=4))
def test_and_or_not_cannot_tell_only_if_the_unknown_could_change_the_answer(
    truths: list[bool | None],
) -> None:
    worlds = list(itertools.product(*map(possible, truths)))
    outcomes = [outcome(truth) for truth in truths]
    assert any_of(outcomes).truth == settled({any(world) for world in worlds})
    assert all_of(outcomes).truth == settled({all(world) for world in worlds})
    for result in (any_of(outcomes), all_of(outcomes), negated(any_of(outcomes))):
        assert bool(result.unknown) == (result.truth is None)


@pytest.mark.parametrize(
    ("condition", "truth", "field"),
    [
        ({"fact": "simulation", "is": False}, True, "facts.simulation"),
        ({"fact": "drill_type", "is": ["lockdown", "secure"]}, True, "drill_type"),
        ({"fact": "drill_type", "is": "secure"}, False, "drill_type"),
        ({"fact": "contact", "is": "none"}, True, "facts.contact"),
        ({"fact": "minutes", "at_least": 17}, True, "minutes"),
        ({"fact": "minutes", "at_least": 18}, False, "minutes"),
        ({"fact": "positions", "contains": "OPS-CIT"}, True, "positions"),
        ({"fact": "positions", "contains": "OPS-SR"}, False, "positions"),
        ({"not": {"fact": "announced", "is": True}}, False, "announced"),
        ({"band": ["PK-K"]}, True, None),
        ({"band": ["9-12"]}, False, None),
    ],
)
def test_a_condition_reports_its_evidence(condition: dict[str, Any], truth: bool, field: str | None) -> None:
    answer = ask(condition)
    assert answer.truth is truth
    assert [evidence.field for evidence in answer.evidence] == ([field] if field else [])


def test_one_item_must_have_all_the_fields() -> None:
    condition = {"fact": "role_players", "any_item": {"role": "victim", "played_by": "student"}}
    apart = [{"role": "victim", "played_by": "staff"}, {"role": "parent", "played_by": "student"}]
    together = [*apart, {"role": "victim", "played_by": "student"}]
    assert ask(condition, {"facts": {"role_players": apart}}).truth is False
    answer = ask(condition, {"facts": {"role_players": together}})
    assert [evidence.field for evidence in answer.evidence] == ["facts.role_players[2].role"]


def test_a_word_is_found_whole_with_its_position() -> None:
    condition = {"script": ["say", "close"], "has_any_of": ["gun", "bad guy", "bad guys"]}
    sentences = ["Begun is no Gun.", "Bad\nguys, shotgun."]
    answer = ask(condition, {"scripts": {"PK-K": {"say": sentences}}})
    seen = [(found.field, found.text, found.start, found.end) for found in answer.evidence]
    assert seen == [("scripts.PK-K.say[0]", "Gun", 12, 15), ("scripts.PK-K.say[1]", "Bad\nguys", 0, 8)]
    for found in answer.evidence:
        index = 0 if found.field == "scripts.PK-K.say[0]" else 1
        assert sentences[index][found.start : found.end] == found.text


def test_a_band_has_its_own_facts_and_shares_all_others() -> None:
    scenario = changed({"band_facts": {"PK-K": {"ladder_level": 2}}})
    by_band = {subject.band: subject for subject in subjects_of(scenario)}
    young, old = by_band[GradeBand.PK_K], by_band[GradeBand.GRADES_9_12]
    assert (young.value_of("ladder_level"), young.path_of("ladder_level")) == (2, "band_facts.PK-K.ladder_level")
    assert (old.value_of("ladder_level"), old.path_of("ladder_level")) == (4, "facts.ladder_level")
    assert (young.value_of("simulation"), young.path_of("simulation")) == (False, "facts.simulation")


def test_adults_alone_are_one_subject_without_a_band() -> None:
    scenario = changed({"scenario": {"audience": "staff"}})
    assert subjects_of(scenario) == (Subject(scenario, None, scenario.facts),)


def test_the_date_of_a_drill_concerns_each_band() -> None:
    placed = PlacedFacts(date=date(2026, 10, 1), school_day=20)
    for subject in subjects_of(changed({}), placed=placed):
        assert subject.value_of("placed.school_day") == subject.cached_value_of("placed.school_day") == 20
        assert subject.path_of("placed.school_day") == "placed.school_day"
    for subject in subjects_of(changed({"scenario": {"audience": "staff"}}), placed=placed):
        assert subject.value_of("placed.school_day") == 20


def test_a_law_about_other_types_of_drill_sets_no_switch_for_this_one() -> None:
    own = Switches.model_validate(
        {"opt_out_required": {"value": True, "sources": ["NASSP"], "drill_types": ["active_assailant"]}}
    )
    profile = profile_of().model_copy(update={"own": own})
    asked = CONDITION.validate_python({"switch": "opt_out_required", "is": True})
    for drill_type, answer in (("active_assailant", True), ("lockdown", False)):
        (subject, *_) = subjects_of(changed({"scenario": {"drill_type": drill_type}}), profile)
        assert evaluate_condition(asked, subject).truth is answer


def test_a_fact_in_a_group_is_the_band_s_own_only_if_the_band_gives_it() -> None:
    scenario = changed({"band_facts": {"PK-K": {"access": {"plans_confirmed": False}}}})
    young = next(subject for subject in subjects_of(scenario) if subject.band is GradeBand.PK_K)
    assert young.path_of("access.plans_confirmed") == "band_facts.PK-K.access.plans_confirmed"
    assert young.path_of("access.left_waiting") == "facts.access.left_waiting"
    assert (young.value_of("access.plans_confirmed"), young.value_of("access.left_waiting")) == (False, False)


def test_adults_hear_announcements_and_have_no_script_of_a_band() -> None:
    scenario = changed({"scenario": {"audience": "staff", "announcements": {"begin": ["Lockdown! Locks."]}}})
    (adults,) = subjects_of(scenario)
    assert list(adults.begin_announcements()) == ["Lockdown! Locks."]
    assert adults.script_path(Purpose.SAY) == "scripts"
    assert adults.script_path(Purpose.SAY, "es") == "translations.es.scripts"


def test_each_part_of_a_script_has_its_own_words() -> None:
    scripts = {"PK-K": {"say": ["Sit with me.", "Listen."], "do": ["Lock the door."]}}
    young = next(
        subject for subject in subjects_of(changed({"scripts": scripts})) if subject.band is GradeBand.PK_K
    )
    assert young.text(Purpose.SAY).split("\0") == ["Sit with me.", "Listen."]
    assert young.text(Purpose.DO) == "Lock the door."
    assert young.text(Purpose.SAY, "es") == ""
