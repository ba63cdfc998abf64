"""``spacing``: how long the time between two drills may be at most, and must be at least."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Literal

from pydantic import Field, model_validator

from drillplanner.law.match import Match
from drillplanner.law.requirement import Judgement, LooserRequirement, Scene
from drillplanner.law.timing.span import DayUnit, PeriodicRequirement
from drillplanner.law.window import Window
from drillplanner.model import Drill, DutyStatus, Frozen


class Gap(Frozen):
    """A stretch of time. ``school_day`` counts days on which the campus is open, ``calendar_day`` all days."""

    days: int = Field(ge=1)
    unit: Literal[DayUnit.SCHOOL_DAY, DayUnit.CALENDAR_DAY]
    unit_is_stated: bool

    @property
    def phrase(self) -> str:
        """For a sentence: '30 school days'."""
        doubt = "" if self.unit_is_stated else " (as we read 'days')"
        return f"{self.days} {self.unit.replace('_', ' ')}{'s' if self.days > 1 else ''}{doubt}"


class Spacing(PeriodicRequirement):
    """In each period, every run of ``at_least_every`` days holds a drill, and two drills lie ``apart`` days apart.

    A run is so many days in a row, all of them in the period; a period shorter than that holds none. Two drills on
    Monday and Tuesday lie one day apart.
    """

    kind: Literal["spacing"]
    what: str = Field(description="The drills in words, singular.")
    match: Match
    at_least_every: Gap | None = None
    apart: Gap | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Spacing:
        if self.at_least_every is None and self.apart is None:
            raise ValueError("'at_least_every' or 'apart' must be given")
        longest, shortest = self.at_least_every, self.apart
        if longest and shortest and longest.unit is shortest.unit and shortest.days > longest.days:
            raise ValueError(
                f"the drills cannot be {shortest.days} days apart with one in every {longest.days} days"
            )
        return self

    def owes(self, window: Window) -> str:
        """What is owed."""
        asked = []
        if self.at_least_every is not None:
            asked.append(f"a {self.what} in every {self.at_least_every.phrase}")
        if self.apart is not None:
            asked.append(f"{self.what}s at least {self.apart.phrase} apart")
        return f"{' and '.join(asked)} of {window.label}"

    def check(self, window: Window, scene: Scene) -> Judgement:
        """Looks at the stretch before the first drill, between any two, and after the last."""
        sure, unsure = scene.sure_and_possible(self.match, window)
        counted = tuple(drill.drill_id for drill in sure)
        every = sorted([*sure, *unsure], key=lambda drill: drill.date)
        gap = self._long_gap(_dates(every), window, scene)
        close = self._close_pair(sure, scene)
        if gap is not None or close is not None:
            said = f"none from {gap[0]} to {gap[1]}" if gap else f"too close: {close}"
            return Judgement(DutyStatus.VIOLATED, counted, f"{self.owes(window)} required; {said}")
        if self._long_gap(_dates(sure), window, scene) or self._close_pair(every, scene):
            silent = scene.missing_information(self.match, unsure[0])
            return Judgement(DutyStatus.CANNOT_TELL, counted, f"{self.owes(window)} required", silent)
        return Judgement(DutyStatus.MET, counted, f"{self.owes(window)}: so with {len(sure)}")

    @property
    def counts_school_days(self) -> bool:
        """Whether runs of days must hold a drill: a run more is a drill more."""
        return self.at_least_every is not None

    def looser(self, rule: str, sentence: str) -> Iterator[LooserRequirement]:
        """Yield shorter distances between two drills, then longer runs of days."""
        apart, every = self.apart, self.at_least_every
        if apart is not None:
            for days in range(apart.days - 1, 0, -max(1, apart.days // 10)):
                words = f"Ask for {days} instead of {apart.phrase} between two drills in {rule}: {sentence}"
                nearer = apart.model_copy(update={"days": days})
                yield LooserRequirement(words, self.model_copy(update={"apart": nearer}))
        if every is not None:
            for days in range(every.days + 1, every.days + 11):
                words = f"Ask for a drill every {days} instead of {every.phrase} in {rule}: {sentence}"
                rarer = every.model_copy(update={"days": days})
                yield LooserRequirement(words, self.model_copy(update={"at_least_every": rarer}))

    def _long_gap(self, drilled: list[date], window: Window, scene: Scene) -> tuple[date, date] | None:
        """The first stretch without a drill that is as long as a run, by its first and last school day."""
        if self.at_least_every is None:
            return None
        dates = _open_dates(window, scene)
        open_dates = set(dates)
        ends = [-1, *(bisect_left(dates, on) for on in drilled if on in open_dates), len(dates)]
        for before, after in pairwise(sorted(set(ends))):
            free = dates[before + 1 : after]
            if free and self._length(free, before, after, dates, window) >= self.at_least_every.days:
                return free[0], free[-1]
        return None

    def _length(self, free: list[date], before: int, after: int, dates: list[date], window: Window) -> int:
        assert self.at_least_every is not None  # noqa: S101 (asked only then)
        if self.at_least_every.unit is DayUnit.SCHOOL_DAY:
            return len(free)
        # Calendar days without a drill: up to the day before the next one, holidays included, inside the year.
        opens = max(window.first, dates[0]) if before < 0 else dates[before]
        closes = min(window.last, dates[-1]) if after == len(dates) else dates[after]
        return (closes - opens).days + 1 - (before >= 0) - (after < len(dates))

    def _close_pair(self, drills: list[Drill], scene: Scene) -> str | None:
        if self.apart is None:
            return None
        dates = scene.calendar.dates_at(scene.campus.campus_id)
        for one, other in pairwise(drills):
            if self.apart.unit is DayUnit.CALENDAR_DAY:
                distance = (other.date - one.date).days
            else:
                distance = bisect_right(dates, other.date) - bisect_right(dates, one.date)
            if distance < self.apart.days:
                return f"{one.drill_id} and {other.drill_id}"
        return None


def _dates(drills: list[Drill]) -> list[date]:
    return [drill.date for drill in drills]


def _open_dates(window: Window, scene: Scene) -> list[date]:
    return [on for on in scene.calendar.dates_at(scene.campus.campus_id) if window.covers(on)]
