"""What an event says, to whoever reads it: the plan's own record, or software of others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from drillplanner.publish.calendars.icalendar_format.event import CANCELLED
from drillplanner.publish.calendars.revisions.revision import PublishedYear, Revision


class Seen(NamedTuple):
    """An event as understood: times in UTC where it has hours, days where it has none; ``uid`` empty where unread.

    ``status`` is in capitals, None where the reader does not keep it.
    """

    uid: str
    start: date | datetime
    end: date | datetime
    title: str
    status: str | None


def moment(at: date | datetime) -> date | datetime:
    """A moment in UTC, or the day."""
    return at.astimezone(UTC).replace(tzinfo=UTC) if isinstance(at, datetime) else at


def recorded(published: PublishedYear) -> Iterator[tuple[str, Seen]]:
    """Every event of a publication, with the name of its calendar, as the record has it."""
    for stem, _, revision in published.events():
        yield stem, _recorded(revision)


def _recorded(revision: Revision) -> Seen:
    content = revision.content
    start: date | datetime
    end: date | datetime
    if content.zone is None:
        start, end = content.starts.date(), content.ends.date()
    else:
        zone = ZoneInfo(content.zone)
        start, end = moment(content.starts.replace(tzinfo=zone)), moment(content.ends.replace(tzinfo=zone))
    title = f"{CANCELLED}{content.title}" if revision.is_cancelled else content.title
    return Seen(content.uid, start, end, title, revision.status.value.upper())
