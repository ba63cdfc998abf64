"""Plain files taken into the records: a log that was changed by hand, another log, or an export."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder
from drillplanner.files.reading.bounded import FileKind, read_file
from drillplanner.files.tables.archive import UnreadableArchiveError, opened_archive
from drillplanner.intake.workspace.reader import read_for_recording
from drillplanner.model import Workspace
from drillplanner.records import LOG_FILE, EntryStatus, LogEntry, locked_log
from drillplanner.records.attachments import MOST_BYTES, Attachment, standing_attachments
from drillplanner.records.events import (
    ChainedEvent,
    DrillStanding,
    chained_from_json,
    first_break,
    fold,
)
from drillplanner.records.events.event import ACCOUNTS
from drillplanner.records.log_events import cells_of_event, columns_with, events_of_entries, record_of_event
from drillplanner.records.log_file import LogFile, read_log_file
from drillplanner.store.attached_files import AttachedFiles
from drillplanner.store.place import place_of
from drillplanner.store.record_store import LINE_KINDS
from drillplanner.workflow.kept_records.checks import no_records
from drillplanner.workflow.kept_records.csv_view import (
    refuse_hand_edits,
    show_recorded,
    view_of_store,
    view_state,
    written_view,
)
from drillplanner.workflow.kept_records.exports import EVENTS_NAME
from drillplanner.workflow.kept_records.kept_log import (
    closing_database,
    district_of,
    recorded_now,
    said_now,
    store_to_write,
)
from drillplanner.workflow.kept_records.log_by_school import lines_of, whole_events

#: Bytes of events that are read from one file; a district of 663 schools with 100,000 events has some 60 MB.
LARGEST_EVENTS = 200_000_000


@dataclass(frozen=True)
class ImportedRecords:
    """What an import recorded: new, changed, and taken back entries; or ``events`` of an export."""

    new: int = 0
    changed: int = 0
    taken_back: int = 0
    events: int = 0


def import_records(folder: Path, file: Path | None = None) -> ImportedRecords:
    """Take a file into the records, all of it or nothing.

    Without ``file``, it is the workspace's own log as it was changed by hand: a row that is gone is taken back,
    and what others recorded since the log was written stays. A log of another name adds and changes entries and
    takes none back. An export (.jsonl, .zip) goes into empty records, or continues those that it began with.

    Raises InputError: the file has problems, or does not fit the records; nothing is recorded then.
    """
    workspace = read_for_recording(InputFolder(folder))
    is_export = file is not None and file.suffix.lower() in {".jsonl", ".zip"}
    if file is None and not (folder / LOG_FILE).exists():
        raise InputError(no_records())
    if file is not None and is_export:
        events = _read_events(file)
        # Read through before anything is made: an archive with problems leaves nothing behind.
        for _ in _attached_in(file, events):
            continue
        return _import_events(folder, workspace, file, events)
    if file is not None:
        # Read before anything is made: a file with problems leaves no database behind.
        read = read_log_file(file.parent, workspace, name=file.name)
    place = place_of(folder)
    with locked_log(folder), store_to_write(folder, place, workspace, may_begin_again=file is None) as store:
        written = None
        if file is None:
            # Inside the lock: others write this file.
            read = read_log_file(folder, workspace)
            written = view_of_store(folder, store)
        is_first = file is None and written is None
        with store.writing():
            lines = lines_of(whole_events(store))
            standing = fold(link for link, _ in lines)
            shown = (
                standing
                if written is None
                else fold(link for link, _ in lines if link.number <= written.head.number)
            )
            entries, imported = _differences(read, shown, standing, takes_back=written is not None)
            store.set_columns(columns_with(store.columns(), read.columns))
            store.append(events_of_entries(entries, standing, said_now("import")), recorded_now())
        show_recorded(folder, store)
    # The first time, opening the records has taken every row of the log.
    return ImportedRecords(new=len(read.entries)) if is_first and not entries else imported


def _differences(
    read: LogFile,
    shown: Mapping[str, DrillStanding],
    standing: Mapping[str, DrillStanding],
    takes_back: bool,
) -> tuple[list[LogEntry], ImportedRecords]:
    """Return the entries that make the records say what the file says, and how many of each kind they are.

    ``shown`` is what was known when the file was written, and ``standing`` what is known now: a row that says what
    it said then was not changed by hand.

    Raises InputError: a drill was changed by hand, and someone recorded something else of it since.
    """
    wanted: dict[tuple[str, str], LogEntry] = {}
    for entry in read.entries:
        wanted.pop(_key(entry), None)
        wanted[_key(entry)] = entry
    then, known = _accounts(shown), _accounts(standing)
    entries: list[LogEntry] = []
    problems: list[Problem] = []
    new = changed = taken_back = 0
    for key, entry in wanted.items():
        accounts = known.get(key, [])
        if _says(accounts, entry) or _says(then.get(key, []), entry):
            continue
        if accounts != then.get(key, []):
            problems.append(_recorded_since(entry.record.drill_id, entry.record.row))
        elif entry.status is EntryStatus.WITHDRAWN:
            taken_back += 1
        elif accounts:
            changed += 1
        else:
            new += 1
        entries.append(entry)
    for key, accounts in known.items():
        if takes_back and key in then and key not in wanted:
            if accounts != then[key]:
                problems.append(_recorded_since(key[0], None))
            taken_back += 1
            entries.append(LogEntry(EntryStatus.WITHDRAWN, record_of_event(accounts[-1].event)))
    if problems:
        raise InputError(problems)
    return entries, ImportedRecords(new, changed, taken_back)


def _accounts(standing: Mapping[str, DrillStanding]) -> dict[tuple[str, str], list[ChainedEvent]]:
    found: dict[tuple[str, str], list[ChainedEvent]] = {}
    for drill in standing.values():
        for account in drill.accounts:
            found.setdefault((drill.drill_id, str(account.event.body["date"])), []).append(account)
    return found


def _says(accounts: Sequence[ChainedEvent], entry: LogEntry) -> bool:
    """Check whether accounts of a drill and day say what an entry says."""
    if entry.status is EntryStatus.WITHDRAWN:
        return not accounts
    return len(accounts) == 1 and _cells(accounts[0]) == entry.cells


def _recorded_since(drill_id: str, line: int | None) -> Problem:
    message = (
        "this drill was changed by hand, and someone recorded something else of it since the file was written"
    )
    hint = (
        "'drillplanner records export DIR' writes the file as the records have it and keeps yours beside it; "
        "then change it there."
    )
    return Problem(LOG_FILE, line, message, drill_id, maybe=hint)


def _key(entry: LogEntry) -> tuple[str, str]:
    return entry.record.drill_id, entry.record.date.isoformat()


def _cells(account: ChainedEvent) -> dict[str, str]:
    return {column: cell for column, cell in cells_of_event(account.event).items() if cell}


def _import_events(
    folder: Path, workspace: Workspace, file: Path, events: Sequence[ChainedEvent]
) -> ImportedRecords:
    # Imported here: reading a log needs no database.
    from drillplanner.store.open_store import new_store, open_store

    place = place_of(folder)
    with locked_log(folder), closing_database(place):
        district, kept = district_of(workspace.district), written_view(folder)
        store = open_store(place, district, "" if kept is None else kept.district_id) if place.exists else None
        if store is None and (folder / LOG_FILE).exists():
            message = "this workspace has a drill log of its own, which an export would replace"
            hint = f"Import that first (drillplanner records import DIR), or move {LOG_FILE} away."
            raise InputError(Problem(LOG_FILE, None, message, maybe=hint))
        more = {column for event in events if event.event.kind in LINE_KINDS for column in event.event.body}
        columns = columns_with((), sorted(more))
        store = store or new_store(place, district, columns)
        refuse_hand_edits(folder, store, view_state(folder, store))
        with store.writing():
            present = tuple(stored.chained for stored in whole_events(store))
            if tuple(events[: len(present)]) != present:
                message = "these are other records than those of this workspace, and two chains cannot be joined"
                hint = "Import an export into a workspace without records, or the log of the other one (.csv)."
                raise InputError(Problem(file.name, None, message, maybe=hint))
            for attachment, raw in _attached_in(file, events):
                AttachedFiles(folder).keep(attachment, raw)
            store.append_chained(events[len(present) :])
            if not present:
                store.set_columns(columns)
        show_recorded(folder, store)
    return ImportedRecords(events=len(events) - len(present))


def _read_events(file: Path) -> tuple[ChainedEvent, ...]:
    """Return the events of an export, whole. Raises InputError with the line of the first that is not."""
    raw = _events_text(file)
    events = []
    for number, line in enumerate(raw.splitlines(), start=1):
        try:
            link = chained_from_json(json.loads(line))
            if link.event.kind in ACCOUNTS:
                record_of_event(link.event)
            standing_attachments((link,))
        except (ValueError, KeyError, RecursionError) as error:
            message = f"this line is no event of an export: {error}"
            raise InputError(Problem(file.name, number, message)) from error
        events.append(link)
    _, broken = first_break(events)
    if broken is not None:
        message = f"event {broken.number} is not as it was recorded: {broken.reason}"
        raise InputError(Problem(file.name, broken.number, message))
    if not events:
        raise InputError(Problem(file.name, None, "this export holds no event"))
    return tuple(events)


def _events_text(file: Path) -> bytes:
    try:
        if file.suffix.lower() != ".zip":
            return read_file(file, FileKind(LARGEST_EVENTS), file.name)
        with opened_archive(file) as archive:
            if archive.getinfo(EVENTS_NAME).file_size > LARGEST_EVENTS:
                raise InputError(_too_large(file))
            return archive.read(EVENTS_NAME)
    except UnreadableArchiveError as error:
        message = f"this is no export of records: {error}"
        raise InputError(Problem(file.name, None, message, allowed=f"an archive with {EVENTS_NAME}")) from error


def _attached_in(file: Path, events: Sequence[ChainedEvent]) -> Iterator[tuple[Attachment, bytes]]:
    """Yield the attachments of an archive with their bytes, one after another; lines of JSON have none.

    Raises InputError: a file of the archive is missing, too large, or not what was attached.
    """
    attached = standing_attachments(events)
    if file.suffix.lower() != ".zip" or not attached:
        return
    try:
        with opened_archive(file) as archive:
            for attachment in attached:
                name = attachment.file.as_posix()
                is_small = archive.getinfo(name).file_size <= MOST_BYTES
                raw = archive.read(name) if is_small else b""
                if hashlib.sha256(raw).hexdigest() != attachment.sha256:
                    raise InputError(Problem(file.name, None, f"{name} is not what was attached", attachment.name))
                yield attachment, raw
    except UnreadableArchiveError as error:
        message = f"this is no whole export of records: {error}"
        raise InputError(Problem(file.name, None, message, allowed="an archive with all attachments")) from error


def _too_large(file: Path) -> Problem:
    return Problem(file.name, None, f"its events are larger than {LARGEST_EVENTS // 1_000_000} MB")
