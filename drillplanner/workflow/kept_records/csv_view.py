"""``records/drill_log.csv`` as a view of the records: written after each entry, never silently over hand edits.

Beside it, ``.drill_log.json`` keeps the hash of the file as it was written last. A process may be killed between
recording an event and writing the file: then the file is as it was, and only behind.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from drillplanner.files.atomic_write import write_bytes, write_text
from drillplanner.files.errors import InputError, Problem
from drillplanner.records import LOG_FILE
from drillplanner.records.events import LoggedKind
from drillplanner.records.log_events import log_text
from drillplanner.store.record_store import RecordStore

STATE_FILE = "records/.drill_log.json"


@dataclass(frozen=True)
class WrittenView:
    """The file as drillplanner wrote it last: its hash, the last event in it, and the district's id."""

    sha256: str
    number: int
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
        kept = json.loads((folder / STATE_FILE).read_text(encoding="utf-8"))
        return WrittenView(str(kept["sha256"]), int(kept["number"]), str(kept["district_id"]))
    except (OSError, ValueError, KeyError, TypeError):
        # Without it the file is compared with the records line by line, which finds every hand edit too.
        return None


def view_state(folder: Path, store: RecordStore) -> ViewState:
    """Return how the file relates to the records. Raises InputError if either cannot be read."""
    path = folder / LOG_FILE
    if not path.exists():
        return ViewState.MISSING
    raw, kept, head = path.read_bytes(), written_view(folder), store.head()
    if kept is not None and _sha256(raw) == kept.sha256:
        return ViewState.CURRENT if kept.number == head.number else ViewState.BEHIND
    if raw == whole_view(store):
        return ViewState.CURRENT
    first = next((stored.chained.event for stored in store.events()), None)
    is_imported = first is not None and first.kind is LoggedKind.IMPORTED
    # Nothing was written yet: the file is the one that was imported, and only behind.
    if kept is None and first is not None and is_imported and first.body.get("sha256") == _sha256(raw):
        return ViewState.BEHIND
    return ViewState.EDITED


def refuse_hand_edits(folder: Path, store: RecordStore) -> ViewState:
    """Return how the file relates to the records. Raises InputError if it was changed by hand."""
    state = view_state(folder, store)
    if state is ViewState.EDITED:
        message = "this file was changed by hand, and the records do not have the changes"
        hint = (
            "To take the changes over: drillplanner records import DIR. To write the file as the records have it "
            "(yours is kept beside it): drillplanner records export DIR"
        )
        raise InputError(Problem(LOG_FILE, None, message, maybe=hint))
    return state


def write_view(folder: Path, store: RecordStore) -> None:
    """Write the file as the records have it. Raises InputError if it cannot be written."""
    path, kept, head = folder / LOG_FILE, written_view(folder), store.head()
    raw = path.read_bytes() if path.exists() else b""
    header = log_text(store.columns(), ())
    if kept is not None and _sha256(raw) == kept.sha256 and raw.startswith(header) and kept.number <= head.number:
        raw += _lines(store, kept.number)
    else:
        raw = whole_view(store)
    write_bytes(path, raw)
    state = {"sha256": _sha256(raw), "number": head.number, "district_id": store.district_id}
    write_text(folder / STATE_FILE, json.dumps(state) + "\n")


def whole_view(store: RecordStore) -> bytes:
    """Return the file with every line of the records."""
    return log_text(store.columns(), ()) + _lines(store, 0)


def _lines(store: RecordStore, after: int) -> bytes:
    shown = (stored.chained.event for stored in store.events(after=after) if stored.line)
    return log_text(store.columns(), shown, with_header=False)


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
