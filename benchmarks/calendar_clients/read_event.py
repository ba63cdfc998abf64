"""An event of a calendar as a reader understands it: our own record, or other software."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from drillplanner.publish.calendars.icalendar_format.event import CANCELLED
from drillplanner.publish.calendars.icalendar_format.titles import cut_title
from drillplanner.publish.calendars.revisions.revision import PublishedYear, Revision


class ReadEvent(NamedTuple):
    """An event as understood. Start and end are times in UTC, or days if the event is all day.

    ``uid`` is empty and ``status`` (in capitals) is None if the reader does not keep them.
    """

    uid: str
    start: date | datetime
    end: date | datetime
    title: str
    status: str | None


def in_utc(value: date | datetime) -> date | datetime:
    """Return a time in UTC; a day unchanged."""
    return value.astimezone(UTC).replace(tzinfo=UTC) if isinstance(value, datetime) else value


def recorded_events(published: PublishedYear) -> Iterator[tuple[str, ReadEvent]]:
    """Yield each event of a publication as our record has it, with the name of its calendar."""
    for stem, _, revision in published.events():
        yield stem, _recorded_event(revision)


def _recorded_event(revision: Revision) -> ReadEvent:
    content = revision.content
    start: date | datetime
    end: date | datetime
    if content.zone is None:
        start, end = content.starts.date(), content.ends.date()
    else:
        zone = ZoneInfo(content.zone)
        start, end = in_utc(content.starts.replace(tzinfo=zone)), in_utc(content.ends.replace(tzinfo=zone))
    title = cut_title(f"{CANCELLED}{content.title}") if revision.is_cancelled else content.title
    return ReadEvent(content.uid, start, end, title, revision.status.value.upper())
