"""Bell schedules: the periods of a day by kind of day, also for grades that have bells of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from functools import cached_property
from itertools import pairwise
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer

from drillplanner.files.written.times import UnclearTimeError, time_of_day
from drillplanner.model.base import Frozen
from drillplanner.model.calendar.grade_moment import GradeMoment
from drillplanner.model.grades import format_grades, sort_grades
from drillplanner.model.vocabulary import DayKind, PeriodTag

#: The name of staff hours in the period column, as in schedule.csv. No bell period may have this name.
STAFF_HOURS = "Staff hours"

_LAST_MINUTE = 24 * 60 - 1
#: As we write it; any other way is read more slowly.
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def _read_clock(value: object) -> object:
    if not isinstance(value, str):
        return value
    match = _CLOCK.fullmatch(value)
    if match is not None:
        return time(int(match[1]), int(match[2]))
    try:
        return time_of_day(value)
    except UnclearTimeError:
        raise
    except ValueError:
        raise ValueError(f"'{value}' is not a time of day; write it as 08:05, 8:05 AM, or 14:30") from None


#: A local time of day without seconds, written HH:MM by us, and as people do by others (8:30 AM, noon).
Clock = Annotated[
    time,
    BeforeValidator(_read_clock),
    PlainSerializer(lambda value: value.strftime("%H:%M"), return_type=str),
]


def minutes_of(clock: time) -> int:
    """Return the minutes since midnight."""
    return clock.hour * 60 + clock.minute


def clock_of(minutes: int) -> time:
    """Return the time of day at that many minutes after midnight."""
    return time(minutes // 60, minutes % 60)


class Period(Frozen):
    """A stretch of the day between two bells."""

    name: str = Field(description="As printed on the school's schedule; unique within a day.")
    start: Clock
    end: Clock
    tags: tuple[PeriodTag, ...] = Field(
        default=(PeriodTag.INSTRUCTION,), description="What the period is for.", min_length=1
    )

    @property
    def by_grades(self) -> tuple[GradeMoment, ...]:
        """What each group of grades has in the period; empty if all grades share the same bells."""
        return ()

    @property
    def names(self) -> frozenset[str]:
        """The period's own name, and the names that some grades have for it."""
        return frozenset((self.name, *(moment.period for moment in self.by_grades if moment.period is not None)))

    @property
    def length(self) -> int:
        """Minutes from bell to bell."""
        return minutes_of(self.end) - minutes_of(self.start)


class SharedPeriod(Period):
    """A stretch of the day in which no bell rings for any grade, at a campus whose grades have their own bells.

    ``tags`` combine those of all grades.
    """

    moments: tuple[GradeMoment, ...] = Field(min_length=1, description="What it is for each of them.")

    @property
    def by_grades(self) -> tuple[GradeMoment, ...]:
        """What each group of grades has in the period."""
        return self.moments


class StaffHours(Frozen):
    """The time before school or after dismissal when adults are on duty and no student is on site."""

    start: Clock
    end: Clock

    @property
    def length(self) -> int:
        """Minutes from start to end."""
        return minutes_of(self.end) - minutes_of(self.start)


class BellVariant(Frozen):
    """The periods of some days of a kind that differ from the rest: an "A" day, an odd block, an assembly."""

    kind: DayKind = DayKind.FULL
    periods: tuple[Period, ...] = Field(min_length=1)


class GradeBells(Frozen):
    """The bell schedule of some grades of a campus."""

    grades: tuple[str, ...] = Field(min_length=1)
    schedule: BellSchedule
    kind_by_date: dict[date, DayKind] = Field(
        default_factory=dict, description="Full days of the campus that are of another kind for these grades."
    )

    def periods_on(self, kind: DayKind, on: date | None) -> tuple[Period, ...]:
        """Return the grades' periods on a day that is of this kind at their campus."""
        kind_for_grades = self.kind_by_date.get(on, kind) if on is not None and kind is DayKind.FULL else kind
        return self.schedule.periods_on(kind_for_grades, on)


class BellSchedule(Frozen):
    """A school's periods for each kind of day, and for single days that differ.

    If ``groups`` are given, each has its own bells, and a period of the school is a stretch in which no bell rings
    for any group.
    """

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
    groups: tuple[GradeBells, ...] = Field(
        default=(), description="Bells by grades; 'days' and 'variants' are then empty."
    )
    full_dates: tuple[date, ...] = Field(
        default=(), description="With groups: the dates of the full days, where they are known."
    )

    def groups_on(
        self, kind: DayKind, on: date | None = None
    ) -> tuple[tuple[tuple[str, ...], tuple[Period, ...]], ...]:
        """Return groups of grades with their periods on a day; empty if all grades share the same bells."""
        return tuple((group.grades, group.periods_on(kind, on)) for group in self.groups)

    @cached_property
    def _shared_periods_cache(self) -> dict[tuple[int, ...], tuple[Period, ...]]:
        """Shared periods of all groups, by the identities of the groups' own periods.

        Days with the same bells must yield the identical tuple: the solver groups days by it.
        """
        return {}

    def _periods_of_groups(self, kind: DayKind, on: date | None) -> tuple[Period, ...]:
        groups = self.groups_on(kind, on)
        key = tuple(id(periods) for _, periods in groups)
        if key not in self._shared_periods_cache:
            self._shared_periods_cache[key] = shared_periods(groups)
        return self._shared_periods_cache[key]

    def periods_on(self, kind: DayKind, on: date | None = None) -> tuple[Period, ...]:
        """Return the periods of a day of this kind, or of this date if one is given.

        A testing day without its own periods runs as a full day.
        """
        if kind is DayKind.CLOSED:
            return ()
        if self.groups:
            return self._periods_of_groups(kind, on)
        variant = self.variants.get(self.variant_by_date.get(on, "")) if on is not None else None
        if variant is not None and variant.kind is kind:
            return variant.periods
        if kind is DayKind.TESTING and kind not in self.days:
            return self.periods_on(DayKind.FULL, on)
        return self.days.get(kind, ())

    @property
    def all_days(self) -> tuple[tuple[Period, ...], ...]:
        """The periods of each kind of day and each variant; empty with ``groups``, which have their own."""
        return (*self.days.values(), *(variant.periods for variant in self.variants.values()))

    @cached_property
    def full_day_periods(self) -> tuple[Period, ...]:
        """All periods of the full days that occur, each once."""
        if self.groups:
            dates = self.full_dates or (None,)
            shared = dict.fromkeys(self.periods_on(DayKind.FULL, on) for on in dates)
            return tuple(dict.fromkeys(period for periods in shared for period in periods))
        used = set(self.variant_by_date.values())
        days = [self.days.get(DayKind.FULL, ())] if self.has_ordinary_days else []
        days += [
            variant.periods
            for name, variant in self.variants.items()
            if name in used and variant.kind is DayKind.FULL
        ]
        return tuple(dict.fromkeys(period for periods in days for period in periods))

    @cached_property
    def lesson_names(self) -> tuple[str, ...]:
        """The names of the instruction periods of full days, each once; with ``groups``, once for each group."""
        if self.groups:
            moments = (moment for period in self.full_day_periods for moment in period.by_grades)
            return tuple(
                dict.fromkeys(
                    f"{format_grades(moment.grades)}: {moment.period}" for moment in moments if moment.in_class
                )
            )
        lessons = (period.name for period in self.full_day_periods if PeriodTag.INSTRUCTION in period.tags)
        return tuple(dict.fromkeys(lessons))

    def staff_hours_on(self, kind: DayKind, after_last_bell: int, on: date | None = None) -> StaffHours | None:
        """Return the staff hours of a day of this kind.

        If the school has named none, they are the ``after_last_bell`` minutes that follow the last bell. None on a
        day without periods, or if none are named and ``after_last_bell`` is 0.
        """
        periods = self.periods_on(kind, on)
        if not periods or self.staff_hours is not None:
            return self.staff_hours if periods else None
        last_bell = max(minutes_of(period.end) for period in periods)
        until = min(last_bell + after_last_bell, _LAST_MINUTE)
        return StaffHours(start=clock_of(last_bell), end=clock_of(until)) if until > last_bell else None


GradeBells.model_rebuild()


def shared_periods(groups: Sequence[tuple[tuple[str, ...], tuple[Period, ...]]]) -> tuple[Period, ...]:
    """Return the stretches of a day in which no bell rings for any of these groups of grades.

    A stretch is named as its grades name it: "Lunch", or "Lesson 3 (K-5), Lunch (6-8)". Stretches in which no
    group has a period are left out.
    """
    bells = sorted({bell for _, periods in groups for period in periods for bell in (period.start, period.end)})
    stretches: list[Period] = []
    for start, end in pairwise(bells):
        periods_now = [
            (grades, next((period for period in periods if period.start <= start and end <= period.end), None))
            for grades, periods in groups
        ]
        tags = {tag for _, period in periods_now if period is not None for tag in period.tags}
        if not tags:
            continue
        names = [(grades, period.name) for grades, period in periods_now if period is not None]
        name = _shared_name(names, len(groups))
        if any(stretch.name == name for stretch in stretches):
            name = f"{name} from {start:%H:%M}"
        moments = tuple(
            GradeMoment(
                grades=grades,
                period=None if period is None else period.name,
                tags=() if period is None else period.tags,
            )
            for grades, period in periods_now
        )
        in_order = tuple(tag for tag in PeriodTag if tag in tags)
        stretches.append(SharedPeriod(name=name, start=start, end=end, tags=in_order, moments=moments))
    return tuple(stretches)


def _shared_name(names: list[tuple[tuple[str, ...], str]], groups: int) -> str:
    """Return the name that all groups use, or else each name with the grades that use it."""
    by_name: dict[str, tuple[str, ...]] = {}
    for grades, name in names:
        by_name[name] = (*by_name.get(name, ()), *grades)
    if len(by_name) == 1 and len(names) == groups:
        return next(iter(by_name))
    return ", ".join(f"{name} ({format_grades(sort_grades(grades))})" for name, grades in by_name.items())


def grade_moments_between(stretches: Sequence[Period], start: int, end: int) -> tuple[GradeMoment, ...]:
    """Return what each group of grades has from minute ``start`` to ``end`` of the day.

    ``stretches`` are the shared periods of the day; without any, the result is empty. A time that touches several
    periods of a group combines their names and tags, in order.
    """
    touched = [
        stretch for stretch in stretches if minutes_of(stretch.start) < end and start < minutes_of(stretch.end)
    ]
    moments = []
    for group, group_moment in enumerate(stretches[0].by_grades if stretches else ()):
        # A period that continues across a bell of other grades spans several stretches.
        periods = dict.fromkeys(period for stretch in touched for period in stretch.by_grades[group].periods)
        moments.append(
            GradeMoment(
                grades=group_moment.grades,
                period=" and ".join(period.name for period in periods) or None,
                tags=tuple(dict.fromkeys(tag for period in periods for tag in period.tags)),
                touched=tuple(periods) if len(periods) > 1 else (),
            )
        )
    return tuple(moments)


def period_tags_of_any_grade(moments: Iterable[GradeMoment]) -> tuple[PeriodTag, ...]:
    """Return the tags that apply to at least one group of grades, in the order of ``PeriodTag``."""
    tags = {tag for moment in moments for tag in moment.tags}
    return tuple(tag for tag in PeriodTag if tag in tags)


def period_names_by_grades(moments: Iterable[GradeMoment]) -> str:
    """Return each group's own name for the period, with its grades; groups not at school are left out."""
    return ", ".join(
        f"{moment.period} ({format_grades(moment.grades)})" for moment in moments if moment.period is not None
    )
