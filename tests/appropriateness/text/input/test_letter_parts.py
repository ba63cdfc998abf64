"""What of a letter or an email is not read: code, quoted mail, signatures, and other languages."""

from __future__ import annotations

import pytest

from drillplanner.appropriateness.text import Description, screen_description
from drillplanner.appropriateness.text.input.letter_parts import QUOTED, SPANISH, unread_parts
from drillplanner.appropriateness.text.input.plain_text import to_plain_text

HARM = "Our actors fire blanks at your students in the hallway."
CALM = "The lockdown drill is on Tuesday, and teachers talk with their classes on Monday."


def read_text(text: str) -> str:
    """Return what is left to read."""
    parts = [(part.start, part.end) for part in unread_parts(text)]
    return " ".join(to_plain_text(text, parts).plain.split())


@pytest.mark.parametrize(
    "text",
    [
        f"{CALM}\n\nOn Mon, Sep 8, 2025 at 9:14 AM, A Vendor wrote:\n> {HARM}\n> Call us.\n",
        f"{CALM}\n\n-----Original Message-----\nFrom: A Vendor\nSent: Monday\n\n{HARM}\n",
        f"{CALM}\n\nFrom: A Vendor <a@example.org>\nSent: Monday\nTo: Us\nSubject: Offer\n\n{HARM}",
        f"<html><body><p>{CALM}</p><p>On Monday A Vendor wrote:</p><blockquote>{HARM}</blockquote></body></html>",
        f"<html><head><style>p {{color: red}}</style></head><body><p>{CALM}</p></body></html>",
        f"{CALM}\n-- \nA person\n“{HARM}”\n",
        f"{CALM}\n\nCONFIDENTIALITY NOTICE: This message is secret. Do not let anyone know.\n",
        f"From: the office\nSent: Monday\nSubject: Drill\n\n{CALM}".replace("Subject: Drill\n", ""),
    ],
)
def test_only_the_message_is_read(text: str) -> None:
    assert read_text(text) == CALM


def test_text_below_a_quote_is_read() -> None:
    text = f"Thank you for your offer, we say no.\n\nOn Monday A Vendor wrote:\n> Hello.\n\n{HARM}\n"
    assert HARM in read_text(text)
    assert screen_description(Description(id="a", text=text)).verdict == "violation"


def test_a_message_that_was_passed_on_is_read() -> None:
    text = f"FYI\n\nFrom: A Vendor\nSent: Monday\nTo: Us\n\n{HARM}\n"
    assert HARM in read_text(text)


def test_what_is_left_out_is_reported() -> None:
    text = f"{CALM}\n\nOn Monday A Vendor wrote:\n> {HARM}\n"
    assert screen_description(Description(id="a", text=text)).unread == (QUOTED,)


def test_a_letter_in_spanish_is_declined() -> None:
    text = "Estimadas familias: el jueves haremos un simulacro de encierro. Los maestros hablarán con sus clases."
    result = screen_description(Description(id="a", text=text))
    assert (result.verdict, result.findings, result.unread) == ("cannot_tell", (), (SPANISH,))


def test_the_english_half_of_a_letter_is_read() -> None:
    text = f"{HARM}\n\nEl jueves haremos un simulacro de encierro con los estudiantes en la escuela.\n"
    result = screen_description(Description(id="a", text=text))
    assert (result.verdict, result.unread) == ("violation", (SPANISH,))


def test_english_in_lookalike_letters_is_read() -> None:
    assert "officers fire blanks" in read_text("Оffiсers firе blаnks at the students.").lower()


def test_evidence_points_into_the_whole_text() -> None:
    text = f"From: the office\nSent: Monday\nTo: all\n\n{HARM}\n-- \nA person"
    for finding in screen_description(Description(id="a", text=text)).findings:
        evidence = finding.evidence
        assert evidence.text == text[evidence.start : evidence.end]
