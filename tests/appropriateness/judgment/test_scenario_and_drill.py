"""The judgment of every bundled scenario, and of changes to it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from drillplanner.appropriateness import DevelopmentalRule, judge_scenario, load_rules
from drillplanner.model import (
    Contact,
    DrillFacts,
    PlayedBy,
    PlayedRole,
    Prop,
    RolePlayer,
    Scenario,
    SensoryElement,
    SensoryKind,
    Severity,
    StandsFor,
)
from tests.appropriateness.calm import changed
from tests.bundled_scenarios import BUNDLED

NAMES = tuple(DrillFacts.model_fields)

#: What no drill with students may hold, and the rule that must name it.
FORBIDDEN: dict[str, DrillFacts] = {
    "DA-101": DrillFacts(sensory=(SensoryElement(kind=SensoryKind.GUNFIRE_SOUND),)),
    "DA-102": DrillFacts(props=(Prop(item="toy rifle", stands_for=StandsFor.WEAPON),)),
    "DA-103": DrillFacts(simulation=True),
    "DA-104": DrillFacts(role_players=(RolePlayer(role=PlayedRole.ASSAILANT, played_by=PlayedBy.OFFICER),)),
    "DA-105": DrillFacts(projectiles=True),
    "DA-107": DrillFacts(contact=Contact.REQUIRED),
    "DA-108": DrillFacts(props=(Prop(item="stage blood", stands_for=StandsFor.INJURY),)),
    "DA-109": DrillFacts(sensory=(SensoryElement(kind=SensoryKind.BANGING),)),
    "DA-110": DrillFacts(role_players=(RolePlayer(role=PlayedRole.VICTIM, played_by=PlayedBy.STUDENT),)),
    "DA-111": DrillFacts(sensory=(SensoryElement(kind=SensoryKind.SCREAMING),)),
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
        band: facts.model_copy(
            update={name: value for name, value in changes.items() if name in facts.model_fields_set}
        )
        for band, facts in scenario.band_facts.items()
    }
    return scenario.model_copy(update={"facts": scenario.facts.model_copy(update=changes), "band_facts": bands})


def without(scenario: Scenario, names: set[str]) -> Scenario:
    """The scenario with these facts unknown to every grade band."""
    gone = dict.fromkeys(sorted(names))
    bands = {
        band: facts.model_copy(update={name: None for name in gone if name in facts.model_fields_set})
        for band, facts in scenario.band_facts.items()
    }
    return scenario.model_copy(update={"facts": scenario.facts.model_copy(update=gone), "band_facts": bands})


def _fact_of(path: str) -> str:
    """The fact, or the group, that a path speaks of."""
    steps = path.split(".")
    return steps[2 if steps[0] == "band_facts" else 1].split("[")[0]


@given(st.sampled_from(sorted(BUNDLED)), st.sampled_from(sorted(FORBIDDEN)), st.sets(st.sampled_from(NAMES)))
@settings(max_examples=60, deadline=None)
def test_a_forbidden_element_is_a_violation_whatever_else_is_unknown(name: str, rule: str, gone: set[str]) -> None:
    scenario = BUNDLED[name]
    # The theme decides whether a student's part is a first-aid lesson, so it stays known here; and so does
    # whether students are near, which decides what an exercise of staff alone may hold.
    assume(not (rule == "DA-110" and scenario.facts.hazard_theme == "medical"))
    assume(scenario.facts.students_on_site != "none")
    bare = without(scenario, gone - {"hazard_theme", "students_on_site"})
    screening = judge_scenario(with_facts(bare, FORBIDDEN[rule]))
    assert screening.verdict == "violation"
    assert rule in {finding.rule for finding in screening.findings if finding.status == "violation"}


@given(st.sampled_from(sorted(BUNDLED)), st.sets(st.sampled_from(NAMES)))
@settings(max_examples=60, deadline=None)
def test_forgetting_facts_never_makes_a_violation(name: str, gone: set[str]) -> None:
    screening = judge_scenario(without(BUNDLED[name], gone))
    assert screening.verdict in {"ok", "cannot_tell"}
    # Only what was forgotten is missing, and what would be owed if the forgotten fact were another.
    deciding = {"hazard_theme", "students_on_site", "ladder_level", "police", "opt_out", "lock_check"}
    owed = {"staff_exercise", "mental_health", "opt_out", "police"} if gone & deciding else set()
    assert {_fact_of(path) for path in screening.missing} <= gone | owed


@given(st.sampled_from(sorted(FORBIDDEN)), st.sets(st.sampled_from(NAMES)))
@settings(max_examples=60, deadline=None)
def test_forgetting_facts_never_clears_a_violation_into_ok(rule: str, gone: set[str]) -> None:
    broken = with_facts(changed({}), FORBIDDEN[rule])
    assert judge_scenario(without(broken, gone)).verdict in {"violation", "cannot_tell"}


#: Facts that a lockdown with students needs no word on: its type decides, or there is nothing to ask.
NOT_ASKED = {
    "hazard_theme",  # a lockdown is held to the rules on violence by its type
    "students_on_site",  # students take part
    "staff_exercise",  # adults alone
    "school_hours",  # only for an exception that no profile opens
    "participants",  # consent is asked above level 5
    "outdoors",  # the other one of the two settles it
    "weather_rule",
}


@pytest.mark.parametrize("name", NAMES)
def test_each_fact_of_a_lockdown_is_needed(name: str) -> None:
    screening = judge_scenario(without(changed({}), {name}))
    assert {_fact_of(path) for path in screening.missing} == ({name} - NOT_ASKED)
    binding = {finding.status for finding in screening.findings if finding.severity is not Severity.RECOMMENDED}
    assert screening.verdict == ("cannot_tell" if binding else "ok")


def test_a_scenario_without_any_fact_names_all_that_is_missing() -> None:
    screening = judge_scenario(changed({}).model_copy(update={"facts": DrillFacts()}))
    assert screening.verdict == "cannot_tell"
    asked = set(NAMES) - NOT_ASKED | {"outdoors", "weather_rule", "participants", "hazard_theme"}
    assert {_fact_of(path) for path in screening.missing} == asked


def test_a_question_says_which_fact_is_missing_and_why() -> None:
    screening = judge_scenario(changed({"facts": {"projectiles": None}}))
    (finding,) = screening.findings
    assert finding.message == (
        "Cannot tell: the scenario does not give 'facts.projectiles'. The rule: Nothing is fired, thrown "
        "or struck at a participant: no pellets, paint, foam or rubber rounds, no balls, no sticks."
    )


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


def test_an_exercise_of_adults_alone_is_not_judged_by_rules_for_students() -> None:
    harsh = {"simulation": True, "sensory": [{"kind": "blank_round"}], "ladder_level": 9}
    case = {"scenario": {"audience": "staff"}, "facts": {**harsh, "students_on_site": "none"}}
    screening = judge_scenario(changed(case))
    assert {finding.rule for finding in screening.findings} == {"DA-1103"}
    assert screening.verdict == "ok"


def test_the_same_exercise_cannot_be_told_if_students_on_site_are_unknown() -> None:
    harsh = {"simulation": True, "sensory": [{"kind": "blank_round"}], "ladder_level": 9}
    case = {"scenario": {"audience": "staff"}, "facts": {**harsh, "students_on_site": None}}
    screening = judge_scenario(changed(case))
    assert screening.verdict == "cannot_tell"
    assert screening.missing == ("facts.students_on_site",)


def test_all_bands_with_the_same_fact_share_one_finding() -> None:
    findings = judge_scenario(changed({"facts": {"deception": True}})).findings
    assert [finding.rule for finding in findings] == ["DA-201"]


def test_given_rules_replace_the_bundled_ones() -> None:
    rules: tuple[DevelopmentalRule, ...] = tuple(rule for rule in load_rules() if rule.id == "DA-102")
    broken = with_facts(with_facts(changed({}), FORBIDDEN["DA-103"]), FORBIDDEN["DA-102"])
    assert {finding.rule for finding in judge_scenario(broken, rules).findings} == {"DA-102"}
    assert judge_scenario(broken, ()).verdict == "ok"


def test_the_judgment_is_deterministic() -> None:
    for scenario in BUNDLED.values():
        bare = without(scenario, {"sensory", "props", "simulation"})
        assert judge_scenario(bare) == judge_scenario(bare)
