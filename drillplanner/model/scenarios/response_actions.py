"""The words for response actions, such as lockdown: bundled ones, a district's own, and texts that refer to them.

The bundled words are in ``response_actions.yaml``, those of further languages in ``languages/``; a district
replaces some of them with ``vocabulary``. A text names an action as ``<lockdown>``, and every reader sees the
district's word; see :data:`PLACEHOLDER_FORMS`.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model.base import Frozen
from drillplanner.model.scenarios.family_languages import LANGUAGES_FOLDER, language_codes, language_file

_FILE = "response_actions.yaml"
_ENGLISH = "en"
#: Text in angle brackets that begins like a word: "<lockdown>", and also what is no placeholder that we know.
PLACEHOLDER = re.compile(r"<[A-Za-z][A-Za-z_. -]*>")
#: A placeholder that we know, apart from the action's name.
_KNOWN = re.compile(r"<(?P<english>en\.)?(?:(?P<capital>[A-Z][a-z]+)|(?P<action>[a-z]+)(?:\.(?P<part>[a-z]+))?)>")
_PARTS = ("directive", "call")
#: The forms of a placeholder, for messages.
PLACEHOLDER_FORMS = (
    "<lockdown> for the word, <Lockdown> for the word with a capital, <lockdown.directive>, <lockdown.call>; "
    "in a translation also <en.lockdown> for the English word"
)

#: More than the longest call of the protocol; the words are shouted, and a title has room for few.
_MOST_LETTERS = 120


def _plain_words(text: str) -> str:
    words = text.strip()
    if not words or len(words) > _MOST_LETTERS or set("<>\n") & set(words):
        raise ValueError(f"write 1 to {_MOST_LETTERS} letters on one line, without < and >")
    return words


def _language_code(text: str) -> str:
    if not re.fullmatch("[a-z]{2}", text):
        raise ValueError("write a language by its two letters, such as es for Spanish")
    return text


_Words = Annotated[str, AfterValidator(_plain_words)]


class WordChoice(Frozen):
    """A district's words for one action in one language; what it leaves out stays as bundled."""

    word: _Words | None = Field(default=None, description="What people call it, as inside a sentence: 'lockdown'.")
    directive: _Words | None = Field(default=None, description="What everybody does, said after the word.")
    call: _Words | None = Field(
        default=None, description="The words on the speaker; by default the word and the directive."
    )


class ActionChoice(WordChoice):
    """A district's English words for one action, and those in other languages."""

    translations: dict[Annotated[str, AfterValidator(_language_code)], WordChoice] = Field(
        default_factory=dict, description="The same in other languages, by two letters."
    )


class ActionWords(Frozen):
    """The words for one action in one language: in a sentence, after it on the speaker, and the whole call."""

    word: str
    directive: str
    call: str


class UnknownPlaceholderError(ValueError):
    """A text names something in angle brackets that is no response action."""


class Vocabulary(Frozen):
    """A district's own words for response actions; by default the bundled ones."""

    hold: ActionChoice = ActionChoice()
    secure: ActionChoice = ActionChoice()
    lockdown: ActionChoice = ActionChoice()
    evacuate: ActionChoice = ActionChoice()
    shelter: ActionChoice = ActionChoice()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages with words for an action, bundled or the district's own."""
        return tuple(dict.fromkeys(language for _, language in self._words))

    def words_for(self, action: str, language: str = _ENGLISH) -> ActionWords:
        """Return the words for an action in a language; the English ones if there are none in it."""
        if (action, language) in self._words:
            return self._words[action, language]
        no_choice = WordChoice()
        return _words_of(action, language, no_choice) if _of_language(language) else self._words[action, _ENGLISH]

    def fill(self, text: str, language: str = _ENGLISH) -> str:
        """Return a text with the words for its placeholders.

        Raises UnknownPlaceholderError: a placeholder names no action.
        """
        # Most texts have no placeholder, and a district's year has a hundred thousand texts.
        return PLACEHOLDER.sub(lambda found: self._filled(found.group(), language), text) if "<" in text else text

    def _filled(self, placeholder: str, language: str) -> str:
        found = _KNOWN.fullmatch(placeholder)
        action = (found["action"] or found["capital"].lower()) if found else ""
        if found is None or action not in ACTIONS or (found["part"] or "call") not in _PARTS:
            raise UnknownPlaceholderError(f"'{placeholder}' names no response action")
        words = self.words_for(action, _ENGLISH if found["english"] else language)
        if found["capital"]:
            return with_capital(words.word)
        text: str = getattr(words, found["part"] or "word")
        return text

    @cached_property
    def _words(self) -> dict[tuple[str, str], ActionWords]:
        """All words by action and language; a language of the district has words only for the actions it names."""
        words = {}
        for action in ACTIONS:
            choice: ActionChoice = getattr(self, action)
            for language in dict.fromkeys((*_bundled(), *choice.translations)):
                own = choice if language == _ENGLISH else choice.translations.get(language, WordChoice())
                words[action, language] = _words_of(action, language, own)
        return words


#: The names of the response actions, by which texts and districts refer to them.
ACTIONS = tuple(Vocabulary.model_fields)


class _BundledWords(Frozen):
    word: str
    directive: str = ""
    call: str | None = None


class _BundledLanguage(Frozen):
    call: str
    actions: dict[str, _BundledWords]


@cache
def _bundled() -> dict[str, _BundledLanguage]:
    return parse_as(dict[str, _BundledLanguage], read_document(Path(__file__).with_name(_FILE), _FILE))


@cache
def _of_language(code: str) -> _BundledLanguage | None:
    """Return the bundled words of a language, also of one that has them in ``languages/``; None without any."""
    if code in _bundled() or code not in language_codes():
        return _bundled().get(code)
    document = read_document(language_file(code), f"{LANGUAGES_FOLDER}/{code}.yaml")
    return parse_as(_BundledLanguage, document, ("actions",)) if "actions" in document.data else None


def _words_of(action: str, language: str, own: WordChoice) -> ActionWords:
    pattern = _of_language(language) or _bundled()[_ENGLISH]
    bundled = pattern.actions[action]
    word, directive = own.word or bundled.word, own.directive or bundled.directive
    bundled_call = bundled.call if own.word is None and own.directive is None else None
    derived = pattern.call.format(Word=with_capital(word), directive=directive).strip()
    return ActionWords(word=word, directive=directive, call=own.call or bundled_call or derived)


def with_capital(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]
