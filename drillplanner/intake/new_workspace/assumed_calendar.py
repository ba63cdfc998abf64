"""An assumed school year, which ``init`` writes if no academic calendar was given.

It allows a first plan at once and is marked as assumed wherever a person looks. It is not a district's calendar,
and a plan made with it must not be followed.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from drillplanner.intake.calendar.federal_holidays import federal_holidays
from drillplanner.model import each_date

_SATURDAY = 5
_DAY = timedelta(1)
_MARK = "Assumed by drillplanner init; not published by any district."


@dataclass(frozen=True)
class AssumedCalendar:
    """An assumed year: the calendar's bytes, its first and last day, and its number of school days."""

    icalendar: bytes
    first_day: date
    last_day: date
    school_days: int

    @property
    def sentence(self) -> str:
        """Return what was assumed, in words."""
        return (
            f"No academic calendar was given, so one is ASSUMED: {self.school_days} school days from "
            f"{self.first_day.isoformat()} (the Tuesday after Labor Day) to {self.last_day.isoformat()} "
            "without the federal holidays, the Friday after Thanksgiving, 24 December to 1 January and the first "
            "full week of April. The real year differs, and so do the days on which drills are lawful: put the "
            "district's own calendar in place of calendar.ics before anybody relies on the plan."
        )


def assumed_calendar(first_year: int, namespace: uuid.UUID, stamp: date) -> AssumedCalendar:
    """Return the assumed school year that starts in ``first_year``.

    ``namespace`` gives the events their ids; ``stamp`` is the day on which the file counts as written.
    """
    holidays = federal_holidays(first_year)
    first_day = holidays["Labor Day"] + _DAY
    last_day = date(first_year + 1, 6, 20)
    while last_day.weekday() >= _SATURDAY or last_day in holidays.values():
        last_day -= _DAY
    breaks = _breaks(first_year, holidays)
    closures = sorted(
        [
            *(
                (f"{title} - Schools Closed", on, on)
                for title, on in holidays.items()
                if first_day < on < last_day
            ),
            *((f"{title} - Schools Closed", start, end) for title, start, end in breaks),
        ],
        key=lambda closure: (closure[1], closure[2]),
    )
    events = [
        ("First Day of School", first_day, first_day),
        *closures,
        ("Last Day of School", last_day, last_day),
    ]
    closed = {day for _, start, end in closures for day in each_date(start, end)}
    school_days = sum(day.weekday() < _SATURDAY and day not in closed for day in each_date(first_day, last_day))
    return AssumedCalendar(_icalendar(events, first_year, namespace, stamp), first_day, last_day, school_days)


def _breaks(first_year: int, holidays: dict[str, date]) -> list[tuple[str, date, date]]:
    """Return recesses that most districts have in some form; the dates are our guess."""
    friday = holidays["Thanksgiving Day"] + _DAY
    april = date(first_year + 1, 4, 1)
    monday = april + timedelta((7 - april.weekday()) % 7)
    return [
        ("Thanksgiving Recess", friday, friday),
        ("Winter Recess", date(first_year, 12, 24), date(first_year + 1, 1, 1)),
        ("Spring Recess", monday, monday + timedelta(4)),
    ]


def _icalendar(events: list[tuple[str, date, date]], first_year: int, namespace: uuid.UUID, stamp: date) -> bytes:
    # Plain ASCII without commas, semicolons, or long lines, so nothing needs escaping or folding (RFC 5545, 3.1).
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//drillplanner//assumed academic calendar//EN",
        f"X-WR-CALNAME:ASSUMED school year {first_year}-{(first_year + 1) % 100:02d}",
    ]
    for title, start, end in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uuid.uuid5(namespace, f'assumed {title} {start.isoformat()}')}",
            f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{start:%Y%m%d}",
            f"DTEND;VALUE=DATE:{end + _DAY:%Y%m%d}",
            f"SUMMARY:{title}",
            f"COMMENT:{_MARK.replace(';', chr(92) + ';')}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return ("\r\n".join(lines) + "\r\n").encode("ascii")
