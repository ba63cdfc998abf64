"""A school year as text, such as 2025-26.

On its own because both law and the readers of files read it: the year of a workspace, and of changes of law.
"""

from __future__ import annotations

import re

_WRITTEN = re.compile(r"(\d{4})-(\d{2}|\d{4})")


def first_year_of(text: str) -> int | None:
    """Return the calendar year in which a year written as 2025-26 or 2025-2026 starts; None if it is neither."""
    match = _WRITTEN.fullmatch(text.strip())
    if match is None or (int(match[1]) + 1) % 10 ** len(match[2]) != int(match[2]):
        return None
    return int(match[1])
