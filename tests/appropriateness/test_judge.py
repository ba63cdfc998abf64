"""The gate as a whole, over every bundled scenario and over changes to it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from drillplanner.appropriateness import Rule, judge_scenario, load_rules
from drillplanner.intake.scenario_files import bundled_scenarios, parse_scenario
from drillplanner.model import Contact, DrillFacts, Prop, RolePlayer, Scenario, SensoryElement, Severity
from tests.appropriateness.calm import changed

SCENARIOS = {
    path.stem: parse_scenario(path.read_bytes(), f"scenarios/{path.name}") for path in bundled_scenarios()
}
NAMES = tuple(DrillFacts.model_fields)

#: What no drill with students may hold, and the rule that must name it.
FORBIDDEN: dict[str, DrillFacts] = {
    "DA-101": DrillFacts(sensory=(SensoryElement(kind="gunfire_sound"),)),
    "DA-102": DrillFacts(props=(Prop(item="toy rifle", stands_for="weapon"),)),
    "DA-103": DrillFacts(simulation=True),
    "DA-104": DrillFacts(role_players=(RolePlayer(role="assailant", played_by="officer"),)),
    "DA-105": DrillFacts(projectiles=True),
    "DA-107": DrillFacts(contact=Contact.REQUIRED),
    "DA-108": DrillFacts(props=(Prop(item="stage blood", stands_for="injury"),)),
    "DA-109": DrillFacts(sensory=(SensoryElement(kind="banging"),)),
    "DA-110": DrillFacts(role_players=(RolePlayer(role="victim", played_by="student"),)),
    "DA-111": DrillFacts(sensory=(SensoryElement(kind="screaming"),)),
    "DA-112": DrillFacts(casualty_language=True),
    "DA-113": DrillFacts(graphic_media=True),
    "DA-201": DrillFacts(deception=True),
    "DA-303": DrillFacts(ladder_level=9),
}


def with_facts(scenario: Scenario, added: DrillFacts) -> Scenario:
    """The scenario with lists made longer and other facts replaced, for every grade band."""
    changes = {}
    for name in added.model_fields_set:
        value, held = getattr(added, name), getattr(scenario.facts, name)
        changes[name] = (*(held or ()), *value) if isinstance(value, tuple) else value
    bands = {
        band: own.model_copy(
            update={name: value for name, value in changes.items() if name in own.model_fields_set}
        )
        for band, own in scenario.band_facts.items()
    }
    return scenario.model_copy(update={"facts": scenario.facts.model_copy(update=changes), "band_facts": bands})


def without(scenario: Scenario, names: set[str]) -> Scenario:
    """The scenario with these facts unknown to every grade band."""
    gone = dict.fromkeys(sorted(names))
    bands = {
        band: own.model_copy(update={name: None for name in gone if name in own.model_fields_set})
        for band, own in scenario.band_facts.items()
    }
    return scenario.model_copy(update={"facts": scenario.facts.model_copy(update=gone), "band_facts": bands})


@given(st.sampled_from(sorted(SCENARIOS)), st.sampled_from(sorted(FORBIDDEN)), st.sets(st.sampled_from(NAMES)))
@settings(max_examples=60, deadline=None)
def test_a_forbidden_element_is_a_violation_whatever_else_is_unknown(name: str, rule: str, gone: set[str]) -> None:
    scenario = SCENARIOS[name]
    # The theme decides whether a student's part is a first-aid lesson, so it stays known here; and so does
    # whether students are near, which decides what an exercise of staff alone may hold.
    assume(not (rule == "DA-110" and scenario.facts.hazard_theme == "medical"))
    bare = without(scenario, gone - {"hazard_theme", "students_on_site"})
    screening = judge_scenario(with_facts(bare, FORBIDDEN[rule]))
    assert screening.verdict == "violation"
    assert rule in {finding.rule for finding in screening.findings if finding.status == "violation"}


@given(st.sampled_from(sorted(SCENARIOS)), st.sets(st.sampled_from(NAMES)))
@settings(max_examples=60, deadline=None)
def test_forgetting_facts_never_makes_a_violation(name: str, gone: set[str]) -> None:
    screening = judge_scenario(without(SCENARIOS[name], gone))
    assert screening.verdict in {"ok", "cannot_tell"}
    # No bundled file gives consent in writing; the rules ask for it of staff far from students, at level 8.
    assert {path.rsplit(".", 1)[-1] for path in screening.missing} <= gone | {"written_consent"}


@given(st.sampled_from(sorted(FORBIDDEN)), st.sets(st.sampled_from(NAMES)))
@settings(max_examples=60, deadline=None)
def test_forgetting_facts_never_clears_a_violation_into_ok(rule: str, gone: set[str]) -> None:
    broken = with_facts(changed({}), FORBIDDEN[rule])
    assert judge_scenario(without(broken, gone)).verdict in {"violation", "cannot_tell"}


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"written_consent", "students_on_site"}))
def test_each_fact_of_a_lockdown_is_needed(name: str) -> None:
    screening = judge_scenario(without(changed({}), {name}))
    optional = {"hazard_theme"}  # a lockdown is held to the rules on violence by its type
    assert screening.verdict == ("ok" if name in optional else "cannot_tell")
    assert screening.missing == (() if name in optional else (f"facts.{name}",))


def test_a_scenario_without_any_fact_names_all_that_is_missing() -> None:
    screening = judge_scenario(changed({}).model_copy(update={"facts": DrillFacts()}))
    assert screening.verdict == "cannot_tell"
    assert screening.missing == tuple(
        f"facts.{name}" for name in sorted(set(NAMES) - {"written_consent", "students_on_site"})
    )


def test_a_question_says_which_fact_is_missing_and_why() -> None:
    screening = judge_scenario(changed({"facts": {"projectiles": None}}))
    (finding,) = screening.findings
    assert finding.message == (
        "Cannot tell: the scenario does not give 'facts.projectiles'. The rule: Nothing is fired, thrown "
        "or struck at a participant: no pellets, paint, foam or rubber rounds, no balls, no sticks."
    )


def test_a_question_about_an_unknown_word_proposes_the_known_one() -> None:
    screening = judge_scenario(changed({"facts": {"props": [{"item": "rifle", "stands_for": "wepon"}]}}))
    assert screening.verdict == "cannot_tell"
    assert all("'wepon'" in finding.message for finding in screening.findings)
    assert all("Maybe you meant 'weapon'" in finding.message for finding in screening.findings)


def test_findings_carry_evidence_sources_and_advice() -> None:
    screening = judge_scenario(changed({"facts": {"simulation": True}}))
    (finding,) = screening.findings
    assert (finding.rule, finding.severity, finding.status) == ("DA-103", Severity.PROHIBITED, "violation")
    assert (finding.evidence.field, finding.evidence.text) == ("facts.simulation", "true")
    assert finding.sources[0] == "NASSP, position statement Safe Schools, https://www.nassp.org/"
    assert "Announce the drill" in finding.message


def test_a_recommendation_is_a_notice_and_leaves_the_verdict() -> None:
    screening = judge_scenario(changed({"band_facts": {"1-2": {"sensory": [{"kind": "darkness"}]}}}))
    assert [(finding.rule, finding.status) for finding in screening.findings] == [("DA-308", "notice")]
    assert screening.verdict == "ok"


def test_an_exercise_of_adults_alone_is_not_held_to_the_rules_for_students() -> None:
    harsh = {"simulation": True, "sensory": [{"kind": "blank_round"}], "ladder_level": 9, "written_consent": True}
    case = {"scenario": {"audience": "staff"}, "facts": {**harsh, "students_on_site": "none"}}
    screening = judge_scenario(changed(case))
    assert {finding.rule for finding in screening.findings} == {"DA-1103"}
    assert screening.verdict == "ok"


def test_the_same_exercise_is_open_where_nobody_says_that_students_are_away() -> None:
    harsh = {"simulation": True, "sensory": [{"kind": "blank_round"}], "ladder_level": 9, "written_consent": True}
    case = {"scenario": {"audience": "staff"}, "facts": {**harsh, "students_on_site": None}}
    screening = judge_scenario(changed(case))
    assert screening.verdict == "cannot_tell"
    assert screening.missing == ("facts.students_on_site",)


def test_one_finding_where_all_bands_share_the_fact() -> None:
    findings = judge_scenario(changed({"facts": {"deception": True}})).findings
    assert [finding.rule for finding in findings] == ["DA-201"]


def test_rules_of_ones_own_are_judged_alone_when_given() -> None:
    own: tuple[Rule, ...] = tuple(rule for rule in load_rules() if rule.id == "DA-102")
    broken = with_facts(with_facts(changed({}), FORBIDDEN["DA-103"]), FORBIDDEN["DA-102"])
    assert {finding.rule for finding in judge_scenario(broken, own).findings} == {"DA-102"}
    assert judge_scenario(broken, ()).verdict == "ok"


def test_the_judgement_is_the_same_twice() -> None:
    for scenario in SCENARIOS.values():
        bare = without(scenario, {"sensory", "props", "simulation"})
        assert judge_scenario(bare) == judge_scenario(bare)
