"""Dates and times as American readers write them, and as the federal forms want them.

``strftime`` takes the names of days and months from the computer's language settings; these functions do not, so
they return the same on every computer.
"""

from __future__ import annotations

from datetime import date, time

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

NOON = 12


def weekday(on: date) -> str:
    """Return ``Monday``."""
    return WEEKDAYS[on.weekday()]


def month_and_year(on: date) -> str:
    """Return ``October 2025``."""
    return f"{MONTHS[on.month - 1]} {on.year}"


def short_date(on: date) -> str:
    """Return ``Oct 6``; for tables that give the year elsewhere."""
    return f"{MONTHS[on.month - 1][:3]} {on.day}"


def plain_date(on: date) -> str:
    """Return ``October 6, 2025``."""
    return f"{MONTHS[on.month - 1]} {on.day}, {on.year}"


def long_date(on: date) -> str:
    """Return ``Monday, October 6, 2025``."""
    return f"{weekday(on)}, {plain_date(on)}"


def clock(at: time) -> str:
    """Return ``9:40 AM``."""
    hour = at.hour % NOON or NOON
    return f"{hour}:{at.minute:02d} {'AM' if at.hour < NOON else 'PM'}"


def clock_span(start: time, end: time) -> str:
    """Return ``9:40–9:50 AM``; both get AM or PM if these differ."""
    same_half = (start.hour < NOON) == (end.hour < NOON)
    first = clock(start).rsplit(" ", 1)[0] if same_half else clock(start)
    return f"{first}–{clock(end)}"


def form_date(on: date) -> str:
    """Return ``10/06/2025``."""
    return f"{on.month:02d}/{on.day:02d}/{on.year:04d}"


def form_time(at: time | None) -> str:
    """Return ``09:40``; empty if the time is unknown."""
    return "" if at is None else f"{at.hour:02d}:{at.minute:02d}"
