"""What a cell of a table says, where it is yes or no, a number, or a list."""

from __future__ import annotations

import re

ALLOWED_YES_NO = "yes, no, or empty where it is not known"
ALLOWED_STUDENTS = "a whole number of students, or empty where it is not known"

# Spreadsheets write TRUE and FALSE where a person typed them.
_YES_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
# "1,234" comes from spreadsheets, "412.0" from programs that hold every number as a decimal.
_WHOLE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.0+)?")


def is_yes_or_no(cell: str) -> bool:
    """Whether the cell is one of the spellings of yes and no."""
    return cell.lower() in _YES_NO


def yes_or_no(cell: str) -> bool:
    """Yes as True, no as False. Raises ValueError for any other text."""
    if not is_yes_or_no(cell):
        raise ValueError("this is neither yes nor no")
    return _YES_NO[cell.lower()]


def whole_number(cell: str) -> int:
    """A number such as 412, 1,234 or 412.0. Raises ValueError for any other text."""
    match = _WHOLE.fullmatch(cell)
    if match is None or not cell.isascii():
        raise ValueError("this is not a whole number")
    return int(match[1].replace(",", ""))


def parts(cell: str) -> tuple[str, ...]:
    """The parts of a list that is joined by semicolons, trimmed, without empty ones."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())
