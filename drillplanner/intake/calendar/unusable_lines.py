"""Lines of a calendar that cannot be used: errors, unless they are harmless or ``calendar.yaml`` leaves them out.

A line whose date is missing or cannot be read may be the one that closes schools. So the calendar is refused until
the line is mended or named under ``leave_out`` with a reason. Harmless are:

- lines about something that changes no school day ("Spring Concert");
- lines without any word of school days ("Varsity Soccer vs. Elm");
- lines that explain until when short days last ("Grades 6-12 dismiss at 12:45 PM", "Early Release Schedule");
- sentences on days of bad weather ("Closings due to inclement weather are announced by text message.").

A line that may be about school days and has no word of closing ("Aug. TBD: First day of preschool") is a question
while its date is still to be decided, since no one can mend it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from drillplanner.files.errors import Problem, shorten
from drillplanner.files.phrases import comparable
from drillplanner.files.read_result import listed
from drillplanner.intake.calendar.answers import CalendarAnswers
from drillplanner.intake.calendar.title_meaning import TitleMeaning, is_category, meaning_of
from drillplanner.intake.calendar.wording import Effect, calendar_wording
from drillplanner.intake.calendar_files.contents import CalendarFile
from drillplanner.intake.calendar_files.event import IGNORED, UndatedLine
from drillplanner.model import CalendarQuestion

_MOST_SHOWN = 5
_SHORT_DAYS = frozenset({Effect.EARLY_RELEASE, Effect.DELAYED_OPENING})
#: "K-2 Dismissal at 12:50 p.m." says when; without grades or a level, its date may have been lost. "6-12" may be
#: a date.
_GRADES = re.compile(
    r"\bgrades?\s*(?:pre-?k|pk|tk|k|\d{1,2})\b"
    r"|\b(?:pre-?k|pk|tk|k)\s*(?:[-–—]|to|through|thru)\s*\d{1,2}\b"
    r"|\b(?:elementary|middle|intermediate|junior high|high)\b",
    re.IGNORECASE,
)
_CLOCK_TIME = re.compile(r"\b\d{1,2}:\d{2}\b|\b\d{1,2}\s*[ap]\.?m\b", re.IGNORECASE)
_TELEPHONE = re.compile(r"(?:\(\d{3}\)\s*[-.]?\s*|\b\d{3}[-.\s])\d{3}[-.\s]\d{4}\b")
_SCHEDULE = re.compile(r"\b(?:schedules?|times|hours)\W*$", re.IGNORECASE)


def unusable_line_problems(
    shown_as: str, file: CalendarFile, undated: Iterable[UndatedLine], answers: CalendarAnswers
) -> list[Problem]:
    """Return a Problem for each line that may be about school days and cannot be used.

    ``undated`` are the lines without a date that no reader could place.
    """
    unread = [
        _problem(shown_as, question.line, question.title, question.reason, answers)
        for question in file.questions
        if question.unread and not is_harmless(question.title) and not answers.leaves_out(question.title)
    ]
    without_date = [
        _problem(shown_as, line.line, line.title, _why_undated(line), answers)
        for line in undated
        if not answers.leaves_out(line.title) and changes_school_days(line)
    ]
    return sorted([*unread, *without_date], key=lambda problem: problem.line or 0)


def is_harmless(title: str) -> bool:
    """Check whether a title is surely not about school days."""
    meaning = meaning_of(title, (), "", None)
    if meaning.understood:
        return meaning.kind is Effect.NO_EFFECT and not meaning.doubts and not meaning.markers
    return not calendar_wording().may_be_about_school_days(comparable(title))


def changes_school_days(line: UndatedLine) -> bool:
    """Check whether a line without a date says something of school days, unlike a footnote or a heading.

    An undecided first or last day does not: where the year needs it, it is missed. A heading is used below it, and
    the key to a mark is used where the mark is.
    """
    meaning = meaning_of(line.title, (), line.description, None)
    if _is_heading(line) or _explains_hours(line, meaning) or _is_of_no_day(line):
        return False
    bounds_year = bool(meaning.markers) and not line.undecided
    states_effect = meaning.understood and (meaning.kind not in (None, Effect.NO_EFFECT) or bounds_year)
    return states_effect or calendar_wording().may_close(comparable(f"{line.title} {line.description}"))


def _explains_hours(line: UndatedLine, meaning: TitleMeaning) -> bool:
    """Check whether a line says only until when, or from when, students come on short days that others name."""
    title = line.title
    is_explanation = bool(_SCHEDULE.search(title) or (_GRADES.search(title) and _CLOCK_TIME.search(title)))
    only_short = meaning.kind in _SHORT_DAYS and not meaning.markers and not line.undecided
    return is_explanation and only_short and calendar_wording().is_about_hours(f"{title} {line.description}")


def _is_of_no_day(line: UndatedLine) -> bool:
    """Check whether a line is a sentence on days that no one can plan, such as those of bad weather.

    A sentence with the name of a holiday, or with a number other than a time or a telephone number, may have lost
    its date.
    """
    title, text = line.title, comparable(line.title)
    is_sentence = title.endswith((".", "!")) and not line.undecided
    may_have_date = any(mark.isdigit() for mark in _TELEPHONE.sub("", _CLOCK_TIME.sub("", title)))
    names_day = calendar_wording().without_names(text) != text
    is_in_case = calendar_wording().is_about_unplanned_days(text)
    return is_sentence and is_in_case and not may_have_date and not names_day


def questions_on_undecided_dates(
    shown_as: str, undated: Iterable[UndatedLine], answers: CalendarAnswers
) -> list[CalendarQuestion]:
    """Return a question for each line that may be about school days, on a date that is not decided yet ("TBD")."""
    return [
        CalendarQuestion(
            file=shown_as,
            line=line.line,
            title=line.title,
            dates=(),
            reason=_why_undated(line),
            taken_as=IGNORED,
            may_close=True,
            to_do=f"Write its date into {shown_as} once it is decided, and plan again",
        )
        for line in undated
        if line.undecided
        and not (answers.leaves_out(line.title) or changes_school_days(line) or _is_footnote(line))
    ]


def unused_line_sentences(
    shown_as: str, undated: Iterable[UndatedLine], answers: CalendarAnswers
) -> tuple[str, ...]:
    """Return a sentence on lines without a date that say nothing of school days, and on lines left out."""
    footnotes = [
        f"'{shorten(line.title, 60)}' (line {line.line})"
        for line in undated
        if not (answers.leaves_out(line.title) or _is_heading(line)) and _is_footnote(line)
    ]
    headings = [f"'{line.title}' (line {line.line})" for line in undated if _is_heading(line) and not line.key_to]
    sentences = [f"'{entry.title}' is left out of the calendar: {entry.reason}." for entry in answers.left_out]
    if headings:
        sentences.append(
            f"Read as said of the lines below it in {shown_as}: {listed(headings, limit=_MOST_SHOWN)}."
        )
    sentences += [
        f"Read as said of each entry marked {line.key_to} in {shown_as}: '{line.title}' (line {line.line})."
        for line in undated
        if line.key_to and _is_heading(line)
    ]
    if footnotes:
        verb = "line has no date and says" if len(footnotes) == 1 else "lines have no date and say"
        shown = listed(footnotes, limit=_MOST_SHOWN)
        sentences.append(f"{len(footnotes)} {verb} nothing that changes a school day in {shown_as}: {shown}.")
    return tuple(sentences)


def _is_heading(line: UndatedLine) -> bool:
    return line.heads and is_category(line.title.rstrip(":"))


def _why_undated(line: UndatedLine) -> str:
    return f"its date is not decided yet ('{line.undecided}')" if line.undecided else "it has no date"


def _is_footnote(line: UndatedLine) -> bool:
    return is_harmless(line.title) if line.undecided else not changes_school_days(line)


def harmless_unread(file: CalendarFile, answers: CalendarAnswers) -> list[CalendarQuestion]:
    """Return the questions of a file that stop nothing, except those on lines that are left out."""
    return [
        question for question in file.questions if not (question.unread and answers.leaves_out(question.title))
    ]


def _problem(file: str, line: int | None, title: str, reason: str, answers: CalendarAnswers) -> Problem:
    quoted = '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return Problem(
        file,
        line,
        "this line may be about school days, and it cannot be used",
        title or "(no title)",
        "a title, and a date such as 2026-10-03, 10/3/2026, Oct 3, Nov. 25-27 or August 2026: 12-17",
        f"Why: {reason}. Mend the line or delete it; to keep it in the file, leave it out in {answers.file}: "
        f"'leave_out: [{{title: {quoted}, reason: ...}}]'.",
    )
