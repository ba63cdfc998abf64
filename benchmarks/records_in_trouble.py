"""Records on a disk that fills up, and copies of records while others write: is every answered event there, whole?

Run as root ``python -m benchmarks.records_in_trouble``, since it mounts small disks. It starts a PostgreSQL server
of its own, prints a Markdown table, and writes it into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.page import PAGE, write_between
from drillplanner.files.errors import InputError
from drillplanner.records.events import LoggedEvent, LoggedKind, first_break, new_event_id
from drillplanner.store.backup import back_up
from drillplanner.store.database import close_database
from drillplanner.store.open_store import new_store, open_store
from drillplanner.store.place import DistrictOfRecords, RecordsPlace
from drillplanner.store.record_store import RecordStore
from tests.store.databases import OTHER_USER, postgres_server, program

AT = "2025-09-09T12:00:00+00:00"
ROUNDS = 20
HEAD = "| database | trial | times | events answered | lost | half | chain |"
#: Megabytes of a disk that fills up: PostgreSQL needs 8 before the first event.
SQLITE_DISK, POSTGRES_DISK, ENOUGH = (1, 3), (9, 11), 200


@dataclass
class Found:
    """What was found after all rounds."""

    times: int = 0
    answered: int = 0
    lost: int = 0
    half: int = 0
    broken: str = ""

    def look(self, store: RecordStore, answered: set[str], may_have_more: bool) -> None:
        """Compare what is stored with what was answered."""
        links = [stored.chained for stored in store.events()]
        ids = {link.event.event_id for link in links}
        head, broken = first_break(links)
        self.times += 1
        self.answered += len(answered)
        self.lost += len(answered - ids)
        self.half += 0 if may_have_more else len(ids - answered)
        if broken is not None or head != store.head():
            self.broken = self.broken or (broken.reason if broken else "the head is not that of the last event")

    def line(self, database: str, trial: str) -> str:
        """Return the line of the table."""
        numbers = f"{self.times} | {self.answered:,} | {self.lost} | {self.half}"
        return f"| {database} | {trial} | {numbers} | {self.broken or 'whole'} |"


def append(store: RecordStore) -> str:
    """Record an event, and return its id when the store has said that it is recorded."""
    event_id = new_event_id(time.time_ns() // 1_000_000)
    # Text that no database can make smaller, so that a disk is soon full.
    body = {"date": "2025-09-08", "drill_type": "fire_evacuation", "note": secrets.token_hex(4000)}
    with store.writing():
        store.append(
            (LoggedEvent(event_id, LoggedKind.HELD, "office", AT, "record", event_id, "oak", body=body),), AT
        )
    return event_id


@contextmanager
def small_disk(megabytes: float) -> Iterator[Path]:
    """Yield a folder on a disk of its own."""
    folder = Path(tempfile.mkdtemp(prefix="drillplanner-disk-"))
    folder.chmod(0o755)
    mount("-t", "tmpfs", "-o", f"size={int(megabytes * 1024)}k", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        subprocess.run(["/bin/umount", "-l", str(folder)], check=True)
        folder.rmdir()


def mount(*words: str) -> None:
    """Mount a disk, or mount it again with another size."""
    subprocess.run(["/bin/mount", *words], check=True)


def until_full(place: RecordsPlace, disk: Path, found: Found) -> None:
    """Record until the disk is full, make room, and look."""
    district = _district()
    store = new_store(place, district, ())
    answered: set[str] = set()
    try:
        while True:
            answered.add(append(store))
    except InputError:
        close_database(place)
    mount("-o", f"remount,size={ENOUGH}m", str(disk))
    again = new_store(place, district, ())
    found.look(again, answered, may_have_more=False)
    answered.add(append(again))
    close_database(place)


def _district() -> DistrictOfRecords:
    return DistrictOfRecords(f"In trouble {secrets.token_hex(4)} (invented)", "NJ", "2025-26")


def full_disks(address: str, rounds: int, chance: random.Random) -> Iterator[str]:
    """Yield a line for each database."""
    found = Found()
    for _ in range(rounds):
        with small_disk(chance.uniform(*SQLITE_DISK)) as disk:
            until_full(RecordsPlace(disk / "records" / "drills.sqlite"), disk, found)
    yield found.line("SQLite", "disk full")
    found = Found()
    for number in range(rounds):
        with small_disk(chance.uniform(*POSTGRES_DISK)) as disk:
            tablespace = disk / "space"
            tablespace.mkdir()
            shutil.chown(tablespace, OTHER_USER)
            ask(address, f"CREATE TABLESPACE small_{number} LOCATION '{tablespace}'")
            ask(address, f"CREATE DATABASE small_{number} TABLESPACE small_{number}")
            until_full(RecordsPlace(disk / "none", other_database(address, f"small_{number}")), disk, found)
            ask(address, f"DROP DATABASE small_{number} WITH (FORCE)")
            ask(address, f"DROP TABLESPACE small_{number}")
    yield found.line("PostgreSQL 15", "disk full")


def ask(address: str, statement: str) -> None:
    """Ask the server for something outside of a transaction."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.encode())


def other_database(address: str, name: str) -> str:
    """Return the address of another database of the server."""
    return urlsplit(address)._replace(path=f"/{name}").geturl()


def write_until_told(place: RecordsPlace, district: DistrictOfRecords, answers: Connection) -> None:
    """Record events, and say of each that it is recorded, until the other end is closed."""
    store = new_store(place, district, ())
    while not answers.poll():
        answers.send(append(store))
    close_database(place)


def copies(place: RecordsPlace, rounds: int, copy: Callable[[int], RecordsPlace], found: Found) -> None:
    """Copy records while two processes write, and look at each copy."""
    district = _district()
    new_store(place, district, ())
    close_database(place)
    processes = multiprocessing.get_context("fork")
    writers = []
    for _ in range(2):
        ours, theirs = processes.Pipe()
        writer = processes.Process(target=write_until_told, args=(place, district, theirs))
        writer.start()
        theirs.close()
        writers.append((writer, ours))
    answered = {ours.recv() for _, ours in writers}
    for number in range(rounds):
        for _, ours in writers:
            while ours.poll():
                answered.add(ours.recv())
        target = copy(number)
        store = open_store(target, district)
        if store is None:
            raise SystemExit("the copy has no records")
        found.look(store, answered, may_have_more=True)
        close_database(target)
    for writer, ours in writers:
        ours.send("enough")
        while writer.is_alive():
            # What it still says is read, or it would wait for that.
            with suppress(EOFError, OSError):
                while ours.poll(0.05):
                    ours.recv()
            writer.join(0.01)


def backups(address: str, rounds: int) -> Iterator[str]:
    """Yield a line for each database."""
    with tempfile.TemporaryDirectory() as folder:
        place, found = RecordsPlace(Path(folder) / "drills.sqlite"), Found()

        def copied_file(number: int) -> RecordsPlace:
            target = Path(folder) / f"copy-{number}.sqlite"
            back_up(place, target)
            close_database(place)
            return RecordsPlace(target)

        copies(place, rounds, copied_file, found)
        yield found.line("SQLite", "backup while two write")
        server, found = RecordsPlace(Path(folder) / "none", address), Found()

        def restored_dump(number: int) -> RecordsPlace:
            dump, target = Path(folder) / f"{number}.dump", other_database(address, f"copy_{number}")
            ask(address, f"CREATE DATABASE copy_{number}")
            subprocess.run([str(program("pg_dump")), "-Fc", "-f", str(dump), address], check=True)
            subprocess.run([str(program("pg_restore")), "-d", target, str(dump)], check=True)
            return RecordsPlace(Path(folder) / "none", target)

        copies(server, rounds, restored_dump, found)
        yield found.line("PostgreSQL 15", "pg_dump while two write")


def main() -> None:
    """Try each, print the table, and write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311  (sizes of disks, no secret)
    lines = []
    with postgres_server() as address:
        for line in chain(full_disks(address, given.rounds, chance), backups(address, given.rounds)):
            print(line, flush=True)
            lines.append(line)
    write_between(
        PAGE, "records in trouble", "\n".join((HEAD, "| --- | --- |" + " ---: |" * 4 + " --- |", *lines))
    )


if __name__ == "__main__":
    main()
