"""What the developmental rules ask of a campus's year, worked out to sets of scenarios and numbers.

The rules speak of levels, bands and facts of a scenario; at one campus each of them comes to this: these scenarios
wait for one of those, are spared for so many school days, lie so many days apart, are used so many times at most.
Two that are advised for other reasons have the same form: moments to be covered, and seasons to be practised for.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.vocabulary import PeriodTag

#: Ids of scenarios, in order.
ScenarioIds = tuple[str, ...]


class YearLimit(Frozen):
    """One of them: of which rule, for which scenarios, and what breaking it costs."""

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
        """Whether it comes before all soft goals."""
        return self.goal is None


class Precedence(YearLimit):
    """A drill is held too early where no drill of ``after`` was held on a day before it."""

    after: ScenarioIds = Field(description="Any one of these comes first; empty where the district has none.")


class Delay(YearLimit):
    """A drill is held too soon on one of the first school days of the campus's year."""

    school_days: int = Field(ge=1)


class MinimumGap(YearLimit):
    """Drills are too near to each other in each run of fewer calendar days that holds more than one of them."""

    days: int = Field(ge=2, description="Calendar days from one to the next at least.")


class Ceiling(YearLimit):
    """Each drill beyond so many in the year is one too many."""

    most: int = Field(ge=0)


class WeekdayVariety(YearLimit):
    """The drills of one type do not all fall on one weekday, where there are so many of them or more."""

    from_drills: int = Field(ge=2)


class Coverage(YearLimit):
    """At least one drill of these is held in the year in each of these moments.

    The scenarios may be none, where none of those that could be held there can be used.
    """

    scenarios: ScenarioIds = Field(description="Scenarios that can be held in some of the moments.")
    moments: tuple[PeriodTag, ...] = Field(min_length=1)
    grades: tuple[str, ...] = Field(
        default=(),
        description="The grades whose moments they are, where grades have bells of their own; else empty.",
    )


class SeasonalDrill(YearLimit):
    """Where any drill of these is held in the year, one lies between two dates, both included."""

    first: date
    last: date


class DevelopmentalLimits(Frozen):
    """All that hold at one campus."""

    precedences: tuple[Precedence, ...] = ()
    delays: tuple[Delay, ...] = ()
    gaps: tuple[MinimumGap, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    varieties: tuple[WeekdayVariety, ...] = ()
    coverages: tuple[Coverage, ...] = ()
    seasons: tuple[SeasonalDrill, ...] = ()

    @property
    def every(self) -> tuple[YearLimit, ...]:
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
