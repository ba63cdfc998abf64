"""How sure a finding is said to be, and ordinary words that once looked like a breach."""

from __future__ import annotations

import pytest

from drillplanner.appropriateness.text import Context, Description, screen_description
from drillplanner.appropriateness.text.findings import SURE

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
