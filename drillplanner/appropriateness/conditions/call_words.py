"""The words that a speaker calls out, such as "Lockdown": those that tell people what to do.

On its own because it is the only place that takes an announcement apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: What an announcement says besides, in English and Spanish: that it is a drill, and small words.
_OTHER_WORDS = frozenset(
    {"this", "drill", "drills", "practice", "exercise", "only", "attention", "your", "that", "with", "into"}
    | {"everyone", "everybody", "staff", "students", "please", "again", "repeat", "there", "have", "will", "from"}
    | {"esto", "este", "esta", "simulacro", "práctica", "ejercicio", "solo", "atención", "todos", "todas", "para"}
)
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
    return tuple(dict.fromkeys(word for word in words if len(word) >= _LEAST_LETTERS and word not in _OTHER_WORDS))
