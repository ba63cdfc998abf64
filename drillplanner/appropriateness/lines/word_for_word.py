"""A line in another language as English words in its order, so that the reader, which knows English, can read it.

This is no translation, and no person sees it: "Si haces ruido, nos pueden encontrar" becomes "if do noise, us can
find". A language is one file, ``words_LANGUAGE.yaml``; for others only the rules' own words are looked for.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import Frozen

_FOLDER = Path(__file__).parent
#: Words and marks; a phrase that is already English ends with a null character.
_PIECES = re.compile(r"\w+\0?|[^\w\s¿¡\0]")
_SPACE_BEFORE = re.compile(r" (?=[.,;:!?])")
#: A stem is at least this long, so that no short word is taken for the beginning of another.
_SHORTEST_STEM = 3


class WordList(Frozen):
    """English for words of one language, in small letters."""

    phrases: dict[str, str] = Field(description="Several words in a row, the longest first in use.")
    words: dict[str, str] = Field(description="Whole words.")
    stems: dict[str, str] = Field(description="Beginnings of words; the longest that fits is used.")


@lru_cache(maxsize=8)
def words_of(language: str) -> WordList | None:
    """Return the word list of a language; None if there is none."""
    path = _FOLDER / f"words_{language}.yaml"
    return parse_as(WordList, read_document(path, path.name)) if language.isalpha() and path.is_file() else None


def in_english_words(text: str, language: str) -> str:
    """Return a line word for word in English; a word that the list lacks stays as it is.

    Raises ValueError for a language without a list.
    """
    known = words_of(language)
    if known is None:
        raise ValueError(f"no word list for {language!r}")
    small = _phrases(language).sub(
        lambda found: f"{known.phrases[found[0]].replace(' ', '_')}\0",
        unicodedata.normalize("NFC", text).lower(),
    )
    return _SPACE_BEFORE.sub("", " ".join(_english(piece, known) for piece in _PIECES.findall(small)))


@lru_cache(maxsize=8)
def _phrases(language: str) -> re.Pattern[str]:
    known = words_of(language)
    longest_first = sorted(known.phrases if known else (), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


def _english(piece: str, known: WordList) -> str:
    if piece.endswith("\0"):
        return piece[:-1].replace("_", " ")
    if piece in known.words:
        return known.words[piece]
    for length in range(len(piece), _SHORTEST_STEM - 1, -1):
        if piece[:length] in known.stems:
            return known.stems[piece[:length]]
    return piece
