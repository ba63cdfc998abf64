"""The fast evaluation of conditions agrees with the one that collects evidence."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from drillplanner.appropriateness.conditions.condition import Condition
from drillplanner.appropriateness.conditions.evaluate import evaluate_condition
from drillplanner.appropriateness.conditions.evaluate_fast import compile_condition
from drillplanner.appropriateness.conditions.named_conditions import load_named_conditions
from drillplanner.appropriateness.conditions.subject import Subject, subjects_of
from drillplanner.appropriateness.profiles.profile import profile_of
from drillplanner.appropriateness.rules.rule import load_rules
from drillplanner.model import Scenario
from tests.appropriateness.calm import changed
from tests.bundled_scenarios import BUNDLED

CONDITION: TypeAdapter[Any] = TypeAdapter(Condition)
STATES = ("NJ", "IL", "TX")


@cache
def shipped_scenarios() -> tuple[Scenario, ...]:
    return tuple(BUNDLED.values())


@cache
def conditions() -> tuple[dict[str, Any], ...]:
    """Every condition of the rules and terms, each also with all that it is made of."""
    found: dict[str, dict[str, Any]] = {}

    def take(condition: dict[str, Any]) -> None:
        found[str(condition)] = condition
        for inner in (*condition.get("all", ()), *condition.get("any", ())):
            take(inner)
        if "not" in condition:
            take(condition["not"])

    wholes = [part.violated_when for rule in load_rules() for part in rule.parts if part.violated_when is not None]
    for whole in (*wholes, *(term.when for term in load_named_conditions().values())):
        take(CONDITION.dump_python(whole, by_alias=True, exclude_none=True, mode="json"))
    return tuple(found.values())


def with_unknown_facts(scenario: Scenario, names: set[str]) -> Scenario:
    return scenario.model_copy(update={"facts": scenario.facts.model_copy(update=dict.fromkeys(names))})


@st.composite
def subject(draw: st.DrawFn) -> Subject:
    scenario = draw(st.sampled_from((changed({}), *shipped_scenarios())))
    unknown = draw(st.sets(st.sampled_from(sorted(type(scenario.facts).model_fields)), max_size=30))
    subjects = subjects_of(with_unknown_facts(scenario, unknown), profile_of(draw(st.sampled_from(STATES))))
    return draw(st.sampled_from(subjects))


def made_of(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    several = st.lists(inner, min_size=1, max_size=4)
    return st.one_of(
        st.builds(lambda parts: {"all": parts}, several),
        st.builds(lambda parts: {"any": parts}, several),
        st.builds(lambda part: {"not": part}, inner),
    )


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.recursive(st.sampled_from(conditions()), made_of, max_leaves=8), subject())
def test_a_compiled_condition_agrees_with_its_evaluation(condition: dict[str, Any], someone: Subject) -> None:
    read = CONDITION.validate_python(condition)
    assert compile_condition(read)(someone) is evaluate_condition(read, someone).truth


def test_each_part_of_a_rule_agrees_for_each_shipped_scenario() -> None:
    seen = set()
    parts = [part for rule in load_rules() for part in rule.parts if part.violated_when is not None]
    for scenario in shipped_scenarios():
        for someone in subjects_of(scenario):
            for part in parts:
                assert part.violated_when is not None
                answer = part.compiled_condition(someone)
                assert answer is evaluate_condition(part.violated_when, someone).truth, (
                    scenario.scenario_id,
                    part,
                )
                seen.add(answer)
    assert seen == {True, False, None}
