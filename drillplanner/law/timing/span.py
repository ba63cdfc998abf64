"""The part of the year in which a requirement binds: a period, narrowed by months, first days, or dates.

Every kind of requirement that counts in time has these fields. The unit of days and the day that counts as day 1
are chosen here. If a law leaves them open, the pack states the interpretation (``unit_is_stated: false``, and
``reading`` of the mandate).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from pydantic import Field, model_validator

from drillplanner.law.requirement import Requirement
from drillplanner.law.timing.periods import Per, periods, refuse_impossible_months
from drillplanner.law.window import Setting, Window
from drillplanner.model import DayKind, EventKind, Frozen, count_within

MonthDay = str
_MONTH_DAY = r"^\d{2}-\d{2}$"


class DayUnit(StrEnum):
    """The unit in which a deadline is counted.

    A ``school_day`` is a day on which the campus is open for students. A ``full_day`` is a school day without
    early release or delayed opening. A ``week`` is a calendar week; the first week may be short.
    """

    SCHOOL_DAY = "school_day"
    FULL_DAY = "full_day"
    CALENDAR_DAY = "calendar_day"
    WEEK = "week"


class DayZero(StrEnum):
    """The day that counts as day 1; ``period`` is the first school day of each period of ``per``."""

    FIRST_DAY_FOR_STUDENTS = "first_day_for_students"
    FIRST_DAY_FOR_STAFF = "first_day_for_staff"
    NEW_YEAR = "new_year"
    PERIOD = "period"


class FirstDays(Frozen):
    """The first days of the year or of a period."""

    first: int = Field(ge=1, description="How many days or weeks.")
    unit: DayUnit = Field(description="Days as the text counts them, or as we read it where it is silent.")
    unit_is_stated: bool = Field(
        description="False where the text does not say which days or weeks it counts: it only says 'days'. True "
        "where 'vague' says that the text sets no measure."
    )
    of: DayZero = Field(description="Which day is day 1.")

    @property
    def phrase(self) -> str:
        """Return the days as words for a sentence: 'the first 10 school days'."""
        unit = self.unit.replace("_", " ") + ("s" if self.first > 1 else "")
        number = f"{self.first} " if self.first > 1 else ""
        reading = "as we interpret the text" if self.unit is DayUnit.WEEK else "as we read 'days'"
        doubt = "" if self.unit_is_stated else f", {reading},"
        return f"the first {number}{unit}{doubt}"


class Dates(Frozen):
    """The time between two calendar dates, both included; one of them may be omitted."""

    since: MonthDay | None = Field(default=None, pattern=_MONTH_DAY, description="Month and day: 11-01.")
    until: MonthDay | None = Field(default=None, pattern=_MONTH_DAY, description="Month and day: 12-31.")

    @model_validator(mode="after")
    def _are_days(self) -> Dates:
        if self.since is None and self.until is None:
            raise ValueError("give 'since', 'until' or both")
        for value in (self.since, self.until):
            if value is not None:
                day_of_year(value, 2023)
        # A school year runs from July to June, so November comes before March.
        if self.since and self.until and _school_order(self.since) > _school_order(self.until):
            raise ValueError(f"the window is impossible: in a school year {self.since} comes after {self.until}")
        return self


class BeforeEvent(Frozen):
    """The days before each event of a kind; the event's first day is not included."""

    kind: EventKind
    days: int = Field(ge=1, description="Calendar days before the event's first day.")


class PeriodicRequirement(Requirement):
    """A requirement that binds in each period of ``per``, narrowed by the other fields given."""

    per: Per = Per.SCHOOL_YEAR
    months: tuple[int, ...] | None = Field(
        default=None, min_length=1, description="Only these calendar months; with per: month_in_session."
    )
    within: FirstDays | None = Field(default=None, description="Only in the first days.")
    after: FirstDays | None = Field(default=None, description="Only when the first days are over.")
    between: Dates | None = Field(default=None, description="Only between these dates.")
    before_each: BeforeEvent | None = Field(default=None, description="Before each event, in place of 'per'.")
    month_counts_from: int | None = Field(
        default=None, ge=1, le=31, description="School days from which a month counts, where the law says so."
    )

    in_summer: bool = Field(
        default=False, description="Days and months of a summer session count as those of the year do."
    )

    @model_validator(mode="after")
    def _span_is_possible(self) -> PeriodicRequirement:
        refuse_impossible_months(self.months, self.per)
        narrowed = [self.months, self.within, self.after, self.between]
        if self.before_each is not None and (self.per is not Per.SCHOOL_YEAR or any(narrowed)):
            raise ValueError("'before_each' stands alone: its windows are drawn from events")
        within, after = self.within, self.after
        if within and after and (within.unit, within.of) == (after.unit, after.of) and after.first >= within.first:
            raise ValueError(
                f"the window is impossible: it opens after {after.first} and closes with {within.first} "
                "of the same days"
            )
        return self

    def windows(self, setting: Setting) -> tuple[Window, ...]:
        """Return one window for each period, in order; none for a period without school days left."""
        setting = replace(setting, with_summer=self.in_summer or self.per is Per.SUMMER_SESSION)
        if not setting.dates:
            return ()
        if self.before_each is not None:
            return _before_events(self.before_each, setting)
        counts_from = self.month_counts_from or setting.district.month_counts_from
        narrowed = (self._narrowed(part, setting) for part in periods(self.per, setting, counts_from))
        return tuple(window for window in narrowed if window is not None)

    def _narrowed(self, part: Window, setting: Setting) -> Window | None:
        """Return the part of a period that the fields leave, or None if it has no school days."""
        if not count_within(setting.dates, part.first, part.last):
            return None
        if self.months is not None and part.first.month not in self.months:
            return None
        rest = _NarrowedWindow(part.first, part.last, part.label, part.key, whole=self.per is Per.SCHOOL_YEAR)
        if self.within is not None:
            rest = rest.within(self.within, *first_days(self.within, part, setting))
        if self.after is not None:
            rest = rest.after(self.after, first_days(self.after, part, setting)[1])
        if self.between is not None:
            rest = rest.between(self.between, *dates_in_year(self.between, setting))
        # The first days may come before the first school day, if staff begin earlier.
        if rest.first > rest.last or not (self.within or count_within(setting.dates, rest.first, rest.last)):
            return None
        return part.model_copy(
            update={"first": rest.first, "last": rest.last, "label": rest.label, "key": rest.key}
        )


@dataclass(frozen=True)
class _NarrowedWindow:
    """A window that is being narrowed.

    ``whole`` means it is still the whole school year, which labels and keys do not mention.
    """

    first: date
    last: date
    label: str
    key: str
    whole: bool

    def within(self, span: FirstDays, day_one: date, end: date) -> _NarrowedWindow:
        """Narrow to the first days. Those of the year may begin before the students do, with the staff."""
        label = f"{span.phrase} (to {_day(end)})"
        return _NarrowedWindow(
            first=day_one if self.whole else max(self.first, day_one),
            last=min(self.last, end),
            label=label if self.whole else f"{label} of {self.label}",
            key=self._extended_key(f"first-{span.first}"),
            whole=False,
        )

    def after(self, span: FirstDays, end: date) -> _NarrowedWindow:
        """Narrow to the time after the end of the first days."""
        first = max(self.first, end + timedelta(1))
        label = f"{self.label} after {span.phrase} (from {_day(first)})"
        return _NarrowedWindow(first, self.last, label, self._extended_key(f"after-{span.first}"), whole=False)

    def between(self, span: Dates, since: date | None, until: date | None) -> _NarrowedWindow:
        """Narrow to the time between two dates; None leaves that end open."""
        dates = " ".join(f"{word} {_day(on)}" for word, on in (("from", since), ("to", until)) if on)
        ends = (("from", span.since), ("to", span.until))
        return _NarrowedWindow(
            first=max(self.first, since or self.first),
            last=min(self.last, until or self.last),
            label=f"the part of the year {dates}" if self.whole else f"{self.label} {dates}",
            key=self._extended_key("-".join(f"{word}-{end}" for word, end in ends if end)),
            whole=False,
        )

    def _extended_key(self, suffix: str) -> str:
        return suffix if self.whole else f"{self.key}-{suffix}"


def _day(on: date) -> str:
    return f"{on:%B} {on.day}, {on.year}"


def first_days(span: FirstDays, part: Window, setting: Setting) -> tuple[date, date]:
    """Return day 1 and the last of the first days, as calendar dates."""
    day_one = _day_one(span.of, part, setting)
    if span.unit is DayUnit.CALENDAR_DAY:
        return day_one, day_one + timedelta(span.first - 1)
    if span.unit is DayUnit.WEEK:
        return day_one, day_one + timedelta(7 * span.first - 1 - day_one.weekday())
    dates = setting.dates
    if span.unit is DayUnit.FULL_DAY:
        campus_id = setting.campus.campus_id
        full_kinds = {DayKind.FULL, DayKind.TESTING}
        dates = tuple(on for on in dates if setting.calendar.kind_at(on, campus_id) in full_kinds)
    counted = dates[bisect_left(dates, day_one) :]
    return day_one, counted[min(span.first, len(counted)) - 1] if counted else day_one


def dates_of_first_days(span: FirstDays, setting: Setting) -> Window:
    """Return the first days of a campus's year as a window. The campus must have school days."""
    dates = setting.dates
    year = Window(first=dates[0], last=dates[-1], label="the school year", key="year")
    first, last = first_days(span, year, setting)
    return Window(first=first, last=last, label=span.phrase, key="first-days")


def _day_one(of: DayZero, part: Window, setting: Setting) -> date:
    dates, calendar = setting.dates, setting.calendar
    if of is DayZero.PERIOD:
        return _first_from(dates, part.first)
    if of is DayZero.NEW_YEAR:
        return _first_from(dates, date(dates[-1].year, 1, 1))
    opens_with_the_district = calendar.dates_at(setting.campus.campus_id)[0] == calendar.first_day
    if of is DayZero.FIRST_DAY_FOR_STAFF and calendar.first_staff_day and opens_with_the_district:
        return calendar.first_staff_day
    return dates[0]


def _first_from(dates: tuple[date, ...], on: date) -> date:
    return dates[min(bisect_left(dates, on), len(dates) - 1)]


def dates_in_year(span: Dates, setting: Setting) -> tuple[date | None, date | None]:
    """Return the span's two ends in the setting's school year; None for an open end."""
    opens, closes = setting.calendar.first_day, setting.calendar.last_day
    # A school year runs from July to June. A year that opens in the last days of June is the next one: its middle
    # tells which.
    middle = opens + (closes - opens) / 2
    start_year = middle.year if middle.month >= 7 else middle.year - 1
    since = day_of_year(span.since, _year_of(span.since, start_year)) if span.since else None
    until = day_of_year(span.until, _year_of(span.until, start_year)) if span.until else None
    return since, until


def _year_of(month_day: MonthDay, start_year: int) -> int:
    return start_year if int(month_day[:2]) >= 7 else start_year + 1


def _school_order(month_day: MonthDay) -> tuple[bool, str]:
    return int(month_day[:2]) < 7, month_day


def day_of_year(month_day: MonthDay, year: int) -> date:
    """Return the date of a month and day (MM-DD) in a year.

    Raises ValueError for a day that not every year has.
    """
    try:
        return date(year, int(month_day[:2]), int(month_day[3:]))
    except ValueError:
        raise ValueError(f"'{month_day}' is not a day of every year; write month and day as 06-30") from None


def _days_phrase(number: int) -> str:
    return "the day" if number == 1 else f"the {number} days"


def _before_events(before: BeforeEvent, setting: Setting) -> tuple[Window, ...]:
    """Return one window for each event; none if no school day comes before it (a season in August)."""
    year_first, year_last = setting.dates[0], setting.dates[-1]
    events = setting.events_of(before.kind)
    lead = _days_phrase(before.days)
    windows = [
        Window(
            first=event.first - timedelta(before.days),
            last=event.first - timedelta(1),
            label=f"{lead} before the {before.kind.phrase} of {event.first:%B} {event.first.day}",
            key=f"before-{event.first.isoformat()}",
        )
        for event in events
    ]
    if not events:
        label = f"{lead} before each {before.kind.phrase}"
        return (
            Window(
                first=year_first,
                last=year_last,
                label=label,
                key="before-event",
                missing=f"{before.kind} in events.csv",
            ),
        )
    return tuple(window for window in windows if count_within(setting.dates, window.first, window.last))
