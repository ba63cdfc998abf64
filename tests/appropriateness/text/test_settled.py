"""The rules that the words of a text settle, so that the reader may not name them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drillplanner.appropriateness.text import Description, screen_description
from drillplanner.appropriateness.text.reader.inference import ReaderOutputs
from drillplanner.appropriateness.text.screening import analyze_descriptions
from drillplanner.appropriateness.text.settled import SettledRules, settled_rules
from drillplanner.appropriateness.text.weighing import weigh_findings


def settled_by(text: str) -> SettledRules:
    analysis = analyze_descriptions([Description(id="x", text=text)])[0]
    return settled_rules(analysis.lexicon, analysis.scope)


@pytest.mark.parametrize(
    ("text", "rule", "is_kept"),
    [
        ("No blanks will be fired in the lockdown drill.", "DA-101", True),
        ("Blanks will be fired in the lockdown drill.", "DA-101", False),
        ("No blanks will be fired on Monday. On Tuesday an officer will fire blanks.", "DA-101", False),
        ("Families will be told of the lockdown drill two days before.", "DA-203", True),
        ("Families will not be told of the lockdown drill.", "DA-203", False),
        ("We are still deciding whether to fire blanks in the lockdown drill.", "DA-101", False),
    ],
)
def test_a_rule_is_kept_if_the_words_only_say_so(text: str, rule: str, is_kept: bool) -> None:
    assert (rule in settled_by(text).kept) is is_kept


@pytest.mark.parametrize(
    ("text", "is_settled"),
    [
        ("The unannounced fire drill went smoothly; every class was out in two minutes.", True),
        ("The unannounced lockdown drill went smoothly; every class was quiet in two minutes.", False),
        ("The fire drill was unannounced, and so was the lockdown drill.", False),
        ("The drill was unannounced.", False),
    ],
)
def test_only_a_drill_about_violence_must_be_announced(text: str, is_settled: bool) -> None:
    assert ("DA-202" in settled_by(text).of_others) is is_settled


@pytest.mark.parametrize(
    ("text", "is_settled"),
    [
        ("The principal said over the speaker that we were in lockdown. It was real.", True),
        ("It was a real lockdown, and no one had announced it.", True),
        ("There was a lockdown on Friday, and it was no drill.", True),
        ("The principal told us that the lockdown was real. It was a drill.", False),
        ("We practiced a lockdown that no one had announced.", False),
    ],
)
def test_a_real_emergency_is_not_announced(text: str, is_settled: bool) -> None:
    assert ("DA-201" in settled_by(text).of_others) is is_settled


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The unannounced fire drill went smoothly; every class was out in two minutes.", "ok"),
        ("The code red in October was real but turned out to be a misunderstanding.", "ok"),
        ("Families may opt out of the lockdown drill, and no child loses anything by it.", "ok"),
        ("The principal said that the lockdown was real and not a drill. It was a drill.", "violation"),
        (
            "The fire drill on Friday will be real: we light a smoke bomb in the stairwell so that the children "
            "cannot see the exit.",
            "violation",
        ),
        (
            "Families may opt out of the lockdown drill, but those children sit in the hall by the office "
            "and lose their field trip.",
            "violation",
        ),
    ],
)
def test_settled_rules_do_not_alarm(text: str, verdict: str) -> None:
    assert screen_description(Description(id="x", text=text)).verdict == verdict


def test_an_alarm_has_a_finding_even_if_its_only_rule_is_settled() -> None:
    [analysis] = analyze_descriptions([Description(id="x", text="The unannounced fire drill went smoothly.")])
    output = replace(analysis.reader.whole, rules=(("DA-202", 0.9),))
    settled = SettledRules(of_others=frozenset({"DA-202"}))
    found = weigh_findings(
        "violation", (), ReaderOutputs(output, (), 1), analysis.plain_text, analysis.scope, settled
    )
    assert [(finding.rule, finding.status) for finding in found] == [("DA-202", "violation")]
