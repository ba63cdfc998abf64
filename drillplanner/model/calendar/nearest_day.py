"""Messages about a date on which a campus has no school."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date

from drillplanner.model.calendar.school_days import AcademicCalendar


def no_school_message(
    calendar: AcademicCalendar, on: date, campus_id: str, *, everywhere: bool = False
) -> tuple[str, str | None]:
    """Return a message with the day's title in the calendar, and a hint with the nearest school days.

    ``everywhere`` leaves out the campus.
    """
    day = calendar.day(on)
    title = day.title_at(campus_id) if day is not None else ""
    where = "" if everywhere else f" at '{campus_id}'"
    message = f"there is no school{where} on {on:%A} {on}" + (f": {title}" if title else "")
    return message, nearest_school_days(calendar.dates_at(campus_id), on)


def nearest_school_days(dates: tuple[date, ...], on: date) -> str | None:
    """Return a hint that names the school days just before and after a date; None without school days."""
    position = bisect_left(dates, on)
    near = [str(day) for day in (*dates[max(0, position - 1) : position], *dates[position : position + 1])]
    return f"Maybe you meant {' or '.join(near)}." if near else None
