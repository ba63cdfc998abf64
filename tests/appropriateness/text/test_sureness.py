"""How sure a finding is said to be, what is only to be looked at again, and ordinary words that do not alarm."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from drillplanner.appropriateness.text import Context, Description, screen_description
from drillplanner.appropriateness.text.findings import CHECK, LIKELY, NOTICE, QUESTION, SURE, VIOLATION
from drillplanner.appropriateness.text.reader.inference import NO_OUTPUT, ReaderOutputs
from drillplanner.appropriateness.text.screening import analyze_descriptions
from drillplanner.appropriateness.text.settled import NOTHING_SETTLED
from drillplanner.appropriateness.text.weighing import weigh_findings
from drillplanner.model import DevelopmentalFinding

NO_LETTERS = (
    "The quick brown fox jumps over the lazy dog.",
    "def fire(gun): return gun.shoot(blanks)",
    "Ammunition catalogue: blanks, caliber 9 mm, box of 50.",
    "The gunman in the movie fired three shots.",
    "Shooting hoops at recess, the boys hit the rim with blanks of wood.",
)
ORDINARY = (
    "Follow the guidance of your teacher during the drill, stay with your class, and walk to the field.",
    "A hoax call sent police to our high school on Tuesday. Officers searched the building, found nothing, and "
    "every student went home safe.",
    "So that no one is startled, we will tell students the day before what the alarm sounds like.",
    "The furniture that was pushed against the door has been moved, so that the way out is free.",
    "In a lockdown, teachers lock the door, turn off the lights, and keep students quiet and out of sight.",
    "We had a lockdown.",
    "Participation is not mandatory; you may opt out.",
    "Dear families, on Friday we will hold a lockdown drill. Participation is not mandatory; you may opt out.",
    "Please do not call the school during the drill.",
)


@pytest.mark.parametrize("text", NO_LETTERS)
def test_nothing_is_sure_in_a_text_that_is_no_letter_about_a_drill(text: str) -> None:
    findings = screen_description(Description(id="x", text=text)).findings
    assert SURE not in {finding.sureness for finding in findings}


def test_a_letter_about_a_drill_and_a_description_with_facts_can_be_sure() -> None:
    letter = "In Thursday's lockdown drill an officer will fire blanks in the hallway while students hide."
    card = "Blanks will be fired in the hallway."
    for description in (
        Description(id="letter", text=letter),
        Description(id="card", text=card, context=Context(grades="3-5", drill_type="lockdown")),
    ):
        result = screen_description(description)
        assert result.verdict == "violation"
        assert SURE in {finding.sureness for finding in result.findings}


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_do_not_alarm(text: str) -> None:
    assert screen_description(Description(id="x", text=text)).verdict == "ok"


BLANKS = "In Thursday's lockdown drill at our school an officer will fire blanks in the hallway."


def findings_if_read(
    text: str, rules: tuple[tuple[str, float], ...], verdict: str = VIOLATION, sees: float = 0.9
) -> dict[str, DevelopmentalFinding]:
    """Return the findings, by rule, if the reader thinks of these rules."""
    [analysis] = analyze_descriptions([Description(id="x", text=text)])
    output = replace(NO_OUTPUT, violation=sees, judged_violation=sees, like_real=1.0, rules=rules, end=len(text))
    found = weigh_findings(
        verdict,
        analysis.lexicon.findings,
        ReaderOutputs(output, (), 1),
        analysis.plain_text,
        analysis.scope,
        NOTHING_SETTLED,
    )
    return {finding.rule: finding for finding in found}


@pytest.mark.parametrize(
    ("rules", "status", "sureness"),
    [
        ((("DA-101", 0.9),), VIOLATION, SURE),
        ((("DA-104", 0.9), ("DA-101", 0.2)), VIOLATION, LIKELY),
        ((("DA-104", 0.9),), NOTICE, CHECK),
    ],
)
def test_a_rule_is_sure_only_if_lexicon_and_reader_name_it(
    rules: tuple[tuple[str, float], ...], status: str, sureness: str
) -> None:
    found = findings_if_read(BLANKS, rules)["DA-101"]
    assert (found.status, found.sureness) == (status, sureness)


def test_an_alarm_of_words_alone_stays_if_nothing_else_supports_the_verdict() -> None:
    found = findings_if_read(BLANKS, (("DA-1012", 0.9),))  # a rule that only recommends
    assert (found["DA-101"].status, found["DA-101"].sureness) == (VIOLATION, CHECK)


@pytest.mark.parametrize(("sees", "is_shown"), [(0.3, True), (0.0001, False)])
def test_an_outvoted_alarm_is_shown_if_the_reader_has_some_concern(sees: float, is_shown: bool) -> None:
    found = findings_if_read(BLANKS, (("DA-101", 0.1),), "ok", sees)
    assert [(finding.status, finding.sureness) for finding in found.values()] == [(NOTICE, CHECK)] * is_shown


def test_a_refusal_of_families_who_opt_out_is_shown_however_careful_the_letter() -> None:
    text = (
        "Our active shooter drill is on Monday at 10. All students must take part, and no child may opt out. "
        "Teachers explain the steps before, and a counselor is on site."
    )
    result = screen_description(Description(id="x", text=text))
    assert [(finding.rule, finding.status) for finding in result.findings] == [("DA-801", NOTICE)]


def test_a_question_of_words_beside_an_alarm_is_to_be_looked_at_again() -> None:
    found = findings_if_read(f"{BLANKS} Police may bring some equipment.", (("DA-101", 0.9),))
    assert {rule: finding.status for rule, finding in found.items()} == {"DA-101": VIOLATION, "DA-115": NOTICE}


def test_a_question_of_words_alone_is_to_be_looked_at_again() -> None:
    found = findings_if_read("Police may bring some equipment to the drill.", (("DA-101", 0.9),), QUESTION)
    assert {rule: finding.status for rule, finding in found.items()} == {"DA-101": QUESTION, "DA-115": NOTICE}


def test_what_is_outvoted_changes_no_verdict_and_is_one_line_a_rule() -> None:
    text = "On Thursday we hold an active shooter drill for all grades. No child may opt out."
    result = screen_description(Description(id="x", text=text))
    assert result.verdict == "ok"
    assert Counter(finding.rule for finding in result.findings) == {"DA-801": 1}
    assert result.findings[0].status == NOTICE
    assert result.findings[0].evidence.text == "No child may opt out"


def test_a_second_rule_of_the_reader_is_left_out_where_words_confirm_the_first() -> None:
    found = findings_if_read(BLANKS, (("DA-101", 0.9), ("DA-109", 0.25)))
    assert set(found) == {"DA-101"}
    assert set(findings_if_read("It was a bad drill.", (("DA-101", 0.9), ("DA-109", 0.25)))) == {
        "DA-101",
        "DA-109",
    }


@pytest.mark.parametrize(
    "text",
    [
        "During the lockdown drill teachers hand out lollipops to the children who hide quietly in the closet.",
        "Each class that stays hidden and quiet gets a lollipop, and so nobody giggles in the lockdown drill.",
        "As a reward for hiding silently in the lockdown drill, each child gets a lollipop.",
    ],
)
def test_a_reward_for_silence_is_no_missile(text: str) -> None:
    found = {finding.rule for finding in screen_description(Description(id="x", text=text)).findings}
    assert found <= {"DA-507", "DA-514"} and found


@pytest.mark.parametrize("mark", ["", "lunch menu attached, "])
def test_a_passage_of_one_or_two_words_is_shown_with_those_around_it(mark: str) -> None:
    text = f"Dear families, {mark * 12}on Thursday an officer will fire blanks in the hallway of our school."
    [found] = [
        finding for finding in findings_if_read(text, (("DA-101", 0.9),)).values() if finding.rule == "DA-101"
    ]
    shown = found.evidence.text or ""
    assert shown == text[found.evidence.start : found.evidence.end]
    assert "an officer will fire blanks in the hallway" in shown and len(shown.split()) <= 17
