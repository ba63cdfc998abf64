"""What to say of a date on which a campus has no school."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date

from drillplanner.model.calendar.school_days import AcademicCalendar


def no_school_message(
    calendar: AcademicCalendar, on: date, campus_id: str, *, everywhere: bool = False
) -> tuple[str, str | None]:
    """That there is no school, with what the calendar calls the day; and the nearest school days as a hint."""
    day = calendar.day(on)
    title = day.title_at(campus_id) if day is not None else ""
    where = "" if everywhere else f" at '{campus_id}'"
    message = f"there is no school{where} on {on:%A} {on}" + (f": {title}" if title else "")
    return message, nearest_school_days(calendar.dates_at(campus_id), on)


def nearest_school_days(dates: tuple[date, ...], on: date) -> str | None:
    """The school days before and after a date, as a hint."""
    position = bisect_left(dates, on)
    near = [str(day) for day in (*dates[max(0, position - 1) : position], *dates[position : position + 1])]
    return f"Maybe you meant {' or '.join(near)}." if near else None
