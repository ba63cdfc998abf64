"""Titles that name a kind of drill and its day, and nothing else, such as "Intruder drill on Monday".

On its own because it reads a file of its own.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from drillplanner.files.yaml_document import parse_as, read_document

_TITLE_WORDS = Path(__file__).parent / "title_words.yaml"
_WORD = re.compile(r"[^\W\d_]+")


def is_bare_title(plain: str) -> bool:
    """Check whether a text only says that a drill of some kind is held, and when."""
    known = title_words()
    words = {word.lower() for word in _WORD.findall(plain)}
    return not words.isdisjoint(known["drill"]) and words <= known["drill"] | known["others"]


@lru_cache(maxsize=1)
def title_words() -> dict[str, frozenset[str]]:
    """Return the words for a drill, and the others that a bare title may have."""
    return parse_as(dict[str, frozenset[str]], read_document(_TITLE_WORDS, _TITLE_WORDS.name))
