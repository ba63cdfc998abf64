"""A school year: as text, such as 2025-26, and of a day.

On its own because law, records, the judge, and the readers of files read it.
"""

from __future__ import annotations

import re
from datetime import date

#: A school year begins on the first day of July.
_FIRST_MONTH = 7
_WRITTEN = re.compile(r"(\d{4})-(\d{2}|\d{4})")


def first_year_of(text: str) -> int | None:
    """Return the calendar year in which a year written as 2025-26 or 2025-2026 starts; None if it is neither."""
    match = _WRITTEN.fullmatch(text.strip())
    if match is None or (int(match[1]) + 1) % 10 ** len(match[2]) != int(match[2]):
        return None
    return int(match[1])


def school_year_of(day: date) -> int:
    """Return the calendar year in which the school year of a day begins, on July 1."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1
