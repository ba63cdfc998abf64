"""Hazard seasons that begin in a campus's year, with drills due shortly before (``seasons.yaml``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from drillplanner.files.iso_date import IsoDate
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import DrillType, Frozen, Scenario, SeasonalDrill

_SEASONS = Path(__file__).parent / "seasons.yaml"
#: The soft goal that counts seasons without a drill.
GOAL = "season"
#: Days before a season, and first days of it, in which a drill prepares for the season.
DAYS_BEFORE, FIRST_DAYS = 60, 14


class _Source(Frozen):
    cite: str
    url: str
    read: IsoDate


class _SeasonalHazard(Frozen):
    """A hazard, the type of drill for it, and the states whose season begins on each day (MM-DD)."""

    hazard: str
    drill_type: DrillType
    source: _Source
    begins: dict[str, tuple[Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")], ...]] = Field(min_length=1)

    @field_validator("begins")
    @classmethod
    def _days(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for day in value:
            # 2001 is no leap year, so the day must exist in every year.
            date.fromisoformat(f"2001-{day}")
        return value


class _SeasonsFile(Frozen):
    """The content of ``seasons.yaml``."""

    seasons: tuple[_SeasonalHazard, ...]


@lru_cache(maxsize=1)
def load_seasons() -> _SeasonsFile:
    """Return the entries that come with the program."""
    return parse_as(_SeasonsFile, read_document(_SEASONS, _SEASONS.name))


def seasons_at(
    state: str, scenarios: Sequence[Scenario], school_days: Sequence[date]
) -> tuple[SeasonalDrill, ...]:
    """Return the seasons that begin in the state in the school year, with the span of days to practice for each.

    A season is left out if no school day is in its span, or no scenario has its type.
    """
    return tuple(_seasons(state, scenarios, school_days))


def _seasons(state: str, scenarios: Sequence[Scenario], school_days: Sequence[date]) -> Iterator[SeasonalDrill]:
    if not school_days:
        return
    for season in load_seasons().seasons:
        matching = tuple(
            scenario.scenario_id for scenario in scenarios if scenario.drill_type is season.drill_type
        )
        days = [day for day in sorted(season.begins) if state in season.begins[day]] if matching else []
        for year in range(school_days[0].year, school_days[-1].year + 1):
            for day in days:
                begins = date.fromisoformat(f"{year}-{day}")
                first, last = begins - timedelta(DAYS_BEFORE), begins + timedelta(FIRST_DAYS - 1)
                if any(first <= on <= last for on in school_days) and begins <= school_days[-1]:
                    yield SeasonalDrill(
                        rule=GOAL,
                        scenarios=matching,
                        goal=GOAL,
                        sentence=f"the season of {season.hazard} begins on {begins}: "
                        "a drill for it shortly before",
                        first=first,
                        last=last,
                    )
