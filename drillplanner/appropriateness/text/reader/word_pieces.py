"""Word pieces: words split into the longest parts that the reader's vocabulary contains.

The published scheme (BERT, uncased): lower case, no accents, punctuation by itself, then repeatedly the longest
piece from the left. Some sixty lines instead of a library that would depend on an HTTP client.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_VOCABULARY = Path(__file__).parent / "model" / "vocab.txt"
#: Longer words are read as unknown, as in the published scheme.
_LONGEST_WORD = 100
_UNKNOWN = "[UNK]"
START, END = "[CLS]", "[SEP]"


class WordPiece(NamedTuple):
    """The number of a piece in the vocabulary, and its span in the text."""

    number: int
    start: int
    end: int


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, int]:
    """Return every piece with its number; a piece that continues a word begins with ``##``."""
    lines = _VOCABULARY.read_text(encoding="utf-8").splitlines()
    return {piece: number for number, piece in enumerate(lines)}


def word_pieces_of(plain: str) -> list[WordPiece]:
    """Return the pieces of a text in order, in time linear in its length."""
    pieces = []
    for word, positions in _words(plain):
        for number, first, after in _split(word):
            pieces.append(WordPiece(number, positions[first], positions[after - 1] + 1))
    return pieces


def _words(plain: str) -> Iterator[tuple[str, list[int]]]:
    """Yield words and single marks in lower case without accents, with the position of each letter in the text."""
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
    return "".join(part for part in lowered if unicodedata.category(part) not in {"Cc", "Cf", "Mn"})


@lru_cache(maxsize=4096)
def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "P" or letter in "$+<=>^`|~" or _is_ideograph(letter)


def _is_ideograph(letter: str) -> bool:
    return 0x4E00 <= ord(letter) <= 0x9FFF or 0x3400 <= ord(letter) <= 0x4DBF


@lru_cache(maxsize=8192)
def _split(word: str) -> tuple[tuple[int, int, int], ...]:
    """Return the pieces of a word as (number, first letter, the one after its last letter)."""
    known = vocabulary()
    whole = ((known[_UNKNOWN], 0, len(word)),)
    if len(word) > _LONGEST_WORD:
        return whole
    pieces = []
    first = 0
    while first < len(word):
        for after in range(len(word), first, -1):
            piece = word[first:after] if first == 0 else f"##{word[first:after]}"
            if piece in known:
                pieces.append((known[piece], first, after))
                first = after
                break
        else:
            return whole
    return tuple(pieces)
