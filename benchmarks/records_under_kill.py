"""Writers of records that are killed at random points: is every answered event there, whole, and in the chain?

Run ``python -m benchmarks.records_under_kill --kills 5000`` for SQLite, and with ``--address postgresql://…`` for
a server. Two writers at a time are forked, write one event after another, and are killed (``SIGKILL``) after a
random time; each says of an event that it is recorded only when the store has said so.
"""

from __future__ import annotations

import argparse
import os
import random
import secrets
import signal
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from drillplanner.records.events import LoggedEvent, LoggedKind, first_break, new_event_id
from drillplanner.store.database import close_database
from drillplanner.store.open_store import new_store
from drillplanner.store.place import DistrictOfRecords, RecordsPlace

WRITERS = 2
#: The longest life of a writer in seconds, from its fork.
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
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(reading)
            _write_forever(place, district, writing)
        os.close(writing)
        running.append((process, reading, chance.uniform(0, LONGEST_LIFE)))
    begun, answers = time.monotonic(), b""
    for process, reading, life in sorted(running, key=lambda item: item[2]):
        time.sleep(max(0.0, begun + life - time.monotonic()))
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        with os.fdopen(reading, "rb") as pipe:
            answers += pipe.read()
    return {line.decode() for line in answers.split(b"\n") if len(line) == len(new_event_id(0))}


def _write_forever(place: RecordsPlace, district: DistrictOfRecords, answers: int) -> None:
    try:
        store = new_store(place, district, ())
        while True:
            event_id = new_event_id(time.time_ns() // 1_000_000)
            body = {"date": "2025-09-08", "drill_type": "fire_evacuation"}
            event = LoggedEvent(event_id, LoggedKind.HELD, "office", AT, "record", event_id, "oak", body=body)
            with store.writing():
                store.append((event,), AT)
            os.write(answers, event_id.encode() + b"\n")
    finally:
        os._exit(1)


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
