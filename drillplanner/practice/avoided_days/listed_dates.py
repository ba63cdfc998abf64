"""September 11, anniversaries of attacks, and election days, from the bundled list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import Field, model_validator

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import AvoidedDay, AvoidedKind, DateCertainty, Frozen

_NOVEMBER = 11
_DAYS_OF_A_WEEK = 7


class _PublicSource(Frozen):
    cite: str
    url: str
    read: date


class _Listed(Frozen):
    """What every entry of the list says; no states means the whole country."""

    name: str
    states: tuple[str, ...] = ()
    sources: tuple[str, ...] = Field(min_length=1)
    certainty: DateCertainty

    def concerns(self, state: str) -> bool:
        """Check whether the entry is for schools of this state."""
        return not self.states or state in self.states


class _Yearly(_Listed):
    """A day of a month, avoided in the years after the event."""

    kind: AvoidedKind
    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)
    since: int

    def on(self, year: int) -> date | None:
        """Return the date in a calendar year; None in the years up to the event."""
        return date(year, self.month, self.day) if year > self.since else None


class _ElectionYears(StrEnum):
    EVEN = "even"
    ODD = "odd"


class _Election(_Listed):
    """A general election on the Tuesday after the first Monday in November of even or of odd years."""

    years: _ElectionYears

    @property
    def kind(self) -> AvoidedKind:
        """An election, always."""
        return AvoidedKind.ELECTION

    def on(self, year: int) -> date | None:
        """Return the election day of a calendar year; None in years without one."""
        is_even = year % 2 == 0
        return election_day(year) if is_even == (self.years is _ElectionYears.EVEN) else None


class _List(Frozen):
    sources: dict[str, _PublicSource]
    yearly: tuple[_Yearly, ...]
    elections: tuple[_Election, ...]

    @model_validator(mode="after")
    def _sources_are_given(self) -> _List:
        unknown = {source for entry in self.entries for source in entry.sources} - self.sources.keys()
        if unknown:
            raise ValueError(f"no such source: {', '.join(sorted(unknown))}")
        return self

    @property
    def entries(self) -> tuple[_Yearly | _Election, ...]:
        """All entries of the list."""
        return (*self.yearly, *self.elections)


@cache
def _list() -> _List:
    name = "listed_dates.yaml"
    return parse_as(_List, read_document(Path(__file__).with_name(name), name))


def election_day(year: int) -> date:
    """Return the Tuesday after the first Monday in November."""
    first = date(year, _NOVEMBER, 1)
    first_monday = first + timedelta(-first.weekday() % _DAYS_OF_A_WEEK)
    return first_monday + timedelta(1)


def listed_dates(state: str, first: date, last: date) -> Iterator[AvoidedDay]:
    """Yield the days of the list for schools of a state from ``first`` to ``last``, both included."""
    bundled = _list()
    for entry in bundled.entries:
        for year in range(first.year, last.year + 1):
            on = entry.on(year)
            if on is not None and first <= on <= last and entry.concerns(state):
                yield AvoidedDay(
                    on=on,
                    name=entry.name,
                    kind=entry.kind,
                    source="; ".join(bundled.sources[source].cite for source in entry.sources),
                    certainty=entry.certainty,
                )


def listed_names() -> frozenset[str]:
    """Return the names of all entries, of every state."""
    return frozenset(entry.name for entry in _list().entries)
