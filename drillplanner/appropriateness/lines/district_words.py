"""A district's own words for response actions in lines: their meaning is known, and they are judged by themselves.

A line that is nothing but the district's call is not read as free text, since everyone knows what it means; the
call itself is read once instead, so that no harm can hide in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.model import ENGLISH, DrillType
from drillplanner.model.scenarios.response_actions import (
    ACTIONS,
    ActionChoice,
    Vocabulary,
    WordChoice,
    with_capital,
)

#: What stands before and after words that are a sentence of their own.
_BEFORE, _ENDS = ".!?:\"“'(", ".!?"
_BUNDLED = Vocabulary()
#: The name of a drill about violence alone makes short words sound worse, so all calls are read as those of a
#: drill in which everyone leaves the building.
CALL_CONTEXT = Context(drill_type=DrillType.EVACUATION_OTHER, students_present=True)


def own_texts(vocabulary: Vocabulary) -> Iterator[tuple[str, str, str]]:
    """Yield place in district.yaml, words, and language of each choice, the call made of them included."""
    for action in ACTIONS:
        english: ActionChoice = getattr(vocabulary, action)
        place = f"vocabulary.{action}"
        yield from _texts_of(english, place, vocabulary, action, ENGLISH)
        for language, choice in english.translations.items():
            yield from _texts_of(choice, f"{place}.translations.{language}", vocabulary, action, language)


def _texts_of(
    choice: WordChoice, place: str, vocabulary: Vocabulary, action: str, language: str
) -> Iterator[tuple[str, str, str]]:
    for part in ("word", "directive", "call"):
        text = getattr(choice, part)
        if text is not None:
            yield f"{place}.{part}", text, language
    call = vocabulary.words_for(action, language).call
    if choice.call is None and call != _BUNDLED.words_for(action, language).call:
        yield place, call, language


def with_bundled_calls(passage: str, vocabulary: Vocabulary, language: str = ENGLISH) -> str:
    """Return a passage with the bundled call or directive in place of the district's, where it is a sentence."""
    for own, bundled in _calls(vocabulary, language):
        passage = _replaced(passage, own, bundled)
    return passage


def with_bundled_words(passage: str, vocabulary: Vocabulary, language: str = ENGLISH) -> str:
    """Return a passage with all of the district's words replaced by the bundled ones."""
    passage = with_bundled_calls(passage, vocabulary, language)
    for action in ACTIONS:
        word, instead = vocabulary.words_for(action, language).word, _BUNDLED.words_for(action, language).word
        if word != instead:
            passage = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", instead, passage)
            passage = re.sub(rf"(?<!\w){re.escape(with_capital(word))}(?!\w)", with_capital(instead), passage)
    return passage


def is_call(passage: str, vocabulary: Vocabulary, language: str = ENGLISH) -> bool:
    """Check whether a passage is nothing but calls and directives of the district."""
    for own, _ in _calls(vocabulary, language):
        passage = _replaced(passage, own, "")
    return not any(letter.isalnum() for letter in passage)


def _calls(vocabulary: Vocabulary, language: str) -> Iterator[tuple[str, str]]:
    """Yield each call and directive, longest first, with the bundled one in its place."""
    pairs = []
    for action in ACTIONS:
        own, bundled = vocabulary.words_for(action, language), _BUNDLED.words_for(action, language)
        pairs += [(own.call, bundled.call), (own.directive, bundled.directive)]
    yield from sorted((pair for pair in pairs if pair[0]), key=lambda pair: -len(pair[0]))


def _replaced(passage: str, text: str, instead: str) -> str:
    """Replace words where they are a sentence of their own."""

    def replacement(found: re.Match[str]) -> str:
        before, after = passage[: found.start()].rstrip(), passage[found.end() :]
        begins = not before or before[-1] in _BEFORE
        ends = text[-1] in _ENDS or not after.strip() or after[0] in _ENDS
        return instead if begins and ends else found[0]

    return re.sub(rf"(?<!\w){re.escape(text)}(?!\w)", replacement, passage, flags=re.IGNORECASE)
