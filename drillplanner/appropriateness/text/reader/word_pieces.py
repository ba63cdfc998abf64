"""Word pieces: a word that the reader's vocabulary does not hold is read as the longest parts that it does hold.

The published scheme (BERT, uncased): lower case, accents off, punctuation by itself, then the longest piece from
the left, again and again. Some sixty lines instead of a library that would bring an HTTP client along.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_VOCABULARY = Path(__file__).parent / "model" / "vocab.txt"
#: A longer word is read as unknown, as in the published scheme.
_LONGEST_WORD = 100
_UNKNOWN = "[UNK]"
START, END = "[CLS]", "[SEP]"


class WordPiece(NamedTuple):
    """The number of a piece in the vocabulary, and where it stands in the text."""

    number: int
    start: int
    end: int


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, int]:
    """Every piece with its number; one that goes on within a word begins with ``##``."""
    lines = _VOCABULARY.read_text(encoding="utf-8").splitlines()
    return {piece: number for number, piece in enumerate(lines)}


def word_pieces_of(plain: str) -> list[WordPiece]:
    """The pieces of a text in order. Takes time in proportion to the text."""
    found = []
    for word, places in _words(plain):
        for number, first, after in _split(word):
            found.append(WordPiece(number, places[first], places[after - 1] + 1))
    return found


def _words(plain: str) -> Iterator[tuple[str, list[int]]]:
    """Words and single marks in lower case without accents; for each letter, where it stands in the text."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(plain):
        if character.isspace():
            if letters:
                yield "".join(letters), places
            letters, places = [], []
            continue
        for letter in _plain_letters(character):
            if _is_mark(letter):
                if letters:
                    yield "".join(letters), places
                yield letter, [place]
                letters, places = [], []
            else:
                letters.append(letter)
                places.append(place)
    if letters:
        yield "".join(letters), places


@lru_cache(maxsize=4096)
def _plain_letters(character: str) -> str:
    lowered = unicodedata.normalize("NFD", character.lower())
    return "".join(one for one in lowered if unicodedata.category(one) not in {"Cc", "Cf", "Mn"})


@lru_cache(maxsize=4096)
def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "P" or letter in "$+<=>^`|~" or _is_ideograph(letter)


def _is_ideograph(letter: str) -> bool:
    return 0x4E00 <= ord(letter) <= 0x9FFF or 0x3400 <= ord(letter) <= 0x4DBF


@lru_cache(maxsize=8192)
def _split(word: str) -> tuple[tuple[int, int, int], ...]:
    """(number, first letter, after its last letter) of the pieces of a word."""
    known = vocabulary()
    whole = ((known[_UNKNOWN], 0, len(word)),)
    if len(word) > _LONGEST_WORD:
        return whole
    found = []
    first = 0
    while first < len(word):
        for after in range(len(word), first, -1):
            piece = word[first:after] if first == 0 else f"##{word[first:after]}"
            if piece in known:
                found.append((known[piece], first, after))
                first = after
                break
        else:
            return whole
    return tuple(found)
