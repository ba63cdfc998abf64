"""``calendar.yaml``: the district's own statements about its calendar, which override the published file.

::

    first_day: 2025-08-27            # if the .ics file does not give them
    last_day: 2026-06-18
    first_staff_day: 2025-08-25
    days:                            # later entries override earlier ones
      - {date: 2026-01-27, kind: early_release, campuses: [livingston-high], title: Semester change}
      - {from: 2025-12-24, to: 2026-01-01, kind: closed, title: Winter recess}
      - {date: 2026-05-12, kind: testing, grades: 3-8}
    understood:                      # titles whose question is settled
      - {title: Pumpkin Day, kind: ignore}
      - {title: Conferences, kind: early_release, grades: K-5}
    leave_out:                       # lines of the calendar that are not used, and why
      - {title: Track 2 dates, reason: no school of ours is on track 2}
    weekly:                          # what holds every week; days and the calendar's own lines come first
      - {weekday: friday, kind: closed, title: Four-day week}
      - {weekday: wednesday, kind: early_release, time: "13:15", grades: K-5, except: [2025-11-26]}
    tracks: {A: [oak-elementary], B: [elm-elementary, ash-elementary]}   # of year-round schools
    semester_ends: [2026-01-26]      # the last day of each term but the last; also trimester_ends, quarter_ends
    semesters:                       # or all terms in full; also trimesters and quarters
      - {first: 2025-09-02, last: 2026-01-26}
      - {first: 2026-01-28, last: 2026-06-18}
    summer_session: {first: 2026-07-06, last: 2026-07-31, campuses: [livingston-high]}
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from pydantic import Field, model_validator

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.iso_date import IsoDate
from drillplanner.files.phrases import clean, comparable
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.files.yaml_document import Document, parse_as
from drillplanner.files.yaml_text import KeyPath
from drillplanner.intake.calendar.recurring.tracks import Tracks
from drillplanner.intake.calendar.terms import TERM_END_KEYS, TermSpan, problems_of_term_ends, read_terms
from drillplanner.model import ALLOWED_GRADES, Campus, DayKind, Frozen, Term, TermKind, parse_grades

_MARKS = re.compile(r"[^a-z0-9]+")
#: The longest span of an answer, in days; a longer one is a typing mistake.
_LONGEST_SPAN = 366


def title_key(title: str) -> str:
    """Return a title in the spelling in which titles are compared: "Pretzel Day!" and "PRETZEL DAY" are one."""
    read = comparable(title)
    return " ".join(_MARKS.sub(" ", read).split()) or read


class SettledKind(StrEnum):
    """The treatment of entries whose title has been settled by an answer."""

    FULL = "full"
    EARLY_RELEASE = "early_release"
    DELAYED_OPENING = "delayed_opening"
    TESTING = "testing"
    CLOSED = "closed"
    IGNORE = "ignore"


class _CampusScope(Frozen):
    """An answer that may hold for some campuses only."""

    campuses: tuple[str, ...] = Field(default=(), description="Campus ids; none means all campuses.")
    grades: str | None = Field(default=None, description="Campuses that teach one of these grades.")


class _DayAnswer(_CampusScope):
    date: IsoDate | None = None
    from_: IsoDate | None = Field(default=None, alias="from")
    to: IsoDate | None = None
    kind: DayKind
    title: str = ""

    @model_validator(mode="after")
    def _date_or_span(self) -> _DayAnswer:
        span = (self.from_, self.to)
        if (self.date is None) == (span == (None, None)) or (span != (None, None) and None in span):
            raise ValueError("write either 'date', or 'from' and 'to'")
        if self.from_ and self.to and not 0 <= (self.to - self.from_).days < _LONGEST_SPAN:
            raise ValueError(f"from {self.from_} to {self.to} is not a span of at most {_LONGEST_SPAN} days")
        return self


class _TitleAnswer(_CampusScope):
    title: str = Field(min_length=1)
    kind: SettledKind


class LeftOutTitle(Frozen):
    """A title whose lines are not used, whether they can be read or not, and the reason."""

    title: str = Field(min_length=1)
    reason: str = Field(min_length=1)


class WeeklyKind(StrEnum):
    """What a weekday can be every week."""

    CLOSED = "closed"
    EARLY_RELEASE = "early_release"
    DELAYED_OPENING = "delayed_opening"
    TESTING = "testing"


class Weekday(StrEnum):
    """The weekdays of school, from Monday."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"


class _WeeklyAnswer(_CampusScope):
    weekday: Weekday
    kind: WeeklyKind
    from_: IsoDate | None = Field(default=None, alias="from")
    to: IsoDate | None = None
    except_: tuple[IsoDate, ...] = Field(default=(), alias="except")
    time: str = Field(
        default="",
        pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^$",
        description="Of the dismissal or the opening, HH:MM; shown in the title.",
    )
    minutes: int | None = Field(default=None, ge=1, le=300, description="Earlier or later than usual.")
    title: str = ""

    @model_validator(mode="after")
    def _sensible(self) -> _WeeklyAnswer:
        if self.from_ and self.to and self.to < self.from_:
            raise ValueError(f"it ends ({self.to}) before it begins ({self.from_})")
        has_time = bool(self.time) or self.minutes is not None
        if has_time and self.kind not in (WeeklyKind.EARLY_RELEASE, WeeklyKind.DELAYED_OPENING):
            raise ValueError("'time' and 'minutes' are for early_release and delayed_opening")
        return self


@dataclass(frozen=True)
class WeeklyDays:
    """What a weekday (0: Monday) is every week; None stands for the ends of the year, and for all campuses."""

    weekday: int
    kind: WeeklyKind
    first: datetime.date | None
    last: datetime.date | None
    excepted: frozenset[datetime.date]
    title: str
    campus_ids: frozenset[str] | None
    line: int | None


class _SummerAnswer(_CampusScope):
    first: IsoDate
    last: IsoDate

    @model_validator(mode="after")
    def _in_order(self) -> _SummerAnswer:
        if self.last < self.first:
            raise ValueError(f"it ends ({self.last}) before it begins ({self.first})")
        return self


class _Answers(Frozen):
    first_day: IsoDate | None = None
    last_day: IsoDate | None = None
    first_staff_day: IsoDate | None = None
    days: tuple[_DayAnswer, ...] = ()
    understood: tuple[_TitleAnswer, ...] = ()
    leave_out: tuple[LeftOutTitle, ...] = ()
    weekly: tuple[_WeeklyAnswer, ...] = ()
    tracks: dict[str | int, tuple[str, ...]] = Field(default_factory=dict)
    semesters: tuple[TermSpan, ...] | None = None
    trimesters: tuple[TermSpan, ...] | None = None
    quarters: tuple[TermSpan, ...] | None = None
    semester_ends: tuple[IsoDate, ...] = ()
    trimester_ends: tuple[IsoDate, ...] = ()
    quarter_ends: tuple[IsoDate, ...] = ()
    summer_session: _SummerAnswer | None = None


@dataclass(frozen=True)
class AnsweredDays:
    """Days whose kind the district gives; ``campus_ids`` is None for all campuses."""

    first: datetime.date
    last: datetime.date
    kind: DayKind
    title: str
    campus_ids: frozenset[str] | None
    line: int | None


@dataclass(frozen=True)
class SettledTitle:
    """A title whose question is answered; ``campus_ids`` is None if the title itself names its audience."""

    title: str
    kind: SettledKind
    campus_ids: frozenset[str] | None
    line: int | None


@dataclass(frozen=True)
class SummerSession:
    """School in the summer, from ``first`` to ``last``; ``campus_ids`` is None for all campuses."""

    first: datetime.date
    last: datetime.date
    campus_ids: frozenset[str] | None
    line: int | None

    def is_held_at(self, campus_id: str) -> bool:
        """Check whether the session is for that campus."""
        return self.campus_ids is None or campus_id in self.campus_ids


@dataclass(frozen=True)
class CalendarAnswers:
    """The answers of one ``calendar.yaml``; without a file all are empty."""

    file: str = "calendar.yaml"
    first_day: datetime.date | None = None
    last_day: datetime.date | None = None
    first_staff_day: datetime.date | None = None
    days: tuple[AnsweredDays, ...] = ()
    settled: tuple[SettledTitle, ...] = ()
    terms: tuple[Term, ...] = ()
    term_ends: Mapping[TermKind, tuple[datetime.date, ...]] = field(default_factory=dict)
    summer: SummerSession | None = None
    document: Document | None = None
    left_out: tuple[LeftOutTitle, ...] = ()
    weekly: tuple[WeeklyDays, ...] = ()
    tracks: Tracks = field(default_factory=lambda: Tracks({}))

    def leaves_out(self, title: str) -> bool:
        """Check whether lines with this title are left out."""
        return title_key(title) in self._left_out_titles

    @cached_property
    def _left_out_titles(self) -> frozenset[str]:
        return frozenset(title_key(clean(entry.title)) for entry in self.left_out)

    def answer_for(self, title: str) -> SettledTitle | None:
        """Return the answer about entries with this title, or None."""
        return self._settled_by_title.get(title_key(title))

    @cached_property
    def _settled_by_title(self) -> dict[str, SettledTitle]:
        return {title_key(clean(answer.title)): answer for answer in reversed(self.settled)}

    def problem(self, key: str, message: str, value: object, allowed: str) -> Problem:
        """Return a Problem with the value of one of the file's keys."""
        line = self.document.line_of((key,)) if self.document is not None else None
        return Problem(self.file, line, message, str(value), allowed)


def read_answers(
    document: Document, campuses: tuple[Campus, ...], first_year: int | None = None
) -> CalendarAnswers:
    """Return the answers in a document; an empty file has none.

    ``first_year`` is the year in which the school year begins, for dates without a year.

    Raises InputError, with every problem and its line: unknown keys, invalid dates, a campus or grades that the
    district does not have, a first day after the last, or terms that are too few, too many, or out of order.
    """
    if document.data is None:
        return CalendarAnswers(document.file)
    answers = parse_as(_Answers, document, first_year=first_year)
    problems = _problems_of_first_and_last_day(answers, document)

    def campus_ids_of(answer: _CampusScope, path: KeyPath) -> frozenset[str] | None:
        campus_ids, campus_problems = _campuses_of(answer, path, document, campuses)
        problems.extend(campus_problems)
        return campus_ids

    days = []
    for number, day in enumerate(answers.days):
        first, last = day.date or day.from_, day.date or day.to
        campus_ids = campus_ids_of(day, ("days", number))
        if first is not None and last is not None:
            line = document.line_of(("days", number))
            days.append(AnsweredDays(first, last, day.kind, clean(day.title), campus_ids, line))
    settled = tuple(
        SettledTitle(answer.title, answer.kind, campus_ids_of(answer, path), document.line_of(path))
        for answer, path in ((answer, ("understood", number)) for number, answer in enumerate(answers.understood))
    )
    weekly = tuple(
        _weekly_days(entry, campus_ids_of(entry, path), document.line_of(path))
        for entry, path in ((entry, ("weekly", number)) for number, entry in enumerate(answers.weekly))
    )
    problems.extend(
        problem
        for name, ids in answers.tracks.items()
        for problem in _unknown_campuses(ids, ("tracks", str(name)), document, campuses)
    )
    terms, term_problems = read_terms(
        document,
        {
            TermKind.SEMESTER: answers.semesters,
            TermKind.TRIMESTER: answers.trimesters,
            TermKind.QUARTER: answers.quarters,
        },
    )
    problems.extend(term_problems)
    term_ends = {kind: ends for kind in TermKind if (ends := getattr(answers, TERM_END_KEYS[kind]))}
    problems.extend(problems_of_term_ends(document, term_ends))
    summer = None
    if (session := answers.summer_session) is not None:
        key = ("summer_session",)
        summer = SummerSession(session.first, session.last, campus_ids_of(session, key), document.line_of(key))
    if problems:
        raise InputError(problems)
    return CalendarAnswers(
        document.file,
        answers.first_day,
        answers.last_day,
        answers.first_staff_day,
        tuple(days),
        settled,
        terms,
        term_ends,
        summer,
        document,
        answers.leave_out,
        weekly,
        Tracks({comparable(str(name)): frozenset(ids) for name, ids in answers.tracks.items()}),
    )


_WEEKLY_NAMES = {
    WeeklyKind.CLOSED: "No school",
    WeeklyKind.EARLY_RELEASE: "Early release",
    WeeklyKind.DELAYED_OPENING: "Delayed opening",
    WeeklyKind.TESTING: "Testing",
}


def _weekly_days(answer: _WeeklyAnswer, campus_ids: frozenset[str] | None, line: int | None) -> WeeklyDays:
    parts = [
        f"{_WEEKLY_NAMES[answer.kind]} on {answer.weekday.value.capitalize()}s",
        f"at {answer.time}" if answer.time else "",
        f"({answer.minutes} minutes)" if answer.minutes is not None else "",
    ]
    return WeeklyDays(
        list(Weekday).index(answer.weekday),
        answer.kind,
        answer.from_,
        answer.to,
        frozenset(answer.except_),
        clean(answer.title) or " ".join(part for part in parts if part),
        campus_ids,
        line,
    )


def _problems_of_first_and_last_day(answers: _Answers, document: Document) -> list[Problem]:
    first, last = answers.first_day, answers.last_day
    if first is None or last is None or first < last:
        return []
    return [document.problem(("last_day",), "the last day is not after the first", last, f"after {first}")]


def _unknown_campuses(
    named: tuple[str, ...], path: KeyPath, document: Document, campuses: tuple[Campus, ...]
) -> list[Problem]:
    ids = [campus.campus_id for campus in campuses]
    return [
        document.problem(
            (*path, number), "there is no such campus", campus_id, listed(ids), maybe_meant(campus_id, ids)
        )
        for number, campus_id in enumerate(named)
        if campus_id not in ids
    ]


def _campuses_of(
    answer: _CampusScope, path: KeyPath, document: Document, campuses: tuple[Campus, ...]
) -> tuple[frozenset[str] | None, list[Problem]]:
    """Return the campuses that an answer is for (None for all), and what is wrong with them."""
    problems = _unknown_campuses(answer.campuses, (*path, "campuses"), document, campuses)
    if answer.grades is None:
        return (frozenset(answer.campuses) if answer.campuses else None), problems
    try:
        grades = set(parse_grades(answer.grades))
    except ValueError as error:
        problems.append(document.problem((*path, "grades"), str(error), answer.grades, ALLOWED_GRADES))
        return None, problems
    campus_ids = frozenset(
        campus.campus_id
        for campus in campuses
        if grades & set(campus.grades) and (not answer.campuses or campus.campus_id in answer.campuses)
    )
    if not campus_ids:
        problems.append(document.problem((*path, "grades"), "no campus teaches these grades", answer.grades))
    return campus_ids, problems
