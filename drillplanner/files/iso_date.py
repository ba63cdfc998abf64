"""The pydantic type of a date in YAML: 2025-09-02, or as people write it in the United States (9/2/2025, Sept 2).

A module of its own because models as well as readers of files declare fields of this type.
"""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import BeforeValidator, ValidationInfo

#: The key under which a reader gives the year in which the school year begins, for dates without a year.
FIRST_YEAR = "first_year"
#: The month in which one school year ends and the next begins.
_BOTH_ENDS = 7


def _written_day(value: object, first_year: int | None) -> datetime.date:
    # Imported here: files that drillplanner wrote have each date as 2025-09-02, and need no reader of others.
    from drillplanner.files.written.dates import DateReader, WrongWeekdayError

    text = value if isinstance(value, str) else ""
    try:
        day = DateReader(first_year).day(text)
        # A July without a year may be before or after the school year.
        return DateReader(None).day(text) if day.month == _BOTH_ENDS else day
    except WrongWeekdayError as error:
        raise ValueError(f"'{value}' cannot be right: {error}") from None
    except ValueError as error:
        reason = "has no year" if "no year" in str(error) else "is not a date"
        raise ValueError(f"'{value}' {reason}; write it as 2025-09-02") from None


def _read_date(value: object, info: ValidationInfo) -> object:
    if isinstance(value, datetime.date):
        return value
    text = value if isinstance(value, str) else ""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        first_year = (info.context or {}).get(FIRST_YEAR)
    return _written_day(value, first_year)


#: A date; without a year it is in the school year, if the reader knows it.
IsoDate = Annotated[datetime.date, BeforeValidator(_read_date)]
