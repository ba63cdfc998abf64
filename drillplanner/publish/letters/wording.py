"""The wording of letters and briefings, read from ``wording.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import FamilyLanguage, Frozen

_FILE = Path(__file__).parent / "wording.yaml"


class CommonLetterWords(Frozen):
    """The wording that letters to families and staff briefings share."""

    title: str
    subject_before: str
    subject_after: str
    greeting: str
    held: str
    ask: str
    blanks_before: tuple[str, ...]
    blanks_after: tuple[str, ...]


class FamilyLetterWords(CommonLetterWords):
    """The wording of letters to families in one language."""

    day: str
    hours: str
    staff_only: str
    held_calmly: str
    held_unannounced: str
    spared_before: str
    spared_after: str
    were_spared: str
    after: str
    opt_out: str
    thanks: str


class BriefingWords(CommonLetterWords):
    """The wording and headings of staff briefings, in English only."""

    before: str
    plainly: str
    spared: str
    goals: str
    steps: str
    needs: str
    families: str


class LetterWords(Frozen):
    """The wording of all letters and briefings."""

    families: Mapping[FamilyLanguage, FamilyLetterWords]
    staff: BriefingWords


@lru_cache(maxsize=1)
def letter_words() -> LetterWords:
    """Return the wording that ships with drillplanner."""
    return parse_as(LetterWords, read_document(_FILE, _FILE.name))
