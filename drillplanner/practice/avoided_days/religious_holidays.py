"""Religious holidays by the tables of the library ``holidays``, which is loaded when a date is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from pydantic import Field

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import AvoidedDay, AvoidedKind, DateCertainty, Frozen

_DAY = timedelta(1)
#: The library's tables, named for a reader.
SOURCE = "tables of the Vacanza project (Python library 'holidays')"
#: How the library marks a date that is not official yet.
_ESTIMATED = " (estimated)"
#: Between the names of holidays that share a date.
_NAMES_ON_ONE_DATE = "; "


class _ReligiousHoliday(Frozen):
    """A holiday, and the public calendar in which the library has it."""

    name: str
    country: str = Field(description="Two-letter code of the country.")
    called: str = Field(description="Its name in the library.")
    days: int = Field(ge=1, description="Days to avoid, from the first day of each run of days with this name.")
    certainty: DateCertainty


@cache
def _religious_holidays() -> tuple[_ReligiousHoliday, ...]:
    name = "religious_holidays.yaml"
    return parse_as(tuple[_ReligiousHoliday, ...], read_document(Path(__file__).with_name(name), name))


def religious_holidays(first: date, last: date) -> Iterator[AvoidedDay]:
    """Yield the religious holidays from ``first`` to ``last``, both included."""
    years = range(first.year, last.year + 1)
    for holiday in _religious_holidays():
        named = _dates_called(holiday.country, holiday.called, years)
        for start in sorted(on for on in named if on - _DAY not in named):
            for on in (start + offset * _DAY for offset in range(holiday.days)):
                if first <= on <= last:
                    yield AvoidedDay(
                        on=on,
                        name=holiday.name,
                        kind=AvoidedKind.RELIGIOUS_HOLIDAY,
                        source=SOURCE,
                        certainty=holiday.certainty,
                    )


def _dates_called(country: str, name: str, years: range) -> set[date]:
    """Return the dates on which a country's calendar has the holiday, in these calendar years."""
    from holidays import country_holidays

    calendar = country_holidays(country, years=years, language="en_US")
    return {
        on
        for on, titles in calendar.items()
        if name in (title.removesuffix(_ESTIMATED) for title in titles.split(_NAMES_ON_ONE_DATE))
    }


def names_of_religious_holidays() -> frozenset[str]:
    """Return the names of all listed religious holidays."""
    return frozenset(holiday.name for holiday in _religious_holidays())
