"""Moments of a campus's day that are no lesson, and the scenarios that can cover them (``moments.yaml``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import (
    Audience,
    Coverage,
    DrillType,
    Frozen,
    GradeBand,
    Period,
    PeriodTag,
    Scenario,
    format_grades,
)

_MOMENTS = Path(__file__).parent / "moments.yaml"
#: The soft goal that counts moments that are not covered, and the rule that advises it.
GOAL, RULE = "moments", "DA-209"


class _PracticedMoment(Frozen):
    types: tuple[DrillType, ...] = Field(min_length=1)
    sentence: str


class _MomentsFile(Frozen):
    """``moments.yaml``."""

    moments: tuple[PeriodTag, ...]
    practised: tuple[_PracticedMoment, ...]


@lru_cache(maxsize=1)
def load_moments() -> _MomentsFile:
    """The entries that come with the program."""
    return parse_as(_MomentsFile, read_document(_MOMENTS, _MOMENTS.name))


def coverages_at(
    bands: Iterable[GradeBand], scenarios: Sequence[Scenario], periods: Sequence[Period]
) -> tuple[Coverage, ...]:
    """What should be practised once in each moment that these periods of a full day have.

    Where grades have bells of their own, each of them in its own moments. A moment is left out where no scenario
    with students of all the bands names it and fits into it.
    """
    here = frozenset(bands)
    fitting = [
        scenario
        for scenario in scenarios
        if scenario.audience is not Audience.STAFF and here <= set(scenario.bands)
    ]
    groups = dict.fromkeys(one.grades for period in periods for one in period.by_grades)
    return tuple(coverage for grades in groups or {(): None} for coverage in _coverages(fitting, periods, grades))


def _tags_for(grades: tuple[str, ...], period: Period) -> tuple[PeriodTag, ...]:
    if not grades:
        return period.tags
    return next((one.tags for one in period.by_grades if one.grades == grades), ())


def _coverages(
    fitting: Sequence[Scenario], periods: Sequence[Period], grades: tuple[str, ...]
) -> Iterator[Coverage]:
    entries = load_moments()
    for practised in entries.practised:
        fitting_in: dict[PeriodTag, set[str]] = {}
        for moment in entries.moments:
            there = [period for period in periods if moment in _tags_for(grades, period)]
            fitting_in[moment] = {
                one.scenario_id
                for one in fitting
                if one.drill_type in practised.types and moment in one.moments and _fits_into_one(one, there)
            }
        moments = tuple(moment for moment in entries.moments if fitting_in[moment])
        if moments:
            anywhere = set().union(*fitting_in.values())
            yield Coverage(
                rule=RULE,
                scenarios=tuple(one.scenario_id for one in fitting if one.scenario_id in anywhere),
                goal=GOAL,
                sentence=practised.sentence.format(moments=", ".join(moments))
                + (f" of grades {format_grades(grades)}" if grades else ""),
                moments=moments,
                grades=grades,
            )


def _fits_into_one(scenario: Scenario, periods: Sequence[Period]) -> bool:
    return any(
        scenario.minutes <= period.length and scenario.can_be_held_in(period.tags, period.by_grades)
        for period in periods
    )
