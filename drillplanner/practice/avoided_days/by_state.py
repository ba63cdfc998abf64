"""The days that are avoided at every school of a state, whatever its calendar.

On its own because it is kept for each state and year, while the days of a campus depend on its calendar.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from drillplanner.model import AvoidedDay
from drillplanner.practice.avoided_days.listed_dates import listed_dates
from drillplanner.practice.avoided_days.religious_holidays import religious_holidays


@lru_cache(maxsize=128)
def avoided_days(state: str, first: date, last: date) -> tuple[AvoidedDay, ...]:
    """Return the listed dates of a state and the religious holidays, in order of date and name.

    ``state`` is the two-letter code; ``first`` and ``last`` are included. Weekends are not left out.
    """
    days = (*listed_dates(state, first, last), *religious_holidays(first, last))
    return tuple(sorted(days, key=lambda day: (day.on, day.name)))
