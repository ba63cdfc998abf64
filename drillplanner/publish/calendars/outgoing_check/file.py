"""One file as it leaves: what must be there, what may not, and that it fits what programs take."""

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

#: No METHOD, no UID, and no other property that some program is known to stumble over.
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
_SAME = (("NAME", "X-WR-CALNAME"), ("DESCRIPTION", "X-WR-CALDESC"), ("REFRESH-INTERVAL", "X-PUBLISHED-TTL"))
#: Whole lines: a text may hold the same words, at the end of a fold too.
_BEGIN_EVENT, _END_EVENT, _END_CALENDAR = b"\r\nBEGIN:VEVENT\r\n", b"\r\nEND:VEVENT\r\n", b"END:VCALENDAR\r\n"
_CRLF = b"\r\n"


class _SoundEvent:
    """What is known of an event that was found sound: its id, its day, its last revision."""

    __slots__ = ("day", "ids", "modified")

    def __init__(self, event: OutgoingComponent) -> None:
        self.ids = [event.value("UID"), *(one.value("UID") for one in event.inside)]
        self.modified = event.value("LAST-MODIFIED")
        starts = event.value("DTSTART")
        local = moment_in(starts)
        self.day: date | None = date_in(starts) if local is None else local.date()


class OutgoingCheck:
    """Checks files one after another; the same bytes of an event in several files are looked at once."""

    def __init__(self, most_octets: int, families: bool) -> None:
        """``families``: files that families read, in which no alarm may be."""
        self._most_octets = most_octets
        self._families = families
        self._passed: dict[tuple[str, bytes], _SoundEvent] = {}
        self._right_days: dict[tuple[object, ...], set[date]] = {}

    def flaws(self, raw: bytes) -> list[str]:
        """Everything that is wrong with the file, in sentences; nothing for a sound one."""
        found = []
        if len(raw) > self._most_octets:
            found.append(
                f"it holds {len(raw):,} octets, more than the {self._most_octets:,} that every program takes"
            )
        return found + list(self._read(raw))

    def _read(self, raw: bytes) -> Iterator[str]:
        """The head and the end as one small calendar, and each event by itself."""
        head, *events = raw.split(_BEGIN_EVENT)
        frame = head
        if events:
            # What each piece lost to the cut: its first line, and the end of its last one.
            last, end, tail = events[-1].rpartition(_END_EVENT)
            whole = [*(event + _CRLF for event in events[:-1]), last + end]
            events = [_BEGIN_EVENT[2:] + one for one in whole]
            frame = head + _CRLF + tail
        outermost, unread = components_of(frame)
        broken = [*octet_flaws(frame), *unread]
        if events and tail != _END_CALENDAR:
            broken.append(f"after the last event stands {tail[:40]!r} where the calendar should end")
        if [one.name for one in outermost] != ["VCALENDAR"]:
            broken.append(f"it holds {len(outermost)} components where one calendar should be")
        if broken:
            yield from broken
            return
        calendar = outermost[0]
        yield from property_flaws(calendar, CALENDAR, "calendar")
        for one, other in _SAME:
            if calendar.value(one) != calendar.value(other):
                yield f"calendar: {one} and {other} do not say the same"
        zone = _zone_named(calendar)
        if zone is None:
            yield f"calendar: X-WR-TIMEZONE says {calendar.value('X-WR-TIMEZONE')!r}"
            return
        passed = []
        for event in events:
            known = self._event(event, zone)
            if isinstance(known, list):
                yield from known
            else:
                passed.append(known)
        yield from _joint_flaws(calendar, passed)
        if [one.name for one in calendar.inside] == ["VTIMEZONE"]:
            yield from self._zone(calendar.inside[0], zone, {one.day for one in passed if one.day is not None})
        else:
            held = ", ".join(one.name for one in calendar.inside) or "nothing"
            yield f"calendar: one VTIMEZONE belongs before the events, and there is {held}"

    def _zone(self, block: OutgoingComponent, zone: ZoneInfo, days: set[date]) -> Iterator[str]:
        """The time zone, on those days on which the same block was not yet found right."""
        same = (zone.key, *block.properties, *(one for season in block.inside for one in season.properties))
        right = self._right_days.setdefault(same, set())
        found = list(zone_flaws(block, zone, days - right))
        if not found:
            right |= days
        yield from found

    def _event(self, raw: bytes, zone: ZoneInfo) -> _SoundEvent | list[str]:
        known = self._passed.get((zone.key, raw))
        if known is not None:
            return known
        flaws = octet_flaws(raw)
        outermost, unread = components_of(raw)
        flaws += unread
        if not flaws and [one.name for one in outermost] != ["VEVENT"]:
            flaws.append(f"{', '.join(one.name for one in outermost)} where one event should be")
        if not flaws:
            flaws += EventCheck(zone, self._families).flaws(outermost[0])
        if flaws:
            return flaws
        known = self._passed[zone.key, raw] = _SoundEvent(outermost[0])
        return known


def _joint_flaws(calendar: OutgoingComponent, passed: list[_SoundEvent]) -> Iterator[str]:
    """What shows only beside the other events."""
    seen: set[str] = set()
    for one in passed:
        for uid in one.ids:
            if uid in seen:
                yield f"calendar: the id {uid} is there twice"
            seen.add(uid)
    newest = max((one.modified for one in passed), default="")
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
