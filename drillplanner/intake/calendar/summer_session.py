"""The summer session that ``calendar.yaml`` gives, as school days after those of the year.

Every weekday of the session is a full day at its campuses unless the calendar or an answer says otherwise, exactly
as in the year itself; at other campuses every day is closed. An entry that frees all campuses for the whole
session ("Summer Break") refers to the year that has ended: the session is kept, and the district is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import listed
from drillplanner.intake.calendar.answers import AnsweredDays, CalendarAnswers, SummerSession
from drillplanner.intake.calendar.breaks import with_breaks
from drillplanner.intake.calendar.entries import CalendarEntry
from drillplanner.intake.calendar.federal_holidays import federal_holidays
from drillplanner.intake.calendar.questions import questions_of_year
from drillplanner.intake.calendar.school_year import SATURDAY, YearBounds, days_of_year, has_school
from drillplanner.intake.calendar.wording import CLOSING_EFFECTS, EFFECT_NAMES, Effect
from drillplanner.intake.calendar_files.event import IGNORED
from drillplanner.model import CalendarQuestion, Campus, DayKind, District, SchoolDay, each_date

#: The key of ``calendar.yaml`` for the summer session.
SUMMER_KEY = "summer_session"
_DAY = timedelta(1)
_NOT_HERE = "No summer session here"
#: Markers that a calendar may also use for the first and the last day of a session.
_ENDS = (Effect.FIRST_DAY, Effect.LAST_DAY)


@dataclass(frozen=True)
class SummerDays:
    """The weekdays from the end of the year to the end of the session, and questions for the district."""

    days: tuple[SchoolDay, ...] = ()
    questions: tuple[CalendarQuestion, ...] = ()


def entries_before_summer(entries: list[CalendarEntry], session: SummerSession | None) -> list[CalendarEntry]:
    """Return the entries of the year itself, cut to the time before the session; all of them without one."""
    if session is None:
        return entries
    day_before = session.first - _DAY
    return [replace(entry, last=min(entry.last, day_before)) for entry in entries if entry.first <= day_before]


def entries_in_summer(entries: list[CalendarEntry], session: SummerSession | None) -> list[CalendarEntry]:
    """Return the entries of the session, cut to it.

    An entry that began before the session and changes no day belongs to the year, so it is omitted.
    """
    if session is None:
        return []
    return [
        replace(entry, first=max(entry.first, session.first), last=min(entry.last, session.last))
        for entry in entries
        if entry.last >= session.first
        and entry.first <= session.last
        and (entry.first >= session.first or entry.kind not in (None, Effect.NO_EFFECT))
    ]


def summer_problems(answers: CalendarAnswers, year_last: date) -> list[Problem]:
    """Return what is wrong with a session, and with answers about it, if the year ends on ``year_last``."""
    session = answers.summer
    if session is None:
        return []
    problems = []
    if session.first <= year_last:
        problems.append(
            answers.problem(
                SUMMER_KEY,
                "the summer session begins before the school year is over",
                f"{session.first} to {session.last}",
                f"a first day after {year_last}; last_day says otherwise",
            )
        )
    if session.campus_ids is None:
        return problems
    problems.extend(
        Problem(
            answers.file,
            day.line,
            "school on these days of the summer session is for none of its campuses",
            listed(sorted(day.campus_ids)),
            listed(sorted(session.campus_ids)),
            "Maybe add the campus to 'campuses' of summer_session.",
        )
        for day in answers.days
        if day.first > year_last
        and day.kind is not DayKind.CLOSED
        and day.campus_ids is not None
        and day.campus_ids.isdisjoint(session.campus_ids)
    )
    return problems


def late_summer_problem(answers: CalendarAnswers, district: District) -> Problem | None:
    """Return a Problem if the session runs into the next school year."""
    end = date(district.first_year + 1, 8, 31)
    if answers.summer is None or answers.summer.last <= end:
        return None
    shown = f"{answers.summer.first} to {answers.summer.last}"
    message = f"the summer session ends too late for the school year {district.year}"
    return answers.problem(SUMMER_KEY, message, shown, f"a last day not after {end}")


def summer_days(
    file: str,
    entries: list[CalendarEntry],
    answers: CalendarAnswers,
    campuses: tuple[Campus, ...],
    year_last: date,
    first_year: int,
) -> SummerDays:
    """Return the days after ``year_last`` to the end of the session.

    ``entries`` are those of :func:`entries_in_summer`.

    Raises InputError: no day of school is left in the session.
    """
    session = answers.summer
    if session is None:
        return SummerDays()
    freeing = [entry for entry in entries if _is_free_for_all(entry, session)]
    others = with_breaks([entry for entry in entries if entry not in freeing], session.last)
    bounds = YearBounds(session.first, session.last, {}, {})
    present = frozenset(campus.campus_id for campus in campuses if session.is_held_at(campus.campus_id))
    absent = frozenset(campus.campus_id for campus in campuses) - present
    summer_answers = replace(answers, days=(*answers.days, *_closed_at(absent, session)))
    days = days_of_year(bounds, others, summer_answers, campuses)
    without = [campus_id for campus_id in present if all(day.kind_at(campus_id) is DayKind.CLOSED for day in days)]
    if len(without) == len(present):
        raise InputError(_no_days_left(answers, session, days))
    unmarked = [replace(entry, markers=entry.markers - set(_ENDS)) for entry in others]
    questions = [
        *_entry_questions(file, freeing, others, session),
        *questions_of_year(file, unmarked, bounds, answers, ()),
        *_end_questions(answers, session, days),
        *_campus_questions(answers, session, sorted(without)),
        *_holiday_questions(answers, session, days, present, first_year),
    ]
    return SummerDays((*_between(year_last, session.first), *days), tuple(questions))


def _is_free_for_all(entry: CalendarEntry, session: SummerSession) -> bool:
    whole = entry.first == session.first and entry.last == session.last
    return whole and entry.kind in CLOSING_EFFECTS and entry.campus_ids is None


def _closed_at(absent: frozenset[str], session: SummerSession) -> list[AnsweredDays]:
    if not absent:
        return []
    return [AnsweredDays(session.first, session.last, DayKind.CLOSED, _NOT_HERE, absent, session.line)]


def _between(year_last: date, session_first: date) -> Iterator[SchoolDay]:
    """Yield the weekdays between the year and the session, which are free."""
    for on in each_date(year_last + _DAY, session_first - _DAY):
        if on.weekday() < SATURDAY:
            yield SchoolDay(date=on, kind=DayKind.CLOSED)


def _no_days_left(answers: CalendarAnswers, session: SummerSession, days: tuple[SchoolDay, ...]) -> Problem:
    titles = dict.fromkeys(day.title for day in days if day.title and day.kind is DayKind.CLOSED)
    return Problem(
        answers.file,
        session.line,
        "no day of school is left in the summer session",
        f"{session.first} to {session.last}",
        "at least one weekday on which the calendar closes no school",
        f"Maybe settle under 'understood' what closes it: {listed(titles)}." if titles else None,
    )


def _entry_questions(
    file: str, freeing: list[CalendarEntry], others: list[CalendarEntry], session: SummerSession
) -> Iterator[CalendarQuestion]:
    """Yield questions on entries that contradict the session."""
    reasons = [(entry, "it frees all campuses for the whole summer session of calendar.yaml") for entry in freeing]
    for marker, end in zip(_ENDS, (session.first, session.last), strict=True):
        reasons += [
            (entry, f"it says '{EFFECT_NAMES[marker]}' within the summer session of calendar.yaml")
            for entry in others
            if marker in entry.markers and end not in (entry.first, entry.last)
        ]
    for entry, reason in reasons:
        yield CalendarQuestion(
            file=file,
            line=entry.line,
            title=entry.title,
            dates=tuple(each_date(entry.first, entry.last)),
            reason=reason,
            taken_as=IGNORED,
        )


def _end_questions(
    answers: CalendarAnswers, session: SummerSession, days: tuple[SchoolDay, ...]
) -> Iterator[CalendarQuestion]:
    held = {day.date for day in days if has_school(day)}
    for word, on in (("first", session.first), ("last", session.last)):
        if on not in held:
            reason = f"there is no school on the {word} day of the session"
            yield _question(answers, session, SUMMER_KEY, (on,), reason, EFFECT_NAMES[Effect.CLOSED])


def _campus_questions(
    answers: CalendarAnswers, session: SummerSession, without: list[str]
) -> Iterator[CalendarQuestion]:
    if without:
        reason = f"no day of the session is left at {listed(without)}"
        yield _question(answers, session, SUMMER_KEY, (), reason, EFFECT_NAMES[Effect.CLOSED])


def _holiday_questions(
    answers: CalendarAnswers,
    session: SummerSession,
    days: tuple[SchoolDay, ...],
    present: frozenset[str],
    first_year: int,
) -> Iterator[CalendarQuestion]:
    """Yield questions on federal holidays that neither the calendar nor an answer makes free."""
    held = {day.date for day in days if has_school(day)}
    for title, on in (*federal_holidays(first_year).items(), *federal_holidays(first_year + 1).items()):
        answered = any(
            day.first <= on <= day.last and (day.campus_ids is None or day.campus_ids >= present)
            for day in answers.days
        )
        if on in held and not answered:
            reason = "the calendar does not say that the summer session is free on this holiday"
            question = _question(answers, session, title, (on,), reason, EFFECT_NAMES[Effect.SCHOOL_DAY])
            answer = f"days: [{{date: {on}, kind: closed}}]   (or kind: full)"
            yield question.model_copy(update={"may_close": True, "answer": answer})


def _question(
    answers: CalendarAnswers,
    session: SummerSession,
    title: str,
    dates: tuple[date, ...],
    reason: str,
    taken_as: str,
) -> CalendarQuestion:
    return CalendarQuestion(
        file=answers.file, line=session.line, title=title, dates=dates, reason=reason, taken_as=taken_as
    )
