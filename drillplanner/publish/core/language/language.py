"""One language of families: its file below ``languages/``, as ``docs/add-a-language.md`` describes it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import ENGLISH, Frozen
from drillplanner.model.scenarios.family_languages import LANGUAGES_FOLDER, language_codes, language_file
from drillplanner.publish.core.language.family_words import FamilyWords
from drillplanner.publish.core.language.letter_words import FamilyLetterWords


class PurposeWords(Frozen):
    """The headings of what is said to a class, by purpose."""

    day_before: str
    start: str
    waiting: str
    end: str
    afterwards: str


class SpeakerWords(Frozen):
    """The headings of the words on the speaker."""

    title: str
    begin: str
    stop: str
    end: str
    other_actions: str


class PaperWords(Frozen):
    """The headings of papers for families and children."""

    families: str
    children: str
    children_in_english: str
    close: str
    purposes: PurposeWords
    speaker: SpeakerWords


class Language(Frozen):
    """Everything that is written in one language.

    ``reviewed`` says whether somebody whose first language it is has read the whole file. ``actions`` are
    its words for response actions and ``scenarios`` the texts of bundled scenarios; both are read with the
    workspace, not here.
    """

    name: str
    english_name: str
    reviewed: bool
    right_to_left: bool = False
    families: FamilyWords
    letters: FamilyLetterWords
    papers: PaperWords
    actions: Mapping[str, object] = {}
    scenarios: Mapping[str, object] = {}

    @property
    def unreviewed(self) -> str:
        """A note to the office that nobody has reviewed the language; empty if it was reviewed."""
        if self.reviewed:
            return ""
        return f"No native speaker has reviewed the {self.english_name} text: have it read before you send it."


@cache
def language(code: str) -> Language:
    """Return a language that has a file. Raises InputError if the file cannot be read."""
    return parse_as(Language, read_document(language_file(code), f"{LANGUAGES_FOLDER}/{code}.yaml"))


def headings_code(code: str) -> str:
    """Return the language of the headings over texts in a language: itself, or English if it has no file.

    A district's own scenarios may have texts in any language.
    """
    return code if code in language_codes() else ENGLISH


def language_name(code: str) -> str:
    """Return the name of a language in itself; its code if it has no file."""
    return language(code).name if code in language_codes() else code


def family_words(code: str) -> FamilyWords:
    """Return the sentences of calendars and letters in a language; English ones if it has no file."""
    return language(headings_code(code)).families
