"""An event with its revision (VEVENT), as bytes."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from drillplanner.publish.calendars.icalendar_format.content_lines import (
    DAY_FORM,
    MOMENT_FORM,
    content_line,
    duration_value,
    list_line,
    text_line,
    utc_value,
)
from drillplanner.publish.calendars.icalendar_format.time_zone import packaged_zone
from drillplanner.publish.calendars.icalendar_format.titles import cut_title
from drillplanner.publish.calendars.revisions.revision import EventContent, Revision

#: Starts the title of a canceled event: some programs show the status in no other way.
CANCELLED = "CANCELLED: "
CANCELLED_WORDS = "This was cancelled."


def event_bytes(revision: Revision, timezone: str) -> bytes:
    """Return the VEVENT with its properties in the order in which the library would write them.

    A canceled event keeps its time, but has no alarm and blocks nobody's time. ``timezone`` is that of the
    calendar; the event's own may differ if the district has changed its time zone since.
    """
    content = revision.content
    title, text, alarm = content.title, content.description, content.alarm_minutes
    if revision.is_cancelled:
        title, text, alarm = cut_title(f"{CANCELLED}{title}"), f"{CANCELLED_WORDS}\n\n{text}", None
    modified = utc_value(revision.modified.astimezone(UTC))
    blocks = content.zone is not None and not revision.is_cancelled
    return b"".join(
        (
            b"BEGIN:VEVENT\r\n",
            text_line("SUMMARY", title),
            _time("DTSTART", content.starts, content, timezone),
            _time("DTEND", content.ends, content, timezone),
            # Without METHOD, DTSTAMP too is the moment of the last revision (RFC 5545 section 3.8.7.2).
            content_line("DTSTAMP", modified),
            content_line("UID", content.uid),
            content_line("SEQUENCE", str(revision.sequence)),
            list_line("CATEGORIES", content.categories),
            # CLASS is only advice to programs and hides nothing: who gets the file decides who may see a drill.
            b"CLASS:PUBLIC\r\n",
            content_line("CREATED", utc_value(revision.created.astimezone(UTC))),
            text_line("DESCRIPTION", text),
            content_line("LAST-MODIFIED", modified),
            text_line("LOCATION", content.place),
            content_line("STATUS", revision.status.value.upper()),
            b"TRANSP:OPAQUE\r\n" if blocks else b"TRANSP:TRANSPARENT\r\n",
            b"" if alarm is None else _alarm(content, alarm),
            b"END:VEVENT\r\n",
        )
    )


def _time(name: str, moment: datetime, content: EventContent, timezone: str) -> bytes:
    if content.zone is None:
        return content_line(f"{name};VALUE=DATE", moment.strftime(DAY_FORM))
    if content.zone != timezone:
        moment = moment.replace(tzinfo=packaged_zone(content.zone)).astimezone(packaged_zone(timezone))
    return content_line(f"{name};TZID={timezone}", moment.strftime(MOMENT_FORM))


def _alarm(content: EventContent, minutes: int) -> bytes:
    return b"".join(
        (
            b"BEGIN:VALARM\r\n",
            b"ACTION:DISPLAY\r\n",
            text_line("DESCRIPTION", content.title),
            content_line("TRIGGER", duration_value(-timedelta(minutes=minutes))),
            content_line("UID", str(uuid.uuid5(uuid.UUID(content.uid), "alarm"))),
            b"END:VALARM\r\n",
        )
    )
