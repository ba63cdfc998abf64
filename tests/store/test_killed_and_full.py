"""Killed writers, a full disk, and a backup while others write: nothing that was answered is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.records_under_kill import kill_writers
from drillplanner.files.errors import InputError
from drillplanner.records.events import first_break
from drillplanner.store.backup import back_up
from drillplanner.store.database import close_database
from drillplanner.store.open_store import new_store, open_store
from drillplanner.store.place import DistrictOfRecords, RecordsPlace
from tests.store.test_record_store import append, event

DISTRICT = DistrictOfRecords("Test District (invented)", "NJ", "2025-26")
KILLS = 12


def test_killed_writers_lose_nothing_that_was_answered(place: RecordsPlace) -> None:
    report = kill_writers(place, KILLS)
    assert (report.lost, report.broken) == (0, "")
    assert report.stored >= report.answered > 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if mount is None or os.name != "posix" or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be made here: that needs the right to mount one")
    yield folder
    subprocess.run(["/bin/umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_an_error_that_records_nothing(small_disk: Path) -> None:
    place = RecordsPlace(small_disk / "records" / "drills.sqlite")
    store = new_store(place, DISTRICT, ())
    answered = 0
    with pytest.raises(InputError, match=r"(?s)nothing was recorded.*Make room"):
        for number in range(2000):
            append(store, event(number))
            answered += 1
    assert answered > 10
    close_database(place)
    (small_disk / "more-room").touch()
    found = [stored.chained for stored in store.events()]
    head, broken = first_break(found)
    assert (len(found), broken, head) == (answered, None, store.head())
    close_database(place)


def test_a_backup_while_others_write_is_whole(tmp_path: Path) -> None:
    place = RecordsPlace(tmp_path / "records" / "drills.sqlite")
    store = new_store(place, DISTRICT, ())
    append(store, event(0))
    enough = threading.Event()

    def write() -> None:
        for number in range(1, 200):
            append(store, event(number))
            if enough.is_set():
                break
        close_database(place)

    writer = threading.Thread(target=write)
    writer.start()
    for copy in range(3):
        target = tmp_path / f"backup-{copy}.sqlite"
        before = store.head().number
        back_up(place, target)
        copied = open_store(RecordsPlace(target), DISTRICT)
        assert copied is not None
        assert first_break(found.chained for found in copied.events()) == (copied.head(), None)
        assert copied.head().number >= before
        close_database(RecordsPlace(target))
    enough.set()
    writer.join()
    close_database(place)
    with pytest.raises(InputError, match="not overwritten"):
        back_up(place, tmp_path / "backup-0.sqlite")
    with pytest.raises(InputError, match="pg_dump"):
        back_up(RecordsPlace(tmp_path / "x.sqlite", "postgresql://server/drills"), tmp_path / "x")
