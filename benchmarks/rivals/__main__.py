"""Our solver beside its rivals on districts of real schools; writes docs/benchmarks.md and a picture.

python -m benchmarks.rivals example --sizes 9
python -m benchmarks.rivals chicago=IL:schools.csv washington=DC:schools-dc.csv example --sizes 1 5 20 50 200
python -m benchmarks.rivals --draw-only

A list is ``example``, or NAME=STATE:TABLE. Each contestant runs in a process of its own on the same instance. What
was measured is kept in a file, so that a long run can be made in parts; the page and the picture show all of it.
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
from pathlib import Path
from typing import Any

from benchmarks.instances import Capacity, SchoolList, instance_of
from benchmarks.page import PAGE, write_between
from benchmarks.rivals.attempt import heard_in
from benchmarks.rivals.contestants import CONTESTANTS, OURS
from benchmarks.rivals.measured import Key, Measured, read_measured, write_measured
from benchmarks.rivals.memory import MemoryWatch
from benchmarks.rivals.table import tables
from drillplanner.solve.problem.year_to_plan import YearToPlan

ROOT = Path(__file__).parents[2]
RESULTS = Path(__file__).parent / "measured.json"
PICTURE = ROOT / "docs" / "images" / "rivals.svg"
EXAMPLE = SchoolList("example", "NJ")
#: A rival whose engine does not come back is stopped after so many times its limit, and so many seconds.
GRACE = (3, 600)


@dataclass(frozen=True)
class Limits:
    """For each rival: seconds of search, and megabytes of address space (0: no limit)."""

    seconds: float
    megabytes: int


def school_list(text: str) -> SchoolList:
    """A list as the command line names it. Raises ArgumentTypeError with what is allowed."""
    if text == EXAMPLE.name:
        return EXAMPLE
    name, is_named, rest = text.partition("=")
    state, has_table, table = rest.partition(":")
    if not (name and is_named and state and has_table and table):
        raise argparse.ArgumentTypeError(f"'{text}' is no list; allowed: example, or NAME=STATE:TABLE")
    if not Path(table).is_file():
        raise argparse.ArgumentTypeError(f"there is no file {table}")
    return SchoolList(name, state, Path(table))


def run_one(instance: YearToPlan, place: Measured, limits: Limits) -> Measured:
    """What ``place`` names, measured in a process of its own."""
    is_ours = place.contestant == OURS
    with tempfile.TemporaryDirectory() as folder:
        given, result = Path(folder) / "instance.pickle", Path(folder) / "result.json"
        given.write_bytes(pickle.dumps(instance))
        words = [str(given), place.contestant, str(limits.seconds), str(0 if is_ours else limits.megabytes)]
        command = [sys.executable, "-m", "benchmarks.rivals.one", *words, str(result)]
        patience = None if is_ours else GRACE[0] * limits.seconds + GRACE[1]
        ended = run_to_its_end(command, patience)
        if not result.is_file():
            return place.model_copy(update=ended)
        found = json.loads(result.read_text(encoding="utf-8"))
    # Its own word counts where the system tells nothing of a family of processes.
    found["peak_megabytes"] = max(found["peak_megabytes"], ended["peak_megabytes"])
    return Measured.model_validate(place.model_dump() | found)


def run_to_its_end(command: list[str], patience: float | None) -> dict[str, Any]:
    """Run a contestant and tell how it ended: how much memory it took, and when it had which plan until then."""
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 (our own module)
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with process, MemoryWatch(process.pid) as memory:
        try:
            output, errors = process.communicate(timeout=patience)
            last = (errors.strip().splitlines() or ["no word, as where memory runs out"])[-1]
            note = f"ended with {process.returncode}: {last[:120]}"
        except subprocess.TimeoutExpired:
            process.kill()
            output, _ = process.communicate()
            note = f"stopped after {patience:.0f} s"
    heard = heard_in(output)
    return {
        "seconds": round(time.perf_counter() - started, 2),
        "peak_megabytes": memory.peak_megabytes,
        "first_plan": heard.first_plan,
        "trace": heard.trace,
        "note": note,
    }


def places(asked: argparse.Namespace) -> Iterator[tuple[SchoolList, Capacity, int]]:
    """Every instance that is asked for, small ones first."""
    for size in sorted(asked.sizes):
        for schools in asked.lists:
            for capacity in asked.capacities:
                yield schools, Capacity(capacity), size


def measure_all(asked: argparse.Namespace, measured: dict[Key, Measured]) -> None:
    """Measure what is asked for, and keep it after each contestant."""
    limits = Limits(asked.time_limit, asked.memory_limit)
    for schools, capacity, size in places(asked):
        instance = instance_of(schools, size, capacity)
        for kind in asked.kinds:
            place = Measured(schools=schools.name, capacity=capacity, campuses=size, contestant=kind)
            one = run_one(instance, place, limits)
            measured[one.key] = one
            write_measured(asked.results, measured)
            told = "no plan" if one.cost is None else f"cost {one.cost}, bound {one.bound}, broken {one.broken}"
            print(f"{schools.name} {capacity} {size} {kind}: {one.seconds} s, {told} ({one.note})", flush=True)


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.rivals",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("lists", nargs="*", type=school_list, help="example, or NAME=STATE:TABLE")
    parser.add_argument("--sizes", nargs="+", type=int, default=[1, 5, 20, 50], help="numbers of campuses")
    parser.add_argument("--kinds", nargs="+", choices=list(CONTESTANTS), default=list(CONTESTANTS))
    parser.add_argument("--capacities", nargs="+", choices=list(Capacity), default=["tight", "loose"])
    parser.add_argument("--time-limit", type=float, default=60.0, help="seconds for each rival; ours has none")
    parser.add_argument("--memory-limit", type=int, default=0, help="megabytes for each rival; 0 is no limit")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where measurements are kept")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page with the markers of the tables")
    parser.add_argument("--picture", type=Path, default=PICTURE)
    parser.add_argument("--draw-only", action="store_true", help="measure nothing; make page and picture anew")
    return parser


def main() -> None:
    """Measure, then write the page and the picture from all that is kept."""
    asked = arguments().parse_args()
    measured = read_measured(asked.results)
    if not asked.draw_only:
        if not asked.lists:
            arguments().error("name a list, or --draw-only")
        measure_all(asked, measured)
    text = tables(measured)
    print(text)
    write_between(asked.page, "rivals", text)
    from benchmarks.rivals.plot import draw

    draw(measured.values(), asked.picture)


if __name__ == "__main__":
    main()
