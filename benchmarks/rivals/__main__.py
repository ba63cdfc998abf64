"""Our solver compared with rivals on districts of real schools; writes docs/benchmarks.md and a picture.

python -m benchmarks.rivals example --sizes 9
python -m benchmarks.rivals chicago=IL:schools.csv washington=DC:schools-dc.csv example --sizes 1 5 20 50 200
python -m benchmarks.rivals --draw-only

A list is ``example``, or NAME=STATE:TABLE. Each contestant runs in a process of its own on the same instance.
Measurements are kept in a file, so that a long run can be made in parts; the page and the picture show all of
them.
"""

from __future__ import annotations

import argparse
import json
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.instances import Capacity, SchoolList, instance_of
from benchmarks.page import PAGE, write_between
from benchmarks.rivals.attempt import announced_plans
from benchmarks.rivals.contestants import CONTESTANTS, OURS
from benchmarks.rivals.measured import Key, Measured, read_measured, write_measured
from benchmarks.rivals.memory import MemoryWatch
from benchmarks.rivals.table import tables
from drillplanner.solve.problem.year_to_plan import YearToPlan

ROOT = Path(__file__).parents[2]
RESULTS = Path(__file__).parent / "measured.json"
PICTURE = ROOT / "docs" / "images" / "rivals.svg"
EXAMPLE = SchoolList("example", "NJ")
#: A rival whose engine does not return is stopped after this multiple of its limit, plus this many seconds of the
#: wall clock. Beside other work a process may get a tenth of a core.
GRACE = (10, 600)


@dataclass(frozen=True)
class Limits:
    """Limits of each rival: processor seconds, and megabytes of address space (0 = no limit)."""

    seconds: float
    megabytes: int


def school_list(text: str) -> SchoolList:
    """Return the list that the command line names. Raises ArgumentTypeError with what is allowed."""
    if text == EXAMPLE.name:
        return EXAMPLE
    name, is_named, rest = text.partition("=")
    state, has_table, table = rest.partition(":")
    if not (name and is_named and state and has_table and table):
        raise argparse.ArgumentTypeError(f"'{text}' is no list; allowed: example, or NAME=STATE:TABLE")
    if not Path(table).is_file():
        raise argparse.ArgumentTypeError(f"there is no file {table}")
    return SchoolList(name, state, Path(table))


def run_contestant(instance: YearToPlan, planned: Measured, limits: Limits) -> Measured:
    """Return the measurement that ``planned`` names, made in a process of its own."""
    is_ours = planned.contestant == OURS
    with tempfile.TemporaryDirectory() as folder:
        given, result = Path(folder) / "instance.pickle", Path(folder) / "result.json"
        given.write_bytes(pickle.dumps(instance))
        megabytes = 0 if is_ours else limits.megabytes
        what = [str(given), planned.contestant, str(limits.seconds), str(megabytes)]
        command = [sys.executable, "-m", "benchmarks.rivals.run_one", *what, str(result)]
        patience = None if is_ours else GRACE[0] * limits.seconds + GRACE[1]
        ended = run_to_its_end(command, patience)
        if not result.is_file():
            return planned.model_copy(update=ended)
        found = json.loads(result.read_text(encoding="utf-8"))
    # Where the system has no /proc, only the memory that the process reports itself is known.
    found["peak_megabytes"] = max(found["peak_megabytes"], ended["peak_megabytes"])
    return Measured.model_validate(planned.model_dump() | found)


def run_to_its_end(command: list[str], patience: float | None) -> dict[str, Any]:
    """Run a contestant; return how it ended, its peak memory, and when it had which plan until then."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with process, MemoryWatch(process.pid) as memory:
        try:
            output, errors = process.communicate(timeout=patience)
            last = (errors.strip().splitlines() or ["no word, as where memory runs out"])[-1]
            note = f"ended with {process.returncode}: {last[:120]}"
        except subprocess.TimeoutExpired:
            process.kill()
            output, _ = process.communicate()
            note = f"stopped after {patience:.0f} s"
    announced = announced_plans(output)
    return {
        "seconds": round(time.perf_counter() - started, 2),
        "peak_megabytes": memory.peak_megabytes,
        "first_plan": announced.first_plan,
        "trace": announced.trace,
        "note": note,
    }


def requested_instances(options: argparse.Namespace) -> Iterator[tuple[SchoolList, Capacity, int]]:
    """Yield each requested instance, small ones first."""
    for size in sorted(options.sizes):
        for schools in options.lists:
            for capacity in options.capacities:
                yield schools, Capacity(capacity), size


def measure_all(options: argparse.Namespace, measured: dict[Key, Measured]) -> None:
    """Measure what is requested, and write the measurements after each contestant."""
    limits = Limits(options.time_limit, options.memory_limit)
    for listed, capacity, size in requested_instances(options):
        schools = listed if options.practice == "none" else listed.with_practice(options.practice)
        instance = instance_of(schools, size, capacity)
        for kind in options.kinds:
            planned = Measured(
                schools=schools.name,
                capacity=capacity,
                campuses=size,
                contestant=kind,
                day=datetime.now(tz=UTC).date(),
                limit=limits.seconds if CONTESTANTS[kind].is_limited else None,
            )
            result = run_contestant(instance, planned, limits)
            measured[result.key] = result
            write_measured(options.results, measured)
            outcome = "no plan"
            if result.cost is not None:
                outcome = f"cost {result.cost}, bound {result.bound}, broken {result.broken}"
            instance_name = f"{schools.name} {capacity} {size} {kind}"
            print(f"{instance_name}: {result.seconds} s, {outcome} ({result.note})", flush=True)


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.rivals",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("lists", nargs="*", type=school_list, help="example, or NAME=STATE:TABLE")
    parser.add_argument("--sizes", nargs="+", type=int, default=[1, 5, 20, 50], help="numbers of campuses")
    parser.add_argument("--kinds", nargs="+", choices=list(CONTESTANTS), default=list(CONTESTANTS))
    parser.add_argument("--capacities", nargs="+", choices=list(Capacity), default=["tight", "loose"])
    parser.add_argument("--practice", choices=["none", "baseline"], default="none", help="good practice")
    parser.add_argument(
        "--time-limit", type=float, default=120.0, help="processor seconds for each rival; ours has none"
    )
    parser.add_argument("--memory-limit", type=int, default=0, help="megabytes for each rival; 0 is no limit")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where measurements are kept")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page with the markers of the tables")
    parser.add_argument("--picture", type=Path, default=PICTURE)
    parser.add_argument("--draw-only", action="store_true", help="measure nothing; make page and picture anew")
    return parser


def main() -> None:
    """Measure, then write the page and the picture from all measurements."""
    options = arguments().parse_args()
    measured = read_measured(options.results)
    if not options.draw_only:
        if not options.lists:
            arguments().error("name a list, or --draw-only")
        measure_all(options, measured)
    text = tables(measured)
    print(text)
    write_between(options.page, "rivals", text)
    from benchmarks.rivals.plot import draw

    draw(measured.values(), options.picture)


if __name__ == "__main__":
    main()
