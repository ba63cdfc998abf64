"""The words that a speaker calls out, such as "Lockdown": those that tell people what to do.

On its own because it is the only place that takes an announcement apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from drillplanner.files.yaml_document import parse_as, read_document

_FILE = Path(__file__).with_name("words_beside_calls.yaml")
#: Shorter words are mostly small words.
_LEAST_LETTERS = 4
_CALLED_OUT = re.compile(r"[^.!?¡¿]+(?=!)")
_SENTENCE = re.compile(r"[^.!?¡¿]+")
_WORD = re.compile(r"[^\W\d_]+")


def call_words(announcements: Iterable[str]) -> tuple[str, ...]:
    """Return the words that are called out: those before an exclamation mark, or all if there is none."""
    texts = tuple(announcements)
    called_out = _words(texts, _CALLED_OUT)
    return called_out or _words(texts, _SENTENCE)


def _words(texts: Iterable[str], sentence: re.Pattern[str]) -> tuple[str, ...]:
    words = (
        word.casefold() for text in texts for found in sentence.findall(text) for word in _WORD.findall(found)
    )
    others = _words_beside_calls()
    return tuple(dict.fromkeys(word for word in words if len(word) >= _LEAST_LETTERS and word not in others))


@cache
def _words_beside_calls() -> frozenset[str]:
    by_language = parse_as(dict[str, tuple[str, ...]], read_document(_FILE, _FILE.name))
    return frozenset(word for words in by_language.values() for word in words)
