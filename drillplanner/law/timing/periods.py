"""The periods in which a law counts drills: the parts into which the school year is cut.

Three choices behind every number in a drill law are made here: the period, the months that count, and the
meaning of a week.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

from drillplanner.law.window import Setting, Window
from drillplanner.model import TermKind, count_within


class Per(StrEnum):
    """The period in which the count must be reached.

    ``week`` is the calendar week from Monday to Sunday; a short first week counts as a week. ``two_months`` and
    ``three_months`` are runs of calendar months from the first month of school. ``calendar_half`` is January to
    June or July to December. ``school_month`` is a run of 20 school days from the first day of school, as Oregon
    defines it (ORS 336.010); a shorter rest is none. ``summer_session`` is the session of that name in
    calendar.yaml.
    """

    SCHOOL_YEAR = "school_year"
    SEMESTER = "semester"
    TRIMESTER = "trimester"
    QUARTER = "quarter"
    CALENDAR_HALF = "calendar_half"
    THREE_MONTHS = "three_months"
    TWO_MONTHS = "two_months"
    MONTH_IN_SESSION = "month_in_session"
    SCHOOL_MONTH = "school_month"
    WEEK = "week"
    SUMMER_SESSION = "summer_session"


def refuse_impossible_months(months: tuple[int, ...] | None, per: Per) -> None:
    """Check that the months are 1 to 12 and are combined with the period ``month_in_session``.

    Raises ValueError otherwise. None (no months given) always passes.
    """
    if months is None:
        return
    if per is not Per.MONTH_IN_SESSION:
        raise ValueError("'months' goes with 'per: month_in_session'")
    if not all(1 <= month <= 12 for month in months):
        raise ValueError("'months' are numbers from 1 to 12")


def periods(per: Per, setting: Setting, month_counts_from: int) -> tuple[Window, ...]:
    """Return the parts of the year, in order; none if the campus has no school days.

    ``month_counts_from`` is the number of school days a calendar month needs to count as in session.
    """
    if not setting.dates:
        return ()
    return _CUTS[per](setting, month_counts_from)


def _year(setting: Setting, _: int) -> tuple[Window, ...]:
    dates = setting.dates
    return (Window(first=dates[0], last=dates[-1], label="the school year", key="year"),)


def _terms(kind: TermKind) -> Callable[[Setting, int], tuple[Window, ...]]:
    def cut(setting: Setting, _: int) -> tuple[Window, ...]:
        return tuple(
            Window(
                first=term.first,
                last=term.last,
                label=f"{kind} {term.number} ({_short(term.first)} to {_short(term.last)}"
                + ("" if term.is_stated else ", as the year was cut")
                + ")",
                key=f"{kind}-{term.number}",
            )
            for term in setting.calendar.terms_of(kind)
        )

    return cut


def _short(on: date) -> str:
    return f"{on:%B} {on.day}, {on.year}"


def _months_of(setting: Setting) -> list[tuple[date, date]]:
    """Return the first and last date of every calendar month that the campus's year touches."""
    spans = []
    start = setting.dates[0].replace(day=1)
    while start <= setting.dates[-1]:
        following = _next_month(start)
        spans.append((start, following - timedelta(1)))
        start = following
    return spans


def _next_month(first: date) -> date:
    return (first + timedelta(31)).replace(day=1)


def _months(setting: Setting, month_counts_from: int) -> tuple[Window, ...]:
    return tuple(
        Window(first=first, last=last, label=f"{first:%B} {first.year}", key=f"{first:%Y-%m}")
        for first, last in _months_of(setting)
        if count_within(setting.dates, first, last) >= month_counts_from
    )


def _runs_of_months(number: int) -> Callable[[Setting, int], tuple[Window, ...]]:
    def cut(setting: Setting, _: int) -> tuple[Window, ...]:
        months = _months_of(setting)
        runs = [months[start : start + number] for start in range(0, len(months), number)]
        return tuple(
            Window(
                first=run[0][0],
                last=run[-1][1],
                label=f"{run[0][0]:%B} {run[0][0].year} to {run[-1][0]:%B} {run[-1][0].year}",
                key=f"{run[0][0]:%Y-%m}-to-{run[-1][0]:%Y-%m}",
            )
            for run in runs
            # A run that the end of the year cuts short asks for no drill.
            if len(run) == number
        )

    return cut


#: "The common school month consists of 20 days", ORS 336.010(1).
_DAYS_OF_SCHOOL_MONTH = 20


def _school_months(setting: Setting, _: int) -> tuple[Window, ...]:
    dates, days = setting.dates, _DAYS_OF_SCHOOL_MONTH
    return tuple(
        Window(
            first=dates[start],
            last=dates[start + days - 1],
            label=f"school month {number} ({_short(dates[start])} to {_short(dates[start + days - 1])})",
            key=f"school-month-{number}",
        )
        for number, start in enumerate(range(0, len(dates) - days + 1, days), start=1)
    )


def _calendar_halves(setting: Setting, _: int) -> tuple[Window, ...]:
    halves = []
    for year in range(setting.dates[0].year, setting.dates[-1].year + 1):
        for number, first, last in (
            (1, date(year, 1, 1), date(year, 6, 30)),
            (2, date(year, 7, 1), date(year, 12, 31)),
        ):
            if count_within(setting.dates, first, last):
                label = f"{first:%B} to {last:%B} {year}"
                halves.append(Window(first=first, last=last, label=label, key=f"{year}-half-{number}"))
    return tuple(halves)


def _weeks(setting: Setting, _: int) -> tuple[Window, ...]:
    mondays = sorted({on - timedelta(on.weekday()) for on in setting.dates})
    return tuple(
        Window(
            first=monday,
            last=monday + timedelta(6),
            label=f"the week of {_short(monday)}",
            key=f"week-{monday.isoformat()}",
        )
        for monday in mondays
    )


def _summer(setting: Setting, _: int) -> tuple[Window, ...]:
    """Return the summer session; none without one, since nothing is owed in it.

    If campuses.csv says that the campus has one and the calendar does not, its dates are missing.
    """
    if setting.calendar.summer is None:
        if not setting.campus.facts.get("summer_program"):
            return ()
        return tuple(
            window.model_copy(
                update={
                    "label": "the summer session",
                    "key": "summer",
                    "missing": "summer_session in calendar.yaml",
                }
            )
            for window in _year(setting, 0)
        )
    first, last = setting.calendar.summer
    if not count_within(setting.dates, first, last):
        return ()
    return (Window(first=first, last=last, label="the summer session", key="summer"),)


_CUTS: dict[Per, Callable[[Setting, int], tuple[Window, ...]]] = {
    Per.SCHOOL_YEAR: _year,
    Per.SEMESTER: _terms(TermKind.SEMESTER),
    Per.TRIMESTER: _terms(TermKind.TRIMESTER),
    Per.QUARTER: _terms(TermKind.QUARTER),
    Per.CALENDAR_HALF: _calendar_halves,
    Per.THREE_MONTHS: _runs_of_months(3),
    Per.TWO_MONTHS: _runs_of_months(2),
    Per.MONTH_IN_SESSION: _months,
    Per.SCHOOL_MONTH: _school_months,
    Per.WEEK: _weeks,
    Per.SUMMER_SESSION: _summer,
}
