"""Records of a large district: seconds and memory of an entry, the status, an export, and other commands.

Run ``python -m benchmarks.many_records`` for 100,000 entries of 663 schools in a SQLite file; it writes the table
into docs/benchmarks.md. The schools beyond the bundled example and all entries are invented: each drill of the
plan is recorded as held, and again as a correction, and each fiftieth of them at last as missed. With
``--keep FOLDER`` the district is kept there and measured again by the next run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.page import PAGE, write_between
from benchmarks.record_seconds import grown
from drillplanner import api
from drillplanner.files.input_folder import InputFolder
from drillplanner.intake.workspace.reader import read_for_recording
from drillplanner.model import Drill, DrillRecord
from drillplanner.records import EntryStatus
from drillplanner.records.events import LoggedEvent, LoggedKind, new_event_id
from drillplanner.solve.solver import SolverSettings
from drillplanner.store.place import place_of
from drillplanner.workflow.example import copy_example
from drillplanner.workflow.kept_records.kept_log import district_of, opened, recorded_now, writing_log
from drillplanner.workflow.plan_files import PLAN_FILE

SCHOOLS, ENTRIES = 663, 100_000
BATCH, SINGLE = 10_000, 500
#: Of so many entries of one drill, one says at last that it was not held.
MISSED = 50
HEAD = "| what | processor seconds | most memory |\n| --- | ---: | ---: |"
_EXPORT = ("records", "export", "DIR", "--format")
#: Commands that are measured, with the folder at the place of DIR, and the exit codes that they may have.
COMMANDS = (
    ("`status` of the district in January", ("status", "DIR", "--as-of", "2026-01-30"), (1, 4)),
    ("`status` of one school", ("status", "DIR", "--as-of", "2026-01-30", "--campus", "riker-hill"), (0, 1, 4)),
    ("`records verify`", ("records", "verify", "DIR"), (0,)),
    ("`records export --format csv`", (*_EXPORT, "csv", "--to", "DIR/log.csv"), (0,)),
    ("`records export --format jsonl`", (*_EXPORT, "jsonl", "--to", "DIR/e.jsonl"), (0,)),
    ("`records export --format zip`", (*_EXPORT, "zip", "--to", "DIR/e.zip"), (0,)),
    ("`records backup`", ("records", "backup", "DIR", "--to", "DIR/copy.sqlite"), (0,)),
)  # fmt: skip


def made(place: Path) -> Path:
    """Return the district with its entries, made unless it is there already."""
    folder, example = place / "large", place / "example"
    if folder.exists():
        return folder
    if not (example / PLAN_FILE).exists():
        copy_example(example)
        api.plan(api.prepare(example), SolverSettings())
    unfinished = place / "large.part"
    shutil.rmtree(unfinished, ignore_errors=True)
    grown(example, unfinished, SCHOOLS)
    workspace = read_for_recording(InputFolder(unfinished))
    for entries in _batches(api.read_plan(unfinished).drills):
        with writing_log(unfinished, workspace) as kept:
            kept.append([(_status(entry), entry) for entry in entries], source="table")
    unfinished.rename(folder)
    return folder


def _batches(drills: Sequence[Drill]) -> Iterator[list[DrillRecord]]:
    """Yield the entries: every drill in turn, again and again, so that later ones correct earlier ones."""
    numbers = range(ENTRIES)
    for first in range(0, ENTRIES, BATCH):
        yield [
            _entry(drills[number % len(drills)], is_held=number < ENTRIES - len(drills) or number % MISSED > 0)
            for number in numbers[first : first + BATCH]
        ]


def _entry(drill: Drill, is_held: bool) -> DrillRecord:
    return DrillRecord(
        drill_id=drill.drill_id,
        campus_id=drill.campus_id,
        drill_type=drill.drill_type,
        date=drill.date,
        held=is_held,
        start=drill.start if is_held else None,
        minutes=drill.minutes if is_held else None,
        recorded_by="office (invented)",
    )


def _status(entry: DrillRecord) -> EntryStatus:
    return EntryStatus.HELD if entry.held else EntryStatus.NOT_HELD


def milliseconds_of_an_entry(folder: Path) -> tuple[float, float]:
    """Append single notes, each on the disk before the next; return the median and the slowest of a hundred."""
    district = district_of(read_for_recording(InputFolder(folder)).district)
    seconds = []
    with opened(folder, place_of(folder), district) as store:
        if store is None:
            raise SystemExit(f"{folder} has no records")
        for number in range(SINGLE):
            begun = time.perf_counter()
            with store.writing():
                at = recorded_now()
                note = LoggedEvent(new_event_id(number), LoggedKind.NOTE, "office (invented)", at, "record")
                store.append((note,), at)
            seconds.append(time.perf_counter() - begun)
    seconds.sort()
    return 1e3 * statistics.median(seconds), 1e3 * seconds[-SINGLE // 100]


def measured(folder: Path, words: Sequence[str], codes: Sequence[int]) -> tuple[float, float]:
    """Return the processor seconds and the most memory in MB of a whole command."""
    told = [word.replace("DIR", str(folder)) for word in words]
    command = [sys.executable, "-m", "drillplanner", *told]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in codes:
        raise SystemExit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    """Measure everything, print the table, and write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="a folder for the district")
    keep = parser.parse_args().keep
    # Compiled once, as an installed program is.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as temporary:
        folder = made(keep or Path(temporary))
        for name in ("log.csv", "e.jsonl", "e.zip", "copy.sqlite"):
            (folder / name).unlink(missing_ok=True)
        lines = []
        for what, words, codes in COMMANDS:
            seconds, megabytes = measured(folder, words, codes)
            lines.append(f"| {what} | {seconds:.1f} | {megabytes:,.0f} MB |")
            print(lines[-1], flush=True)
        size = (folder / "copy.sqlite").stat().st_size / 1e6
        events = sum(1 for _ in (folder / "e.jsonl").open(encoding="utf-8"))
        middle, slow = milliseconds_of_an_entry(folder)
    entry = f"One entry, on the disk before it is answered: median {middle:.1f} ms, p99 {slow:.1f} ms."
    records = f"{events:,} events of {SCHOOLS} schools, a database of {size:.0f} MB, whole commands:"
    write_between(PAGE, "many records", "\n".join((f"{records}\n", HEAD, *lines, f"\n{entry}")))
    print(f"{records} {entry}")


if __name__ == "__main__":
    main()
