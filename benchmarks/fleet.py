"""Seconds, memory, and gaps of ``drillplanner fleet plan`` for a whole state, in one way of doing the work.

    python -m benchmarks.synthetic_state build/texas --state TX --districts 1000
    python -m benchmarks.fleet build/texas/districts --by processes --workers 2
    python -m benchmarks.fleet build/texas/districts --by dask --workers 2 --copy build/texas-by-dask
    python -m benchmarks.fleet --write build/texas/districts build/texas-by-dask

A run may be stopped at any time: the same command goes on, and ``fleet_measured.json`` in the folder adds the
seconds up. ``--copy`` works on a copy of the workspaces without plans, so that the ways can be compared.
``--write`` puts the lines of these folders into the table of docs/scale.md, where lines of other states or numbers
of districts stay, and fails if plans of one state differ.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks.dask_overhead import RECOMMENDED
from benchmarks.page import rows_between, write_between
from drillplanner import api
from drillplanner.fleet.result import FleetEntry, FleetWork, Outcome
from drillplanner.fleet.run import stored_entries

PAGE = Path(__file__).parent.parent / "docs" / "scale.md"
MEASURED = "fleet_measured.json"
WAYS = ("one", "processes", "dask")
_WORDS = {"one": "one after another", "processes": "{} processes", "dask": "{} Dask workers"}
_SECONDS_BETWEEN = 1.0


def copy_without_plans(fleet: Path, to: Path) -> Path:
    """Copy the workspaces, if that was not done before."""
    if not to.exists():
        made = shutil.ignore_patterns("plan", "out", "records", "report", MEASURED)
        shutil.copytree(fleet, to, ignore=made)
    return to


@contextmanager
def memory_watched() -> Iterator[dict[str, float]]:
    """Yield the most megabytes of one process below this one, and of all together; looked at each second."""
    most = {"one_mb": 0.0, "all_mb": 0.0}
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(_SECONDS_BETWEEN):
            sizes = []
            for process in psutil.Process().children(recursive=True):
                try:
                    sizes.append(process.memory_info().rss / 1e6)
                except psutil.NoSuchProcess:
                    continue  # it ended since
            if sizes:
                most.update(one_mb=max(most["one_mb"], *sizes), all_mb=max(most["all_mb"], sum(sizes)))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield most
    finally:
        ended.set()
        thread.join()


@contextmanager
def workers_of(way: str, workers: int) -> Iterator[list[str]]:
    """Yield the options of the command for a way of doing the work."""
    if way != "dask":
        yield ["--workers", "1" if way == "one" else str(workers)]
        return
    os.environ |= RECOMMENDED  # read when Dask is loaded, and passed on to its workers
    from distributed import LocalCluster

    with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster:
        yield ["--scheduler", cluster.scheduler_address]


def processor_seconds() -> float:
    """Return the seconds of processor that this process and all that ended below it have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def measure(fleet: Path, way: str, workers: int) -> None:
    """Plan the fleet, and add seconds and memory to those of earlier runs."""
    before, began = processor_seconds(), time.perf_counter()
    with memory_watched() as memory, workers_of(way, workers) as options:
        command = [sys.executable, "-m", "drillplanner", "fleet", "plan", str(fleet), *options]
        code = subprocess.run(command, check=False).returncode
    path = fleet / MEASURED
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"seconds": 0.0, "processor": 0.0}
    known |= {
        "way": _WORDS[way].format(workers),
        "seconds": known["seconds"] + time.perf_counter() - began,
        "processor": known["processor"] + processor_seconds() - before,
        **{name: max(size, known.get(name, 0.0)) for name, size in memory.items()},
        "runs": known.get("runs", 0) + 1,
        "exit_code": code,
    }
    path.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(known))


def entries_of(fleet: Path) -> tuple[FleetEntry, ...]:
    """Return the stored results of a fleet by folder."""
    with api.fleet_results(fleet) as results:
        return tuple(entry for _, entry in sorted(stored_entries(results, FleetWork.PLAN).items()))


def digest_of(fleet: Path, entries: Sequence[FleetEntry]) -> str:
    """Return the SHA-256 of all plans on the disk and of all results."""
    total = hashlib.sha256()
    for entry in entries:
        total.update(entry.result.model_dump_json().encode())
        for name in ("plan.json", "schedule.csv"):
            path = fleet / entry.folder / "plan" / name
            total.update(path.read_bytes() if path.exists() else b"")
    return total.hexdigest()


def row(fleet: Path, entries: Sequence[FleetEntry]) -> list[str]:
    """Return the row of a fleet."""
    measured = json.loads((fleet / MEASURED).read_text(encoding="utf-8"))
    results = [entry.result for entry in entries]
    plans = [result.plan for result in results if result.plan is not None]
    campuses = sum(result.campuses or 0 for result in results)
    states = ", ".join(sorted({result.state for result in results if result.state}))
    failed = Counter(result.outcome.phrase for result in results if result.outcome is not Outcome.DONE)
    gaps = sorted(plan.gap for plan in plans)
    best = sum(plan.status == "optimal" for plan in plans)
    of_tasks = sum(entry.processor_seconds for entry in entries)
    return [
        states,
        measured["way"],
        f"{len(results):,}",
        f"{campuses:,}",
        f"{sum(plan.drills for plan in plans):,}",
        f"{measured['seconds']:,.0f}",
        f"{measured['processor']:,.0f} ({of_tasks:,.0f} of tasks)",
        f"{measured['one_mb']:,.0f}, {measured['all_mb']:,.0f}",
        "; ".join(f"{number} {phrase}" for phrase, number in failed.items()) or "none",
        f"{best:,} best; median {statistics.median(gaps):.2%}, worst {gaps[-1]:.2%}" if gaps else "",
    ]


HEAD = (
    *("law", "done by", "districts", "campuses", "drills", "seconds", "processor seconds"),
    *("MB of one process, of all", "without a plan", "gap"),
)


def write_table(fleets: Sequence[Path]) -> None:
    """Write the lines of these fleets; exit code 1: those of one law differ in plans or results."""
    rows, digests = [], set()
    for fleet in fleets:
        entries = entries_of(fleet)
        rows.append(row(fleet, entries))
        digests.add((rows[-1][0], digest_of(fleet, entries)))
    known = [[cell.strip() for cell in line.strip("|").split("|")] for line in rows_between(PAGE, "fleet")]
    new = {_law_and_size(line) for line in rows}
    others = [line for line in known if _law_and_size(line) not in new]
    lines = [HEAD, ["---"] * len(HEAD), *others, *rows]
    write_between(PAGE, "fleet", "\n".join("| " + " | ".join(line) + " |" for line in lines))
    if len(digests) > len({law for law, _ in digests}):
        sys.exit("Plans or results differ between the ways of doing the work.")
    print("The plans and results of each law are the same in every way, byte for byte.")


def _law_and_size(line: Sequence[str]) -> tuple[str, str]:
    """Return the law and the number of districts of a line."""
    return line[0], line[2]


def main() -> None:
    """Read the options, and measure or write."""
    parser = argparse.ArgumentParser(description="Measure fleet plan on a whole state.")
    parser.add_argument("fleets", type=Path, nargs="+", metavar="FLEET")
    parser.add_argument("--by", choices=WAYS, default="processes")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--copy", type=Path, help="work on a copy there, without plans")
    parser.add_argument(
        "--write", action="store_true", help="write the lines of the fleets given into docs/scale.md"
    )
    options = parser.parse_args()
    if options.write:
        write_table(options.fleets)
        return
    (fleet,) = options.fleets
    measure(copy_without_plans(fleet, options.copy) if options.copy else fleet, options.by, options.workers)


if __name__ == "__main__":
    main()
