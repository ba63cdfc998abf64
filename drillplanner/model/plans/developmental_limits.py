"""Limits on a campus's year that give way to the law, as sets of scenarios and numbers for the solver.

Developmental rules mention levels, grade bands, and facts of a scenario. At one campus, each rule becomes one of
these limits: scenarios wait for another one, are not held in the first school days, keep a minimum distance, or
have a maximum number in the year. Other advice has the same form: moments of the day to practice, seasons to
prepare for, and everything that good practice asks beyond the law (``practice/``).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from drillplanner.model.base import Frozen
from drillplanner.model.calendar.bells import Clock
from drillplanner.model.grades import GradeBand
from drillplanner.model.vocabulary import PeriodTag

#: What a breach of a required developmental rule weighs among all breaches: more than 9,999 missing drills of good
#: practice, so more than all breaches of good practice of some hundred campuses.
REQUIRED_WEIGHT = 10**14


class PracticeRank(StrEnum):
    """Which breaches of good practice come before which: all of the first before any of the second, and so on."""

    DRILLS = "drills"
    """Kinds of drills that are missing."""
    ORDER = "order"
    """Drills that come before what should be first, and first drills that come late."""
    DATES = "dates"
    """Dates that hurt."""
    SPACING = "spacing"
    """Too few days between two drills."""
    HOURS = "hours"
    """Times of the day."""

    @property
    def weight(self) -> int:
        """What a breach weighs: more than all of the next rank that one campus can have in a year."""
        return _WEIGHTS[self]


#: A campus's year has less than 1,000 breaches of hours, 10,000 runs of days that are too short, 1,000 dates, 100
#: drills out of order, and 100 missing drills.
_WEIGHTS = {
    PracticeRank.DRILLS: 10**12,
    PracticeRank.ORDER: 10**10,
    PracticeRank.DATES: 10**7,
    PracticeRank.SPACING: 10**3,
    PracticeRank.HOURS: 1,
}

#: Ids of scenarios, in order.
ScenarioIds = tuple[str, ...]


class YearLimit(Frozen):
    """A limit on a campus's year: its rule, its scenarios, and where its breaches count.

    Breaches of required limits come first, then those of good practice, then the points of soft goals.
    """

    rule: str
    scenarios: ScenarioIds = Field(min_length=1, description="The scenarios whose drills are limited.")
    goal: str | None = Field(
        default=None,
        description="The soft goal that counts its breaches; None where the rule is required, so that no point "
        "may be weighed against it.",
    )
    practice: PracticeRank | None = Field(
        default=None,
        description="The rank of a limit of good practice, whose id 'rule' then is; None: the limit is of a "
        "developmental rule.",
    )
    sentence: str = Field(description="What it asks for, as the second half of 'DA-301: ...'.")

    @property
    def is_required(self) -> bool:
        """Whether the limit is of a required developmental rule, which comes before practice and soft goals."""
        return self.goal is None and self.practice is None

    @property
    def weight(self) -> int:
        """What a breach weighs in the tier before soft goals; 0 for a soft goal."""
        if self.practice is not None:
            return self.practice.weight
        return REQUIRED_WEIGHT if self.is_required else 0


class Precedence(YearLimit):
    """A drill is too early if no drill of ``after`` was held on an earlier day."""

    after: ScenarioIds = Field(description="Any one of these comes first; empty where the district has none.")
    is_of_variants: bool = Field(
        default=False,
        description="All of them are variants of one drill. Where nothing else tells two of them apart, it is "
        "left open until the end of the search which of them a drill is, and the first one is one of 'after'.",
    )


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


class Floor(YearLimit):
    """At least ``least`` drills of these scenarios are held between two dates, both included.

    Each one that is missing is a breach.
    """

    scenarios: ScenarioIds = Field(description="Scenarios whose drills count; empty where the district has none.")
    least: int = Field(ge=1)
    first: date
    last: date
    may_add: bool = Field(
        description="Whether a drill may be added for it. If not, only drills that are held anyway can meet it."
    )


class AvoidedDates(YearLimit):
    """Each drill on one of these dates is a breach."""

    dates: tuple[date, ...] = Field(min_length=1)


class TimeSpan(Frozen):
    """Times of the school day, given in one of three ways.

    ``moments`` are kinds of bell period. ``since`` and ``until`` are times between which a drill starts.
    ``minutes_from_bells`` are the minutes after the first bell in which a drill starts, and those before the last
    bell in which one still goes on.
    """

    moments: tuple[PeriodTag, ...] = ()
    since: Clock | None = None
    until: Clock | None = None
    minutes_from_bells: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _is_given_in_one_way(self) -> TimeSpan:
        has_hours = self.since is not None or self.until is not None
        ways = (bool(self.moments), has_hours, self.minutes_from_bells is not None)
        if sum(ways) != 1:
            raise ValueError("give 'moments', or 'since' and 'until', or 'minutes_from_bells'")
        return self


class TimeOfDay(YearLimit):
    """Of these drills, at most a share, rounded up, is at some times of the day; each one beyond is a breach."""

    span: TimeSpan
    is_outside: bool = Field(default=False, description="The share is of drills outside the span.")
    most_percent: int = Field(ge=0, le=100)


class DevelopmentalLimits(Frozen):
    """All limits of one campus that give way to the law: of developmental rules, goals, and good practice."""

    precedences: tuple[Precedence, ...] = ()
    delays: tuple[Delay, ...] = ()
    gaps: tuple[MinimumGap, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    varieties: tuple[WeekdayVariety, ...] = ()
    coverages: tuple[Coverage, ...] = ()
    seasons: tuple[SeasonalDrill, ...] = ()
    floors: tuple[Floor, ...] = ()
    avoided: tuple[AvoidedDates, ...] = ()
    times: tuple[TimeOfDay, ...] = ()

    def with_more(self, more: DevelopmentalLimits) -> DevelopmentalLimits:
        """Return these limits, and more of them."""
        fields = type(self).model_fields
        return self.model_copy(update={name: (*getattr(self, name), *getattr(more, name)) for name in fields})

    @property
    def without_practice(self) -> DevelopmentalLimits:
        """The limits that are not of good practice."""
        return DevelopmentalLimits.model_validate(
            {
                name: tuple(limit for limit in getattr(self, name) if limit.practice is None)
                for name in type(self).model_fields
            }
        )

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
            *self.floors,
            *self.avoided,
            *self.times,
        )
