"""``records/drill_log.csv`` as a view of the records: written after each entry, never silently over hand edits.

Beside it, ``.drill_log.json`` keeps the hash of the file as it was written last, and the event it ended with. A
process may be killed between recording an event and writing the file: then the file is as it was, and only behind.
Records that lack that event are others, such as a backup of an earlier day: the file then counts as changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from drillplanner.files.atomic_write import write_bytes, write_text
from drillplanner.files.errors import InputError, Problem, TableBehindError
from drillplanner.files.reading.bounded import LOG, NOTE, read_file, read_file_if_any
from drillplanner.files.reading.json_text import parse_json
from drillplanner.records import LOG_FILE, locked_log
from drillplanner.records.events import ChainHead, LoggedKind
from drillplanner.records.log_events import log_text
from drillplanner.store.place import DATABASE_FILE
from drillplanner.store.record_store import RecordStore, StoredEvent

STATE_FILE = "records/.drill_log.json"


@dataclass(frozen=True)
class WrittenView:
    """The file as drillplanner wrote it last: its hash, the last event before it was written, and the district."""

    sha256: str
    head: ChainHead
    district_id: str


class ViewState(Enum):
    """How the file relates to the records."""

    CURRENT = "current"
    BEHIND = "behind"
    MISSING = "missing"
    EDITED = "edited"


def written_view(folder: Path) -> WrittenView | None:
    """Return what was written last; None if nothing was, or if that is not known any more."""
    try:
        kept = parse_json(read_file(folder / STATE_FILE, NOTE), STATE_FILE)
        if not isinstance(kept, dict):
            return None
        head = ChainHead(int(kept["number"]), str(kept["hash"]))
        return WrittenView(str(kept["sha256"]), head, str(kept["district_id"]))
    except (InputError, ValueError, KeyError, TypeError):
        # Without it the file is compared with the records line by line, which finds every hand edit too.
        return None


def view_of_store(folder: Path, store: RecordStore) -> WrittenView | None:
    """Return what was written last of these records; None if nothing was, or if it was of others."""
    kept = written_view(folder)
    return kept if kept is not None and store.has(kept.head) else None


def refuse_lost_records(folder: Path) -> None:
    """Refuse a workspace without records whose log was written from some. Raises InputError."""
    kept = written_view(folder)
    if kept is not None and kept.head.number:
        message = f"the records that {LOG_FILE} was written from are not here"
        hint = (
            "Put the file back, from a backup if need be; if they are on a server, set DRILLPLANNER_RECORDS. "
            "To begin new records with the table as it is: drillplanner records import DIR"
        )
        raise InputError(Problem(DATABASE_FILE, None, message, maybe=hint))


def view_state(folder: Path, store: RecordStore) -> ViewState:
    """Return how the file relates to the records. Raises InputError if either cannot be read."""
    path = folder / LOG_FILE
    raw, kept = read_file_if_any(path, LOG, LOG_FILE), view_of_store(folder, store)
    if raw is None:
        return ViewState.MISSING
    if kept is not None and _sha256(raw) == kept.sha256:
        return ViewState.CURRENT if kept.head == store.head() else ViewState.BEHIND
    if raw == whole_view(store):
        return ViewState.CURRENT
    first = next((stored.chained.event for stored in store.events()), None)
    is_imported = first is not None and first.kind is LoggedKind.IMPORTED
    # Nothing was written yet: the file is the one that was imported, and only behind.
    if kept is None and first is not None and is_imported and first.body.get("sha256") == _sha256(raw):
        return ViewState.BEHIND
    return ViewState.EDITED


def settled_view_state(folder: Path, store: RecordStore) -> ViewState:
    """Return how the file relates to the records, for a caller that does not hold the lock of the log.

    A process that records writes the file, and then what it remembers of it. Between the two a file looks as if it
    was changed by hand, so it is looked at again while nobody writes.

    Raises InputError: either cannot be read, or another process keeps the lock for very long.
    """
    state = view_state(folder, store)
    if state is not ViewState.EDITED or store.place.is_archived:
        return state
    with locked_log(folder):
        return view_state(folder, store)


def refuse_hand_edits(folder: Path, store: RecordStore, state: ViewState) -> None:
    """Raise InputError if this is the state of a file that was changed by hand."""
    if state is ViewState.EDITED:
        message = (
            "this file was changed by hand, and the records do not have the changes"
            if written_view(folder) == view_of_store(folder, store)
            else "this file shows other records than those that are here, which may be an earlier backup"
        )
        hint = (
            "To take over what the records lack: drillplanner records import DIR. To write the file as they have "
            "it (yours is kept beside it): drillplanner records export DIR"
        )
        raise InputError(Problem(LOG_FILE, None, message, maybe=hint))


def show_recorded(folder: Path, store: RecordStore) -> None:
    """Write the file after something was recorded. Raises TableBehindError: it cannot be written."""
    try:
        write_view(folder, store)
    except InputError as error:
        message = f"everything is recorded, but this table does not show it yet: {error.problems[0].message}"
        hint = (
            "If another program has the table open, close it there. The next entry writes it, or now: "
            "drillplanner records export DIR"
        )
        raise TableBehindError(Problem(LOG_FILE, None, message, maybe=hint)) from error


def write_view(folder: Path, store: RecordStore) -> None:
    """Write the file as the records have it.

    Raises InputError: it cannot be written.
    """
    path, kept = folder / LOG_FILE, view_of_store(folder, store)
    raw = read_file_if_any(path, LOG, LOG_FILE) or b""
    columns = store.columns()
    header = log_text(columns, ())
    hashed = hashlib.sha256(raw)
    if kept is not None and hashed.hexdigest() == kept.sha256 and raw.startswith(header):
        head = kept.head
    else:
        raw, hashed, head = header, hashlib.sha256(header), ChainHead()
    # On a server another computer may record meanwhile: the head is that of the last event that was read here.
    stored = tuple(store.events(after=head.number))
    head = stored[-1].chained.head if stored else head
    lines = _lines(columns, stored)
    # The table of a large district has many megabytes: what was hashed is not hashed again.
    hashed.update(lines)
    raw += lines
    shown = {"number": head.number, "hash": head.hash}
    state = {"sha256": hashed.hexdigest(), **shown, "district_id": store.district_id}
    write_bytes(path, raw)
    write_text(folder / STATE_FILE, json.dumps(state) + "\n")


def whole_view(store: RecordStore) -> bytes:
    """Return the file with every line of the records."""
    columns = store.columns()
    return log_text(columns, ()) + _lines(columns, store.events())


def _lines(columns: Sequence[str], events: Iterable[StoredEvent]) -> bytes:
    shown = (stored.chained.event for stored in events if stored.line)
    return log_text(columns, shown, with_header=False)


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
