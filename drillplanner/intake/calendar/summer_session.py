"""The summer session that ``calendar.yaml`` tells, as school days after those of the year.

Every weekday of the session is a full day at its campuses unless the calendar or an answer says otherwise,
exactly as in the year itself; at other campuses every day is closed. An entry that frees all campuses for the
whole of the session ("Summer Break") speaks of the year that is over: the session stands, and the district is
asked.
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
from drillplanner.intake.calendar.school_year import SATURDAY, YearBounds, days_of_year, is_held
from drillplanner.intake.calendar.wording import CLOSES, WORDS, Effect
from drillplanner.intake.calendar_files.event import IGNORED
from drillplanner.model import CalendarQuestion, Campus, DayKind, District, SchoolDay, each_date

KEY = "summer_session"
_DAY = timedelta(1)
_NOT_HERE = "No summer session here"
#: What a calendar may call the first and the last day of a session too.
_ENDS = (Effect.FIRST_DAY, Effect.LAST_DAY)


@dataclass(frozen=True)
class SummerDays:
    """The weekdays from the end of the year to the end of the session, and what the district must be asked."""

    days: tuple[SchoolDay, ...] = ()
    questions: tuple[CalendarQuestion, ...] = ()


def before_summer(entries: list[CalendarEntry], session: SummerSession | None) -> list[CalendarEntry]:
    """The entries of the year itself, cut to the time before the session; all of them where there is none."""
    if session is None:
        return entries
    eve = session.first - _DAY
    return [replace(entry, last=min(entry.last, eve)) for entry in entries if entry.first <= eve]


def in_summer(entries: list[CalendarEntry], session: SummerSession | None) -> list[CalendarEntry]:
    """The entries of the session, cut to it; what began before it and changes no day is one of the year's."""
    if session is None:
        return []
    return [
        replace(entry, first=max(entry.first, session.first), last=min(entry.last, session.last))
        for entry in entries
        if entry.last >= session.first
        and entry.first <= session.last
        and (entry.first >= session.first or entry.kind not in (None, Effect.NO_EFFECT))
    ]


def misplaced_summer(answers: CalendarAnswers, year_last: date) -> list[Problem]:
    """What is wrong with a session, and with answers about its days, beside a year that ends on ``year_last``."""
    session = answers.summer
    if session is None:
        return []
    problems = []
    if session.first <= year_last:
        problems.append(
            answers.problem(
                KEY,
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


def summer_that_is_too_late(answers: CalendarAnswers, district: District) -> Problem | None:
    """A Problem with a session that runs into the next school year."""
    end = date(district.first_year + 1, 8, 31)
    if answers.summer is None or answers.summer.last <= end:
        return None
    shown = f"{answers.summer.first} to {answers.summer.last}"
    message = f"the summer session ends too late for the school year {district.year}"
    return answers.problem(KEY, message, shown, f"a last day not after {end}")


def summer_of(
    file: str,
    entries: list[CalendarEntry],
    answers: CalendarAnswers,
    campuses: tuple[Campus, ...],
    year_last: date,
    first_year: int,
) -> SummerDays:
    """The days after ``year_last`` up to the end of the session; ``entries`` are those of :func:`in_summer`.

    Raises InputError where no day of school is left in it.
    """
    session = answers.summer
    if session is None:
        return SummerDays()
    freeing = [entry for entry in entries if _is_free_for_all(entry, session)]
    others = with_breaks([entry for entry in entries if entry not in freeing], session.last)
    bounds = YearBounds(session.first, session.last, {}, {})
    present = frozenset(campus.campus_id for campus in campuses if session.is_held_at(campus.campus_id))
    absent = frozenset(campus.campus_id for campus in campuses) - present
    told = replace(answers, days=(*answers.days, *_closed_at(absent, session)))
    days = days_of_year(bounds, others, told, campuses)
    without = [one for one in present if all(day.kind_at(one) is DayKind.CLOSED for day in days)]
    if len(without) == len(present):
        raise InputError(_no_days_left(answers, session, days))
    unmarked = [replace(entry, markers=entry.markers - set(_ENDS)) for entry in others]
    questions = [
        *_about_entries(file, freeing, others, session),
        *questions_of_year(file, unmarked, bounds, answers, ()),
        *_about_ends(answers, session, days),
        *_about_campuses(answers, session, sorted(without)),
        *_about_holidays(answers, session, days, present, first_year),
    ]
    return SummerDays((*_between(year_last, session.first), *days), tuple(questions))


def _is_free_for_all(entry: CalendarEntry, session: SummerSession) -> bool:
    whole = entry.first == session.first and entry.last == session.last
    return whole and entry.kind in CLOSES and entry.campus_ids is None


def _closed_at(absent: frozenset[str], session: SummerSession) -> list[AnsweredDays]:
    if not absent:
        return []
    return [AnsweredDays(session.first, session.last, DayKind.CLOSED, _NOT_HERE, absent, session.line)]


def _between(year_last: date, session_first: date) -> Iterator[SchoolDay]:
    """The weekdays between the year and the session, which are free."""
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


def _about_entries(
    file: str, freeing: list[CalendarEntry], others: list[CalendarEntry], session: SummerSession
) -> Iterator[CalendarQuestion]:
    """Questions on entries that do not go with the session."""
    reasons = [(entry, "it frees all campuses for the whole summer session of calendar.yaml") for entry in freeing]
    for marker, end in zip(_ENDS, (session.first, session.last), strict=True):
        reasons += [
            (entry, f"it says '{WORDS[marker]}' within the summer session of calendar.yaml")
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


def _about_ends(
    answers: CalendarAnswers, session: SummerSession, days: tuple[SchoolDay, ...]
) -> Iterator[CalendarQuestion]:
    held = {day.date for day in days if is_held(day)}
    for word, on in (("first", session.first), ("last", session.last)):
        if on not in held:
            reason = f"there is no school on the {word} day of the session"
            yield _question(answers, session, KEY, (on,), reason, WORDS[Effect.CLOSED])


def _about_campuses(
    answers: CalendarAnswers, session: SummerSession, without: list[str]
) -> Iterator[CalendarQuestion]:
    if without:
        reason = f"no day of the session is left at {listed(without)}"
        yield _question(answers, session, KEY, (), reason, WORDS[Effect.CLOSED])


def _about_holidays(
    answers: CalendarAnswers,
    session: SummerSession,
    days: tuple[SchoolDay, ...],
    present: frozenset[str],
    first_year: int,
) -> Iterator[CalendarQuestion]:
    """Questions on federal holidays of which neither the calendar nor an answer says that they are free."""
    held = {day.date for day in days if is_held(day)}
    for title, on in (*federal_holidays(first_year).items(), *federal_holidays(first_year + 1).items()):
        answered = any(
            day.first <= on <= day.last and (day.campus_ids is None or day.campus_ids >= present)
            for day in answers.days
        )
        if on in held and not answered:
            reason = "the calendar does not say that the summer session is free on this holiday"
            yield _question(answers, session, title, (on,), reason, WORDS[Effect.SCHOOL_DAY])


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
