"""Bell schedules: the periods of a day, by the kind of day."""

from __future__ import annotations

import re
from datetime import date, time
from functools import cached_property
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer

from drillplanner.model.base import Frozen
from drillplanner.model.vocabulary import DayKind, PeriodTag

#: How staff hours are called where a bell period would stand, as in schedule.csv. No period may be called so.
STAFF_HOURS = "Staff hours"

_LAST_MINUTE = 24 * 60 - 1
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")


def _read_clock(value: object) -> object:
    if not isinstance(value, str):
        return value
    match = _CLOCK.fullmatch(value.strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise ValueError(f"'{value}' is not a time of day; write hours and minutes as 08:05 or 14:30")
    return time(int(match[1]), int(match[2]))


#: A local time of day without seconds, written HH:MM.
Clock = Annotated[
    time,
    BeforeValidator(_read_clock),
    PlainSerializer(lambda value: value.strftime("%H:%M"), return_type=str),
]


def minutes_of(clock: time) -> int:
    """Minutes since midnight."""
    return clock.hour * 60 + clock.minute


def clock_of(minutes: int) -> time:
    """The time of day that many minutes after midnight."""
    return time(minutes // 60, minutes % 60)


class Period(Frozen):
    """One stretch of the day between two bells."""

    name: str = Field(description="As printed on the school's schedule; unique within a day.")
    start: Clock
    end: Clock
    tags: tuple[PeriodTag, ...] = Field(
        default=(PeriodTag.INSTRUCTION,), description="What the period is for.", min_length=1
    )

    @property
    def length(self) -> int:
        """Minutes from bell to bell."""
        return minutes_of(self.end) - minutes_of(self.start)


class StaffHours(Frozen):
    """The time before school or after dismissal in which adults are on duty and no student is on site."""

    start: Clock
    end: Clock

    @property
    def length(self) -> int:
        """Minutes from start to end."""
        return minutes_of(self.end) - minutes_of(self.start)


class BellVariant(Frozen):
    """Periods of some days of a kind that are not like the others: an "A" day, an odd block, an assembly."""

    kind: DayKind = DayKind.FULL
    periods: tuple[Period, ...] = Field(min_length=1)


class BellSchedule(Frozen):
    """A school's periods for each kind of day on which it is open, and for single days that differ."""

    bell_schedule_id: str = Field(description="The file's name without its ending.")
    name: str
    days: dict[DayKind, tuple[Period, ...]] = Field(
        description="Periods by kind of day; a kind that is not given has no periods, so no drill falls on it."
    )
    variants: dict[str, BellVariant] = Field(
        default_factory=dict, description="Periods of days that differ, by the name of that day."
    )
    variant_by_date: dict[date, str] = Field(
        default_factory=dict, description="The school days on which a variant holds, where the day is of its kind."
    )
    has_ordinary_days: bool = Field(
        default=True, description="Whether some full day has the periods of 'days' and not those of a variant."
    )
    staff_hours: StaffHours | None = Field(
        default=None, description="On each kind of day with periods; None where the school has not named them."
    )

    def periods_on(self, kind: DayKind, on: date | None = None) -> tuple[Period, ...]:
        """The periods of a day of that kind; of that date where one is given.

        A testing day without its own periods runs as a full day.
        """
        if kind is DayKind.CLOSED:
            return ()
        variant = self.variants.get(self.variant_by_date.get(on, "")) if on is not None else None
        if variant is not None and variant.kind is kind:
            return variant.periods
        if kind is DayKind.TESTING and kind not in self.days:
            return self.periods_on(DayKind.FULL, on)
        return self.days.get(kind, ())

    @cached_property
    def full_day_periods(self) -> tuple[Period, ...]:
        """The periods of every full day that there is, each once."""
        used = set(self.variant_by_date.values())
        days = [self.days.get(DayKind.FULL, ())] if self.has_ordinary_days else []
        days += [one.periods for name, one in self.variants.items() if name in used and one.kind is DayKind.FULL]
        return tuple(dict.fromkeys(period for periods in days for period in periods))

    @cached_property
    def lesson_names(self) -> tuple[str, ...]:
        """The names of the instruction periods of its full days, each once."""
        lessons = (one.name for one in self.full_day_periods if PeriodTag.INSTRUCTION in one.tags)
        return tuple(dict.fromkeys(lessons))

    def staff_hours_on(self, kind: DayKind, after_last_bell: int, on: date | None = None) -> StaffHours | None:
        """The staff hours of a day of that kind; where none are named, so many minutes from the last bell on.

        None on a day without periods, and where ``after_last_bell`` is 0 and none are named.
        """
        periods = self.periods_on(kind, on)
        if not periods or self.staff_hours is not None:
            return self.staff_hours if periods else None
        last_bell = max(minutes_of(period.end) for period in periods)
        until = min(last_bell + after_last_bell, _LAST_MINUTE)
        return StaffHours(start=clock_of(last_bell), end=clock_of(until)) if until > last_bell else None
