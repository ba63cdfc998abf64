"""``spacing``: the longest and the shortest time allowed between two drills."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Literal

from pydantic import Field, model_validator

from drillplanner.law.match import Match
from drillplanner.law.requirement import CampusSchedule, Judgment, LooserRequirement
from drillplanner.law.timing.span import DayUnit, PeriodicRequirement
from drillplanner.law.window import Window
from drillplanner.model import Drill, DutyStatus, Frozen


class Gap(Frozen):
    """A length of time. ``school_day`` counts days on which the campus is open, ``calendar_day`` all days."""

    days: int = Field(ge=1)
    unit: Literal[DayUnit.SCHOOL_DAY, DayUnit.CALENDAR_DAY]
    unit_is_stated: bool

    @property
    def phrase(self) -> str:
        """The length in words: '30 school days'."""
        doubt = "" if self.unit_is_stated else " (as we read 'days')"
        return f"{self.days} {self.unit.replace('_', ' ')}{'s' if self.days > 1 else ''}{doubt}"


class Spacing(PeriodicRequirement):
    """In each period, every run of ``at_least_every`` days has a drill, and drills are ``apart`` days apart.

    A run is that many days in a row, all of them in the period; a shorter period has no run. Drills on Monday and
    Tuesday are one day apart.
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

    def sentence(self, window: Window) -> str:
        """Return 'a fire drill in every 30 school days of the school year'."""
        limits = []
        if self.at_least_every is not None:
            limits.append(f"a {self.what} in every {self.at_least_every.phrase}")
        if self.apart is not None:
            limits.append(f"{self.what}s at least {self.apart.phrase} apart")
        return f"{' and '.join(limits)} of {window.label}"

    @property
    def can_be_mended(self) -> bool:
        """Whether runs of days must have a drill: two that were too close stay so."""
        return self.at_least_every is not None

    @property
    def without_limits(self) -> Spacing | None:
        """The same requirement without the shortest time between two drills; None if no run must have a drill."""
        return None if self.at_least_every is None else self.model_copy(update={"apart": None})

    @property
    def limits_alone(self) -> Spacing | None:
        """The same requirement without the runs that must have a drill; None if drills may be close."""
        return None if self.apart is None else self.model_copy(update={"at_least_every": None})

    @property
    def minimum(self) -> None:
        """None: it asks for drills in runs of days, which overlap."""
        return None

    def check(self, window: Window, schedule: CampusSchedule) -> Judgment:
        """Check the time before the first drill, between any two, and after the last."""
        sure, unsure = schedule.sure_and_possible(self.match, window)
        drill_ids = tuple(drill.drill_id for drill in sure)
        possible = sorted([*sure, *unsure], key=lambda drill: drill.date)
        gap = self._long_gap(_dates(possible), window, schedule)
        close_pair = self._close_pair(sure, schedule)
        if gap is not None or close_pair is not None:
            problem = f"none from {gap[0]} to {gap[1]}" if gap else f"too close: {close_pair}"
            return Judgment(DutyStatus.VIOLATED, drill_ids, f"{self.sentence(window)} required; {problem}")
        if self._long_gap(_dates(sure), window, schedule) or self._close_pair(possible, schedule):
            missing = schedule.missing_information(self.match, unsure[0])
            return Judgment(DutyStatus.CANNOT_TELL, drill_ids, f"{self.sentence(window)} required", missing)
        return Judgment(DutyStatus.MET, drill_ids, f"{self.sentence(window)}: so with {len(sure)}")

    @property
    def counts_school_days(self) -> bool:
        """Whether runs of days must have a drill: one more run needs one more drill."""
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

    def _long_gap(self, drilled: list[date], window: Window, schedule: CampusSchedule) -> tuple[date, date] | None:
        """Return the first and last school day of the first run of days without a drill, or None."""
        if self.at_least_every is None:
            return None
        dates = _open_dates(window, schedule)
        open_dates = set(dates)
        ends = [-1, *(bisect_left(dates, on) for on in drilled if on in open_dates), len(dates)]
        for before, after in pairwise(sorted(set(ends))):
            between = dates[before + 1 : after]
            if between and self._length(between, before, after, dates, window) >= self.at_least_every.days:
                return between[0], between[-1]
        return None

    def _length(self, between: list[date], before: int, after: int, dates: list[date], window: Window) -> int:
        """Return the days without a drill between two positions in ``dates``, in the unit of the requirement."""
        assert self.at_least_every is not None  # noqa: S101 (only called if it is given)
        if self.at_least_every.unit is DayUnit.SCHOOL_DAY:
            return len(between)
        # Calendar days without a drill, holidays included, up to the day before the next drill or the year's end.
        opens = max(window.first, dates[0]) if before < 0 else dates[before]
        closes = min(window.last, dates[-1]) if after == len(dates) else dates[after]
        return (closes - opens).days + 1 - (before >= 0) - (after < len(dates))

    def _close_pair(self, drills: list[Drill], schedule: CampusSchedule) -> str | None:
        if self.apart is None:
            return None
        dates = schedule.calendar.dates_at(schedule.campus.campus_id)
        for drill, following in pairwise(drills):
            if self.apart.unit is DayUnit.CALENDAR_DAY:
                distance = (following.date - drill.date).days
            else:
                distance = bisect_right(dates, following.date) - bisect_right(dates, drill.date)
            if distance < self.apart.days:
                return f"{drill.drill_id} and {following.drill_id}"
        return None


def _dates(drills: list[Drill]) -> list[date]:
    return [drill.date for drill in drills]


def _open_dates(window: Window, schedule: CampusSchedule) -> list[date]:
    return [on for on in schedule.calendar.dates_at(schedule.campus.campus_id) if window.covers(on)]
