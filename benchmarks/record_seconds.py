"""Processor time of the whole command ``record``: small and large districts, short and long logs.

Run ``python -m benchmarks.record_seconds``; it prints a Markdown table and writes it into docs/benchmarks.md. The
larger district is invented: it repeats the schools and the plan of the bundled example. The entries are invented
too. Each figure is the least of several runs after the first entry, as other programs make each of them longer.
With ``--keep FOLDER`` the districts are kept there, and measured again by the next run. With ``--entries 0 1000``
only those logs are measured, and the other lines of the table stay.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from benchmarks.page import PAGE, write_between
from drillplanner import api
from drillplanner.files.input_folder import InputFolder
from drillplanner.intake.workspace.reader import read_for_recording
from drillplanner.model import Drill, DrillRecord
from drillplanner.publish.tables.schedule import schedule_of
from drillplanner.records import EntryStatus
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.example import copy_example
from drillplanner.workflow.kept_records.kept_log import writing_log
from drillplanner.workflow.plan_files import PLAN_FILE, SCHEDULE_FILE

SIZES = (9, 663)
ENTRIES = (0, 1_000, 100_000)
RUNS = 7
HEAD = "| schools | entries before | processor seconds |"
FIRST = date(2025, 9, 8)


def grown(example: Path, folder: Path, schools: int) -> None:
    """Write the planned example with this number of schools: each further one is a copy with a name of its own."""
    shutil.copytree(example, folder)
    table = folder / "campuses.csv"
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))
    copies = [(row, number // len(rows)) for number, row in zip(range(schools), _around(rows), strict=False)]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    for row, copy in copies:
        name = row["name"] + (f" {copy}" if copy else "")
        writer.writerow(row | {"campus_id": _copied(row["campus_id"], copy), "name": name})
    table.write_text(text.getvalue(), encoding="utf-8")
    plan = json.loads((folder / PLAN_FILE).read_text(encoding="utf-8"))
    drills = []
    for row, copy in copies:
        for drill in plan["drills"]:
            if drill["campus_id"] == row["campus_id"]:
                ids = {name: _copied(drill[name], copy) for name in ("drill_id", "campus_id")}
                drills.append({**drill, **ids})
    (folder / PLAN_FILE).write_text(json.dumps(plan | {"drills": drills}, indent=1), encoding="utf-8")
    planned = tuple(Drill.model_validate_json(json.dumps(drill)) for drill in drills)
    campuses = read_for_recording(InputFolder(folder)).campuses
    (folder / SCHEDULE_FILE).write_bytes(schedule_of(planned, campuses).encode())


def _around(rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    while True:
        yield from rows


def _copied(name: str, copy: int) -> str:
    return f"{name}-{copy}" if copy else name


def fill(folder: Path, entries: int) -> None:
    """Record invented drills."""
    workspace = read_for_recording(InputFolder(folder))
    schools = [campus.campus_id for campus in workspace.campuses]
    known = api.read_plan(folder).drills[0]
    for first in range(0, entries, 10_000):
        records = [
            DrillRecord(
                drill_id=f"invented-{number}",
                campus_id=schools[number % len(schools)],
                drill_type=known.drill_type,
                date=FIRST + timedelta(days=7 * (number % 10)),
                held=True,
                recorded_by="office",
            )
            for number in range(first, min(first + 10_000, entries))
        ]
        with writing_log(folder, workspace) as kept:
            kept.append([(EntryStatus.HELD, record) for record in records], source="table")


def measure(folder: Path, schools: int, entries: int) -> str:
    """Return a line of the table: a drill of the plan is recorded again and again, as a correction."""
    drill_id = re.findall(r'"drill_id": "([^"]+)"', (folder / PLAN_FILE).read_text(encoding="utf-8"))[0]
    told = ("record", str(folder), "--drill", drill_id, "--held", "--by", "office")
    # The first entry is refused in a district that was measured before.
    subprocess.run([sys.executable, "-m", "drillplanner", *told], capture_output=True, check=False)
    seconds = []
    for _ in range(RUNS):
        command = [sys.executable, "-m", "drillplanner", *told, "--correct"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"{' '.join(command)} ended with {status}")
        seconds.append(used.ru_utime + used.ru_stime)
    return f"{_of(schools, entries)}{min(seconds):.2f} |"


def made(place: Path, logs: Sequence[int]) -> Iterator[tuple[Path, int, int]]:
    """Yield each district with its size and its entries, made unless it is there already."""
    example = place / "example"
    if not (example / PLAN_FILE).exists():
        copy_example(example)
        api.plan(api.prepare(example), SolverSettings())
    for schools in SIZES:
        for entries in logs:
            folder = place / f"{schools}-{entries}"
            if not folder.exists():
                unfinished = folder.with_suffix(".part")
                shutil.rmtree(unfinished, ignore_errors=True)
                grown(example, unfinished, schools)
                fill(unfinished, entries)
                unfinished.rename(folder)
            yield folder, schools, entries


def main() -> None:
    """Measure each size with each log, print the table, and write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="a folder for the districts")
    parser.add_argument("--entries", type=int, nargs="+", choices=ENTRIES, default=ENTRIES, help="the logs")
    asked = parser.parse_args()
    # Compiled once, as an installed program is.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as temporary:
        districts = list(made(asked.keep or Path(temporary), asked.entries))
        lines = _written_before()
        for folder, schools, entries in districts:
            lines[_of(schools, entries)] = line = measure(folder, schools, entries)
            print(line, flush=True)
    write_between(PAGE, "record", "\n".join((HEAD, "| ---: | ---: | ---: |", *lines.values())))


def _written_before() -> dict[str, str]:
    """Return the lines of the table on the page by their first cells; those measured now take their places."""
    page = PAGE.read_text(encoding="utf-8")
    starts = [_of(schools, entries) for schools in SIZES for entries in ENTRIES]
    return {start: line for start in starts for line in page.splitlines() if line.startswith(start)}


def _of(schools: int, entries: int) -> str:
    return f"| {schools:,} | {entries:,} | "


if __name__ == "__main__":
    main()
