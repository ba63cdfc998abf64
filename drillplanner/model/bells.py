"""Bell schedules: the periods of a day, by the kind of day."""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer

from drillplanner.model.base import Frozen
from drillplanner.model.vocabulary import DayKind, PeriodTag

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


class BellSchedule(Frozen):
    """A school's periods for each kind of day on which it is open."""

    bell_schedule_id: str = Field(description="The file's name without its ending.")
    name: str
    days: dict[DayKind, tuple[Period, ...]] = Field(
        description="Periods by kind of day; a kind that is not given has no periods, so no drill falls on it."
    )

    def periods_on(self, kind: DayKind) -> tuple[Period, ...]:
        """The periods of a day of that kind; a testing day without its own periods runs as a full day."""
        if kind is DayKind.CLOSED:
            return ()
        fallback = self.days.get(DayKind.FULL, ()) if kind is DayKind.TESTING else ()
        return self.days.get(kind, fallback)
