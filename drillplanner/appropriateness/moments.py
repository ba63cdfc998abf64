"""Moments of a campus's day that are no lesson, and the scenarios that can cover them (``moments.yaml``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from drillplanner.documents import parse_as, read_document
from drillplanner.model import Audience, Coverage, DrillType, Frozen, GradeBand, Period, PeriodTag, Scenario

_MOMENTS = Path(__file__).parent / "moments.yaml"
#: The soft goal that counts moments that are not covered, and the rule that advises it.
GOAL, RULE = "moments", "DA-209"


class _Practised(Frozen):
    types: tuple[DrillType, ...] = Field(min_length=1)
    sentence: str


class _Moments(Frozen):
    """``moments.yaml``."""

    moments: tuple[PeriodTag, ...]
    practised: tuple[_Practised, ...]


@lru_cache(maxsize=1)
def load_moments() -> _Moments:
    """The entries that come with the program."""
    return parse_as(_Moments, read_document(_MOMENTS, _MOMENTS.name))


def coverages_at(
    bands: Iterable[GradeBand], scenarios: Sequence[Scenario], periods: Sequence[Period]
) -> tuple[Coverage, ...]:
    """What should be practised once in each moment that these periods of a full day have.

    A moment is left out where no scenario with students of all the bands names it and fits into it.
    """
    here = frozenset(bands)
    fitting = [one for one in scenarios if one.audience is not Audience.STAFF and here <= set(one.bands)]
    return tuple(_coverages(fitting, periods))


def _coverages(fitting: Sequence[Scenario], periods: Sequence[Period]) -> Iterator[Coverage]:
    entries = load_moments()
    for practised in entries.practised:
        fitting_in: dict[PeriodTag, set[str]] = {}
        for moment in entries.moments:
            longest = max((period.length for period in periods if moment in period.tags), default=0)
            fitting_in[moment] = {
                one.scenario_id
                for one in fitting
                if one.drill_type in practised.types and moment in one.moments and one.minutes <= longest
            }
        moments = tuple(moment for moment in entries.moments if fitting_in[moment])
        if moments:
            anywhere = set().union(*fitting_in.values())
            yield Coverage(
                rule=RULE,
                scenarios=tuple(one.scenario_id for one in fitting if one.scenario_id in anywhere),
                goal=GOAL,
                sentence=practised.sentence.format(moments=", ".join(moments)),
                moments=moments,
            )
