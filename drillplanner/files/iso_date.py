"""The pydantic type of a date in YAML, which must be written as 2025-09-02.

A module of its own because models as well as readers of files declare fields of this type.
"""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import BeforeValidator


def _read_date(value: object) -> object:
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError(f"'{value}' is not a date; write it as 2025-09-02") from None


#: A date written with four digits for the year, two for the month, and two for the day.
IsoDate = Annotated[datetime.date, BeforeValidator(_read_date)]
