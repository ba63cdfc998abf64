"""The record of what was published last: ``plan/revisions.json``.

It is next to the plan, so that ``out/`` may be deleted. The file is written before the calendars. If the computer
stops in between, the next ``publish`` finds the revisions already decided and writes exactly their calendars; in
the other order, one revision could have two different contents. One event is one line, so that version control
shows and merges changes event by event. If the record is lost, the revisions are recovered from the calendars.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import Literal

from icalendar import Calendar
from pydantic import AwareDatetime, Field, ValidationError

from drillplanner.files.atomic_write import write_text
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import PUBLISHED, read_file, read_file_if_any
from drillplanner.model import District, Frozen
from drillplanner.publish.calendars.revisions.revision import PublishedCalendar, PublishedYear, Revision

#: The file within a workspace.
REVISIONS_FILE = Path("plan") / "revisions.json"


class _StoredEvent(Frozen):
    """A revision, and the calendars that contain it."""

    calendars: tuple[str, ...]
    revision: Revision


class _Stored(Frozen):
    """The file: calendars by name with their titles, events with the calendars that contain them."""

    format: Literal[1] = 1
    namespace: uuid.UUID
    year: str
    stamp: AwareDatetime | None
    calendars: Mapping[str, str]
    earlier: Mapping[str, int] = Field(default_factory=dict)
    parts: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    events: tuple[_StoredEvent, ...]


def read_published(path: Path, district: District) -> PublishedYear | None:
    """Return what was published before, ready for the district's school year; None if nothing was.

    Raises InputError for a file that cannot be read, and for one of the same year with other ids: subscribed
    programs would keep all its events next to the new ones.
    """
    raw = read_file_if_any(path, PUBLISHED, _short_path(path))
    if raw is None:
        return None
    try:
        stored = _Stored.model_validate_json(raw)
    except ValidationError as error:
        raise _unreadable(path, error) from error
    if stored.namespace == district.namespace:
        return _published(stored).in_year(district.year)
    if stored.year != district.year:
        return None
    raise InputError(
        Problem(
            _short_path(path),
            None,
            "the calendars that were published have ids of another namespace: everyone who subscribes would see "
            "each drill twice",
            str(stored.namespace),
            f"calendar_namespace {district.namespace}, as district.yaml has it",
            f"Maybe write 'calendar_namespace: {stored.namespace}' into district.yaml again; or delete this file "
            "if this is another district, whose calendars nobody has yet.",
        )
    )


def write_published(path: Path, published: PublishedYear) -> None:
    """Write the file completely or not at all. Raises InputError if it cannot be written."""
    write_text(path, stored_text(published))


def stored_text(published: PublishedYear) -> str:
    """Return the file's text: the same for the same publication, in whichever order it was put together."""
    stems_by_revision: dict[Revision, list[str]] = {}
    for stem, _, revision in published.events():
        stems_by_revision.setdefault(revision, []).append(stem)
    by_id = sorted(
        ((revision.content.uid, sorted(stems), revision) for revision, stems in stems_by_revision.items()),
        key=itemgetter(0, 1),
    )
    # There are tens of thousands: the model itself writes each, which is several times as fast.
    events = [
        f'{{"calendars": {_json(stems)}, "revision": {revision.model_dump_json()}}}'
        for _, stems, revision in by_id
    ]
    head = {
        "format": 1,
        "namespace": str(published.namespace),
        "year": published.year,
        "stamp": None if published.stamp is None else published.stamp.isoformat(),
        "calendars": {stem: published.calendars[stem].title for stem in sorted(published.calendars)},
        "earlier": dict(sorted(published.earlier.items())),
        "parts": dict(sorted(published.parts.items())),
    }
    rows = [f" {_json(name)}: {_json(value)}," for name, value in head.items()]
    lines = ",\n".join(f"  {event}" for event in events)
    return "\n".join(["{", *rows, ' "events": [', *([lines] if lines else []), " ]", "}", ""])


def _published(stored: _Stored) -> PublishedYear:
    events: dict[str, dict[str, Revision]] = {stem: {} for stem in stored.calendars}
    for event in stored.events:
        for stem in event.calendars:
            events.setdefault(stem, {})[event.revision.content.uid] = event.revision
    return PublishedYear(
        namespace=stored.namespace,
        year=stored.year,
        stamp=stored.stamp,
        calendars={
            stem: PublishedCalendar(title=stored.calendars.get(stem, stem), events=of_calendar)
            for stem, of_calendar in events.items()
        },
        earlier=stored.earlier,
        parts=stored.parts,
    )


def _unreadable(path: Path, error: ValidationError) -> InputError:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    wrong = f"{where} {first['msg']}".strip()
    return InputError(
        Problem(
            _short_path(path),
            None,
            f"this is not a record of published calendars of this version: {wrong}",
            maybe="Maybe restore it from a backup or from version control. If it is lost, delete it: what can be "
            "known from out/calendars is then taken from there.",
        )
    )


def _short_path(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


#: The note if the record was lost; {} is its name.
LOST = (
    "{} is gone, the record of the calendars that were published. Their revisions were read from the calendars "
    "in the folder; events that are no longer planned vanish from them and are not told as cancelled."
)


def recover_published(files: Iterable[Path], district: District) -> PublishedYear | None:
    """Return what the calendars themselves tell about a publication whose record is lost; None without calendars.

    These are the revisions of all their events, so that the next ones are higher, but not what was canceled since.
    """
    earlier: dict[str, int] = {}
    stamps = []
    for file in files:
        try:
            calendar = Calendar.from_ical(read_file(file, PUBLISHED))
        except (InputError, ValueError):
            continue  # half a file, or not ours
        for event in calendar.events:
            uid, sequence = str(event.get("UID", "")), event.get("SEQUENCE", 0)
            if uid and isinstance(sequence, int):
                earlier[uid] = max(int(sequence), earlier.get(uid, 0))
            modified = getattr(event.get("LAST-MODIFIED"), "dt", None)
            if isinstance(modified, datetime) and modified.tzinfo is not None:
                stamps.append(modified)
    if not earlier:
        return None
    return PublishedYear(
        namespace=district.namespace, year=district.year, stamp=max(stamps, default=None), earlier=earlier
    )
