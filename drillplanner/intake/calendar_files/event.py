"""Values that the calendar readers exchange: a parsed event, a dated event, and questions."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any

from drillplanner.model import CalendarQuestion

if TYPE_CHECKING:
    import icalendar

#: How a question describes an event that has no effect.
IGNORED = "ignored"

#: Characters of a title in a sentence that only recalls it.
_MOST_SHOWN = 80

_REPEATING = ("RRULE", "RDATE", "EXRULE", "RECURRENCE-ID")


def shown_title(title: str) -> str:
    """Return a title in at most 80 characters, for a sentence that needs no more to recall it."""
    return textwrap.shorten(title, _MOST_SHOWN, placeholder="…")


class EventError(ValueError):
    """An event whose dates cannot be used; the message says why."""


@dataclass(frozen=True)
class ParsedEvent:
    """One VEVENT as the iCalendar library reads it, and where it begins in the file."""

    component: icalendar.Event
    line: int
    title: str
    uid: str

    @property
    def is_recurring(self) -> bool:
        """Check whether the event is a series or part of one."""
        return any(name in self.component for name in _REPEATING)

    @property
    def is_canceled(self) -> bool:
        """Check whether the event's STATUS says that it is canceled."""
        return is_canceled(self.component)

    @property
    def sequence(self) -> int:
        """Return the revision number (RFC 5545, 3.8.7.4)."""
        value = self.component.get("SEQUENCE", 0)
        return value if isinstance(value, int) else 0


@dataclass(frozen=True)
class CalendarEvent:
    """One event on its local dates, ``first`` to ``last``, both included.

    ``start`` and ``end`` are local times; both are None for an all-day event. ``line`` is the line of the file
    where the event begins. ``read_as`` is the text that is read for the title, where it is another; ``doubt`` is
    why that may be wrong; ``is_recurring`` says that the date is one of many that one line stands for.
    """

    first: date
    last: date
    title: str
    start: time | None = None
    end: time | None = None
    categories: tuple[str, ...] = ()
    description: str = ""
    location: str = ""
    uid: str = ""
    line: int = 0
    read_as: str = ""
    doubt: str = ""
    is_recurring: bool = False

    @property
    def minutes(self) -> int | None:
        """Return the length of a timed event in minutes, or None for an all-day event."""
        if self.start is None or self.end is None:
            return None
        hours = (self.last - self.first).days * 24 + self.end.hour - self.start.hour
        # An end at midnight belongs to the day before.
        return (hours + (24 if self.end == time(0) and self.start > self.end else 0)) * 60 + (
            self.end.minute - self.start.minute
        )

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """Return a key that orders events by content, and only then by their place in the file."""
        clocks = tuple("" if clock is None else clock.isoformat() for clock in (self.start, self.end))
        return (self.first, self.last, self.title, clocks, self.categories, self.description, self.uid, self.line)


@dataclass(frozen=True)
class UndatedLine:
    """A line without a date: a remark ("No school on Fridays"), a footnote, an entry whose date is missing.

    ``undecided`` is what stands for the date where it is still to be decided ("AUG TBD"). ``heads`` is True of a
    heading in a list of one column with entries below it ("Half Days"): it is the entries' category. So is the key
    to a mark ("* Students do not attend"), which has the mark as ``key_to``.
    """

    line: int
    title: str
    description: str = ""
    undecided: str = ""
    heads: bool = False
    key_to: str = ""


class QuestionCollector:
    """The questions about one file, each once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._questions: dict[CalendarQuestion, None] = {}

    def ask(
        self,
        line: int | None,
        title: str,
        reason: str,
        taken_as: str,
        dates: Iterable[date] = (),
        *,
        may_close: bool = False,
    ) -> None:
        """Add a question; ``taken_as`` says how the entry is treated until it is answered."""
        question = CalendarQuestion(
            file=self.file,
            line=line,
            title=title,
            dates=tuple(dates),
            reason=reason,
            taken_as=taken_as,
            may_close=may_close,
        )
        self._questions[question] = None

    def ask_unread(self, line: int | None, title: str, reason: str) -> None:
        """Add a question about an entry that cannot be read, so that nothing of it counts."""
        question = CalendarQuestion(
            file=self.file, line=line, title=title, dates=(), reason=reason, taken_as=IGNORED, unread=True
        )
        self._questions[question] = None

    @property
    def questions(self) -> tuple[CalendarQuestion, ...]:
        """Return all questions in the order of the file."""
        return tuple(
            sorted(self._questions, key=lambda question: (question.line or 0, question.title, question.reason))
        )


def is_canceled(component: icalendar.Event) -> bool:
    """Check whether the STATUS of a component is CANCELLED."""
    return str(component.get("STATUS", "")).strip().upper() == "CANCELLED"
