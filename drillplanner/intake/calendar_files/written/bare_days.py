"""Days without a month, as they stand below the name of one: "7 Labor Day", "24 - January 1 Winter Recess".

On its own because PDFs, Word documents, and pasted lists all have such lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from drillplanner.files.written.dates import MONTH_NAME, month_head

_MONTH_NAME = re.compile(rf"\b{MONTH_NAME}\b", re.IGNORECASE)
_DAYS = r"(?:[12]?\d|3[01])(?:\s*[-–—&,]\s*(?:[12]?\d|3[01]))*"
_DAYS_ALONE = re.compile(rf"{_DAYS}[.:]?")
#: "24 - January 1" below the name of the month before.
_INTO_NEXT_MONTH = re.compile(rf"\d{{1,2}}\s*[-–—]\s*{MONTH_NAME}\.?\s+\d{{1,2}}", re.IGNORECASE)
#: What a number counts: "180 days", "24 students", "3 staff members", but not "14 Student Early Release",
#: "5 Staff Development", or "6 Students return".
_COUNTED = (
    r"hours?|hrs?|minutes?|mins?|days?|weeks?|st|nd|rd|th|am|pm|a\.m|p\.m|of|to"
    r"|students(?!\s+(?:return|report|resume|begin|start|back|dismissed|released|off|out|do\s+not|not)\b)"
    r"|students?\s+(?:\w+\s+)?(?:days|hours)|staff(?:\s+(?:members?|days|hours))?(?=\s*[.,;)]|\s*$)"
)
#: A day, or several, before a title; without a colon not a number of things that are counted.
_BARE_DAY = re.compile(
    rf"({_DAYS})(?:\s*:\s*(?=[A-Za-z])|\s*(?:[.–—-]\s*)?(?<=[\s.–—-])(?=[A-Za-z])(?!(?:{_COUNTED})(?!\w)))",
    re.IGNORECASE,
)


def is_days_alone(text: str) -> bool:
    """Check whether a text is days and nothing else: "7", "26-27", "24 - January 1"."""
    return bool(_DAYS_ALONE.fullmatch(text) or _INTO_NEXT_MONTH.fullmatch(text))


def begins_with_days(text: str) -> bool:
    """Check whether a text begins with days that lack a month."""
    return bool(_INTO_NEXT_MONTH.match(text) or _BARE_DAY.match(text))


def month_named(text: str) -> str:
    """Return the name of the month in a heading such as "SEPTEMBER 2026"; empty if there is none."""
    match = _MONTH_NAME.search(text) if month_head(text) is not None else None
    return match[0] if match else ""


def days_marked(text: str) -> str:
    """Return a text that begins with days alone with a mark behind them: "7 Labor Day" becomes "7: Labor Day"."""
    match = _BARE_DAY.match(text)
    return f"{match[1]}: {text[match.end() :]}" if match else text


def with_month(text: str, month: str) -> str:
    """Return a text that begins with days as a line with that month."""
    if _INTO_NEXT_MONTH.match(text):
        return f"{month} {text}"
    return f"{month} {days_marked(text)}" if _BARE_DAY.match(text) else text


def with_months_above(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines; days without a month get the one named above them."""
    month = ""
    for line in lines:
        month = month_named(line) or month
        yield with_month(line, month) if month and begins_with_days(line) else line
