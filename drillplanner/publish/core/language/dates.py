"""Dates and times as readers of one language write them.

On its own because it knows nothing of drills. The patterns are data of each language's file and not of a library
of locales: those write "martes, 14 de octubre" where schools here write "martes 14 de octubre", and
"14:40–14:50" where they write "de 2:40 a 2:50 p. m.".
"""

from __future__ import annotations

from datetime import date, time

from pydantic import Field

from drillplanner.model import Frozen
from drillplanner.publish.core.dates import NOON


class DateWords(Frozen):
    """The names of months and days, and the patterns of dates and hours."""

    months: tuple[str, ...] = Field(min_length=12, max_length=12)
    months_in_short: tuple[str, ...] = Field(default=(), max_length=12)
    weekdays: tuple[str, ...] = Field(min_length=7, max_length=7, description="From Monday.")
    long_date: str = Field(description="For example '{weekday}, {month} {day}, {year}'.")
    short_date: str = Field(description="For the foot of a page; it may use '{month_number}'.")
    month_and_year: str = Field(description="For example '{month} {year}'.")
    halves: tuple[str, ...] = Field(min_length=2, max_length=2, description="Of the day: AM and PM.")
    hours: str = Field(description="For example '{start} {start_half}–{end} {end_half}'.")
    hours_in_one_half: str = Field(description="The same, where both are before noon or both after.")

    def long(self, on: date) -> str:
        """Return ``Friday, October 31, 2025``; ``viernes 31 de octubre de 2025``."""
        return self.long_date.format(
            weekday=self.weekdays[on.weekday()], day=on.day, month=self.months[on.month - 1], year=on.year
        )

    def short(self, on: date) -> str:
        """Return ``10/31/2025``; ``31 oct 2025``."""
        month = (self.months_in_short or self.months)[on.month - 1]
        return self.short_date.format(day=on.day, month=month, month_number=on.month, year=on.year)

    def month(self, on: date) -> str:
        """Return ``October 2025``; ``octubre de 2025``."""
        return self.month_and_year.format(month=self.months[on.month - 1], year=on.year)

    def span(self, start: time, end: time) -> str:
        """Return ``1:05 PM–1:15 PM``; ``de 1:05 a 1:15 p. m.``."""
        halves = (self.halves[start.hour >= NOON], self.halves[end.hour >= NOON])
        pattern = self.hours_in_one_half if halves[0] == halves[1] else self.hours
        return pattern.format(start=_clock(start), start_half=halves[0], end=_clock(end), end_half=halves[1])


def _clock(at: time) -> str:
    return f"{at.hour % NOON or NOON}:{at.minute:02d}"
