"""What letters say (``wording.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import FamilyLanguage, Frozen

_FILE = Path(__file__).parent / "wording.yaml"


class AnyLetterWords(Frozen):
    """What stands in every letter, to whomever it goes."""

    title: str
    subject_before: str
    subject_after: str
    greeting: str
    held: str
    ask: str
    blanks_before: tuple[str, ...]
    blanks_after: tuple[str, ...]


class FamilyLetterWords(AnyLetterWords):
    """The sentences of letters to families in one language."""

    day: str
    hours: str
    staff_only: str
    held_calmly: str
    held_unannounced: str
    after: str
    opt_out: str
    thanks: str


class BriefingWords(AnyLetterWords):
    """The sentences and headings of briefings of staff, which are English."""

    before: str
    plainly: str
    goals: str
    steps: str
    needs: str
    families: str


class LetterWords(Frozen):
    """All wordings."""

    families: Mapping[FamilyLanguage, FamilyLetterWords]
    staff: BriefingWords


@lru_cache(maxsize=1)
def letter_words() -> LetterWords:
    """The wordings that come with the program."""
    return parse_as(LetterWords, read_document(_FILE, _FILE.name))
