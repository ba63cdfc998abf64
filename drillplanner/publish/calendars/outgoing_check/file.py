"""The check of one calendar file: what it must and may contain, and its size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from drillplanner.files.errors import InputError
from drillplanner.publish.calendars.icalendar_format.time_zone import packaged_zone
from drillplanner.publish.calendars.outgoing_check.component import (
    ANY_TEXT,
    PropertyRule,
    date_in,
    is_filled_text,
    is_span,
    is_utc,
    moment_in,
    one_of,
    property_flaws,
)
from drillplanner.publish.calendars.outgoing_check.event import EventCheck
from drillplanner.publish.calendars.outgoing_check.lines import OutgoingComponent, components_of, octet_flaws
from drillplanner.publish.calendars.outgoing_check.time_zone import zone_flaws

#: No METHOD, no UID, and no other property that some program is known to misread.
CALENDAR = {
    "VERSION": PropertyRule(one_of("2.0")),
    "PRODID": PropertyRule(is_filled_text),
    "CALSCALE": PropertyRule(one_of("GREGORIAN")),
    "NAME": PropertyRule(is_filled_text),
    "X-WR-CALNAME": PropertyRule(is_filled_text),
    "DESCRIPTION": PropertyRule(ANY_TEXT),
    "X-WR-CALDESC": PropertyRule(ANY_TEXT),
    "X-WR-TIMEZONE": PropertyRule(is_filled_text),
    "LAST-MODIFIED": PropertyRule(is_utc),
    "REFRESH-INTERVAL": PropertyRule(is_span, parameters=(("VALUE", "DURATION"),)),
    "X-PUBLISHED-TTL": PropertyRule(is_span),
}
_EQUAL_PROPERTIES = (
    ("NAME", "X-WR-CALNAME"),
    ("DESCRIPTION", "X-WR-CALDESC"),
    ("REFRESH-INTERVAL", "X-PUBLISHED-TTL"),
)
#: Whole lines, because a text may contain the same words, even at the end of a fold.
_BEGIN_EVENT, _END_EVENT, _END_CALENDAR = b"\r\nBEGIN:VEVENT\r\n", b"\r\nEND:VEVENT\r\n", b"END:VCALENDAR\r\n"
_CRLF = b"\r\n"


class _SoundEvent:
    """An event without flaws: its ids, its day, its last revision."""

    __slots__ = ("day", "ids", "modified")

    def __init__(self, event: OutgoingComponent) -> None:
        self.ids = [event.value("UID"), *(alarm.value("UID") for alarm in event.inside)]
        self.modified = event.value("LAST-MODIFIED")
        starts = event.value("DTSTART")
        local = moment_in(starts)
        self.day: date | None = date_in(starts) if local is None else local.date()


class OutgoingCheck:
    """Checks files one after another; an event with the same bytes in several files is checked once."""

    def __init__(self, most_octets: int, families: bool) -> None:
        """Check files of at most ``most_octets``; ``families`` means that families read them: no alarms."""
        self._most_octets = most_octets
        self._families = families
        self._passed: dict[tuple[str, bytes], _SoundEvent] = {}
        self._right_days: dict[tuple[object, ...], set[date]] = {}

    def flaws(self, raw: bytes) -> list[str]:
        """Return everything that is wrong with the file, in sentences; empty if nothing is."""
        flaws = []
        if len(raw) > self._most_octets:
            flaws.append(
                f"it holds {len(raw):,} octets, more than the {self._most_octets:,} that every program takes"
            )
        return flaws + list(self._read(raw))

    def _read(self, raw: bytes) -> Iterator[str]:
        """Yield the flaws of head and end, read as one small calendar, and of each event by itself."""
        head, *events = raw.split(_BEGIN_EVENT)
        frame = head
        if events:
            # Give back to each piece what the split removed: its first line, and the end of its last one.
            last, end, tail = events[-1].rpartition(_END_EVENT)
            whole = [*(event + _CRLF for event in events[:-1]), last + end]
            events = [_BEGIN_EVENT[2:] + event for event in whole]
            frame = head + _CRLF + tail
        outermost, unread = components_of(frame)
        broken = [*octet_flaws(frame), *unread]
        if events and tail != _END_CALENDAR:
            broken.append(f"after the last event stands {tail[:40]!r} where the calendar should end")
        if [component.name for component in outermost] != ["VCALENDAR"]:
            broken.append(f"it holds {len(outermost)} components where one calendar should be")
        if broken:
            yield from broken
            return
        calendar = outermost[0]
        yield from property_flaws(calendar, CALENDAR, "calendar")
        for name, other_name in _EQUAL_PROPERTIES:
            if calendar.value(name) != calendar.value(other_name):
                yield f"calendar: {name} and {other_name} do not say the same"
        zone = _zone_named(calendar)
        if zone is None:
            yield f"calendar: X-WR-TIMEZONE says {calendar.value('X-WR-TIMEZONE')!r}"
            return
        passed = []
        for event in events:
            result = self._event(event, zone)
            if isinstance(result, list):
                yield from result
            else:
                passed.append(result)
        yield from _joint_flaws(calendar, passed)
        if [component.name for component in calendar.inside] == ["VTIMEZONE"]:
            yield from self._zone(
                calendar.inside[0], zone, {event.day for event in passed if event.day is not None}
            )
        else:
            names = ", ".join(component.name for component in calendar.inside) or "nothing"
            yield f"calendar: one VTIMEZONE belongs before the events, and there is {names}"

    def _zone(self, block: OutgoingComponent, zone: ZoneInfo, days: set[date]) -> Iterator[str]:
        """Yield the flaws of the time zone, for days on which the same block was not yet found right."""
        inner = (entry for season in block.inside for entry in season.properties)
        right = self._right_days.setdefault((zone.key, *block.properties, *inner), set())
        flaws = list(zone_flaws(block, zone, days - right))
        if not flaws:
            right |= days
        yield from flaws

    def _event(self, raw: bytes, zone: ZoneInfo) -> _SoundEvent | list[str]:
        passed = self._passed.get((zone.key, raw))
        if passed is not None:
            return passed
        flaws = octet_flaws(raw)
        outermost, unread = components_of(raw)
        flaws += unread
        if not flaws and [component.name for component in outermost] != ["VEVENT"]:
            flaws.append(f"{', '.join(component.name for component in outermost)} where one event should be")
        if not flaws:
            flaws += EventCheck(zone, self._families).flaws(outermost[0])
        if flaws:
            return flaws
        passed = self._passed[zone.key, raw] = _SoundEvent(outermost[0])
        return passed


def _joint_flaws(calendar: OutgoingComponent, passed: list[_SoundEvent]) -> Iterator[str]:
    """Yield what is wrong only in combination with other events."""
    seen: set[str] = set()
    for event in passed:
        for uid in event.ids:
            if uid in seen:
                yield f"calendar: the id {uid} is there twice"
            seen.add(uid)
    newest = max((event.modified for event in passed), default="")
    if newest > calendar.value("LAST-MODIFIED"):
        yield "calendar: an event was changed after the calendar was"


def _zone_named(calendar: OutgoingComponent) -> ZoneInfo | None:
    name = calendar.value("X-WR-TIMEZONE")
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_+/-]*", name):
        return None
    try:
        return packaged_zone(name)
    except InputError:
        return None
