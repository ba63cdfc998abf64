"""The words for response actions: bundled, a district's own, and in texts with placeholders."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.model.scenarios.response_actions import (
    ACTIONS,
    ActionChoice,
    UnknownPlaceholderError,
    Vocabulary,
    WordChoice,
    with_capital,
)

BUNDLED = Vocabulary()


def test_the_bundled_words_are_those_of_the_protocol() -> None:
    calls = {action: BUNDLED.words_for(action).call for action in ACTIONS}
    assert calls == {
        "hold": "Hold! In your room or area. Clear the halls.",
        "secure": "Secure! Get inside. Lock outside doors.",
        "lockdown": "Lockdown! Locks, lights, out of sight.",
        "evacuate": "Evacuate!",
        "shelter": "Shelter!",
    }


@pytest.mark.parametrize("language", BUNDLED.languages)
def test_every_language_has_a_word_of_its_own_for_every_action(language: str) -> None:
    words = [BUNDLED.words_for(action, language) for action in ACTIONS]
    assert len({found.word for found in words}) == len({found.call for found in words}) == len(ACTIONS)
    assert all("!" in found.call for found in words)
    if language != "en":
        assert not {found.word for found in words} & {BUNDLED.words_for(action).word for action in ACTIONS}


@pytest.mark.parametrize(
    ("text", "language", "filled"),
    [
        ("We practice a <lockdown>.", "en", "We practice a lockdown."),
        ("<Lockdown> drill: <lockdown.directive>", "en", "Lockdown drill: Locks, lights, out of sight."),
        ("<secure.call>", "en", "Secure! Get inside. Lock outside doors."),
        ("Un <lockdown> (<en.lockdown>).", "es", "Un cierre de emergencia (lockdown)."),
        ("<en.Hold>, <en.hold.call>", "es", "Hold, Hold! In your room or area. Clear the halls."),
        # A language without words has the English ones.
        ("<hold>", "vi", "hold"),
        ("3 < 5 and 7 > 6, <3>", "en", "3 < 5 and 7 > 6, <3>"),
    ],
)
def test_placeholders_become_words(text: str, language: str, filled: str) -> None:
    assert BUNDLED.fill(text, language) == filled


@pytest.mark.parametrize(
    "text",
    ["<lockdwn>", "<lockdown.words>", "<Lockdown.call>", "<b>", "<fr.lockdown>", "<lock down>", "<LOCKDOWN>"],
)
def test_an_unknown_placeholder_is_refused(text: str) -> None:
    with pytest.raises(UnknownPlaceholderError, match=re.escape(f"'{text}' names no response action")):
        BUNDLED.fill(f"This is a {text} drill.")


def test_a_district_s_words_replace_the_bundled_ones_and_make_the_call() -> None:
    own = Vocabulary(
        secure=ActionChoice(word="lockout", translations={"es": WordChoice(word="acceso bloqueado")}),
        lockdown=ActionChoice(directive="Lock the door."),
        hold=ActionChoice(call="Hold, please!"),
    )
    assert own.words_for("secure").call == "Lockout! Get inside. Lock outside doors."
    assert (
        own.words_for("secure", "es").call
        == "¡Acceso bloqueado! Entren. Cierren con llave las puertas exteriores."
    )
    assert own.words_for("lockdown").call == "Lockdown! Lock the door."
    assert own.words_for("lockdown", "es") == BUNDLED.words_for("lockdown", "es")
    assert (own.words_for("hold").word, own.words_for("hold").call) == ("hold", "Hold, please!")
    assert own.fill("<Secure> drill") == "Lockout drill"


def test_a_district_may_have_words_in_a_further_language_for_some_actions() -> None:
    own = Vocabulary(hold=ActionChoice(translations={"vi": WordChoice(word="ở yên")}))
    assert own.words_for("hold", "vi").word == "ở yên"
    assert own.words_for("secure", "vi") == BUNDLED.words_for("secure")


@given(
    st.sampled_from(ACTIONS),
    st.text(st.characters(exclude_characters="<>\n", exclude_categories=["C"]), min_size=1, max_size=30).filter(
        lambda word: bool(word.strip())
    ),
)
def test_whatever_the_word_a_text_has_it_and_no_placeholder(action: str, word: str) -> None:
    own = Vocabulary.model_validate({action: {"word": word}})
    filled = own.fill(f"A <{action}>. <{with_capital(action)}> drill. <{action}.call>")
    assert filled.startswith(
        f"A {word.strip()}. {with_capital(word.strip())} drill. {with_capital(word.strip())}!"
    )
    assert not re.search(r"<[A-Za-z]", filled)
