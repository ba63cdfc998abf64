"""The solver's own view of a campus: only possible choices, as plain frozen values.

Nothing that cannot happen gets in: a scenario that is unfit for the campus's grade bands, a day on which it
fits no period, a period that is too short. Every later step works on what is left.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from drillplanner.mandates import Duty, Match
from drillplanner.model import (
    Agency,
    Campus,
    DayKind,
    GoalWeights,
    Period,
    PeriodTag,
    Scenario,
    minutes_of,
)

#: A drill starts so many minutes into its period, when attendance has been taken, if it fits.
SETTLING_MINUTES = 10


#: What two campuses must have in common to have the same best plan.
Likeness = tuple[Hashable, ...]


@dataclass(frozen=True)
class DayChoice:
    """A school day of the campus: its place in the campus's year and what a goal may ask about it."""

    index: int
    date: date
    kind: DayKind
    is_break_eve: bool
    periods: tuple[Period, ...]


@dataclass(frozen=True)
class PeriodGroup:
    """Scenarios that fit the same periods on every day, so that one set of variables places them all.

    ``periods`` holds the names of the fitting periods, by the index of the day.
    """

    scenarios: tuple[int, ...]
    periods: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class CampusProblem:
    """All that can be chosen at one campus, and what it owes.

    ``scenarios[i]`` can be held on the days ``days[j]`` with ``j in possible_days[i]``.
    """

    campus: Campus
    duties: tuple[Duty, ...]
    scenarios: tuple[Scenario, ...]
    days: tuple[DayChoice, ...]
    possible_days: tuple[tuple[int, ...], ...]
    groups: tuple[PeriodGroup, ...]
    agencies: tuple[Agency, ...]
    weights: GoalWeights
    lesson_periods: tuple[str, ...]
    """Names of the instruction periods of a full day: what a class can lose."""

    @cached_property
    def likeness(self) -> Likeness:
        """Equal for campuses between which the solver cannot tell: all but their names."""
        duties = tuple((duty.mandate.mandate_id, duty.window, duty.missing_fact) for duty in self.duties)
        names = tuple(scenario.scenario_id for scenario in self.scenarios)
        return (duties, names, self.days, self.possible_days, self.groups, self.lesson_periods)

    def restricted(self, held: frozenset[tuple[int, int]]) -> CampusProblem:
        """The same campus with only these (scenario, day) pairs left to choose from."""
        possible = tuple(
            tuple(day for day in days if (scenario, day) in held)
            for scenario, days in enumerate(self.possible_days)
        )
        return replace(self, possible_days=possible)

    def period(self, day: int, name: str) -> Period:
        """The period of that name on that day."""
        return next(period for period in self.days[day].periods if period.name == name)


def fits(scenario: Scenario, period: Period) -> bool:
    """Whether the scenario can be held in the period: one of its moments, and long enough."""
    return period.length >= scenario.minutes and any(tag in scenario.moments for tag in period.tags)


def selects(match: Match, scenario: Scenario) -> bool:
    """Whether drills of the scenario are among those the match speaks of, the presence of agencies left aside."""
    return (
        scenario.drill_type in match.types
        and (match.formats is None or scenario.format in match.formats)
        and (match.audiences is None or scenario.audience in match.audiences)
        and (match.routes is None or scenario.route in match.routes)
    )


def placed_at(minutes: int, period: Period) -> tuple[int, int]:
    """From and to, in minutes since midnight, of a drill so long: ten minutes in, or as late as it still fits."""
    start = minutes_of(period.start) + min(SETTLING_MINUTES, period.length - minutes)
    return start, start + minutes


def costs_a_lesson(period: Period) -> bool:
    """Whether a drill in this period takes time from a class."""
    return PeriodTag.INSTRUCTION in period.tags
