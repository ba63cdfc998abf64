"""Time, memory, and proof of planning districts by the law alone, and with good practice.

python -m benchmarks.with_practice chicago=IL:schools.csv --sizes 60 663
python -m benchmarks.with_practice example --sizes 9

Each size is planned in a process of its own for each line of ``MEASURED``: by the law, then with the practices of
``baseline`` and agencies with less and less room. The lines go into docs/benchmarks.md, where those of other sizes
and rooms stay: a long run can be made in parts. *Dates* counts drills on a date that practice avoids.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from dataclasses import replace

from benchmarks.instances import Capacity, instance_of
from benchmarks.page import PAGE, rows_between, write_between
from benchmarks.rivals.__main__ import school_list
from drillplanner.model import REQUIRED_WEIGHT, PracticeRank
from drillplanner.solve.goals.broken_limits import breaches_of_rank
from drillplanner.solve.solver import SolverSettings, solve

LEVELS = ("none", "baseline")
#: The level of practice and the agencies' room of each line.
MEASURED = (
    ("none", Capacity.TIGHT),
    ("baseline", Capacity.LOOSE),
    ("baseline", Capacity.TIGHT),
    ("baseline", Capacity.SHORT),
)
#: The most campuses for which agencies are ``SHORT``: practice that gives way takes minutes.
MOST_SHORT = 1000
#: The name of the table on the page.
TABLE = "with practice"
HEAD = (
    "| district | practice | agencies | campuses | drills | seconds | processor s | peak MB | points | bound | "
    "gap | dates | other breaches |"
)


def measure(listed: str, practice: str, capacity: Capacity, campuses: int) -> str:
    """Return a line of the table, measured in this process."""
    schools = replace(school_list(listed), practice=practice)
    year = instance_of(schools, campuses, capacity)
    clock, processor = time.perf_counter(), _processor_seconds()
    found = solve(year, SolverSettings(), lambda stage, done, total: None)
    seconds, used = time.perf_counter() - clock, _processor_seconds() - processor
    gap = f"{(found.cost - found.bound) / max(1, found.cost):.2%}" if found.bound else "unknown"
    on_dates = breaches_of_rank(found.breaches, PracticeRank.DATES)
    others = found.breaches // REQUIRED_WEIGHT
    others += sum(
        breaches_of_rank(found.breaches, rank) for rank in PracticeRank if rank is not PracticeRank.DATES
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"| {schools.name} | {practice} | {capacity} | {campuses} | {len(found.drills)} | {seconds:.1f} | "
        f"{used:.1f} | {peak} | {found.cost} | {found.bound} | {gap} | {on_dates} | {others} |"
    )


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure each size and level in a process of its own, so that peak memory is of that plan only."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("list", help="'example', or NAME=STATE:TABLE")
    parser.add_argument("--sizes", type=int, nargs="+", default=[9])
    parser.add_argument("--rooms", nargs="+", type=Capacity, default=list(Capacity), help="only these agencies")
    parser.add_argument(
        "--levels", nargs="+", choices=LEVELS, default=LEVELS, help="only these levels of practice"
    )
    parser.add_argument("--one", choices=LEVELS, help="measure the first size and room, in this process")
    options = parser.parse_args()
    if options.one:
        print(measure(options.list, options.one, options.rooms[0], options.sizes[0]))
        return
    lines = {_key(line): line for line in rows_between(PAGE, TABLE)}
    for size in options.sizes:
        for level, capacity in MEASURED:
            if capacity not in options.rooms or level not in options.levels:
                continue
            if capacity is Capacity.SHORT and size > MOST_SHORT:
                continue
            what = ["--sizes", str(size), "--rooms", capacity, "--one", level]
            command = ["-m", "benchmarks.with_practice", options.list, *what]
            done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=True)
            line = done.stdout.strip()
            print(line, flush=True)
            lines[_key(line)] = line
            write_between(
                PAGE, TABLE, "\n".join([HEAD, "| --- " * HEAD.count(" | ") + "| --- |", *lines.values()])
            )


def _key(line: str) -> tuple[str, ...]:
    """Return district, level of practice, agencies, and campuses of a line."""
    return tuple(cell.strip() for cell in line.split("|")[1:5])


if __name__ == "__main__":
    main()
