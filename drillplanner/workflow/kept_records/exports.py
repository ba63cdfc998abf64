"""The records as plain files: the log as a table, every event as a line of JSON, or an archive of all of it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from drillplanner.files.atomic_write import write_bytes
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import LOG, PLAN, read_file, read_file_if_any
from drillplanner.records import LOG_FILE, locked_log
from drillplanner.records.events import ChainedEvent, canonical_json
from drillplanner.store.place import place_of
from drillplanner.store.record_store import RecordStore
from drillplanner.workflow.kept_records.checks import district_of_folder, no_records
from drillplanner.workflow.kept_records.csv_view import ViewState, view_state, whole_view, write_view
from drillplanner.workflow.kept_records.kept_log import opened
from drillplanner.workflow.kept_records.log_by_school import whole_events
from drillplanner.workflow.plan_files import PLAN_FILE, SCHEDULE_FILE

FORMS = ("csv", "jsonl", "zip")
EVENTS_NAME, HEAD_NAME, LOG_NAME = "events.jsonl", "head.json", "drill_log.csv"


def export_records(folder: Path, form: str, to: Path | None = None) -> tuple[Path, Path | None]:
    """Write the records in a form, and return the file, and the copy of a log that was changed by hand.

    Without ``to``, csv is the log of the workspace: if it was changed by hand, that version is kept beside it.

    Raises InputError: there are no records, they are not whole, or the file exists or cannot be written.
    """
    writes_log = form == "csv" and to is None
    place = place_of(folder)
    # An archive goes out too; nobody writes there.
    lock = nullcontext() if to is not None and place.is_archived else locked_log(folder)
    with lock, opened(folder, place, district_of_folder(folder)) as store:
        if store is None or store.head().number == 0:
            raise InputError(no_records())
        events = tuple(stored.chained for stored in whole_events(store))
        if writes_log:
            return folder / LOG_FILE, _rewrite_log(folder, store)
        target = to or folder / "records" / f"export-{store.head().number}-{store.head().hash[:8]}.{form}"
        if to is not None and to.exists():
            message = "this file exists, and is not overwritten"
            raise InputError(Problem(str(to), None, message, allowed="a new name"))
        write_bytes(target, _content(folder, form, store, events))
        return target, None


def _rewrite_log(folder: Path, store: RecordStore) -> Path | None:
    path, kept = folder / LOG_FILE, None
    if view_state(folder, store) is ViewState.EDITED:
        raw = read_file(path, LOG, LOG_FILE)
        kept = path.with_name(f"drill_log-edited-{hashlib.sha256(raw).hexdigest()[:8]}.csv")
        write_bytes(kept, raw)
    write_view(folder, store)
    return kept


def _content(folder: Path, form: str, store: RecordStore, events: Sequence[ChainedEvent]) -> bytes:
    lines = b"".join(canonical_json(event.as_json()) + b"\n" for event in events)
    if form == "csv":
        return whole_view(store)
    if form == "jsonl":
        return lines
    head = {"number": events[-1].number, "hash": events[-1].hash}
    parts = {
        EVENTS_NAME: lines,
        HEAD_NAME: json.dumps(head).encode() + b"\n",
        LOG_NAME: whole_view(store),
    }
    for name in (PLAN_FILE, SCHEDULE_FILE):
        if (raw := read_file_if_any(folder / name, PLAN, name.as_posix())) is not None:
            parts[name.as_posix()] = raw
    sums = "".join(f"{hashlib.sha256(parts[name]).hexdigest()}  {name}\n" for name in sorted(parts))
    return _archive(parts | {"SHA256SUMS": sums.encode()})


def _archive(parts: dict[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts):
            # A fixed date: the same records give the same bytes.
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), parts[name], zipfile.ZIP_DEFLATED)
    return raw.getvalue()
