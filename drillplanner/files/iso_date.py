"""A date as people write it in YAML: 2025-09-02 and nothing else."""

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


#: A date written with four digits of the year, two of the month and two of the day.
IsoDate = Annotated[datetime.date, BeforeValidator(_read_date)]
