"""Days and times of day as people say them in a school year: "10/7", "Tue, Oct 7", "yesterday", "11:30 am"."""

from __future__ import annotations

from datetime import date, time, timedelta

from drillplanner.files.written.dates import DateReader, weekday_in
from drillplanner.files.written.times import school_time
from drillplanner.model import WEEKDAYS

ALLOWED_DAY = "a day of the school year such as 10/7, Oct 7, Tue 10/7 or 2026-10-07"
ALLOWED_TIME = "a time such as 9:40, 11:30 am or 1:15 pm"

_YESTERDAY = {"today": 0, "yesterday": 1}


def is_relative_day(text: str) -> bool:
    """Check whether the day counts from another, as yesterday does."""
    return text.strip().casefold().rstrip(".") in _YESTERDAY


def day_meant(text: str, first_year: int, said_on: date | None) -> date:
    """Return the day, in the school year from July of ``first_year`` if no year is said.

    ``said_on`` is the day from which "yesterday" counts. Raises ValueError, with what to do.
    """
    word = text.strip().casefold().rstrip(".")
    if is_relative_day(text):
        if said_on is None:
            raise ValueError(f"'{word}' counts from a day that is not said")
        return said_on - timedelta(_YESTERDAY[word])
    try:
        first, last = DateReader(first_year).span(text)
    except ValueError:
        raise ValueError("this is not a day") from None
    if first != last:
        raise ValueError("these are several days; record each drill by itself")
    if weekday_in(text) not in (None, first.weekday()):
        raise ValueError(f"{first.isoformat()} is a {WEEKDAYS[first.weekday()].capitalize()}")
    return first


def time_meant(text: str) -> time:
    """Return the time of day; "1:30" is in the afternoon, as in tables.

    Raises ValueError: it is none, or may be in the morning or in the afternoon (6:15).
    """
    return school_time(text)[0]
