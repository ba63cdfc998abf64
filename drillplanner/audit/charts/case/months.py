"""Add months to a date.

The judge has its own version, so that it shares no code with the exercise program that it judges.
"""

from __future__ import annotations

import calendar
from datetime import date


def months_later(day: date, months: int) -> date:
    """Return the same day of the month, ``months`` later (earlier if negative), or a shorter month's end."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
