"""Weekdays as people write them: mon, Tuesday, T/Th, MWF, Mon-Thu, daily."""

from __future__ import annotations

import re
from contextlib import suppress

#: Names in full, from Monday, as files keep them.
WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ALLOWED_WEEKDAYS = "weekdays such as monday, Tue, T/Th, MWF, or Mon-Thu"

_FIVE = tuple(range(5))
_ALL = re.compile(r"(?:daily|every\s?day|each day|all days|week\s?days|every school day)")
_SPELLINGS = (
    *((name, day) for day, name in enumerate(WEEKDAY_NAMES)),
    *(("mon", 0), ("tues", 1), ("tue", 1), ("weds", 2), ("wed", 2), ("thurs", 3), ("thur", 3), ("thu", 3)),
    *(("fri", 4), ("sat", 5), ("sun", 6)),
    *(("mo", 0), ("tu", 1), ("we", 2), ("th", 3), ("fr", 4), ("sa", 5), ("su", 6)),
    *(("m", 0), ("t", 1), ("w", 2), ("r", 3), ("f", 4)),
)
_DAY_OF = dict(_SPELLINGS)
_WORD = re.compile(r"([a-z]+?)(?:'?s)?\.?")
_JOINED = re.compile(r"(m)?(tu?)?(w)?(th?|r)?(f)?")
_RANGE = re.compile(r"\s*(?:-|\u2013|\u2014|\bto\b|\bthrough\b|\bthru\b)\s*")
_DIVIDER = re.compile(r"\s*(?:[;,/&+]|\band\b|\s)\s*")


def weekday(text: str) -> int:
    """Return the weekday that a text is, from 0 for Monday. Raises ValueError: it is none, or several."""
    days = weekdays(text)
    if len(days) != 1:
        raise ValueError("these are several weekdays")
    return days[0]


def is_weekdays(text: str) -> bool:
    """Check whether a text names weekdays and nothing else."""
    with suppress(ValueError):
        return bool(weekdays(text))
    return False


def weekdays(text: str) -> tuple[int, ...]:
    """Return the weekdays that a text names, from 0 for Monday, in order and each once.

    Raises ValueError: some word is no weekday.
    """
    plain = " ".join(text.lower().split())
    if _ALL.fullmatch(plain):
        return _FIVE
    ends = _RANGE.split(plain)
    if len(ends) == 2:
        first, last = (_one(end) for end in ends)
        if last <= first:
            raise ValueError(f"'{text}' ends before it begins")
        return tuple(range(first, last + 1))
    found: set[int] = set()
    for word in filter(None, _DIVIDER.split(plain)):
        found |= set(_several(word))
    if not found:
        raise ValueError("this is not a weekday")
    return tuple(sorted(found))


def _one(word: str) -> int:
    match = _WORD.fullmatch(word.strip())
    day = None if match is None else _DAY_OF.get(match[1], _DAY_OF.get(word.strip().rstrip(".")))
    if day is None:
        raise ValueError(f"'{word}' is not a weekday")
    return day


def _several(word: str) -> tuple[int, ...]:
    """Return the days of one word, which may be initials in the order of the week: "MWF", "TTh"."""
    try:
        return (_one(word),)
    except ValueError:
        joined = _JOINED.fullmatch(word.rstrip("."))
        if joined is None:
            raise
        return tuple(day for day in _FIVE if joined[day + 1])
