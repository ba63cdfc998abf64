"""Dates that a title names, beside those of its event: "no school 10/24", "make-up day Jan. 16"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from drillplanner.intake.schools.grade_spans import grades_in

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAY = r"(3[01]|[12][0-9]|0?[1-9])"
#: "10/24"; not "1/2 day", "2 1/2 hours", nor the numbers of a longer date, a time or a fraction.
_FIGURES = re.compile(rf"(?<![0-9/.:-])(1[0-2]|0?[1-9])/{_DAY}(?![0-9/.:-])(?! ?(?:days?|hours?|hrs?)\b)")
_WORDS = re.compile(
    r"\b(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? "
    rf"{_DAY}(?:st|nd|rd|th)?(?![0-9a-z:])"
)
#: After these a date is when school goes on, or it bounds a span.
_BESIDE = re.compile(
    r"\b(?:returns?|returning|resumes?|back|reopens?|until|through|thru|to|or)\W*(?:on )?(?:[a-z]+\W+)?$"
)


def other_dates(read: str, first: date, last: date) -> tuple[str, ...]:
    """The dates named in a (comparable) title that lie outside ``first`` to ``last``, as they are written.

    Dates after "students return" and the like are left out, and so is "July 4", which is a name.
    """
    text = grades_in(read, ())[1]
    found = []
    for match in (*_FIGURES.finditer(text), *_WORDS.finditer(text)):
        word = match[1]
        month = int(word) if word.isdigit() else _MONTHS.index(word[:3]) + 1
        is_half = match[0] == "1/2"
        if is_half or (month, int(match[2])) == (7, 4) or _BESIDE.search(text[: match.start()]):
            continue
        if not _within(month, int(match[2]), first, last):
            found.append(match[0])
    return tuple(dict.fromkeys(found))


def _within(month: int, day: int, first: date, last: date) -> bool:
    span = min((last - first).days, 366)
    return any((on.month, on.day) == (month, day) for on in (first + timedelta(n) for n in range(span + 1)))
