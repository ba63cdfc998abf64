"""One event as it leaves: its properties, its times, whether it is cancelled, its alarm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from drillplanner.publish.calendars.outgoing_check.component import (
    A_LIST,
    ANY_PARAMETERS,
    ANY_TEXT,
    PropertyRule,
    date_in,
    is_count,
    is_filled_text,
    is_id,
    is_span,
    is_utc,
    moment_in,
    one_of,
    property_flaws,
)
from drillplanner.publish.calendars.outgoing_check.lines import OutgoingComponent, OutgoingProperty

_ANYTHING = PropertyRule(lambda value: True, parameters=ANY_PARAMETERS)

EVENT = {
    "UID": PropertyRule(is_id),
    "DTSTAMP": PropertyRule(is_utc),
    "CREATED": PropertyRule(is_utc),
    "LAST-MODIFIED": PropertyRule(is_utc),
    "SEQUENCE": PropertyRule(is_count),
    "DTSTART": _ANYTHING,
    "DTEND": _ANYTHING,
    "SUMMARY": PropertyRule(is_filled_text),
    "LOCATION": PropertyRule(ANY_TEXT),
    "DESCRIPTION": PropertyRule(ANY_TEXT),
    "CATEGORIES": PropertyRule(A_LIST),
    "CLASS": PropertyRule(one_of("PUBLIC")),
    "STATUS": PropertyRule(one_of("CONFIRMED", "CANCELLED")),
    "TRANSP": PropertyRule(one_of("OPAQUE", "TRANSPARENT")),
}
ALARM = {
    "ACTION": PropertyRule(one_of("DISPLAY")),
    "DESCRIPTION": PropertyRule(is_filled_text),
    "TRIGGER": PropertyRule(is_span),
    "UID": PropertyRule(is_id),
}
_SAYS_SO = "CANCELLED: "


class EventCheck:
    """Looks at the events of calendars of one time zone."""

    def __init__(self, zone: ZoneInfo, families: bool) -> None:
        self._zone = zone
        self._families = families

    def flaws(self, event: OutgoingComponent) -> Iterator[str]:
        """What is wrong with the event."""
        where = f"event {event.value('UID') or '?'}"
        yield from property_flaws(event, EVENT, where)
        for flaw in (*self._times(event), *_status(event), *_stamps(event)):
            yield f"{where}: {flaw}"
        yield from self._alarms(event, where)

    def _times(self, event: OutgoingComponent) -> Iterator[str]:
        starts, ends = event.one("DTSTART"), event.one("DTEND")
        if starts is None or ends is None:
            return
        first, last = self._time(starts), self._time(ends)
        for one, read in ((starts, first), (ends, last)):
            if read is None:
                yield f"{one.shown} says {one.value!r}"
        if first is None or last is None:
            return
        if type(first) is not type(last):
            yield "one end is a day and the other an hour"
        elif last <= first:
            yield f"it ends at {ends.value}, which is not after {starts.value}"
        if not isinstance(first, datetime) and event.value("TRANSP") != "TRANSPARENT":
            yield "a whole day blocks people's time"

    def _time(self, one: OutgoingProperty) -> date | datetime | None:
        """The day, or the moment in UTC; None where the value or its parameters are wrong."""
        if one.parameters == (("VALUE", "DATE"),):
            return date_in(one.value)
        local = moment_in(one.value)
        if local is None or one.parameters != (("TZID", self._zone.key),):
            return None
        moment = local.replace(tzinfo=self._zone).astimezone(UTC)
        return moment if moment.astimezone(self._zone).replace(tzinfo=None) == local else None

    def _alarms(self, event: OutgoingComponent, where: str) -> Iterator[str]:
        alarms = [one for one in event.inside if one.name == "VALARM"]
        yield from (f"{where}: {one.name} may not be in it" for one in event.inside if one.name != "VALARM")
        yield from (f"{where}: {flaw}" for alarm in alarms for flaw in property_flaws(alarm, ALARM, "its alarm"))
        yield from (f"{where}: its alarm holds {one.name}" for alarm in alarms for one in alarm.inside)
        if len(alarms) > 1:
            yield f"{where}: it has {len(alarms)} alarms"
        for alarm in alarms:
            if self._families:
                yield f"{where}: families get an alarm"
            if event.value("STATUS") == "CANCELLED":
                yield f"{where}: it is cancelled and has an alarm"
            if alarm.value("UID") == event.value("UID"):
                yield f"{where}: its alarm has its own id"
            if not re.fullmatch(r"-P.*|PT0M", alarm.value("TRIGGER")):
                yield f"{where}: its alarm rings after it has begun"


def _status(event: OutgoingComponent) -> Iterator[str]:
    is_cancelled = event.value("STATUS") == "CANCELLED"
    if is_cancelled != event.value("SUMMARY").startswith(_SAYS_SO):
        yield "its title and its status do not agree on whether it is cancelled"
    if is_cancelled and event.value("TRANSP") != "TRANSPARENT":
        yield "it is cancelled and blocks people's time"
    if is_cancelled and event.value("SEQUENCE") == "0":
        yield "it is cancelled and was never anything else"


def _stamps(event: OutgoingComponent) -> Iterator[str]:
    if event.value("DTSTAMP") != event.value("LAST-MODIFIED"):
        yield "DTSTAMP is not the moment of the last revision (RFC 5545 section 3.8.7.2)"
    if event.value("CREATED") > event.value("LAST-MODIFIED"):
        yield "it was changed before it was made"
