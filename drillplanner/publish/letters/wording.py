"""The wording of staff briefings, read from ``wording.yaml``; letters to families are in ``languages/``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.publish.core.language.letter_words import CommonLetterWords

_FILE = Path(__file__).parent / "wording.yaml"


class BriefingWords(CommonLetterWords):
    """The wording and headings of staff briefings, in English only."""

    before: str
    plainly: str
    spared: str
    goals: str
    speaker: str
    steps: str
    needs: str
    families: str


@lru_cache(maxsize=1)
def briefing_words() -> BriefingWords:
    """Return the wording that ships with drillplanner."""
    return parse_as(BriefingWords, read_document(_FILE, _FILE.name))
