"""Due dates of tasks: around a drill, in the year, at the end of each period, or before an event."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from enum import StrEnum

from pydantic import Field, field_validator, model_validator

from drillplanner.law.timing.periods import Per, periods, refuse_impossible_months
from drillplanner.law.timing.span import Dates, FirstDays, dates_in_year, day_of_year, first_days
from drillplanner.law.window import Setting
from drillplanner.model import EventKind, Frozen, school_days_before


class LeadUnit(StrEnum):
    """The unit of a time before or after a drill."""

    HOUR = "hour"
    CALENDAR_DAY = "calendar_day"
    SCHOOL_DAY = "school_day"
    WEEK = "week"


class DueByDrill(Frozen):
    """A due date a given time before each drill, a given time after it, or on its day.

    A time in hours before the drill is rounded up to whole days, plus one day, since a notice may be sent at any
    hour of its day: between a notice of 48 hours and the drill there are two whole school days. The days are
    school days, so that the office is open when the notice is due. A time in calendar days or weeks is counted on
    the civil calendar.
    """

    before: int | None = Field(default=None, ge=1, description="At least so long before.")
    after: int | None = Field(default=None, ge=1, description="At most so long after.")
    unit: LeadUnit | None = None
    unit_is_stated: bool = True
    same_day: bool = Field(default=False, description="On the day of the drill.")
    not_earlier_than: int | None = Field(
        default=None, ge=1, description="At most so many calendar days before the drill: a longest lead."
    )

    @model_validator(mode="after")
    def _one_of_them(self) -> DueByDrill:
        given = [self.before is not None, self.after is not None, self.same_day]
        if sum(given) != 1:
            raise ValueError("give one of 'before', 'after' and 'same_day: true'")
        if (self.unit is None) != self.same_day:
            raise ValueError("'unit' goes with 'before' or 'after'")
        if self.not_earlier_than is not None and self.after is not None:
            raise ValueError("'not_earlier_than' goes with 'before' or 'same_day'")
        return self

    def dates(self, on: date, setting: Setting) -> tuple[date | None, date]:
        """Return the first day (None: any) and the last day for the task of a drill on that date."""
        earliest = None if self.not_earlier_than is None else on - timedelta(self.not_earlier_than)
        if self.before is not None:
            return earliest, self._before(self.before, on, setting)
        if self.after is not None:
            return on, self._after(self.after, on, setting)
        return earliest, on

    def _before(self, number: int, on: date, setting: Setting) -> date:
        if self.unit is LeadUnit.CALENDAR_DAY:
            return on - timedelta(number)
        if self.unit is LeadUnit.WEEK:
            return on - timedelta(7 * number)
        days = number if self.unit is LeadUnit.SCHOOL_DAY else -(-number // 24) + 1
        # For a drill early in the year there are too few school days before it, so weekdays count.
        return school_days_before(setting.dates, on, days) or _weekdays_before(on, days)

    def _after(self, number: int, on: date, setting: Setting) -> date:
        if self.unit is LeadUnit.CALENDAR_DAY:
            return on + timedelta(number)
        if self.unit is LeadUnit.WEEK:
            return on + timedelta(7 * number)
        if self.unit is LeadUnit.HOUR:
            # We do not know the hour of the drill, so a part of a day never reaches into the next day.
            return on + timedelta(number // 24)
        later = setting.dates[bisect_right(setting.dates, on) :]
        return later[min(number, len(later)) - 1] if later else on + timedelta(number)


class DueByYear(Frozen):
    """A due date in each year: on given dates, on the first day of classes, or in the first days."""

    on: tuple[str, ...] | None = Field(default=None, description="Month and day (06-30), or a list of them.")
    first_day_of_classes: bool = False
    within: FirstDays | None = None

    @field_validator("on", mode="before")
    @classmethod
    def _as_list(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_of_them(self) -> DueByYear:
        if sum([self.on is not None, self.first_day_of_classes, self.within is not None]) != 1:
            raise ValueError("give one of 'on', 'first_day_of_classes: true' and 'within'")
        for day in self.on or ():
            if len(day) != 5 or day[2] != "-" or not (day[:2] + day[3:]).isdigit():
                raise ValueError(f"'{day}' is not a day of every year; write month and day as 06-30")
            day_of_year(day, 2023)
        return self

    def dates(self, setting: Setting) -> tuple[date, ...]:
        """Return the due dates, in order."""
        if self.on is not None:
            ends = (dates_in_year(Dates(until=day), setting)[1] for day in self.on)
            return tuple(sorted(on for on in ends if on is not None))
        if self.within is not None:
            year = periods(Per.SCHOOL_YEAR, setting, 1)
            return tuple(first_days(self.within, part, setting)[1] for part in year)
        return setting.dates[:1]


class DueByPeriod(Frozen):
    """A due date in each period: its last school day."""

    per: Per
    months: tuple[int, ...] | None = Field(
        default=None, min_length=1, description="Only these calendar months; with per: month_in_session."
    )

    @model_validator(mode="after")
    def _months_are_possible(self) -> DueByPeriod:
        refuse_impossible_months(self.months, self.per)
        return self

    def dates(self, setting: Setting) -> tuple[date, ...]:
        """Return the due dates, in order."""
        parts = periods(self.per, setting, setting.district.month_counts_from)
        return tuple(
            max((on for on in setting.dates if part.covers(on)), default=part.last)
            for part in parts
            if self.months is None or part.first.month in self.months
        )


class DueByEvent(Frozen):
    """A due date before each event of a kind."""

    event: EventKind
    days_before: int = Field(default=0, ge=0, description="Calendar days; 0 is on the event's first day.")

    def dates(self, setting: Setting) -> tuple[date, ...]:
        """Return the due dates, in order."""
        # Two events that begin on the same day need one task.
        ends = (event.first - timedelta(self.days_before) for event in setting.events_of(self.event))
        return tuple(dict.fromkeys(ends))


def _weekdays_before(on: date, number: int) -> date:
    while number:
        on -= timedelta(1)
        number -= on.weekday() < 5
    return on
