"""Dates and times of an event in the district's local time.

- UTC is converted to local time. A floating time is in the calendar's X-WR-TIMEZONE (as in Google's exports),
  otherwise already local.
- IANA and Windows names of time zones mean what the tz database says, whatever VTIMEZONE the file contains,
  because real files contain wrong ones. An unknown name is read through the file's own VTIMEZONE, and without
  one as local time, with a question.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from drillplanner.intake.calendar_files.event import EventError, ParsedEvent, QuestionCollector
from drillplanner.intake.calendar_files.icalendar_text import ICalendarComponent

if TYPE_CHECKING:
    import icalendar


class LocalTimes:
    """A reader of the dates and times of one VCALENDAR's events as local ones."""

    def __init__(self, calendar: ICalendarComponent, zone: ZoneInfo, questions: QuestionCollector) -> None:
        self._calendar = calendar
        self._zone = zone
        self._questions = questions
        self._floating_zone: tzinfo = _known_zone(calendar.value("X-WR-TIMEZONE")) or zone
        self._zones_in_file: dict[str, tzinfo | None] = {}

    def start_and_end(
        self, event: ParsedEvent, component: icalendar.Event
    ) -> tuple[date, date] | tuple[datetime, datetime]:
        """Return DTSTART and DTEND as two local dates (the end exclusive) or two local times without a zone.

        ``component`` is the event's own or one instance of its series. An event without an end lasts no time, or
        its one day.

        Raises EventError: there is no usable start or end.
        """
        start = self._moment(event, component, "DTSTART")
        if start is None:
            raise EventError("the event has no DTSTART")
        end = self._moment(event, component, "DTEND")
        length = getattr(component.get("DURATION"), "dt", None)
        if end is None:
            end = start + (length if isinstance(length, timedelta) else timedelta(0))
        if isinstance(start, datetime) and isinstance(end, datetime):
            return start, end
        return _date_of(start), _date_of(end)

    def _moment(self, event: ParsedEvent, component: icalendar.Event, name: str) -> date | datetime | None:
        value = component.get(name)
        if isinstance(value, list):
            if len({repr(entry) for entry in value}) > 1:
                raise EventError(f"the event has several {name} that differ")
            value = value[0]
        if value is None:
            return None
        try:
            moment = getattr(value, "dt", None)
        except ValueError:  # a broken value, already asked about
            moment = None
        if isinstance(moment, datetime):
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=self._zone_of(event, component, value))
            return moment.astimezone(self._zone).replace(tzinfo=None)
        if isinstance(moment, date):
            return moment
        if name == "DTEND":
            return None
        raise EventError(f"{name} is neither a date nor a time")

    def _zone_of(self, event: ParsedEvent, component: icalendar.Event, value: object) -> tzinfo:
        """Return the zone of a time that the library could not place."""
        name = getattr(value, "params", {}).get("TZID")
        if name is None and component is not event.component:
            # Instances of a series lose the name of a zone that the library does not know.
            name = getattr(event.component.get("DTSTART"), "params", {}).get("TZID")
        if not name:
            return self._floating_zone
        key = str(name).strip("/")
        if key not in self._zones_in_file:
            self._zones_in_file[key] = _zone_in(self._calendar, key)
        zone_in_file = self._zones_in_file[key]
        if zone_in_file is None:
            reason = f"its time zone '{name}' is not known"
            self._questions.ask(event.line, event.title, reason, f"local time ({self._zone.key})")
        return zone_in_file or self._zone


def _zone_in(calendar: ICalendarComponent, name: str) -> tzinfo | None:
    """Return the zone that the file itself defines under that name, or None if it has no readable one."""
    import icalendar

    for component in calendar.inner:
        if component.name == "VTIMEZONE" and component.value("TZID").strip("/") == name:
            # The library keeps zones for the rest of the process; under this name they cannot affect another file.
            renamed = replace(
                component,
                lines=[
                    replace(line, text="TZID:x-own") if line.name == "TZID" else line for line in component.lines
                ],
            )
            try:
                parsed = cast("icalendar.Timezone", icalendar.Timezone.from_ical(renamed.as_text() + "\r\n"))
                zone: tzinfo = parsed.to_tz(lookup_tzid=False)
                zone.utcoffset(datetime(2025, 1, 1))
            except Exception:  # the library's exceptions are not a closed list
                return None
            return zone
    return None


def _known_zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def _date_of(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
