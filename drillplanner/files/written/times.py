"""Times of day as people write them: 8:30 AM, 8:30a, 2:30p, 14:30, 0830, noon.

A time from 1:00 to 6:59 without "AM" or "PM", such as 2:30, has two meanings. :func:`time_of_day` refuses it;
:func:`school_time` takes 1:00 to 5:59 for the afternoon, since no school is open before 6 in the morning, and says
that it did.
"""

from __future__ import annotations

import re
from datetime import time

_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?)?\s*(?:(?P<half>[ap])\.?\s?(?:m\.?)?)?",
    re.IGNORECASE,
)
_FOUR_DIGITS = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?:\s*(?:h|hrs|hours))?")
_WITHOUT_COLON = re.compile(r"(\d{1,2})([0-5]\d)\s*([ap])\.?m?\.?", re.IGNORECASE)
_NOON = re.compile(r"(?:12(?::00)?\s*)?(?:noon|n)|mid-?day", re.IGNORECASE)
_MIDNIGHT = re.compile(r"(?:12(?::00)?\s*)?midnight", re.IGNORECASE)
#: A part of a day, as a spreadsheet writes a time that has lost its format.
_FRACTION = re.compile(r"0?\.\d{3,}")
#: Written without "AM" or "PM", these hours have two meanings; the first of them are never at night in a school.
_UNCLEAR, _AFTERNOON = range(1, 7), range(1, 6)
_MINUTES_A_DAY = 24 * 60


class UnclearTimeError(ValueError):
    """A time that may be in the morning or in the afternoon."""


def time_of_day(text: str) -> time:
    """Return the time that a text is.

    Raises ValueError: it is none. UnclearTimeError: it may be in the morning or in the afternoon.
    """
    found, is_unclear = _read(text)
    if is_unclear:
        plain = f"{found.hour}:{found.minute:02}"
        later = f"{found.hour + 12}:{found.minute:02}"
        raise UnclearTimeError(f"'{text}' may be {plain} AM or {plain} PM; write {plain} PM or {later}")
    return found


def school_time(text: str) -> tuple[time, bool]:
    """Return the time of school life that a text is, and whether the afternoon was assumed (2:30 is 14:30).

    Raises ValueError: it is none. UnclearTimeError: it may be in the morning or in the afternoon (6:15).
    """
    found, is_unclear = _read(text)
    if is_unclear and found.hour in _AFTERNOON:
        return found.replace(hour=found.hour + 12), True
    return time_of_day(text), False


def _read(text: str) -> tuple[time, bool]:
    """Return the time, and whether it has two meanings."""
    plain = " ".join(text.split())
    if _NOON.fullmatch(plain):
        return time(12), False
    if _MIDNIGHT.fullmatch(plain):
        return time(0), False
    if (digits := _FOUR_DIGITS.fullmatch(plain)) is not None:
        return time(int(digits[1]), int(digits[2])), False
    if _FRACTION.fullmatch(plain):
        return _of_fraction(float(plain)), False
    if (joined := _WITHOUT_COLON.fullmatch(plain)) is not None:
        plain = f"{joined[1]}:{joined[2]} {joined[3]}"
    match = _TIME.fullmatch(plain)
    if match is None or not (match["minute"] or match["half"]) or (match["second"] or "00") != "00":
        raise ValueError("this is not a time of day")
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), (match["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError("this is not a time of day")
    if half:
        return time(hour % 12 + (12 if half == "p" else 0), minute), False
    if "." in plain:
        raise ValueError("this is not a time of day")  # 8.30 may be a number
    return time(hour, minute), hour in _UNCLEAR and not match["hour"].startswith("0")


def _of_fraction(part: float) -> time:
    minutes = part * _MINUTES_A_DAY
    if abs(minutes - round(minutes)) > 0.02 or round(minutes) == _MINUTES_A_DAY:
        raise ValueError("this is not a time of day")
    return time(round(minutes) // 60, round(minutes) % 60)
