"""What was recorded of a district as one database file, whether it is kept in the folder or on a server."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from drillplanner.files.errors import InputError
from drillplanner.files.reading.bounded import ARCHIVE, read_file
from drillplanner.store.place import DATABASE_FILE, DistrictOfRecords, RecordsPlace, place_of
from drillplanner.store.record_store import RecordStore
from drillplanner.workflow.kept_records.checks import district_of_folder
from drillplanner.workflow.kept_records.kept_log import opened


@dataclass(frozen=True)
class RecordedEvents:
    """A SQLite database with the events of one district, and the hash of the last one."""

    database: bytes
    head: str


def copy_of_records(folder: Path) -> RecordedEvents | None:
    """Return the events of the workspace's district; None if there are none, or if no file tells which it is.

    Raises InputError: the records cannot be read.
    """
    place = place_of(folder)
    if not place.exists:
        return None
    try:
        district = district_of_folder(folder)
    except InputError:
        # Reading the whole workspace tells every problem of its files, not only those of district.yaml.
        return None
    with opened(folder, place, district) as store:
        if store is None or (head := store.head()).number == 0:
            return None
        with tempfile.TemporaryDirectory(prefix="drillplanner-") as copy:
            return RecordedEvents(_copied(store, district, Path(copy)), head.hash)


def is_recorded_on_server(folder: Path) -> bool:
    """Check whether a server has records of the workspace's district; False without a server.

    Raises InputError: the workspace or the server cannot be read.
    """
    place = place_of(folder)
    if not place.address:
        return False
    with opened(folder, place, district_of_folder(folder)) as store:
        return store is not None and store.head().number > 0


def _copied(store: RecordStore, district: DistrictOfRecords, into: Path) -> bytes:
    """Return the bytes of a new database with the same events; others may record meanwhile."""
    from drillplanner.store.database import close_database
    from drillplanner.store.open_store import new_store

    place = RecordsPlace(into / DATABASE_FILE)
    try:
        copy = new_store(place, district, store.columns())
        with copy.writing():
            copy.append_chained([stored.chained for stored in store.events()])
    finally:
        # The last connection puts everything into the one file.
        close_database(place)
    return read_file(place.file, ARCHIVE)
