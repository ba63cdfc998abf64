"""The check of one event: its properties, times, status, and alarm."""

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
_CANCELLED_TITLE = "CANCELLED: "
#: A phone shows no more.
_LONGEST_TITLE = 60


class EventCheck:
    """Checks the events of calendars in one time zone."""

    def __init__(self, zone: ZoneInfo, families: bool) -> None:
        self._zone = zone
        self._families = families

    def flaws(self, event: OutgoingComponent) -> Iterator[str]:
        """Yield what is wrong with the event, in sentences."""
        where = f"event {event.value('UID') or '?'}"
        yield from property_flaws(event, EVENT, where)
        for flaw in (*self._times(event), *_title(event), *_status(event), *_stamps(event)):
            yield f"{where}: {flaw}"
        yield from self._alarms(event, where)

    def _times(self, event: OutgoingComponent) -> Iterator[str]:
        starts, ends = event.find("DTSTART"), event.find("DTEND")
        if starts is None or ends is None:
            return
        first, last = self._time(starts), self._time(ends)
        for entry, moment in ((starts, first), (ends, last)):
            if moment is None:
                yield f"{entry.shown} says {entry.value!r}"
        if first is None or last is None:
            return
        if type(first) is not type(last):
            yield "one end is a day and the other an hour"
        elif last <= first:
            yield f"it ends at {ends.value}, which is not after {starts.value}"
        if not isinstance(first, datetime) and event.value("TRANSP") != "TRANSPARENT":
            yield "a whole day blocks people's time"

    def _time(self, entry: OutgoingProperty) -> date | datetime | None:
        """Return the day, or the moment in UTC; None if the value or its parameters are wrong."""
        if entry.parameters == (("VALUE", "DATE"),):
            return date_in(entry.value)
        local = moment_in(entry.value)
        if local is None or entry.parameters != (("TZID", self._zone.key),):
            return None
        moment = local.replace(tzinfo=self._zone).astimezone(UTC)
        return moment if moment.astimezone(self._zone).replace(tzinfo=None) == local else None

    def _alarms(self, event: OutgoingComponent, where: str) -> Iterator[str]:
        alarms = [component for component in event.inside if component.name == "VALARM"]
        others = [component for component in event.inside if component.name != "VALARM"]
        yield from (f"{where}: {component.name} may not be in it" for component in others)
        yield from (f"{where}: {flaw}" for alarm in alarms for flaw in property_flaws(alarm, ALARM, "its alarm"))
        yield from (f"{where}: its alarm holds {inner.name}" for alarm in alarms for inner in alarm.inside)
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


def _title(event: OutgoingComponent) -> Iterator[str]:
    title = re.sub(r"\\(.)", r"\1", event.value("SUMMARY"))
    if len(title) > _LONGEST_TITLE:
        yield f"its title has {len(title)} characters, and may have {_LONGEST_TITLE}"


def _status(event: OutgoingComponent) -> Iterator[str]:
    is_cancelled = event.value("STATUS") == "CANCELLED"
    if is_cancelled != event.value("SUMMARY").startswith(_CANCELLED_TITLE):
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
