"""The academic year: which days are school days, where and of what kind; and arithmetic in school days."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.calendar.events import Closure
from drillplanner.model.vocabulary import DayKind, TermKind

#: Consecutive weekdays without school that make a break; fewer make a long weekend or a holiday.
BREAK_WEEKDAYS = 2
MONDAY_TO_FRIDAY = frozenset(range(5))
#: A weekday on which school is held on less than this part of the days of the commonest weekday is off: a school
#: with a week of four days may open on a few Fridays after a storm. A fifth of all Mondays may be holidays.
_PART_OF_A_WEEKDAY_OFF = 0.25
#: From this many days on the commonest weekday on, a calendar is long enough to tell.
_WEEKS_TO_TELL = 8


class DayVariation(Frozen):
    """A difference of a school day at some campuses."""

    campus_ids: tuple[str, ...]
    kind: DayKind
    title: str


class SchoolDay(Frozen):
    """A day of the year: a school day or an announced closure."""

    date: date
    kind: DayKind
    title: str = Field(default="", description="What the calendar calls the day, where it says something.")
    variations: tuple[DayVariation, ...] = ()

    def kind_at(self, campus_id: str) -> DayKind:
        """Return the kind of the day at the campus."""
        return next(
            (variation.kind for variation in self.variations if campus_id in variation.campus_ids), self.kind
        )

    def title_at(self, campus_id: str) -> str:
        """Return the title of the day at the campus."""
        return next(
            (variation.title for variation in self.variations if campus_id in variation.campus_ids), self.title
        )


class CalendarQuestion(Frozen):
    """An entry that the calendar reader did not understand, or is not sure about."""

    file: str
    line: int | None
    title: str
    dates: tuple[date, ...]
    reason: str
    taken_as: str = Field(description="How it was read for now; 'ignored' where it changed nothing.")
    unread: bool = Field(default=False, description="Whether the line, or its date, could not be read at all.")
    may_close: bool = Field(
        default=False,
        description="Whether schools may be closed on dates that count as days of school until it is answered.",
    )
    answer: str = Field(default="", description="What to write into calendar.yaml, where it is not obvious.")
    to_do: str = Field(
        default="",
        description="What to do in a sentence without a period, where no line of calendar.yaml answers it.",
    )

    @property
    def place(self) -> str:
        """Return the file and line, as in error messages."""
        return self.file if self.line is None else f"{self.file}:{self.line}"

    @property
    def title_and_dates(self) -> str:
        """Return the title, and its dates as short as possible."""
        if not self.dates:
            return f"'{self.title}'"
        first, last = self.dates[0].isoformat(), self.dates[-1].isoformat()
        number = len(self.dates)
        return f"'{self.title}' ({first if number == 1 else f'{number} days from {first} to {last}'})"


class Term(Frozen):
    """A semester, trimester, or quarter, from its first to its last calendar date (both included)."""

    kind: TermKind
    number: int = Field(ge=1, description="1 for the first of the year.")
    first: date
    last: date
    is_stated: bool = Field(
        default=True, description="False where the calendar does not say and the year was cut."
    )


class AcademicCalendar(Frozen):
    """A district's school year.

    ``days`` holds, in order, every weekday from the first to the last day for students, and any other day on which
    school is held. All other dates are not school days.
    """

    first_day: date
    last_day: date
    first_staff_day: date | None = Field(
        default=None, description="First day for staff, where the calendar tells it; never after first_day."
    )
    days: tuple[SchoolDay, ...]
    terms: tuple[Term, ...] = Field(
        default=(), description="Semesters, trimesters and quarters where the calendar tells them, in order."
    )
    undecided_terms: dict[TermKind, str] = Field(
        default_factory=dict, description="For each kind that the calendar does not tell: why, without a period."
    )
    summer: tuple[date, date] | None = Field(
        default=None,
        description="First and last day of the summer session, where there is one; its days are in 'days'.",
    )
    closures: tuple[Closure, ...] = Field(
        default=(), description="Days closed since the calendar was published; 'days' has them as closed."
    )
    published_dates: tuple[date, ...] = Field(
        default=(), description="The school days before closures, by which terms are cut; empty without closures."
    )
    questions: tuple[CalendarQuestion, ...] = ()
    notes: tuple[str, ...] = Field(
        default=(),
        description="What was left out without a question, in sentences: cancelled events and the like.",
    )

    @cached_property
    def _by_date(self) -> dict[date, SchoolDay]:
        return {day.date: day for day in self.days}

    @cached_property
    def school_dates(self) -> tuple[date, ...]:
        """All dates with school for at least one campus, in order."""
        return tuple(day.date for day in self.days if self._anyone_attends(day))

    @staticmethod
    def _anyone_attends(day: SchoolDay) -> bool:
        return any(kind is not DayKind.CLOSED for kind in (day.kind, *(other.kind for other in day.variations)))

    def day(self, on: date) -> SchoolDay | None:
        """Return the day's entry; None outside the year and on ordinary weekends."""
        return self._by_date.get(on)

    def closed_since(self, on: date, campus_id: str) -> Closure | None:
        """Return the closure of a date that was a school day in the published calendar; None if it is open."""
        return next(
            (closure for closure in self.closures if closure.on == on and closure.concerns(campus_id)), None
        )

    def kind_at(self, on: date, campus_id: str) -> DayKind:
        """Return the kind of the day at a campus; CLOSED outside the year."""
        day = self._by_date.get(on)
        return DayKind.CLOSED if day is None else day.kind_at(campus_id)

    @cached_property
    def _dates_by_campus(self) -> dict[str, tuple[date, ...]]:
        return {}

    def dates_at(self, campus_id: str) -> tuple[date, ...]:
        """Return the school days of a campus, in order."""
        if campus_id not in self._dates_by_campus:
            self._dates_by_campus[campus_id] = tuple(
                day.date for day in self.days if day.kind_at(campus_id) is not DayKind.CLOSED
            )
        return self._dates_by_campus[campus_id]

    def terms_of(self, kind: TermKind) -> tuple[Term, ...]:
        """Return the terms of a kind; if the calendar has none, the year cut into equal parts by school days."""
        stated = tuple(term for term in self.terms if term.kind is kind)
        return stated or self._cut_terms(kind)

    def _cut_terms(self, kind: TermKind) -> tuple[Term, ...]:
        all_dates = self.published_dates or self.school_dates
        dates = [on for on in all_dates if self.summer is None or on < self.summer[0]]
        size = -(-len(dates) // kind.parts)
        parts = [dates[first : first + size] for first in range(0, len(dates), size)] if size else []
        return tuple(
            Term(kind=kind, number=number, first=part[0], last=part[-1], is_stated=False)
            for number, part in enumerate(parts, start=1)
        )

    @cached_property
    def _break_eves_by_campus(self) -> dict[str, frozenset[date]]:
        return {}

    def break_eves(self, campus_id: str) -> frozenset[date]:
        """Return the school days of a campus that ``BREAK_WEEKDAYS`` or more free weekdays follow.

        In a week of four days, the weekday that is always off is none of them.
        """
        if campus_id not in self._break_eves_by_campus:
            open_days = self.dates_at(campus_id)
            weekdays = weekdays_of_school(open_days)
            self._break_eves_by_campus[campus_id] = frozenset(
                before
                for before, after in pairwise(open_days)
                if weekdays_between(before, after, weekdays) >= BREAK_WEEKDAYS
            )
        return self._break_eves_by_campus[campus_id]


def weekdays_of_school(dates: Sequence[date]) -> frozenset[int]:
    """Return the weekdays (0 is Monday) on which a school with these school days is usually open.

    All five, unless the days are many enough to show that the school has a shorter week.
    """
    days = Counter(on.weekday() for on in dates)
    most = max(days.values(), default=0)
    if most < _WEEKS_TO_TELL:
        return MONDAY_TO_FRIDAY
    return frozenset(weekday for weekday in MONDAY_TO_FRIDAY if days[weekday] >= _PART_OF_A_WEEKDAY_OFF * most)


def weekdays_between(before: date, after: date, weekdays: Collection[int] = MONDAY_TO_FRIDAY) -> int:
    """Count the days strictly between two dates that are on one of these weekdays, by default Monday to Friday."""
    return sum(1 for day in each_date(before + timedelta(1), after - timedelta(1)) if day.weekday() in weekdays)


def each_date(first: date, last: date) -> Iterable[date]:
    """Return every calendar date from first to last, both included."""
    return (first + timedelta(offset) for offset in range((last - first).days + 1))


def count_within(dates: tuple[date, ...], first: date, last: date) -> int:
    """Count the sorted ``dates`` from first to last, both included."""
    return max(0, bisect_right(dates, last) - bisect_left(dates, first))


def school_days_before(dates: tuple[date, ...], on: date, number: int) -> date | None:
    """Return the school day ``number`` school days before ``on``; None if the year starts later than that."""
    position = bisect_left(dates, on) - number
    return dates[position] if position >= 0 else None
