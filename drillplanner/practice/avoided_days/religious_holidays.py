"""Religious holidays by the tables of the library ``holidays``, kept in ``religious_dates.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import Field

from drillplanner.files.yaml_document import Parsed, parse_as, read_document
from drillplanner.model import AvoidedDay, AvoidedKind, DateCertainty, Frozen

#: The tables, named for a reader.
SOURCE = "tables of the Vacanza project (Python library 'holidays')"
#: The calendar years on file; the library's table of Diwali ends with the last.
FIRST_YEAR, LAST_YEAR = 2024, 2035


class ReligiousHoliday(Frozen):
    """A holiday on the list, and the public calendar in which the library has it."""

    name: str
    country: str = Field(description="Two-letter code of the country.")
    called: str = Field(description="Its name in the library.")
    days: int = Field(ge=1, description="Days to avoid, from the first day of each run of days with this name.")
    certainty: DateCertainty


def _read(shape: type[Parsed], name: str) -> Parsed:
    return parse_as(shape, read_document(Path(__file__).with_name(name), name))


@cache
def holidays_to_list() -> tuple[ReligiousHoliday, ...]:
    """Return the holidays on the list, in its order."""
    return _read(tuple[ReligiousHoliday, ...], "religious_holidays.yaml")


@cache
def _dates() -> dict[str, tuple[tuple[date, ...], ...]]:
    return _read(dict[str, tuple[tuple[date, ...], ...]], "religious_dates.yaml")


def religious_holidays(first: date, last: date) -> Iterator[AvoidedDay]:
    """Yield the religious holidays from ``first`` to ``last``, both included, in the years on file."""
    for holiday in holidays_to_list():
        for on in (on for of_year in _dates()[holiday.name] for on in of_year):
            if first <= on <= last:
                yield AvoidedDay(
                    on=on,
                    name=holiday.name,
                    kind=AvoidedKind.RELIGIOUS_HOLIDAY,
                    source=SOURCE,
                    certainty=holiday.certainty,
                )


def names_of_religious_holidays() -> frozenset[str]:
    """Return the names of all listed religious holidays."""
    return frozenset(holiday.name for holiday in holidays_to_list())


def has_religious_dates(first: date, last: date) -> bool:
    """Check whether the dates of every calendar year from ``first`` to ``last`` are on file."""
    return first.year >= FIRST_YEAR and last.year <= LAST_YEAR
