"""Moments of a campus's day outside lessons that should be practiced once (``moments.yaml``)."""

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
#: The soft goal that counts moments without practice, and the rule that recommends it.
GOAL, RULE = "moments", "DA-209"


class _PracticedMoment(Frozen):
    types: tuple[DrillType, ...] = Field(min_length=1)
    sentence: str


class _MomentsFile(Frozen):
    """The content of ``moments.yaml``."""

    moments: tuple[PeriodTag, ...]
    practised: tuple[_PracticedMoment, ...]


@lru_cache(maxsize=1)
def load_moments() -> _MomentsFile:
    """Return the entries that come with the program."""
    return parse_as(_MomentsFile, read_document(_MOMENTS, _MOMENTS.name))


def coverages_at(
    bands: Iterable[GradeBand], scenarios: Sequence[Scenario], periods: Sequence[Period]
) -> tuple[Coverage, ...]:
    """Return the moments of these full-day periods in which drills should be practiced once in the year.

    If grades have bells of their own, each group has its own moments. A moment is left out if no scenario with
    students of all the bands names it and fits into it.
    """
    campus_bands = frozenset(bands)
    fitting = [
        scenario
        for scenario in scenarios
        if scenario.audience is not Audience.STAFF and campus_bands <= set(scenario.bands)
    ]
    groups = dict.fromkeys(moment.grades for period in periods for moment in period.by_grades)
    return tuple(coverage for grades in groups or {(): None} for coverage in _coverages(fitting, periods, grades))


def _tags_for(grades: tuple[str, ...], period: Period) -> tuple[PeriodTag, ...]:
    if not grades:
        return period.tags
    return next((moment.tags for moment in period.by_grades if moment.grades == grades), ())


def _coverages(
    fitting: Sequence[Scenario], periods: Sequence[Period], grades: tuple[str, ...]
) -> Iterator[Coverage]:
    entries = load_moments()
    for practice in entries.practised:
        fitting_in: dict[PeriodTag, set[str]] = {}
        for moment in entries.moments:
            candidates = [period for period in periods if moment in _tags_for(grades, period)]
            fitting_in[moment] = {
                scenario.scenario_id
                for scenario in fitting
                if scenario.drill_type in practice.types
                and moment in scenario.moments
                and _fits_into_one(scenario, candidates)
            }
        moments = tuple(moment for moment in entries.moments if fitting_in[moment])
        if moments:
            anywhere = set().union(*fitting_in.values())
            yield Coverage(
                rule=RULE,
                scenarios=tuple(scenario.scenario_id for scenario in fitting if scenario.scenario_id in anywhere),
                goal=GOAL,
                sentence=practice.sentence.format(moments=", ".join(moments))
                + (f" of grades {format_grades(grades)}" if grades else ""),
                moments=moments,
                grades=grades,
            )


def _fits_into_one(scenario: Scenario, periods: Sequence[Period]) -> bool:
    return any(
        scenario.minutes <= period.length and scenario.can_be_held_in(period.tags, period.by_grades)
        for period in periods
    )
