"""Developmental limits on a campus's year, as sets of scenarios and numbers for the solver.

Developmental rules mention levels, grade bands, and facts of a scenario. At one campus, each rule becomes one of
these limits: scenarios wait for another one, are not held in the first school days, keep a minimum distance, or
have a maximum number in the year. Two other kinds of advice have the same form: moments of the day to practice,
and seasons to prepare for.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.grades import GradeBand
from drillplanner.model.vocabulary import PeriodTag

#: Ids of scenarios, in order.
ScenarioIds = tuple[str, ...]


class YearLimit(Frozen):
    """A limit on a campus's year: its rule, its scenarios, and the goal that counts its breaches."""

    rule: str
    scenarios: ScenarioIds = Field(min_length=1, description="The scenarios whose drills are limited.")
    goal: str | None = Field(
        default=None,
        description="The soft goal that counts its breaches; None where the rule is required, so that no point "
        "may be weighed against it.",
    )
    sentence: str = Field(description="What it asks for, as the second half of 'DA-301: ...'.")

    @property
    def is_required(self) -> bool:
        """Whether the limit comes before all soft goals."""
        return self.goal is None


class Precedence(YearLimit):
    """A drill is too early if no drill of ``after`` was held on an earlier day."""

    after: ScenarioIds = Field(description="Any one of these comes first; empty where the district has none.")


class BandDelay(Frozen):
    """The first school days of a campus's year on which a grade band does not yet take part."""

    band: GradeBand
    school_days: int = Field(ge=1)


class Delay(YearLimit):
    """A drill is too early if a grade band takes part in it on one of that band's first school days.

    A drill is one breach, however many bands it is too early for.
    """

    by_band: tuple[BandDelay, ...] = Field(min_length=1, description="One entry a band, the youngest first.")

    def school_days_for(self, bands: Collection[GradeBand]) -> int:
        """Return the number of first school days on which a drill with these bands is too early; 0 if none."""
        return max((delay.school_days for delay in self.by_band if delay.band in bands), default=0)


class MinimumGap(YearLimit):
    """Drills are too close in each run of fewer calendar days that contains more than one of them."""

    days: int = Field(ge=2, description="Calendar days from one to the next at least.")


class Ceiling(YearLimit):
    """Each drill beyond a number in the year is too many."""

    most: int = Field(ge=0)


class WeekdayVariety(YearLimit):
    """The drills of a type do not all fall on one weekday if there are at least ``from_drills`` of them."""

    from_drills: int = Field(ge=2)


class Coverage(YearLimit):
    """At least one drill of these scenarios is held in the year in each of these moments.

    The scenarios may be empty: then no usable scenario fits the moments.
    """

    scenarios: ScenarioIds = Field(description="Scenarios that can be held in some of the moments.")
    moments: tuple[PeriodTag, ...] = Field(min_length=1)
    grades: tuple[str, ...] = Field(
        default=(),
        description="The grades whose moments they are, where grades have bells of their own; else empty.",
    )


class SeasonalDrill(YearLimit):
    """If any drill of these scenarios is held in the year, one is held between two dates, both included."""

    first: date
    last: date


class DevelopmentalLimits(Frozen):
    """All developmental limits of one campus."""

    precedences: tuple[Precedence, ...] = ()
    delays: tuple[Delay, ...] = ()
    gaps: tuple[MinimumGap, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    varieties: tuple[WeekdayVariety, ...] = ()
    coverages: tuple[Coverage, ...] = ()
    seasons: tuple[SeasonalDrill, ...] = ()

    @property
    def all_limits(self) -> tuple[YearLimit, ...]:
        """The limits of every kind."""
        return (
            *self.precedences,
            *self.delays,
            *self.gaps,
            *self.ceilings,
            *self.varieties,
            *self.coverages,
            *self.seasons,
        )
