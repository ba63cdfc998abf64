"""Families of words: the rules that a sentence breaks, and sentences in the same words that break none."""

from __future__ import annotations

import pytest

from drillplanner.appropriateness.text import Context, Description
from drillplanner.appropriateness.text.findings import NOTICE, VIOLATION
from drillplanner.appropriateness.text.screening import analyze_descriptions


def found_in(text: str, state: str | None = None) -> dict[str, str]:
    """Return the status of each rule that the lexicon alone finds broken or worth a notice."""
    [analysis] = analyze_descriptions([Description(id="x", text=text, context=Context(state=state))])
    return {finding.rule: finding.status for finding in analysis.lexicon.findings}


@pytest.mark.parametrize(
    "text",
    [
        "One class will be sent to the library during the fire drill because it takes too long on the stairs.",
        "Ms. Ortiz's class is left out of the evacuation drill so that we make our time.",
        "The preschool wing is excused from the evacuation drill so that it does not slow the line.",
        "The autism class goes to the park during the fire drill so as not to hold up the evacuation.",
        "Mr. Hill's group will be sent ahead so it does not hold up the stairs during the timed drill.",
    ],
)
def test_a_class_that_is_left_out_for_speed(text: str) -> None:
    assert found_in(text)["DA-603"] == VIOLATION


@pytest.mark.parametrize(
    "text",
    [
        "No class is left out of the drill to make good time.",
        "Classes wait in line and do not push, so that nobody slows the evacuation.",
        "The group on the second floor leaves by the ramp so that it does not hold up the stairs.",
        "Please do not stop at lockers during the fire drill: it would slow everyone down.",
        "The third grade is on a field trip that morning and will have its own fire drill on Friday.",
    ],
)
def test_a_class_that_takes_part_in_its_own_way(text: str) -> None:
    assert "DA-603" not in found_in(text)


@pytest.mark.parametrize(
    ("text", "state", "status"),
    [
        ("No child may opt out of the lockdown drill.", None, NOTICE),
        ("No child may opt out of the lockdown drill.", "MN", VIOLATION),
        ("No child may opt out of the active shooter drill.", None, VIOLATION),
        ("Requests to excuse a child from the active assailant drill cannot be granted.", None, VIOLATION),
        ("Requests to be excused from the lockdown drill will not be honored.", None, NOTICE),
        ("Requests to be excused from the lockdown drill will be honored.", None, None),
        ("No child may opt out of the fire drill.", None, None),
    ],
)
def test_opting_out_is_required_only_of_drills_with_an_attacker_and_in_some_states(
    text: str, state: str | None, status: str | None
) -> None:
    assert found_in(text, state).get("DA-801") == status


@pytest.mark.parametrize(
    ("text", "is_many"),
    [
        ("Next Tuesday at 10 we practice our lockdown.", False),
        ("We keep the doors shut until 10 and then practice our lockdown.", False),
        ("We hold 10 lockdown drills this year.", True),
    ],
)
def test_an_hour_is_no_number_of_drills(text: str, is_many: bool) -> None:
    assert ("DA-403" in found_in(text)) == is_many
