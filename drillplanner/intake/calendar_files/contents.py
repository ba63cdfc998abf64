"""What a calendar file gives, and its tally: "imported 31, skipped 2: 2 marked as cancelled"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from drillplanner.files.read_result import listed
from drillplanner.intake.calendar_files.event import IGNORED, CalendarEvent
from drillplanner.intake.calendar_files.icalendar_text import ICalendarComponent
from drillplanner.model import CalendarQuestion, Frozen

_CANCELLED = "marked as cancelled"
_NOTHING_NEW = "the same as another entry, or without a date in the time that is read"
#: So many letters of a reason are shown; the question itself has all of it.
_LONGEST_REASON = 120


class CalendarTally(Frozen):
    """Entries that were taken, and for each reason those that were not."""

    imported: int
    skipped: tuple[tuple[str, int], ...]

    @property
    def sentence(self) -> str:
        """Both in one sentence, without a full stop."""
        left_out = sum(number for _, number in self.skipped)
        reasons = listed((f"{number} {reason}" for reason, number in self.skipped), limit=5)
        return f"imported {self.imported}, skipped {left_out}" + (f": {reasons}" if reasons else "")


@dataclass(frozen=True)
class CalendarFile:
    """What a calendar file holds: its name, the events in order, questions, how many were cancelled, the tally.

    ``notes`` are sentences on how it was read.
    """

    name: str
    events: tuple[CalendarEvent, ...]
    questions: tuple[CalendarQuestion, ...]
    cancelled: int
    tally: CalendarTally
    notes: tuple[str, ...] = ()


def tally_of(
    calendars: Iterable[ICalendarComponent], events: Iterable[CalendarEvent], questions: Iterable[CalendarQuestion]
) -> CalendarTally:
    """The tally of the VEVENTs of a file, of which ``events`` were taken and ``questions`` were asked."""
    taken = {event.line for event in events}
    ignored = {
        question.line: question.reason
        for question in questions
        if question.taken_as == IGNORED and question.line is not None
    }
    found = [inner for calendar in calendars for inner in calendar.inner if inner.name == "VEVENT"]
    reasons = Counter(_reason(one, ignored) for one in found if one.line not in taken)
    skipped = tuple(sorted(reasons.items(), key=lambda one: (-one[1], one[0])))
    return CalendarTally(imported=sum(one.line in taken for one in found), skipped=skipped)


def _reason(component: ICalendarComponent, ignored: dict[int, str]) -> str:
    lines = (component.line, *(line.line for line in component.lines))
    told = next((ignored[line] for line in lines if line in ignored), None)
    if told is not None:
        return told[:_LONGEST_REASON]
    cancelled = component.value("STATUS").strip().upper() == "CANCELLED"
    return _CANCELLED if cancelled else _NOTHING_NEW
