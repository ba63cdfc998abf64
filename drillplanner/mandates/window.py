"""The dated windows in which a requirement must be met, and the dials that fix their ends.

Four of the dials behind every number in a drill law are set here: the unit of days, day zero, the period,
and which months count. Where a text leaves a dial open, the pack says which reading it takes.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from pydantic import Field

from drillplanner.model import AcademicCalendar, Frozen, count_within


class Per(StrEnum):
    """The period in which the count must be reached."""

    SCHOOL_YEAR = "school_year"
    MONTH_IN_SESSION = "month_in_session"


class DayUnit(StrEnum):
    """Days in which a deadline is counted."""

    SCHOOL_DAY = "school_day"
    CALENDAR_DAY = "calendar_day"


class DayZero(StrEnum):
    """The day that counts as day 1."""

    FIRST_DAY_FOR_STUDENTS = "first_day_for_students"
    FIRST_DAY_FOR_STAFF = "first_day_for_staff"


class FirstDays(Frozen):
    """Within the first days of the year."""

    first: int = Field(ge=1, description="How many days.")
    unit: DayUnit = Field(description="Days as the text counts them, or as we read it where it is silent.")
    unit_is_stated: bool = Field(description="False where the text only says 'days'.")
    of: DayZero = Field(description="Which day is day 1.")


class Window(Frozen):
    """From the first to the last calendar date, both included; the label is for people."""

    first: date
    last: date
    label: str
    key: str = Field(description="Short form, unique among the windows of one mandate at one campus.")


def windows(
    per: Per,
    within: FirstDays | None,
    calendar: AcademicCalendar,
    campus_id: str,
    month_counts_from: int,
) -> tuple[Window, ...]:
    """The windows of a requirement at one campus, in order; none where the campus has no school.

    ``month_counts_from`` is the number of school days from which a calendar month counts as in session.
    """
    dates = calendar.dates_at(campus_id)
    if not dates:
        return ()
    if within is not None:
        return (_first_days(within, calendar, dates),)
    if per is Per.SCHOOL_YEAR:
        return (Window(first=dates[0], last=dates[-1], label="the school year", key="year"),)
    return tuple(
        Window(first=first, last=last, label=f"{first:%B} {first.year}", key=f"{first:%Y-%m}")
        for first, last in _months(dates[0], dates[-1])
        if count_within(dates, first, last) >= month_counts_from
    )


def _first_days(within: FirstDays, calendar: AcademicCalendar, dates: tuple[date, ...]) -> Window:
    first = dates[0]
    opens_with_the_district = first == calendar.first_day
    if within.of is DayZero.FIRST_DAY_FOR_STAFF and calendar.first_staff_day and opens_with_the_district:
        first = calendar.first_staff_day
    if within.unit is DayUnit.CALENDAR_DAY:
        last = first + timedelta(within.first - 1)
        unit = "calendar days"
    else:
        last = dates[min(within.first, len(dates)) - 1]
        unit = "school days"
    doubt = "" if within.unit_is_stated else ", as we read 'days',"
    return Window(
        first=first,
        last=last,
        label=f"the first {within.first} {unit}{doubt} (to {last:%B} {last.day}, {last.year})",
        key=f"first-{within.first}",
    )


def _months(first: date, last: date) -> list[tuple[date, date]]:
    spans = []
    start = first.replace(day=1)
    while start <= last:
        following = (start + timedelta(31)).replace(day=1)
        spans.append((start, following - timedelta(1)))
        start = following
    return spans
