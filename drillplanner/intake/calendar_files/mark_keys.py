"""Marks that a line explains: "October 3* Conferences", and below the list "* Students do not attend".

Such a line is the key to its mark: what it says is said of each entry that bears the mark, on its date or in its
title. A mark before every entry is a bullet, and a line with a date is an entry, so neither is a key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from drillplanner.files.written.dates import MONTH_NAME

_MARK = r"(?P<mark>\*{1,3}|[†‡])"
_KEY = re.compile(rf"\s*\(?{_MARK}\)?(?!\s*[*\d])\s*(?:[=:–—-]\s*)?(?P<words>.*[A-Za-z].*)")
#: A mark after a word or a number, and before a word: "Labor Day*", "*Labor Day".
_BORNE = re.compile(
    r"(?<=[\w.)!’'])\s?\(?(?P<after>\*{1,3}|[†‡])(?![\w*])|(?<![\w*])(?P<before>\*{1,3}|[†‡])(?=\w)"
)
_DATE = re.compile(rf"\b{MONTH_NAME}\.?\s+\d|\d/\d|\d{{4}}-\d{{2}}-\d{{2}}", re.IGNORECASE)
#: The most words of a key; what is longer is a remark.
_MOST_WORDS = 14


@dataclass(frozen=True)
class MarkKeys:
    """What marks mean: the words of a key by its mark, and the mark of a key by the place of its line."""

    words: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[int, str] = field(default_factory=dict)

    def said_of(self, *texts: str) -> tuple[str, ...]:
        """Return what the keys say of an entry with these texts."""
        borne = dict.fromkeys(mark for text in texts for mark in _marks_in(text))
        return tuple(self.words[mark] for mark in borne if mark in self.words)


def mark_keys(texts: Sequence[str]) -> MarkKeys:
    """Return the keys among lines. Each has a mark that some of the other lines bear, and not all of them."""
    candidates = {
        place: found
        for place, text in enumerate(texts)
        if (found := _KEY.fullmatch(text)) is not None and _is_explanation(found["words"])
    }
    others = [set(_marks_in(text)) for place, text in enumerate(texts) if text and place not in candidates]
    keys = {
        place: found
        for place, found in candidates.items()
        if 0 < sum(found["mark"] in marks for marks in others) < len(others)
    }
    marks = [found["mark"] for found in keys.values()]
    keys = {place: found for place, found in keys.items() if marks.count(found["mark"]) == 1}
    return MarkKeys(
        {found["mark"]: found["words"].strip() for found in keys.values()},
        {place: found["mark"] for place, found in keys.items()},
    )


def _marks_in(text: str) -> list[str]:
    return [match["after"] or match["before"] for match in _BORNE.finditer(text)]


def _is_explanation(words: str) -> bool:
    return len(words.split()) <= _MOST_WORDS and not _marks_in(words) and _DATE.search(words) is None
