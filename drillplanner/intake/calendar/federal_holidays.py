"""The federal holidays of a school year, on the days on which they are observed."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

from pydantic import Field

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import WEEKDAYS, Frozen, each_date

#: A school year begins in this month; earlier months belong to its second calendar year.
_FIRST_MONTH = 7


class _Holiday(Frozen):
    """A holiday on a day of a month, or on the n-th (-1: last) of a weekday in a month."""

    title: str
    month: int = Field(ge=1, le=12)
    day: int | None = None
    weekday: str | None = None
    number: int | None = None

    def observed_on(self, year: int) -> date:
        """Return the day on which the holiday is observed in that calendar year."""
        if self.day is not None:
            on = date(year, self.month, self.day)
            moved = {"saturday": -1, "sunday": 1}.get(WEEKDAYS[on.weekday()], 0)
            return on + timedelta(moved)
        first = date(year, self.month, 1)
        days = [
            day
            for day in each_date(first, first + timedelta(30))
            if day.month == self.month and WEEKDAYS[day.weekday()] == self.weekday
        ]
        number = self.number or 1
        return days[number - 1 if number > 0 else number]


@cache
def _holidays() -> tuple[_Holiday, ...]:
    name = "federal_holidays.yaml"
    return parse_as(tuple[_Holiday, ...], read_document(Path(__file__).with_name(name), name))


def federal_holidays(first_year: int) -> dict[str, date]:
    """Return the federal holidays from July of that year to June of the next, by name, in order."""
    return {
        holiday.title: holiday.observed_on(first_year + (holiday.month < _FIRST_MONTH)) for holiday in _holidays()
    }
