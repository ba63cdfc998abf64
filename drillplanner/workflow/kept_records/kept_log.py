"""The drill log of a workspace, read from its records and written into them.

Before the first entry the log is ``records/drill_log.csv``, if there is one. The first entry imports all of it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.files.errors import InputError
from drillplanner.files.reading.bounded import LOG, read_file
from drillplanner.model import District, DrillRecord, SchoolsAndDays
from drillplanner.records import (
    DrillLog,
    EntryStatus,
    LogEntry,
    locked_log,
)
from drillplanner.records.events import LoggedEvent, LoggedKind, fold, new_event_id
from drillplanner.records.follow_ups import DoneFollowUp
from drillplanner.records.log_events import (
    Said,
    columns_with,
    disputed_entries,
    events_of_entries,
    lines_of_entries,
    log_of_lines,
)
from drillplanner.records.notices import SentNotice
from drillplanner.store.place import DistrictOfRecords, RecordsPlace, place_of
from drillplanner.store.record_store import RecordStore
from drillplanner.workflow.kept_records.csv_view import (
    refuse_hand_edits,
    refuse_lost_records,
    settled_view_state,
    show_recorded,
    view_state,
    written_view,
)
from drillplanner.workflow.kept_records.log_by_school import LogBySchool, LogInMemory, StoredLog

if TYPE_CHECKING:
    from drillplanner.model import Workspace
    from drillplanner.records.log_file import LogFile


@dataclass(frozen=True)
class KeptRecords:
    """What the records of a workspace say: entries of the log that count, letters that went out, actions done."""

    log: DrillLog
    notices: tuple[SentNotice, ...]
    done: tuple[DoneFollowUp, ...]


def read_kept_records(folder: Path, workspace: Workspace) -> KeptRecords:
    """Return what the records say; empty if nothing was recorded.

    Raises InputError: the records cannot be read, the log was changed by hand, or entries do not fit the workspace
    any more.
    """
    from drillplanner.records.log_file import entry_problems

    with reading_log(folder, workspace, workspace.scenario_by_id) as kept:
        found = KeptRecords(kept.whole, kept.notices, kept.done)
        is_checked = kept.head is None
    log = found.log
    if not is_checked and (problems := tuple(entry_problems((*log.entries, *log.unlisted), workspace))):
        raise InputError(problems)
    return found


@contextmanager
def reading_log(
    folder: Path, known: SchoolsAndDays, scenario_ids: Collection[str] | None = None
) -> Iterator[LogBySchool]:
    """Open the log for the block.

    Without ``scenario_ids`` no entry is checked for its scenario.

    Raises InputError: the records cannot be read, or the log was changed by hand.
    """
    place = place_of(folder)
    with opened(folder, place, district_of(known.district)) as store:
        if store is None or store.head().number == 0:
            # Imported here: an entry that goes into existing records reads no table.
            from drillplanner.records.log_file import read_log_file

            refuse_lost_records(folder)
            entries = read_log_file(folder, known, scenario_ids).entries
            lines = lines_of_entries(entries)
            yield LogInMemory(log_of_lines(lines, known.campus_by_id), tuple(link for link, _ in lines))
        else:
            refuse_hand_edits(folder, store, settled_view_state(folder, store))
            yield StoredLog(store, store.head(), frozenset(known.campus_by_id))


@contextmanager
def opened(folder: Path, place: RecordsPlace, district: DistrictOfRecords) -> Iterator[RecordStore | None]:
    """Open the records of the workspace for the block; None if there are none of the district.

    Raises InputError: the database cannot be opened or read.
    """
    if not place.exists:
        # Opening it would make it.
        yield None
        return
    from drillplanner.store.database import close_database
    from drillplanner.store.open_store import open_store

    kept = written_view(folder)
    try:
        yield open_store(place, district, "" if kept is None else kept.district_id)
    finally:
        close_database(place)


@contextmanager
def closing_database(place: RecordsPlace) -> Iterator[None]:
    """Close the database after the block: an open one keeps files beside it."""
    from drillplanner.store.database import close_database

    try:
        yield
    finally:
        close_database(place)


@dataclass(frozen=True)
class LogToWrite:
    """The log inside :func:`writing_log`: as it is now, and open for entries."""

    store: RecordStore
    log: LogBySchool

    def append(self, entries: Sequence[tuple[EntryStatus, DrillRecord]], source: str) -> None:
        """Record the entries; a correction of a disputed drill settles it.

        Raises InputError: the records cannot be written; nothing is recorded then.
        """
        of_drills = self.store.events_of_drills({record.drill_id for _, record in entries})
        standing = fold(stored.chained for stored in of_drills)
        wanted: list[LogEntry] = []
        for status, record in entries:
            entry = LogEntry(status, record)
            wanted += [*disputed_entries(entry, standing), entry]
        columns = self.store.columns()
        with_new = columns_with(columns, sorted({column for entry in wanted for column in entry.cells}))
        if with_new != columns:
            self.store.set_columns(with_new)
        self.store.append(events_of_entries(wanted, standing, said_now(source)), recorded_now())


@contextmanager
def writing_log(folder: Path, known: SchoolsAndDays) -> Iterator[LogToWrite]:
    """Let no other process write the log during the block, and write ``drill_log.csv`` at its end.

    The first time, every row of the log is imported.

    Raises InputError: the records cannot be written, the log was changed by hand, or rows of a log that is to be
    imported are wrong; nothing is recorded then.
    """
    place = place_of(folder)
    with locked_log(folder), store_to_write(folder, place, known) as store:
        refuse_hand_edits(folder, store, view_state(folder, store))
        with store.writing():
            yield LogToWrite(store, StoredLog(store, store.head(), frozenset(known.campus_by_id)))
        show_recorded(folder, store)


@contextmanager
def store_to_write(
    folder: Path, place: RecordsPlace, known: SchoolsAndDays, may_begin_again: bool = False
) -> Iterator[RecordStore]:
    """Open the records of the workspace, or begin them with the log that is there; under the lock of the log.

    Records that were lost are begun again only if ``may_begin_again``.

    Raises InputError: the database cannot be opened, records are lost, or rows of the log are wrong.
    """
    from drillplanner.store.database import close_database
    from drillplanner.store.open_store import new_store, open_store

    kept = written_view(folder)
    district = district_of(known.district)
    try:
        found = open_store(place, district, "" if kept is None else kept.district_id) if place.exists else None
        if found is not None and found.head().number:
            yield found
            return
        if not may_begin_again:
            refuse_lost_records(folder)
        from drillplanner.records.log_file import read_log_file

        # Read before anything is made: a log with problems leaves no database behind.
        file = read_log_file(folder, known)
        store = found or new_store(place, district, columns_with(file.columns))
        if file.columns:
            with store.writing():
                _import_first(folder, store, file)
        yield store
    finally:
        close_database(place)


def _import_first(folder: Path, store: RecordStore, file: LogFile) -> None:
    """Import the log that was there before the records, unless another process has done so."""
    if store.head().number:
        return
    said = said_now("import")
    raw = read_file(folder / file.name, LOG, file.name)
    imported = LoggedEvent(
        event_id=said.new_id(),
        kind=LoggedKind.IMPORTED,
        by_name="drillplanner",
        said_at=said.at,
        source=said.source,
        body={"file": file.name, "sha256": hashlib.sha256(raw).hexdigest(), "rows": len(file.entries)},
    )
    store.set_columns(columns_with(file.columns))
    store.append((imported, *events_of_entries(file.entries, {}, said)), recorded_now())


def district_of(district: District) -> DistrictOfRecords:
    """Return the district whose records are meant."""
    return DistrictOfRecords(district.name, district.state, district.year)


def said_now(source: str) -> Said:
    """Return what entries that are made now say of themselves."""
    milliseconds = time.time_ns() // 1_000_000
    return Said(
        source, datetime.now().astimezone().isoformat(timespec="seconds"), lambda: new_event_id(milliseconds)
    )


def recorded_now() -> str:
    """Return the time of recording."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
