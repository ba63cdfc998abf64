"""A published calendar (.ics or .csv) and its ``calendar.yaml`` as an academic calendar.

Nothing is dropped silently. A line that may be about school days and cannot be read is an error
(:mod:`drillplanner.intake.calendar.unusable_lines`), and so is a calendar that closes schools on no day. What
could be read and not be understood, or only with doubt, becomes a question of the calendar, with the line of the
event and how it is treated for now. ``calendar.yaml`` answers questions
(:mod:`drillplanner.intake.calendar.answers`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import read_file
from drillplanner.files.yaml_document import Document, read_document
from drillplanner.intake.calendar.answers import AnsweredDays, CalendarAnswers, read_answers
from drillplanner.intake.calendar.breaks import with_breaks
from drillplanner.intake.calendar.entries import (
    CalendarEntry,
    CalendarEntryReader,
    with_reasons_of_short_days,
    with_tracks,
)
from drillplanner.intake.calendar.questions import (
    question_on_assumed_first_day,
    question_on_short_year,
    questions_of_year,
    questions_on_closed_short_days,
    questions_on_days_before_return,
    questions_on_holidays,
    questions_on_unused_answers,
    questions_on_usual_breaks,
    return_in_fall,
    settled_holidays,
    sorted_questions,
)
from drillplanner.intake.calendar.recurring.weekly_entries import weekly_entries, weekly_sentences
from drillplanner.intake.calendar.recurring.weekly_lines import spread_weekly_lines
from drillplanner.intake.calendar.school_year import YearBounds, days_of_year, has_school, year_bounds
from drillplanner.intake.calendar.stated_terms import stated_terms
from drillplanner.intake.calendar.summer_session import (
    entries_before_summer,
    entries_in_summer,
    late_summer_problem,
    summer_days,
    summer_problems,
)
from drillplanner.intake.calendar.terms import problems_outside_year, questions_on_terms
from drillplanner.intake.calendar.unusable_lines import (
    harmless_unread,
    questions_on_undecided_dates,
    unusable_line_problems,
    unused_line_sentences,
)
from drillplanner.intake.calendar.wording import Effect
from drillplanner.intake.calendar_files.contents import CalendarFile
from drillplanner.intake.calendar_files.event import IGNORED, CalendarEvent
from drillplanner.intake.calendar_files.reader import read_calendar_file
from drillplanner.model import AcademicCalendar, Campus, District, SchoolDay

#: Staff return at most this long before students; an earlier staff day belongs to the summer.
_STAFF_BEFORE_STUDENTS = timedelta(days=60)
#: No district holds school for so long without a day off; the longest time between two federal holidays on which
#: schools are commonly closed (Presidents' Day and Memorial Day) is 98 days, and spring break lies in it.
_YEAR_WITH_CLOSURES = timedelta(days=100)


def read_academic_calendar(
    path: Path, shown_as: str, district: District, campuses: tuple[Campus, ...], answers: Path | None
) -> AcademicCalendar:
    """Return the academic calendar in an .ics or .csv file, with the answers of a ``calendar.yaml`` if there is
    one.

    ``shown_as`` is the file's name in messages.

    Raises InputError: a file cannot be used, or neither gives the first and the last day of school.
    """
    raw = read_file(path, shown_as=shown_as)
    document = None
    if answers is not None:
        document = read_document(answers, str(Path(shown_as).parent / answers.name))
    return academic_calendar_of(raw, shown_as, district, campuses, document)


def academic_calendar_of(
    raw: bytes,
    shown_as: str,
    district: District,
    campuses: tuple[Campus, ...],
    document: Document | None = None,
) -> AcademicCalendar:
    """Return the academic calendar like :func:`read_academic_calendar`, from data already read."""
    answers = CalendarAnswers() if document is None else read_answers(document, campuses, district.first_year)
    if (late_summer := late_summer_problem(answers, district)) is not None:
        raise InputError(late_summer)
    window = _window(district, answers)
    file = read_calendar_file(raw, shown_as, ZoneInfo(district.timezone), window, district.first_year)
    weekly = spread_weekly_lines(shown_as, file.events, file.undated, window, answers)
    unusable = unusable_line_problems(shown_as, file, weekly.undated, answers)
    outside = _outside(file.events, window)
    if outside and len(outside) == len(file.events):
        raise InputError(_wrong_year(file.events, shown_as, district, window))
    entries = CalendarEntryReader(campuses, district.name, answers).entries(weekly.events, window)
    entries.extend(settled_holidays(entries, answers, district.first_year))
    entries = with_reasons_of_short_days(entries, campuses)
    entries = with_tracks([*entries, *weekly_entries(answers.weekly, window)], answers.tracks)
    bounds = _bounds(entries, answers, campuses, shown_as, district.first_year, unusable)
    summer_entries = entries_in_summer(entries, answers.summer)
    entries = with_breaks(entries_before_summer(entries, answers.summer), bounds.last)
    days = days_of_year(bounds, entries, answers, campuses)
    if (no_closing := _no_closing_day(shown_as, bounds, days, entries, answers)) is not None:
        raise InputError(no_closing)
    summer = summer_days(shown_as, summer_entries, answers, campuses, bounds.last, district.first_year)
    questions = [
        *harmless_unread(file, answers),
        *weekly.questions,
        *questions_on_undecided_dates(shown_as, weekly.undated, answers),
        *question_on_assumed_first_day(shown_as, entries, bounds.first, answers, district.first_year),
        *question_on_short_year(shown_as, bounds, days, answers),
        *questions_of_year(shown_as, entries, bounds, answers, days),
        *questions_on_closed_short_days(shown_as, entries, answers),
        *questions_on_holidays(shown_as, entries, days, answers, district.first_year),
        *questions_on_days_before_return(shown_as, entries, days, answers),
        *questions_on_usual_breaks(shown_as, entries, days, answers, district.first_year),
        *summer.questions,
    ]
    school_dates = _school_dates(days)
    if answers.document is not None:
        questions.extend(questions_on_terms(answers.document, answers.terms, school_dates))
    terms = stated_terms(shown_as, entries, answers, school_dates)
    all_entries = [*entries, *summer_entries]
    unanswered = [question for question in questions if not answers.answer_for(question.title)]
    return AcademicCalendar(
        first_day=bounds.first,
        last_day=bounds.last if answers.summer is None else answers.summer.last,
        first_staff_day=_first_staff_day(entries, answers, bounds),
        days=(*days, *summer.days),
        terms=terms.terms,
        undecided_terms=terms.undecided,
        summer=None if answers.summer is None else (answers.summer.first, answers.summer.last),
        questions=sorted_questions([*unanswered, *questions_on_unused_answers(answers, all_entries, questions)]),
        notes=(
            *_notes(shown_as, file, len(outside), all_entries, window),
            *terms.notes,
            *weekly_sentences(entries, bounds.first, bounds.last),
            *unused_line_sentences(shown_as, weekly.undated, answers),
        ),
    )


def _window(district: District, answers: CalendarAnswers) -> tuple[date, date]:
    """Return the dates that can belong to the school year: July to June, or more if an answer says so."""
    first, last = date(district.first_year, 7, 1), date(district.first_year + 1, 6, 30)
    summer_last = None if answers.summer is None else answers.summer.last
    dates = (answers.first_day, answers.first_staff_day, answers.last_day, summer_last)
    answered = [on for on in dates if on is not None]
    return min([first, *answered]), max([last, *answered])


def _school_dates(days: tuple[SchoolDay, ...]) -> list[date]:
    return [day.date for day in days if has_school(day)]


def _outside(events: tuple[CalendarEvent, ...], window: tuple[date, date]) -> list[CalendarEvent]:
    return [event for event in events if event.last < window[0] or event.first > window[1]]


def _wrong_year(
    events: tuple[CalendarEvent, ...], shown_as: str, district: District, window: tuple[date, date]
) -> Problem:
    first, last = min(event.first for event in events), max(event.last for event in events)
    return Problem(
        shown_as,
        None,
        f"no event lies in the school year {district.year}",
        f"events from {first} to {last}",
        f"events from {window[0]} to {window[1]}",
        "Maybe this is the calendar of another year, or 'year' in district.yaml is not the one you mean.",
    )


def _bounds(
    entries: list[CalendarEntry],
    answers: CalendarAnswers,
    campuses: tuple[Campus, ...],
    shown_as: str,
    first_year: int,
    unusable: list[Problem],
) -> YearBounds:
    """Return the ends of the year.

    Raises InputError: nothing gives them, they or the answers cannot be right, or lines are ``unusable``.
    """
    # A last day of school within the summer session is the session's, not the year's.
    of_year = entries_before_summer(entries, answers.summer)
    first, last, first_at, last_at = year_bounds(of_year, answers, campuses, first_year)
    if last is None:
        first, last, first_at, last_at = year_bounds(entries, answers, campuses, first_year)
    if first is None and (students_return := return_in_fall(entries, first_year)) is not None:
        first = students_return.first
    problems = [
        Problem(
            shown_as,
            None,
            f"no event tells the {word} day of school",
            None,
            f"an event such as '{word.capitalize()} Day of School'",
            f"Write the line '{word}_day: {example}', with your date, into {answers.file} "
            f"('init --answers {answers.file}' takes it).",
        )
        for word, on, example in (
            ("first", first, f"{first_year}-08-31"),
            ("last", last, f"{first_year + 1}-06-12"),
        )
        if on is None
    ]
    problems = [*unusable, *problems]
    if problems or first is None or last is None:
        raise InputError(problems)
    if first >= last:
        raise InputError(
            Problem(
                shown_as,
                None,
                "the last day of school is not after the first",
                f"first day {first}, last day {last}",
                "a last day after the first day",
                f"Maybe write first_day and last_day into {answers.file}.",
            )
        )
    problems = _misplaced_answers(answers, first, last)
    if problems:
        raise InputError(problems)
    return YearBounds(first, last, first_at, last_at)


def _no_closing_day(
    shown_as: str,
    bounds: YearBounds,
    days: tuple[SchoolDay, ...],
    entries: list[CalendarEntry],
    answers: CalendarAnswers,
) -> Problem | None:
    """Return a Problem if no weekday of the year is free, except those that are so every week.

    No such year exists, so the holidays and breaks are missing.
    """
    weekly = {entry.first for entry in entries if entry.recurring}
    is_long = bounds.last - bounds.first >= _YEAR_WITH_CLOSURES
    if not is_long or any(not has_school(day) and day.date not in weekly for day in days):
        return None
    return Problem(
        shown_as,
        None,
        "no line of the calendar closes schools",
        f"{bounds.first} to {bounds.last} without a holiday",
        "holidays and breaks, such as 'Thanksgiving Break, November 26-27' or 'No School'",
        f"Add them to the calendar, or to {answers.file}: "
        f"'days: [{{from: {bounds.first.year}-12-24, to: {bounds.first.year + 1}-01-01, kind: closed}}]'.",
    )


def _misplaced_answers(answers: CalendarAnswers, first: date, last: date) -> list[Problem]:
    problems = []
    allowed = f"dates from {first} to {last}; first_day and last_day say otherwise"
    if answers.first_staff_day is not None and answers.first_staff_day > first:
        message = "staff cannot begin after students"
        problems.append(
            answers.problem("first_staff_day", message, answers.first_staff_day, f"a date not after {first}")
        )
    if answers.document is not None:
        problems.extend(problems_outside_year(answers.document, answers.terms, first, last))
    problems.extend(summer_problems(answers, last))
    for day in answers.days:
        if (day.last < first or day.first > last) and not _is_of_summer(day, answers):
            shown = str(day.first) if day.first == day.last else f"{day.first} to {day.last}"
            problems.append(Problem(answers.file, day.line, "this lies outside the school year", shown, allowed))
    return problems


def _is_of_summer(day: AnsweredDays, answers: CalendarAnswers) -> bool:
    summer = answers.summer
    return summer is not None and day.first <= summer.last and day.last >= summer.first


def _first_staff_day(
    entries: Iterable[CalendarEntry], answers: CalendarAnswers, bounds: YearBounds
) -> date | None:
    if answers.first_staff_day is not None:
        return answers.first_staff_day
    staff_days = [
        entry.first
        for entry in entries
        if (entry.kind is Effect.STAFF_DAY or Effect.STAFF_STARTS in entry.markers)
        and bounds.first - _STAFF_BEFORE_STUDENTS <= entry.first <= bounds.first
    ]
    return min(staff_days, default=None)


def _notes(
    shown_as: str, file: CalendarFile, outside: int, entries: list[CalendarEntry], window: tuple[date, date]
) -> tuple[str, ...]:
    no_effect = sum(
        entry.kind is Effect.NO_EFFECT and entry.taken_as == IGNORED and not entry.doubts for entry in entries
    )
    counted = (
        (file.canceled, "is marked as cancelled and was left out", "are marked as cancelled and were left out"),
        (outside, f"lies outside {window[0]} to {window[1]}", f"lie outside {window[0]} to {window[1]}"),
        (no_effect, "is about something that changes no school day", "are about things that change no school day"),
    )
    sentences = (
        f"{number} event{'' if number == 1 else 's'} of {shown_as} {singular if number == 1 else plural}."
        for number, singular, plural in counted
        if number
    )
    return (*file.notes, *sentences)
