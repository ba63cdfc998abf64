"""Writers of records that are killed at random points: is every answered event there, whole, and in the chain?

Run ``python -m benchmarks.records_under_kill --kills 5000`` for SQLite, and with ``--address postgresql://…`` for
a server. Two writers at a time are started, write one event after another, and are killed after a random time;
each says of an event that it is recorded only when the store has said so.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import secrets
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.records.events import LoggedEvent, LoggedKind, first_break, new_event_id
from drillplanner.store.database import close_database
from drillplanner.store.open_store import new_store
from drillplanner.store.place import DistrictOfRecords, RecordsPlace

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, SpawnContext

WRITERS = 2
#: Forked where the system can, since a new process first loads Django for half a second.
PROCESSES: ForkContext | SpawnContext = (
    multiprocessing.get_context("fork")
    if "fork" in multiprocessing.get_all_start_methods()
    else multiprocessing.get_context("spawn")
)
#: The longest life of a writer in seconds, from its first step.
LONGEST_LIFE = 0.08
#: Kills between two looks at the whole chain.
BETWEEN_LOOKS = 1000
AT = "2025-09-09T12:00:00+00:00"


@dataclass(frozen=True)
class KillReport:
    """What was found after all kills."""

    kills: int
    answered: int
    stored: int
    lost: int
    broken: str


def kill_writers(place: RecordsPlace, kills: int, seed: int = 0) -> KillReport:
    """Kill writers at random points, and compare what they were answered with what is stored."""
    chance = random.Random(seed)  # noqa: S311  (times of kills, no secret)
    district = DistrictOfRecords(f"Killed {secrets.token_hex(4)} (invented)", "NJ", "2025-26")
    new_store(place, district, ())
    close_database(place)
    answered: set[str] = set()
    for done in range(0, kills, WRITERS):
        answered |= _answers_until_killed(place, district, chance)
        if done % BETWEEN_LOOKS < WRITERS:
            report = _look(place, district, done + WRITERS, answered)
            if report.lost or report.broken:
                return report
    return _look(place, district, kills, answered)


def _answers_until_killed(place: RecordsPlace, district: DistrictOfRecords, chance: random.Random) -> set[str]:
    running = []
    for _ in range(WRITERS):
        reading, writing = PROCESSES.Pipe(duplex=False)
        process = PROCESSES.Process(target=_write_forever, args=(place, district, writing))
        process.start()
        writing.close()
        running.append((process, reading, chance.uniform(0, LONGEST_LIFE)))
    for _, reading, _ in running:
        reading.recv_bytes()  # it has begun
    begun, answers = time.monotonic(), set[str]()
    for process, reading, life in sorted(running, key=lambda item: item[2]):
        time.sleep(max(0.0, begun + life - time.monotonic()))
        process.kill()
        process.join()
        with reading:
            answers.update(_received(reading))
    return answers


def _received(reading: Connection) -> Iterator[str]:
    """Yield the answers that were sent whole; the last may be cut by the kill, and then nothing was said."""
    while True:
        try:
            yield reading.recv_bytes().decode()
        except (EOFError, OSError):  # the end, or the end within a message
            return


def _write_forever(place: RecordsPlace, district: DistrictOfRecords, answers: Connection) -> None:
    new_store(place, district, ())  # loads Django, which is not what is tried
    close_database(place)
    answers.send_bytes(b"begun")
    store = new_store(place, district, ())
    while True:
        event_id = new_event_id(time.time_ns() // 1_000_000)
        body = {"date": "2025-09-08", "drill_type": "fire_evacuation"}
        event = LoggedEvent(event_id, LoggedKind.HELD, "office", AT, "record", event_id, "oak", body=body)
        with store.writing():
            store.append((event,), AT)
        answers.send_bytes(event_id.encode())


def _look(place: RecordsPlace, district: DistrictOfRecords, kills: int, answered: set[str]) -> KillReport:
    store = new_store(place, district, ())
    try:
        stored = [found.chained for found in store.events()]
        head, broken = first_break(stored)
        reason = "" if broken is None else broken.reason
        if not reason and head != store.head():
            reason = "the head is not that of the last event"
        lost = answered - {link.event.event_id for link in stored}
        return KillReport(kills, len(answered), len(stored), len(lost), reason)
    finally:
        close_database(place)


def main() -> None:
    """Kill writers and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--address", default="", help="of a PostgreSQL database; without it, a SQLite file")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        report = kill_writers(RecordsPlace(Path(folder) / "drills.sqlite", given.address), given.kills, given.seed)
        print(f"{report.kills} kills in {time.monotonic() - begun:.0f} s: {report.answered} events answered, "
              f"{report.stored} stored, {report.lost} lost, chain {report.broken or 'whole'}")  # fmt: skip


if __name__ == "__main__":
    main()
