"""Records of a large district: time of an entry, of the log that counts, and of an export, and the memory for it.

Run ``python -m benchmarks.many_records`` for 100,000 entries of 663 campuses in a SQLite file. The entries are
invented, and none corrects another.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from drillplanner.records.events import LoggedEvent, LoggedKind, canonical_json, first_break, new_event_id
from drillplanner.records.log_events import log_of_lines
from drillplanner.store.open_store import new_store
from drillplanner.store.place import DistrictOfRecords, RecordsPlace
from drillplanner.store.record_store import RecordStore

CAMPUSES = 663
BATCH = 5_000
SINGLE = 500
AT = "2025-09-09T12:00:00+00:00"


def _events(first: int, number: int) -> Iterator[LoggedEvent]:
    for count in range(first, first + number):
        campus = f"campus-{count % CAMPUSES}"
        body = {"drill_type": "fire_evacuation", "date": f"2025-09-{count % 28 + 1:02}", "start": "09:40"}
        yield LoggedEvent(
            new_event_id(count),
            LoggedKind.HELD,
            "office",
            AT,
            "record",
            f"{campus}-fire-{count}",
            campus,
            body=body,
        )


def _append(store: RecordStore, first: int, number: int) -> None:
    with store.writing():
        store.append(tuple(_events(first, number)), AT)


def _seconds_of_single_entries(store: RecordStore, first: int) -> list[float]:
    seconds = []
    for number in range(first, first + SINGLE):
        begun = time.perf_counter()
        _append(store, number, 1)
        seconds.append(time.perf_counter() - begun)
    return sorted(seconds)


def main() -> None:
    """Fill records and print what takes how long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    entries = parser.parse_args().entries
    with tempfile.TemporaryDirectory() as folder:
        place = RecordsPlace(Path(folder) / "drills.sqlite")
        store = new_store(place, DistrictOfRecords("Large (invented)", "NJ", "2025-26"), ())
        for first in range(0, entries, BATCH):
            _append(store, first, min(BATCH, entries - first))
        single = _seconds_of_single_entries(store, entries)
        begun = time.process_time()
        lines = tuple((found.chained, found.line) for found in store.events())
        read = time.process_time()
        _, broken = first_break(link for link, _ in lines)
        if broken is not None:
            raise SystemExit(f"event {broken.number}: {broken.reason}")
        checked = time.process_time()
        log = log_of_lines(lines, [f"campus-{number}" for number in range(CAMPUSES)])
        folded = time.process_time()
        size = sum(len(canonical_json(link.as_json())) for link, _ in lines)
        exported = time.process_time()
        print(f"entries {len(lines):,}, database {place.file.stat().st_size / 1e6:.0f} MB")
        middle, slow = statistics.median(single), single[-SINGLE // 100]
        print(f"one entry: median {1e3 * middle:.1f} ms, p99 {1e3 * slow:.1f} ms")
        print(f"read {read - begun:.1f}, compute the chain {checked - read:.1f}, "
              f"fold to {len(log.entries):,} entries {folded - checked:.1f}, "
              f"lines of {size / 1e6:.0f} MB {exported - folded:.1f} processor seconds")  # fmt: skip
        print(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
