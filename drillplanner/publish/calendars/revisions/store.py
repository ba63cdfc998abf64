"""Keeps what was published last, in ``plan/revisions.json``: beside the plan, so that ``out/`` may be deleted.

The file is written before the calendars are. Should the computer stop in between, the next ``publish`` finds
the revisions already decided and writes just the calendars that belong to them; the other way round, the
same revision could stand for two different events. One event is one line, so that a version control system
shows and joins changes event by event.
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
from drillplanner.model import District, Frozen
from drillplanner.publish.calendars.revisions.revision import PublishedCalendar, PublishedYear, Revision

#: The file within a workspace.
REVISIONS_FILE = Path("plan") / "revisions.json"


class _StoredEvent(Frozen):
    """A revision, and the calendars in which it stands."""

    calendars: tuple[str, ...]
    revision: Revision


class _Stored(Frozen):
    """The file: calendars by name with their titles, events with the calendars in which they stand."""

    format: Literal[1] = 1
    namespace: uuid.UUID
    year: str
    stamp: AwareDatetime | None
    calendars: Mapping[str, str]
    earlier: Mapping[str, int] = Field(default_factory=dict)
    parts: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    events: tuple[_StoredEvent, ...]


def read_published(path: Path, district: District) -> PublishedYear | None:
    """What was published before, ready for calendars of the district's school year; None where nothing was.

    Raises InputError for a file that cannot be read, and for one of the same year with other ids: programs
    that subscribe would keep every event of it beside the new ones.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(Problem(_short_path(path), None, f"cannot be read: {error.strerror or error}")) from error
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
    """Write the file, whole or not at all. Raises InputError."""
    write_text(path, stored_text(published))


def stored_text(published: PublishedYear) -> str:
    """The file's text: the same for the same publication, whatever the order in which it was put together."""
    standing: dict[Revision, list[str]] = {}
    for stem, _, revision in published.events():
        standing.setdefault(revision, []).append(stem)
    by_id = sorted(
        ((one.content.uid, sorted(stems), one) for one, stems in standing.items()), key=itemgetter(0, 1)
    )
    # Tens of thousands of them: each is written by the model itself, which is several times as fast.
    events = [f'{{"calendars": {_json(stems)}, "revision": {one.model_dump_json()}}}' for _, stems, one in by_id]
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
            stem: PublishedCalendar(title=stored.calendars.get(stem, stem), events=found)
            for stem, found in events.items()
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


#: Said when a record was gone; {} is its name.
LOST = (
    "{} is gone, the record of the calendars that were published. Their revisions were read from the calendars "
    "in the folder; events that are no longer planned vanish from them and are not told as cancelled."
)


def recover_published(files: Iterable[Path], district: District) -> PublishedYear | None:
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
    return PublishedYear(
        namespace=district.namespace, year=district.year, stamp=max(stamps, default=None), earlier=earlier
    )
