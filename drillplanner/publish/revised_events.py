"""Events with their revision: what a drill or chore says, as a value, and as the event that is written."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from icalendar import Event

from drillplanner.publish.icalendar_text import line, text
from drillplanner.publish.revisions import EventContent, Revision
from drillplanner.publish.timezone_block import packaged_zone

#: Begins the title of an event that was cancelled: some programs show the status in no other way.
CANCELLED = "CANCELLED: "
CANCELLED_WORDS = "This was cancelled."


def content_of(event: Event) -> EventContent:
    """What a reader sees of the event."""
    starts, starts_in = _local(event.start)
    ends, _ = _local(event.end)
    return EventContent(
        uid=str(event["UID"]),
        title=str(event["SUMMARY"]),
        place=str(event["LOCATION"]),
        description=str(event["DESCRIPTION"]),
        categories=tuple(map(str, event.categories)),
        starts=starts,
        ends=ends,
        zone=starts_in,
    )


def _local(at: date) -> tuple[datetime, str | None]:
    """The moment on the clocks of its time zone, with the zone's name; midnight and None for a whole day."""
    if isinstance(at, datetime):
        return at.replace(tzinfo=None), getattr(at.tzinfo, "key", None)
    return datetime.combine(at, time(0)), None


def with_revision(event: Event, revision: Revision) -> Event:
    """The event with its status and with what tells programs how new it is."""
    dated = Event(event)
    # Without METHOD, DTSTAMP too is the moment of the last revision (RFC 5545 section 3.8.7.2).
    dated.add("DTSTAMP", revision.modified.astimezone(UTC))
    dated.add("CREATED", revision.created.astimezone(UTC))
    dated.add("LAST-MODIFIED", revision.modified.astimezone(UTC))
    dated.add("SEQUENCE", revision.sequence)
    dated.add("STATUS", revision.status.value.upper())
    return dated


def cancelled_event(revision: Revision, timezone: str) -> Event:
    """The event of something that was planned and is no longer: where it was, and nobody's time is blocked.

    ``timezone`` is that of the calendar, should the district have changed its own since.
    """
    content = revision.content
    event = Event()
    event.add("UID", content.uid)
    event.add("CLASS", "PUBLIC")
    event.add("SUMMARY", line(f"{CANCELLED}{content.title}"))
    event.add("LOCATION", line(content.place))
    event.add("DESCRIPTION", text(f"{CANCELLED_WORDS}\n\n{content.description}"))
    event.add("CATEGORIES", list(content.categories))
    for name, moment in (("DTSTART", content.starts), ("DTEND", content.ends)):
        if content.zone is None:
            event.add(name, moment.date())
        else:
            event.add(name, moment.replace(tzinfo=packaged_zone(content.zone)).astimezone(packaged_zone(timezone)))
    event.add("TRANSP", "TRANSPARENT")
    return with_revision(event, revision)
