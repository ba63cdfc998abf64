"""Values of table cells: yes or no, a number, a date, a time of day, or a list."""

from __future__ import annotations

import re
from datetime import date, time

ALLOWED_YES_NO = "yes, no, or empty where it is not known"
ALLOWED_STUDENTS = "a whole number of students, or empty where it is not known"
ALLOWED_DATE = "a date such as 2025-10-03 or 10/3/2025"
ALLOWED_TIME = "a time such as 09:05 or 1:30 PM"

# Spreadsheets write TRUE and FALSE where a person typed them.
_YES_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
# "1,234" comes from spreadsheets, "412.0" from programs that hold every number as a decimal.
_WHOLE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.0+)?")

# A spreadsheet turns an ISO date into its own way of writing, and may add midnight.
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: 0{1,2}:00(?::00)?)?")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::00)?\s*(?:([ap])\.?m\.?)?", re.IGNORECASE)


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


def calendar_date(cell: str) -> date:
    """Return a date such as 2025-10-03 or 10/3/2025 (month first). Raises ValueError: any other text."""
    if (iso := _ISO.fullmatch(cell)) is not None:
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if (american := _US.fullmatch(cell)) is not None:
        return date(int(american[3]), int(american[1]), int(american[2]))
    raise ValueError("this is not a date")


def time_of_day(cell: str) -> time:
    """Return a time such as 09:05 or 1:30 PM. Raises ValueError: any other text."""
    match = _TIME.fullmatch(cell)
    if match is None:
        raise ValueError("this is not a time of day")
    hour, half = int(match[1]), (match[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError("this is not a time of day")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(match[2]))


def list_items(cell: str) -> tuple[str, ...]:
    """Return the entries of a list joined by semicolons, trimmed and without empty ones."""
    return tuple(item.strip() for item in cell.split(";") if item.strip())
