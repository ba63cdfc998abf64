"""Bell schedules: the periods of a day, by the kind of day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from functools import cached_property
from itertools import pairwise
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer

from drillplanner.model.base import Frozen
from drillplanner.model.calendar.grade_moment import GradeMoment
from drillplanner.model.grades import format_grades, sort_grades
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
    def by_grades(self) -> tuple[GradeMoment, ...]:
        """What it is for which grades, where those of one campus have bells of their own; nothing where not."""
        return ()

    @property
    def names(self) -> frozenset[str]:
        """Its own name, and what some grades call it."""
        return frozenset((self.name, *(one.period for one in self.by_grades if one.period is not None)))

    @property
    def length(self) -> int:
        """Minutes from bell to bell."""
        return minutes_of(self.end) - minutes_of(self.start)


class SharedPeriod(Period):
    """A stretch in which no grades of a campus have a bell, though each have bells of their own.

    ``tags`` are those of all grades together.
    """

    moments: tuple[GradeMoment, ...] = Field(min_length=1, description="What it is for each of them.")

    @property
    def by_grades(self) -> tuple[GradeMoment, ...]:
        """What it is for which grades."""
        return self.moments


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


class GradeBells(Frozen):
    """The bells of some grades of a campus."""

    grades: tuple[str, ...] = Field(min_length=1)
    schedule: BellSchedule
    kind_by_date: dict[date, DayKind] = Field(
        default_factory=dict, description="Full days of the campus that are of another kind for these grades."
    )

    def periods_on(self, kind: DayKind, on: date | None) -> tuple[Period, ...]:
        """Their periods of a day that is of that kind at their campus."""
        own = self.kind_by_date.get(on, kind) if on is not None and kind is DayKind.FULL else kind
        return self.schedule.periods_on(own, on)


class BellSchedule(Frozen):
    """A school's periods for each kind of day on which it is open, and for single days that differ.

    Where ``groups`` are given, each of them has its own bells, and a period of the school is a stretch in which no
    group has a bell.
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
        """Grades and their own periods on a day of that kind; nothing where all grades have the same bells."""
        return tuple((group.grades, group.periods_on(kind, on)) for group in self.groups)

    @cached_property
    def _together(self) -> dict[tuple[int, ...], tuple[Period, ...]]:
        """Periods of all groups on days that were asked for, by the periods of each.

        The solver knows days with the same bells by their being one and the same tuple.
        """
        return {}

    def _periods_of_groups(self, kind: DayKind, on: date | None) -> tuple[Period, ...]:
        there = self.groups_on(kind, on)
        key = tuple(id(periods) for _, periods in there)
        if key not in self._together:
            self._together[key] = periods_together(there)
        return self._together[key]

    def periods_on(self, kind: DayKind, on: date | None = None) -> tuple[Period, ...]:
        """The periods of a day of that kind; of that date where one is given.

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
        """The periods of each kind of day and of each variant; those of groups are their own schedules'."""
        return (*self.days.values(), *(variant.periods for variant in self.variants.values()))

    @cached_property
    def full_day_periods(self) -> tuple[Period, ...]:
        """The periods of every full day that there is, each once."""
        if self.groups:
            dates = self.full_dates or (None,)
            shared = dict.fromkeys(self.periods_on(DayKind.FULL, on) for on in dates)
            return tuple(dict.fromkeys(period for periods in shared for period in periods))
        used = set(self.variant_by_date.values())
        days = [self.days.get(DayKind.FULL, ())] if self.has_ordinary_days else []
        days += [one.periods for name, one in self.variants.items() if name in used and one.kind is DayKind.FULL]
        return tuple(dict.fromkeys(period for periods in days for period in periods))

    @cached_property
    def lesson_names(self) -> tuple[str, ...]:
        """The names of the instruction periods of its full days, each once; of each group where it has some."""
        if self.groups:
            of_grades = (one for period in self.full_day_periods for one in period.by_grades if one.in_class)
            return tuple(dict.fromkeys(f"{format_grades(one.grades)}: {one.period}" for one in of_grades))
        lessons = (period.name for period in self.full_day_periods if PeriodTag.INSTRUCTION in period.tags)
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


GradeBells.model_rebuild()


def periods_together(groups: Sequence[tuple[tuple[str, ...], tuple[Period, ...]]]) -> tuple[Period, ...]:
    """The stretches of a day in which none of these grades has a bell, each with what it is for whom.

    A stretch is named as its grades name it: "Lunch", or "Lesson 3 (K-5), Lunch (6-8)".
    """
    bells = sorted({bell for _, periods in groups for period in periods for bell in (period.start, period.end)})
    found: list[Period] = []
    for start, end in pairwise(bells):
        there = [
            (grades, next((period for period in periods if period.start <= start and end <= period.end), None))
            for grades, periods in groups
        ]
        tags = {tag for _, one in there if one is not None for tag in one.tags}
        if not tags:
            continue  # nobody has a period
        name = _name_together([(grades, one.name) for grades, one in there if one is not None], len(groups))
        if any(one.name == name for one in found):
            name = f"{name} from {start:%H:%M}"
        moments = tuple(
            GradeMoment(
                grades=grades, period=None if one is None else one.name, tags=() if one is None else one.tags
            )
            for grades, one in there
        )
        in_order = tuple(tag for tag in PeriodTag if tag in tags)
        found.append(SharedPeriod(name=name, start=start, end=end, tags=in_order, moments=moments))
    return tuple(found)


def _name_together(named: list[tuple[tuple[str, ...], str]], groups: int) -> str:
    """The one name that all give it; else each name with the grades that do."""
    by_name: dict[str, tuple[str, ...]] = {}
    for grades, name in named:
        by_name[name] = (*by_name.get(name, ()), *grades)
    if len(by_name) == 1 and len(named) == groups:
        return next(iter(by_name))
    return ", ".join(f"{name} ({format_grades(sort_grades(grades))})" for name, grades in by_name.items())


def grade_moments_between(stretches: Sequence[Period], start: int, end: int) -> tuple[GradeMoment, ...]:
    """What it is for each group of grades from minute ``start`` to ``end`` of the day; nothing without stretches.

    ``stretches`` are the periods of a day, each with what it is for all groups. The names and tags of all that the
    time touches count, in order.
    """
    touched = [
        stretch for stretch in stretches if minutes_of(stretch.start) < end and start < minutes_of(stretch.end)
    ]
    found = []
    for group, known in enumerate(stretches[0].by_grades if stretches else ()):
        # A period goes on over a bell of other grades, and is then met more than once.
        own = dict.fromkeys(period for one in touched for period in one.by_grades[group].periods)
        found.append(
            GradeMoment(
                grades=known.grades,
                period=" and ".join(one.name for one in own) or None,
                tags=tuple(dict.fromkeys(tag for one in own for tag in one.tags)),
                touched=tuple(own) if len(own) > 1 else (),
            )
        )
    return tuple(found)


def period_tags_of_any_grade(moments: Iterable[GradeMoment]) -> tuple[PeriodTag, ...]:
    """What it is for some of the grades, in the order of the tags."""
    found = {tag for moment in moments for tag in moment.tags}
    return tuple(tag for tag in PeriodTag if tag in found)


def period_names_by_grades(moments: Iterable[GradeMoment]) -> str:
    """Each group's own name for the time, with its grades; of those who are at school then."""
    return ", ".join(
        f"{moment.period} ({format_grades(moment.grades)})" for moment in moments if moment.period is not None
    )
