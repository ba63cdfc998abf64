"""What passes between the readers of an .ics file: a parsed event, a dated event, and questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any

from drillplanner.model import CalendarQuestion

if TYPE_CHECKING:
    import icalendar

#: How an event that changes nothing is said to be taken.
IGNORED = "ignored"

_REPEATING = ("RRULE", "RDATE", "EXRULE", "RECURRENCE-ID")


class EventError(ValueError):
    """An event whose dates cannot be used; the sentence says why."""


@dataclass(frozen=True)
class ParsedEvent:
    """One VEVENT as the iCalendar library reads it, and where it begins in the file."""

    component: icalendar.Event
    line: int
    title: str
    uid: str

    @property
    def repeats(self) -> bool:
        """Whether it is a series or a part of one."""
        return any(name in self.component for name in _REPEATING)

    @property
    def cancelled(self) -> bool:
        """Whether its STATUS says that it does not take place."""
        return is_cancelled(self.component)

    @property
    def sequence(self) -> int:
        """Its revision (RFC 5545, 3.8.7.4)."""
        value = self.component.get("SEQUENCE", 0)
        return value if isinstance(value, int) else 0


@dataclass(frozen=True)
class CalendarEvent:
    """One event on its local dates, ``first`` to ``last``, both included.

    ``start`` and ``end`` are local times; both are None for an all-day event. ``line`` is where the event
    begins in the file.
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

    @property
    def minutes(self) -> int | None:
        """Length in minutes of a timed event; None for an all-day event."""
        if self.start is None or self.end is None:
            return None
        hours = (self.last - self.first).days * 24 + self.end.hour - self.start.hour
        # An end at midnight belongs to the day before.
        return (hours + (24 if self.end == time(0) and self.start > self.end else 0)) * 60 + (
            self.end.minute - self.start.minute
        )

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """Orders events by what they say, and only then by their place in the file."""
        clocks = tuple("" if at is None else at.isoformat() for at in (self.start, self.end))
        return (self.first, self.last, self.title, clocks, self.categories, self.description, self.uid, self.line)


class QuestionCollector:
    """Collects questions about one file, each once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._questions: dict[CalendarQuestion, None] = {}

    def ask(self, line: int | None, title: str, reason: str, taken_as: str, dates: Iterable[date] = ()) -> None:
        """Remember a question."""
        question = CalendarQuestion(
            file=self.file, line=line, title=title, dates=tuple(dates), reason=reason, taken_as=taken_as
        )
        self._questions[question] = None

    @property
    def questions(self) -> tuple[CalendarQuestion, ...]:
        """All questions in the order of the file."""
        return tuple(sorted(self._questions, key=lambda one: (one.line or 0, one.title, one.reason)))


def is_cancelled(component: icalendar.Event) -> bool:
    """Whether the STATUS of a component says CANCELLED."""
    return str(component.get("STATUS", "")).strip().upper() == "CANCELLED"
