"""Weekdays as people write them: mon, Tuesday, T/Th, MWF, M-W-F, Mon-Thu, daily.

"T-Th" is Tuesday and Thursday to some, and Tuesday to Thursday to others. It is sure if another text of the same
week names Wednesday, and refused otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
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
_INITIALS = re.compile(r"[a-z]{1,2}\.?")
_DIVIDER = re.compile(r"\s*(?:[;,/&+]|\band\b|\s)\s*")


class UnclearWeekdaysError(ValueError):
    """Initials that may be two weekdays, or those and the day between them: "T-Th"."""


def weekday(text: str) -> int:
    """Return the weekday that a text is, from 0 for Monday. Raises ValueError: it is none, or several."""
    days = weekdays(text)
    if len(days) != 1:
        raise ValueError("these are several weekdays")
    return days[0]


def is_weekdays(text: str) -> bool:
    """Check whether a text surely names weekdays and nothing else."""
    with suppress(ValueError):
        return bool(weekdays(text))
    return False


def may_be_weekdays(text: str) -> bool:
    """Check whether a text names weekdays and nothing else, be it unclear which."""
    try:
        return bool(weekdays(text))
    except UnclearWeekdaysError:
        return True
    except ValueError:
        return False


def weekdays(text: str, others: Iterable[str] = ()) -> tuple[int, ...]:
    """Return the weekdays that a text names, from 0 for Monday, in order and each once.

    ``others`` are the texts for the other days of the same week. Raises ValueError: some word is no weekday.
    UnclearWeekdaysError: the text may name two days or three.
    """
    plain = " ".join(text.lower().split())
    if _ALL.fullmatch(plain):
        return _FIVE
    parts = _RANGE.split(plain)
    if len(parts) == 2:
        return _from_to(text, parts[0], parts[1], others)
    words = parts if len(parts) > 2 else filter(None, _DIVIDER.split(plain))
    found: set[int] = set()
    for word in words:
        found |= set(_several(word))
    if not found:
        raise ValueError("this is not a weekday")
    return tuple(sorted(found))


def _from_to(text: str, first_word: str, last_word: str, others: Iterable[str]) -> tuple[int, ...]:
    first, last = _one(first_word), _one(last_word)
    if last <= first:
        raise ValueError(f"'{text}' ends before it begins")
    whole = tuple(range(first, last + 1))
    if len(whole) != 3 or not all(_INITIALS.fullmatch(word.strip()) for word in (first_word, last_word)):
        return whole
    between = {day for other in others if is_weekdays(other) for day in weekdays(other)}
    if whole[1] in between:
        return first, last
    names = [WEEKDAY_NAMES[day].capitalize() for day in (first, last)]
    joined = "/".join(name[:3] for name in names)
    raise UnclearWeekdaysError(
        f"'{text}' may be {names[0]} and {names[1]}, or {names[0]} to {names[1]}; write {joined} or "
        f"{names[0][:3]}-{names[1][:3]}"
    )


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
