"""Values of table cells: yes or no, a number, a date, a time of day, or a list."""

from __future__ import annotations

import re
from datetime import date, time

from drillplanner.files.written import times
from drillplanner.files.written.dates import DateReader

ALLOWED_YES_NO = "yes, no, or empty where it is not known"
ALLOWED_STUDENTS = "a whole number of students, or empty where it is not known"
ALLOWED_DATE = "a date such as 2025-10-03 or 10/3/2025"
ALLOWED_TIME = "a time such as 09:05 or 1:30 PM"

# Spreadsheets write TRUE and FALSE where a person typed them.
_YES_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
# "1,234" comes from spreadsheets, "412.0" from programs that hold every number as a decimal.
_WHOLE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.0+)?")


def is_yes_or_no(cell: str) -> bool:
    """Check whether the cell is one of the spellings of yes and no."""
    return cell.lower() in _YES_NO


def yes_or_no(cell: str) -> bool:
    """Return True for yes and False for no. Raises ValueError: any other text."""
    if not is_yes_or_no(cell):
        raise ValueError("this is neither yes nor no")
    return _YES_NO[cell.lower()]


def whole_number(cell: str) -> int:
    """Return a number such as 412, 1,234, or 412.0. Raises ValueError: any other text."""
    match = _WHOLE.fullmatch(cell)
    if match is None or not cell.isascii():
        raise ValueError("this is not a whole number")
    return int(match[1].replace(",", ""))


def calendar_date(cell: str, first_year: int | None = None, is_day_first: bool = False) -> date:
    """Return a date as people write it: 2025-10-03, 10/3/2025, "Wed, Oct 3".

    ``first_year`` is the year in which the school year begins, for dates without a year (None: not known).

    Raises ValueError: the text is no date, or several, or its weekday is not that of the date.
    """
    return DateReader(first_year, is_day_first).day(cell)


def time_of_day(cell: str) -> time:
    """Return a time such as 09:05 or 1:30 PM.

    Raises ValueError: any other text, and 2:30, which may be in the morning or in the afternoon.
    """
    return times.time_of_day(cell)


def list_items(cell: str) -> tuple[str, ...]:
    """Return the entries of a list joined by semicolons, trimmed and without empty ones."""
    return tuple(item.strip() for item in cell.split(";") if item.strip())
