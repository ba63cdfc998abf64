"""An .ics file as plain dated events in the district's local time, with nothing dropped silently.

How an event is interpreted (RFC 5545, 3.6.1 and 3.8.2):

- an all-day DTEND is exclusive; one that equals DTSTART (common in practice) means one day;
- a timed event counts on its local date; midnight to midnight is an all-day event;
- of several revisions with one UID, only the last counts; events of the same revision all count;
- CANCELLED events are omitted and counted.

Everything that could not be read becomes a question with the line of its event.
"""

from __future__ import annotations

import warnings
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from drillplanner.files.phrases import LONGEST_DESCRIPTION, LONGEST_TITLE, clean
from drillplanner.intake.calendar_files.contents import CalendarFile, tally_of
from drillplanner.intake.calendar_files.event import (
    IGNORED,
    CalendarEvent,
    EventError,
    ParsedEvent,
    QuestionCollector,
    is_canceled,
)
from drillplanner.intake.calendar_files.icalendar_text import ContentLine, ICalendarComponent, read_calendar_text
from drillplanner.intake.calendar_files.local_times import LocalTimes
from drillplanner.intake.calendar_files.recurrence import MAXIMUM_SERIES, occurrences

if TYPE_CHECKING:
    import icalendar

#: The properties that are read; broken values in any other property do no harm and are ignored.
_READ = (
    *("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "STATUS", "SEQUENCE"),
    *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"),
)
#: Entries of a calendar that are not events.
_OTHER_ENTRIES = ("VTODO", "VJOURNAL")
#: The most instances that one file may give, all series together.
MAXIMUM_INSTANCES = 20_000


def read_calendar_events(
    raw: bytes, shown_as: str, zone: ZoneInfo, window: tuple[date, date] | None
) -> CalendarFile:
    """Return the events of an .ics file, as far as they can be read.

    ``zone`` is the district's. Series are expanded within ``window`` (first and last date), or without one for a
    year from their first date. Single events are returned whatever their date.

    Raises InputError: the file as a whole cannot be used
    (:func:`drillplanner.intake.calendar_files.icalendar_text.read_calendar_text`).
    """
    text = read_calendar_text(raw, shown_as)
    questions = QuestionCollector(shown_as)
    if text.windows_1252_line is not None:
        reason = "the file is not UTF-8; names with accents may be wrong"
        taken_as = "Windows-1252 text, as older programs write it"
        questions.ask(text.windows_1252_line, "(the whole file)", reason, taken_as)
    if text.stray:
        questions.ask(text.stray[0].line, text.stray[0].text[:LONGEST_TITLE], "text outside the calendar", IGNORED)
    for kind in _OTHER_ENTRIES:
        components = [inner for calendar in text.calendars for inner in calendar.inner if inner.name == kind]
        if components:
            title = f"({len(components)} {kind})"
            questions.ask(components[0].line, title, "only events are read, not tasks or journals", IGNORED)
    readers = [_CalendarReader(calendar, zone, window, questions) for calendar in text.calendars]
    events = [event for reader in readers for event in reader.events()]
    names = (
        clean(_unescaped(calendar.value("X-WR-CALNAME") or calendar.value("NAME"))) for calendar in text.calendars
    )
    return CalendarFile(
        next((name for name in names if name), ""),
        tuple(sorted(events, key=lambda event: event.sort_key)),
        questions.questions,
        sum(reader.canceled for reader in readers),
        tally_of(text.calendars, events, questions.questions),
    )


class _CalendarReader:
    """A reader of the events of one VCALENDAR."""

    def __init__(
        self,
        calendar: ICalendarComponent,
        zone: ZoneInfo,
        window: tuple[date, date] | None,
        questions: QuestionCollector,
    ) -> None:
        self._calendar = calendar
        self._times = LocalTimes(calendar, zone, questions)
        self._window = window
        self._questions = questions
        self.canceled = 0

    def events(self) -> list[CalendarEvent]:
        """Return all events, with series expanded; ask about those that cannot be read."""
        dated_events: list[CalendarEvent] = []
        series = instances = 0
        for group in self._groups():
            self.canceled += sum(event.is_canceled for event in group)
            if not any(event.is_recurring for event in group):
                for event in self._current(group):
                    dated_events.extend(self._dated(event, event.component))
                continue
            series += 1
            if series > MAXIMUM_SERIES or instances > MAXIMUM_INSTANCES:
                self._ask_unread(
                    group[0],
                    f"the calendar holds more than {MAXIMUM_SERIES} series or {MAXIMUM_INSTANCES} instances",
                )
                continue
            try:
                for event, instance in occurrences(group, self._window):
                    instances += 1
                    dated_events.extend(self._dated(event, instance))
            except EventError as error:
                self._ask_unread(group[0], str(error))
        return dated_events

    def _ask(self, event: ParsedEvent, reason: str, taken_as: str = IGNORED) -> None:
        self._questions.ask(event.line, event.title, reason, taken_as)

    def _ask_unread(self, event: ParsedEvent, reason: str) -> None:
        self._questions.ask_unread(event.line, event.title, reason)

    def _groups(self) -> list[list[ParsedEvent]]:
        """Return the events grouped by UID; an event without a UID is a group of its own."""
        groups: dict[str, list[ParsedEvent]] = {}
        for component in self._calendar.inner:
            if component.name == "VEVENT" and (event := self._parsed(component)) is not None:
                groups.setdefault(event.uid or f"line {event.line}", []).append(event)
        return list(groups.values())

    def _parsed(self, component: ICalendarComponent) -> ParsedEvent | None:
        import icalendar

        # An empty property has no meaning; some sites write "RRULE:" into every event.
        lines_read = [line for line in component.lines if not line.name or (line.name in _READ and line.value)]
        title = clean(_unescaped(component.value("SUMMARY"))[:LONGEST_TITLE])
        text = ICalendarComponent("VEVENT", component.line, lines_read).as_text() + "\r\n"
        try:
            with warnings.catch_warnings():  # the library warns that it guesses vendors' zone names
                warnings.simplefilter("ignore")
                event = cast("icalendar.Event", icalendar.Event.from_ical(text))
        except Exception as error:  # the library's exceptions are not a closed list
            self._questions.ask_unread(component.line, title, f"the event cannot be read: {error}")
            return None
        usable = True
        for name, message in event.errors:
            usable = usable and name != "DTSTART"
            _drop_broken(event, name)
            lines = [line for line in lines_read if line.name == (name or "")]
            line, reason = lines[0].line if lines else component.line, _broken_value_text(name, message, lines)
            if name == "DTSTART":
                self._questions.ask_unread(line, title, reason)
            else:
                self._questions.ask(line, title, reason, "the event without it")
        return ParsedEvent(event, component.line, title, clean(component.value("UID"))) if usable else None

    def _current(self, group: list[ParsedEvent]) -> list[ParsedEvent]:
        """Return the events of one UID that count."""
        latest = max(event.sequence for event in group)
        for event in group:
            if event.sequence < latest:
                self._ask(event, "a later revision of the same event stands in the same file")
        current: list[ParsedEvent] = []
        for event in (revision for revision in group if revision.sequence == latest):
            if any(event.component == other.component for other in current):
                continue  # a copy of the same event
            if current:
                self._ask(event, f"it has the same UID as the event on line {current[0].line}", "another event")
            current.append(event)
        return current

    def _dated(self, event: ParsedEvent, component: icalendar.Event) -> list[CalendarEvent]:
        """Return the event on its local dates; nothing for a canceled or unusable one."""
        if is_canceled(component):
            return []
        try:
            start, end = self._times.start_and_end(event, component)
        except (EventError, OverflowError) as error:
            self._ask_unread(event, str(error))
            return []
        if end < start:
            self._ask(event, f"it ends ({end}) before it begins ({start})", "its first day alone")
            end = start
        begins = ends = None
        if isinstance(start, datetime) and isinstance(end, datetime):
            first = start.date()
            last = (end - timedelta(microseconds=1)).date() if end > start else first
            if (start.time(), end.time()) != (time(0), time(0)) or end == start:
                begins, ends = start.time(), end.time()
        else:
            first, last = start, max(start, end - timedelta(days=1))
        return [
            CalendarEvent(
                first=first,
                last=last,
                title=clean(_text(component, "SUMMARY")[:LONGEST_TITLE]),
                start=begins,
                end=ends,
                categories=_categories(component),
                description=clean(_text(component, "DESCRIPTION")[:LONGEST_DESCRIPTION]),
                location=clean(_text(component, "LOCATION")[:LONGEST_TITLE]),
                uid=event.uid,
                line=event.line,
            )
        ]


def _drop_broken(event: icalendar.Event, name: str | None) -> None:
    """Remove the values that the library could not read from an event."""
    from icalendar.prop import vBroken

    if name is None or name not in event:
        return
    value = event[name]
    readable = [
        entry for entry in (value if isinstance(value, list) else [value]) if not isinstance(entry, vBroken)
    ]
    if not readable:
        del event[name]
    elif isinstance(value, list):
        event[name] = readable


def _broken_value_text(name: str | None, message: str, lines: list[ContentLine]) -> str:
    """Return the broken value itself if it is known, otherwise the library's message."""
    if name is None:
        return f"a line of it is no property: {lines[0].text[:LONGEST_TITLE] if lines else message}"
    return f"{name} cannot be read: {lines[0].value[:LONGEST_TITLE] if len(lines) == 1 else message}"


def _text(component: icalendar.Event, name: str) -> str:
    value = component.get(name, "")
    return " ".join(str(part) for part in value) if isinstance(value, list) else str(value)


def _categories(component: icalendar.Event) -> tuple[str, ...]:
    value = component.get("CATEGORIES", [])
    categories: set[str] = set()
    for entry in value if isinstance(value, list) else [value]:
        categories.update(clean(str(category)[:LONGEST_TITLE]) for category in getattr(entry, "cats", ()))
    return tuple(sorted(categories - {""}))


def _unescaped(value: str) -> str:
    """Return a TEXT value without its backslashes (RFC 5545, 3.3.11)."""
    for escaped, plain in (("\\n", " "), ("\\N", " "), ("\\,", ","), ("\\;", ";"), ("\\\\", "\\")):
        value = value.replace(escaped, plain)
    return value
