"""Head and foot of every page: who it is about, what it is for, and the plan behind it.

The name of the school is fitted here, not in Typst, which measured and compared it each time that a page is set: a
fifth of the time of a short form.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any, NamedTuple

from drillplanner.publish.core.typst.typeface import BOLD, typeface

#: Printed at the top and bottom of every page, so that a page found later is not mistaken for an emergency.
BAND = "EXERCISE / DRILL"
#: The room for a name in the head, in points: the same on lying and standing pages, so that a voice that reads
#: aloud knows the head and skips it.
NAME_WIDTH = 198.0
#: Type sizes of a name in points; one that is too long for the last is cut, since the whole stands on the page.
NAME_SIZES = (9.0, 7.5)
CUT = "…"
#: A screen reader takes a head for a sentence that has so many words, so many of them with a small first letter.
_SENTENCE_WORDS, _SENTENCE_SMALL_WORDS = 8, 4
_OF_TWO_LETTERS = 2


class HeadName(NamedTuple):
    """A name on one line of the head, and its type size in points."""

    text: str
    size: float


def head_and_foot(name: str, kind: str, foot: str) -> dict[str, Any]:
    """Return the head and the foot of a document's pages, by the names that ``templates/sheet.typ`` reads."""
    fitted = head_name(name, kind)
    return {
        "band": BAND,
        "campus": fitted.text,
        "campus_size": fitted.size,
        "kind": kind,
        "foot": foot,
    }


@lru_cache(maxsize=4096)
def head_name(name: str, kind: str) -> HeadName:
    """Return a name for the head, next to ``kind``: smaller if needed, then cut."""
    name = _few_small_words(name, kind)
    width = typeface(BOLD).width(name)
    for size in NAME_SIZES:
        if width * size <= NAME_WIDTH:
            return HeadName(name, size)
    size, room = NAME_SIZES[-1], NAME_WIDTH / NAME_SIZES[-1] - typeface(BOLD).width(CUT)
    kept = 0
    for letter in name:
        room -= typeface(BOLD).width(letter)
        if room < 0:
            break
        kept += 1
    while kept and unicodedata.category(name[kept])[0] == "M":  # a mark stays with its letter
        kept -= 1
    return HeadName(name[:kept].strip() + CUT, size)


def _few_small_words(name: str, kind: str) -> str:
    kept: list[str] = []
    for word in name.split(" "):
        if kept and _looks_like_a_sentence(" ".join((*kept, word, kind))):
            return " ".join(kept) + CUT
        kept.append(word)
    return name


def _looks_like_a_sentence(said: str) -> bool:
    letters = "".join(sign if unicodedata.category(sign)[0] in "LM" else " " for sign in said)
    words = [word for word in re.split(" +", letters) if len(word) >= _OF_TWO_LETTERS]
    small = sum(unicodedata.category(word[0]) == "Ll" for word in words)
    return len(words) >= _SENTENCE_WORDS and small >= _SENTENCE_SMALL_WORDS
