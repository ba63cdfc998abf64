"""Where the record of what was published is gone: what the calendars in the folder themselves still tell of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from icalendar import Calendar

from drillplanner.model import District
from drillplanner.publish.calendars.revisions.revision import Published

#: Said when a record was gone; {} is its name.
LOST = (
    "{} is gone, the record of the calendars that were published. Their revisions were read from the calendars "
    "in the folder; events that are no longer planned vanish from them and are not told as cancelled."
)


def recovered(files: Iterable[Path], district: District) -> Published | None:
    """What can be known of a publication whose record is lost, from the calendars themselves; None without any.

    The revisions of all their events, so that the next ones rise above them, but not what was cancelled since.
    """
    earlier: dict[str, int] = {}
    stamps = []
    for file in files:
        try:
            calendar = Calendar.from_ical(file.read_bytes())
        except (OSError, ValueError):
            continue  # half a file or somebody else's: nothing is to be learned from it
        for event in calendar.events:
            uid, sequence = str(event.get("UID", "")), event.get("SEQUENCE", 0)
            if uid and isinstance(sequence, int):
                earlier[uid] = max(int(sequence), earlier.get(uid, 0))
            modified = getattr(event.get("LAST-MODIFIED"), "dt", None)
            if isinstance(modified, datetime) and modified.tzinfo is not None:
                stamps.append(modified)
    if not earlier:
        return None
    return Published(
        namespace=district.namespace, year=district.year, stamp=max(stamps, default=None), earlier=earlier
    )
