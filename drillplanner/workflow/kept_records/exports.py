"""The records as plain files: the log as a table, every event as a line of JSON, or an archive of all of it."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from drillplanner.files.atomic_write import write_bytes, written_whole
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import LOG, PLAN, read_file, read_file_if_any
from drillplanner.records import LOG_FILE, locked_log
from drillplanner.records.attachments import standing_attachments
from drillplanner.records.events import ChainedEvent, canonical_json
from drillplanner.store.attached_files import AttachedFiles
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
        if form == "zip":
            _write_archive(target, folder, store, events)
        else:
            write_bytes(target, whole_view(store) if form == "csv" else _lines(events))
        return target, None


def _rewrite_log(folder: Path, store: RecordStore) -> Path | None:
    path, kept = folder / LOG_FILE, None
    if view_state(folder, store) is ViewState.EDITED:
        raw = read_file(path, LOG, LOG_FILE)
        kept = path.with_name(f"drill_log-edited-{hashlib.sha256(raw).hexdigest()[:8]}.csv")
        write_bytes(kept, raw)
    write_view(folder, store)
    return kept


def _lines(events: Sequence[ChainedEvent]) -> bytes:
    return b"".join(canonical_json(event.as_json()) + b"\n" for event in events)


def _write_archive(target: Path, folder: Path, store: RecordStore, events: Sequence[ChainedEvent]) -> None:
    """Write the archive whole or not at all: of the attached files, one at a time is in memory."""
    parts: dict[str, bytes] = {
        EVENTS_NAME: _lines(events),
        HEAD_NAME: json.dumps({"number": events[-1].number, "hash": events[-1].hash}).encode() + b"\n",
        LOG_NAME: whole_view(store),
    }
    for file in (PLAN_FILE, SCHEDULE_FILE):
        if (planned := read_file_if_any(folder / file, PLAN, file.as_posix())) is not None:
            parts[file.as_posix()] = planned
    files = AttachedFiles(folder)
    attached = {one.file.as_posix(): one for one in standing_attachments(events)}
    if problems := tuple(files.problems(attached.values())):
        hint = "Put the file back from a backup; 'drillplanner records verify DIR' says whether all are whole."
        raise InputError(Problem("records", None, problem, maybe=hint) for problem in problems)
    hashes = {name: hashlib.sha256(raw).hexdigest() for name, raw in parts.items()}
    hashes |= {name: one.sha256 for name, one in attached.items()}
    sums = "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes))
    parts["SHA256SUMS"] = sums.encode()
    with written_whole(target) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted((*parts, *attached)):
            raw = parts[name] if name in parts else files.read(attached[name])
            # A fixed date: the same records give the same bytes.
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), raw, zipfile.ZIP_DEFLATED)
