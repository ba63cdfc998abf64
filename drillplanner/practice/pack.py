"""A pack of good practice: entries in the language of the law's packs, each with its source and its rank."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from drillplanner.law import Match, Source
from drillplanner.law.duties.applicability import Grades
from drillplanner.law.kinds.count import Count
from drillplanner.model import Confidence, DrillType, Frozen, PracticeRank, TimeSpan


class Apart(Frozen):
    """Two drills of ``match`` are this many calendar days apart, or fewer at a campus that holds many of them.

    The distance is ``PART_OF_EVEN`` of the one that they would have if they were spread evenly over the year: at
    most ``days`` and at least ``least_days``.
    """

    kind: Literal["apart"]
    what: str = Field(description="The drills in words, plural.")
    match: Match
    days: int = Field(ge=2)
    least_days: int = Field(ge=2)


class EachPart(Frozen):
    """The drills of ``match`` are spread: one in each of ``parts`` parts of the year with as many school days.

    Fewer parts where the year has fewer of these drills, or the law holds several of them in one part.
    """

    kind: Literal["each_part"]
    what: str = Field(description="The drill in words, with its article.")
    match: Match
    parts: int = Field(ge=2)


class Before(Frozen):
    """A drill of ``first`` is held on an earlier day than any drill of ``then``."""

    kind: Literal["before"]
    first: Match
    then: Match


class EasyFirst(Frozen):
    """Of each type of ``match``, a drill of the easiest variant is held before any harder one (``difficulty``)."""

    kind: Literal["easy_first"]
    match: Match


class Early(Frozen):
    """A drill of ``match`` is held within the first school days of the year, if any is held."""

    kind: Literal["early"]
    what: str = Field(description="The drill in words, singular.")
    match: Match
    school_days: int = Field(ge=1)


class AvoidDays(Frozen):
    """No drill of ``match`` on a day of the list of days to avoid (``avoided_days/``), or on days of its own."""

    kind: Literal["avoid_days"]
    match: Match
    yearly: tuple[Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")], ...] = Field(
        default=(),
        description="Days of each year, as MM-DD, in place of the list: on the weekend, the Friday before.",
    )


class AtTimes(Frozen):
    """Of the drills of ``match``, at most a share (rounded up) is at these times, or outside of them."""

    kind: Literal["at_times"]
    match: Match
    times: TimeSpan
    outside: bool = Field(default=False, description="The share is of drills outside the times.")
    most_percent: int = Field(ge=0, le=100)


class BeforeSeason(Frozen):
    """A drill of this type shortly before each season of its hazard that begins in the school year."""

    kind: Literal["before_season"]
    drill_type: DrillType


Asks = Annotated[
    Count | Apart | EachPart | Before | EasyFirst | Early | AvoidDays | AtTimes | BeforeSeason,
    Field(discriminator="kind"),
]


class GoodPractice(Frozen):
    """One good practice: what it asks for, of whom, why, and how much a breach weighs."""

    practice_id: str = Field(pattern=r"^GP-[0-9]{2}$")
    title: str = Field(description="One line, for tables: 'A lockdown each semester'.")
    why: str = Field(description="The reason, in our own words.")
    sources: tuple[str, ...] = Field(
        min_length=1, description="Ids of the pack's sources, the deciding one first."
    )
    confidence: Confidence
    rank: PracticeRank = Field(description="Which breaches of good practice come before which.")
    grades: Grades | None = Field(default=None, description="Grades of which the campus must teach one.")
    applies_if: dict[str, bool] = Field(
        default_factory=dict, description="Facts of the campus that must be known to be so."
    )
    where_season: DrillType | None = Field(
        default=None, description="Only in states that have a season of the hazard of this type of drill."
    )
    is_about_violence: bool = Field(
        default=False, description="Its drills count toward the most that the state's profile advises."
    )
    asks: Asks

    @model_validator(mode="after")
    def _asks_for_a_minimum(self) -> GoodPractice:
        if isinstance(self.asks, Count) and (self.asks.min is None or self.asks.max is not None):
            raise ValueError("a count of good practice has 'min' and no 'max'")
        return self


class PracticePack(Frozen):
    """A level of good practice: baseline, lighter, or a district's own."""

    pack_id: str
    name: str
    reviewed: date = Field(description="The day on which the pack was last held against its sources.")
    drill_groups: dict[str, tuple[DrillType, ...]] = Field(default_factory=dict)
    sources: dict[str, Source]
    practices: tuple[GoodPractice, ...]

    @model_validator(mode="after")
    def _knows_its_sources(self) -> PracticePack:
        ids = [practice.practice_id for practice in self.practices]
        if len(set(ids)) < len(ids):
            raise ValueError("two practices have the same id")
        unknown = {name for practice in self.practices for name in practice.sources} - set(self.sources)
        if unknown:
            raise ValueError(f"no source is called {', '.join(sorted(unknown))}")
        return self


class LevelOnAnother(Frozen):
    """A bundled level that is another one, with entries in place of others and without some."""

    pack_id: str
    name: str
    reviewed: date = Field(description="The day on which the pack was last held against its sources.")
    based_on: str
    off: tuple[str, ...] = Field(default=(), description="Ids of entries that are left out.")
    practices: tuple[GoodPractice, ...] = Field(description="Each takes the place of the entry with its id.")

    def on(self, base: PracticePack) -> PracticePack:
        """Return the level, made from the one that it is based on.

        Raises ValueError if an entry has an id or a source that the other level does not have.
        """
        instead = {practice.practice_id: practice for practice in self.practices}
        ids = {practice.practice_id for practice in base.practices}
        if unknown := {*instead, *self.off} - ids:
            raise ValueError(f"{base.pack_id} has no {', '.join(sorted(unknown))}")
        kept = (practice for practice in base.practices if practice.practice_id not in self.off)
        return PracticePack(
            pack_id=self.pack_id,
            name=self.name,
            reviewed=self.reviewed,
            drill_groups=base.drill_groups,
            sources=base.sources,
            practices=tuple(instead.get(practice.practice_id, practice) for practice in kept),
        )


class OwnPractice(Frozen):
    """A district's own file: a bundled level with other numbers, and without some entries."""

    based_on: str
    numbers: dict[str, int] = Field(
        default_factory=dict,
        description="The number of an entry, by its id: drills in each period, days, or percent.",
    )
    off: tuple[str, ...] = Field(default=(), description="Ids of entries that are left out.")
