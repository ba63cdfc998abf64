"""Sentences with traps, such as negations that do not reach the match, as the lexicon reads them."""

from __future__ import annotations

import pytest

from drillplanner.appropriateness.text import Context, Description, screen_description
from drillplanner.appropriateness.text.screening import analyze_descriptions


def verdict(text: str, **context: object) -> str:
    described = Description(id="x", text=text, context=Context.model_validate(context))
    return analyze_descriptions([described])[0].lexicon_verdict


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The lockdown has no blanks, props or actors.", "ok"),
        ("No blanks. Props from drama club will be used with students, a toy rifle among them.", "violation"),
        ("The lockdown brings not only quiet but also simulated gunfire.", "violation"),
        ("There are no loud noises except a blank round at the end of the lockdown.", "violation"),
        ("We will not tell students that the lockdown is a drill.", "violation"),
        ("The lockdown is no longer unannounced.", "ok"),
        ("The lockdown is not held without fake blood on the students.", "violation"),
        ("Last year officers rattled the doors; this year a teacher speaks through the door.", "ok"),
        ("Last year we sat quietly; this year officers rattle the doors.", "violation"),
        ("Will there be gunshots? No.", "ok"),
        ("Will there be gunshots? Yes, two.", "violation"),
        ("Students will hear just one blank round.", "violation"),
        ("Parents signed a form, so students will hear blank rounds.", "violation"),
        ("In the lockdown nobody plays an intruder, and officers fire blanks.", "violation"),
        ("Blanks, actors and fake blood are not used in our lockdown.", "ok"),
        ("Blanks and actors have been dropped from the lockdown.", "ok"),
        ("The vendor offered blanks for the lockdown. We declined.", "ok"),
        ("The vendor offered blanks for the lockdown. We accepted.", "violation"),
        ("The vendor offered blanks for the lockdown.", "cannot_tell"),
        ("The fire drill is unannounced.", "ok"),
        ("The lockdown is unannounced.", "violation"),
        ("The drill on Friday is unannounced.", "cannot_tell"),
        ("No student is told that officers will fire blanks in the lockdown.", "violation"),
        ("No student is in the building when officers fire blanks.", "ok"),
        ("An expert says that lockdowns with fake blood and blanks go too far.", "ok"),
        ("Before an exercise that mimics a shooting the district tells families the date.", "ok"),
        ("", "ok"),
    ],
)
def test_sentences_with_traps_get_the_expected_verdict(text: str, expected: str) -> None:
    assert verdict(text) == expected


def test_the_audience_decides() -> None:
    text = "Officers fire blanks in the hallway."
    assert verdict(text, grades="9-12") == "violation"
    assert verdict(text, students_present=False) == "ok"
    assert verdict(text, audience="staff") == "ok"


def test_the_state_and_the_grades_decide() -> None:
    assert verdict("The lockdown is unannounced.", state="WI") == "ok"
    assert verdict("The lockdown is announced and there is no opt-out.", state="MN") == "violation"
    assert verdict("The lockdown is announced and there is no opt-out.", state="OH") == "ok"
    assert verdict("Students learn run, hide, fight.", grades="1") == "violation"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No child may opt out of the active shooter drill.", "violation"),
        ("No student is allowed to opt out of the active shooter drill.", "violation"),
        ("Parents cannot opt their children out of the active shooter drill.", "violation"),
        ("Students are not allowed to opt out of the lockdown.", "ok"),
        ("No child may opt out of the fire drill.", "ok"),
        ("Participation in the active shooter drill is not mandatory; you may opt out.", "ok"),
        ("Families may opt out of the active shooter drill without giving a reason.", "ok"),
    ],
)
def test_families_may_opt_out_of_an_assailant_drill_and_it_is_suggested_for_a_lockdown(
    text: str, expected: str
) -> None:
    assert verdict(text) == expected


def test_text_never_clears_a_given_fact() -> None:
    facts = {"sensory": [{"kind": "gunfire_sound"}], "grades": "6-8"}
    result = screen_description(
        Description(id="x", text="There are no blanks and no gunshots.", context=Context.model_validate(facts))
    )
    assert result.verdict == "violation"
    assert "DA-101" in {finding.rule for finding in result.findings}


def test_realism_alone_is_no_violation() -> None:
    described = Description(id="x", text="The lockdown will be realistic for students.")
    assert screen_description(described).verdict != "violation"
    assert {finding.status for finding in analyze_descriptions([described])[0].lexicon.findings} == {"notice"}


def test_missing_facts_do_not_change_the_verdict() -> None:
    result = screen_description(Description(id="x", text="Lockdown drill on Monday."))
    assert result.verdict == "ok"
    assert "notices.families" in result.missing


@pytest.mark.parametrize(
    ("drill_type", "expected"), [("active_assailant", "violation"), ("lockdown", "ok"), ("made up", "ok")]
)
def test_given_facts_are_judged_by_the_states_switches_for_the_drill_type(drill_type: str, expected: str) -> None:
    known = {
        "state": "CA",
        "grades": "6-8",
        "students_present": True,
        "drill_type": drill_type,
        "format": "walk_through",
        "mental_health": {"resources_sent": False},
    }
    described = Description(id="x", text="The drill is on Friday.", context=Context.model_validate(known))
    assert screen_description(described).verdict == expected


def test_an_invalid_given_fact_is_ignored() -> None:
    known = {"grades": "6-8", "format": "a walk in the park", "minutes": "soon", "props": "none that I know"}
    described = Description(id="x", text="The drill is on Friday.", context=Context.model_validate(known))
    assert screen_description(described).verdict == "ok"
