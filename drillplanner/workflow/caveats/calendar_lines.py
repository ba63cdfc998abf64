"""Caveats about the academic calendar: days that count as days of school although schools may be closed on them.

Lines that are read with doubt, and safely (a day that may be open counts as closed), are no caveats: they are
listed among the assumptions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drillplanner.files.read_result import listed
from drillplanner.files.reading.shell_words import shell_word
from drillplanner.intake.calendar.answers import title_key
from drillplanner.model import CalendarQuestion, Caveat, CaveatKind
from drillplanner.workflow.prepared import Prepared

#: Questions that have a caveat of their own; the others share one.
_MOST_ALONE = 6
_SATURDAY = 5
#: Marks that some shell obeys; titles are compared without marks.
_OBEYED = re.compile(r"[\"$`!\u201c-\u201e]+")
#: Titles that the shared caveat names.
_MOST_TITLES = 8


def unread_calendar_lines(prepared: Prepared) -> Iterator[Caveat]:
    """Yield a caveat for each question on dates of which we do not know whether schools are closed."""
    open_ones = [question for question in prepared.workspace.calendar.questions if question.may_close]
    for question in open_ones:
        if question.to_do:
            yield Caveat(
                kind=CaveatKind.CALENDAR,
                text=f"{question.title_and_dates}{_line(question)} is not used: {question.reason}.",
                answer=question.to_do,
            )
    questions = [question for question in open_ones if not question.to_do]
    alone = questions if len(questions) <= _MOST_ALONE + 1 else questions[:_MOST_ALONE]
    for question in alone:
        yield Caveat(
            kind=CaveatKind.CALENDAR,
            text=f"{question.title_and_dates}{_line(question)} {_counted_as(question)}: {question.reason}.",
            answer=_command(question),
        )
    if others := questions[len(alone) :]:
        titles = listed((question.title_and_dates for question in others), limit=_MOST_TITLES)
        yield Caveat(
            kind=CaveatKind.CALENDAR,
            text=f"{len(others)} more titles of the calendar count as school days, but schools may be closed: "
            f"{titles}.",
            answer='For each: drillplanner answer DIR "calendar:TITLE=closed" (or =full, =early_release, =ignore)',
        )


def _counted_as(question: CalendarQuestion) -> str:
    if not question.dates:
        return "is not used, so schools may be closed on days that count as school days"
    if _is_on_weekend(question):
        return "changes no school day"
    days = "school days" if len(question.dates) > 1 else "a school day"
    return f"counts as {days}, but schools may be closed"


def _is_on_weekend(question: CalendarQuestion) -> bool:
    return all(on.weekday() >= _SATURDAY for on in question.dates)


def _line(question: CalendarQuestion) -> str:
    """Return where the line is; a federal holiday that the calendar does not mention has none."""
    return "" if question.line is None else f" in {question.place}"


def _command(question: CalendarQuestion) -> str:
    """Return the command that says what a day is, or what a title means."""
    if len(question.dates) == 1 and question.answer.startswith("days:"):
        return f"drillplanner answer DIR {question.dates[0]}=closed (or =full)"
    if question.answer.startswith("tracks:"):
        return f"Write into calendar.yaml: {question.answer}"
    if _is_on_weekend(question):
        # The title may be that of other days, so an answer about it would change these.
        return f"Correct the date in {question.place}, or delete the line if no school day is meant"
    answer = shell_word(f"calendar:{_typed(question.title)}=closed")
    return f"drillplanner answer DIR {answer} (or =full, =early_release, =ignore)"


def _typed(title: str) -> str:
    """Return a title as one types it: without marks that a shell obeys, if it is then still the same title."""
    plain = " ".join(_OBEYED.sub(" ", title).split())
    return plain if title_key(plain) == title_key(title) else title
