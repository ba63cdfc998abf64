"""The contents of a calendar file, and its tally: "imported 31, skipped 2: 2 marked as cancelled"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from drillplanner.files.read_result import listed
from drillplanner.intake.calendar_files.event import IGNORED, CalendarEvent, UndatedLine
from drillplanner.intake.calendar_files.icalendar_text import ICalendarComponent
from drillplanner.model import CalendarQuestion, Frozen

_CANCELED = "marked as cancelled"
_NOTHING_NEW = "the same as another entry, or without a date in the time that is read"
#: The longest part of a reason that the tally shows, in characters; the question has all of it.
_LONGEST_REASON = 120


class CalendarTally(Frozen):
    """The number of entries imported, and for each reason the number skipped."""

    imported: int
    skipped: tuple[tuple[str, int], ...]

    @property
    def sentence(self) -> str:
        """Return both numbers as one sentence without a period."""
        skipped = sum(number for _, number in self.skipped)
        reasons = listed((f"{number} {reason}" for reason, number in self.skipped), limit=5)
        return f"imported {self.imported}, skipped {skipped}" + (f": {reasons}" if reasons else "")


@dataclass(frozen=True)
class CalendarFile:
    """The contents of a calendar file: its name, events in order, questions, and tally.

    ``canceled`` is the number of canceled events; ``notes`` are sentences on how the file was read; ``undated``
    are the lines of a table that have no date.
    """

    name: str
    events: tuple[CalendarEvent, ...]
    questions: tuple[CalendarQuestion, ...]
    canceled: int
    tally: CalendarTally
    notes: tuple[str, ...] = ()
    undated: tuple[UndatedLine, ...] = ()


def tally_of(
    calendars: Iterable[ICalendarComponent], events: Iterable[CalendarEvent], questions: Iterable[CalendarQuestion]
) -> CalendarTally:
    """Return the tally of a file's VEVENTs, of which ``events`` were imported and ``questions`` were asked."""
    imported_lines = {event.line for event in events}
    ignored = {
        question.line: question.reason
        for question in questions
        if question.taken_as == IGNORED and question.line is not None
    }
    components = [inner for calendar in calendars for inner in calendar.inner if inner.name == "VEVENT"]
    reasons = Counter(
        _reason(component, ignored) for component in components if component.line not in imported_lines
    )
    skipped = tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0])))
    return CalendarTally(
        imported=sum(component.line in imported_lines for component in components), skipped=skipped
    )


def _reason(component: ICalendarComponent, ignored: dict[int, str]) -> str:
    lines = (component.line, *(line.line for line in component.lines))
    reason = next((ignored[line] for line in lines if line in ignored), None)
    if reason is not None:
        return reason[:_LONGEST_REASON]
    is_canceled = component.value("STATUS").strip().upper() == "CANCELLED"
    return _CANCELED if is_canceled else _NOTHING_NEW
