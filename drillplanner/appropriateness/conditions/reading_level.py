"""How hard English lines are to understand by ear: words a sentence, and the grade of Flesch and Kincaid."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Fewer words than this say nothing about a grade.
_LEAST_WORDS = 30
_SENTENCE_END = re.compile(r"(?<=[.?!:;])[\"”’)]*\s+")
_WORD = re.compile(r"[A-Za-z0-9'’-]+")
_VOWELS = re.compile(r"[aeiouy]+")


def sentences_in(text: str) -> list[str]:
    """Return the sentences of a text; a colon or semicolon ends one, since a reader pauses there."""
    return [sentence for sentence in _SENTENCE_END.split(text.strip()) if sentence]


def words_in(text: str) -> list[str]:
    """Return the words of a text."""
    return _WORD.findall(text)


def reading_grade(texts: Sequence[str]) -> int | None:
    """Return the grade that the texts together need, rounded, at least 0; None if there are too few words."""
    sentences = [sentence for text in texts for sentence in sentences_in(text)]
    words = [word for sentence in sentences for word in words_in(sentence)]
    if len(words) < _LEAST_WORDS:
        return None
    syllables = sum(_syllables(word) for word in words)
    return max(0, round(0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59))


def _syllables(word: str) -> int:
    """Return about how many syllables an English word has: its groups of vowels, without a silent e at the end."""
    bare = word.lower()
    groups = len(_VOWELS.findall(bare))
    if bare.endswith("e") and not bare.endswith("le") and groups > 1:
        groups -= 1
    return max(1, groups)
