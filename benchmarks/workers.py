"""What a second processor core is good for inside one large district, measured, and what more would be on paper.

python -m benchmarks.workers chicago=IL:schools.csv --size 663 --practice none

The district is planned with one worker on a single core and with two workers, each in a process of its own. With
one worker, each search that another core could do is timed: *on paper* they are dealt out to more cores in the
order in which they begin, all else stays one after another, and nothing waits for Python's lock. The lines go into
docs/scale.md, where those of other districts stay. Plans that differ end it with an error.
"""

from __future__ import annotations

import argparse
import hashlib
import heapq
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from unittest.mock import patch

from benchmarks.instances import Capacity, instance_of
from benchmarks.page import rows_between, write_between
from benchmarks.rivals.__main__ import school_list
from drillplanner.progress import Progress, silent
from drillplanner.solve.district import master_solution, parallel
from drillplanner.solve.district.parallel import Answer, Question
from drillplanner.solve.solver import SolverSettings, solve

PAGE = Path(__file__).parent.parent / "docs" / "scale.md"
#: The name of the table on the page.
TABLE = "workers"
HEAD = "| district | practice | agencies | campuses | workers | seconds | processor s | times as fast | on paper |"
MEASURED, ON_PAPER = (1, 2), (1, 2, 4, 8, 16)


@dataclass(frozen=True)
class Measured:
    """One plan: clock and processor seconds, a digest of its drills, and the seconds of searches by batch."""

    seconds: float
    processor: float
    digest: str
    batches: tuple[tuple[float, ...], ...]


def seconds_on_paper(measured: Measured, workers: int) -> float:
    """Return the seconds of a plan that was measured with one worker, with this many."""
    in_batches = sum(sum(batch) for batch in measured.batches)
    return measured.seconds - in_batches + sum(longest_of(batch, workers) for batch in measured.batches)


def longest_of(batch: Sequence[float], workers: int) -> float:
    """Return when the last of these searches ends, if each begins as soon as a worker is free."""
    free_at = [0.0] * workers
    for seconds in batch:
        heapq.heapreplace(free_at, free_at[0] + seconds)
    return max(free_at)


@contextmanager
def _timed_batches() -> Iterator[list[tuple[float, ...]]]:
    """Give a list that has, after each batch of searches that could be parallel, the seconds of each of them."""
    batches: list[tuple[float, ...]] = []
    map_in_order = parallel.map_in_order

    def timed(
        search: Callable[[Question], Answer],
        questions: Sequence[Question],
        workers: int,
        tell: tuple[str, Progress] = ("", silent),
    ) -> list[Answer]:
        seconds: list[float] = []

        def timed_search(question: Question) -> Answer:
            began = time.perf_counter()
            answer = search(question)
            seconds.append(time.perf_counter() - began)
            return answer

        answers = map_in_order(timed_search, questions, workers, tell)
        batches.append(tuple(seconds))
        return answers

    with (
        patch.object(parallel, "map_in_order", timed),
        patch.object(master_solution, "map_in_order", timed),
    ):
        yield batches


def measure(listed: str, practice: str, capacity: Capacity, campuses: int, workers: int) -> Measured:
    """Plan the district in this process."""
    year = instance_of(replace(school_list(listed), practice=practice), campuses, capacity)
    clock, processor = time.perf_counter(), _processor_seconds()
    with _timed_batches() as batches:
        found = solve(year, SolverSettings(workers=workers), silent)
    return Measured(
        time.perf_counter() - clock,
        _processor_seconds() - processor,
        hashlib.sha256(repr(found.drills).encode()).hexdigest(),
        tuple(batches),
    )


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def table_lines(key: Sequence[str], measured: dict[int, Measured]) -> list[str]:
    """Return the lines of one district. Raises ValueError if its plans differ."""
    if len({plan.digest for plan in measured.values()}) > 1:
        raise ValueError(f"{' '.join(key)}: the plan depends on the number of workers")
    one = measured[1]
    lines = []
    for workers in ON_PAPER:
        plan = measured.get(workers)
        figures = ["", "", ""]
        if plan is not None:
            figures = [f"{plan.seconds:.1f}", f"{plan.processor:.1f}", f"{one.seconds / plan.seconds:.2f}"]
        on_paper = f"{one.seconds / seconds_on_paper(one, workers):.2f}"
        lines.append("| " + " | ".join([*key, str(workers), *figures, on_paper]) + " |")
    return lines


def main() -> None:
    """Measure with one worker and with two, each in a process of its own, and write the lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("list", help="'example', or NAME=STATE:TABLE")
    parser.add_argument("--size", type=int, default=50)
    parser.add_argument("--practice", default="none")
    parser.add_argument("--room", type=Capacity, default=Capacity.TIGHT)
    parser.add_argument("--one", type=int, help="measure with this many workers, in this process")
    options = parser.parse_args()
    if options.one:
        if hasattr(os, "sched_setaffinity"):  # on Linux
            os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.one])
        found = measure(options.list, options.practice, options.room, options.size, options.one)
        print(json.dumps(asdict(found)))
        return
    measured = {}
    for workers in MEASURED:
        command = [sys.executable, "-m", "benchmarks.workers", *sys.argv[1:], "--one", str(workers)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        measured[workers] = Measured(**json.loads(done.stdout))
        print(f"{workers}: {measured[workers].seconds:.1f} s", flush=True)
    key = school_list(options.list).name, options.practice, str(options.room), str(options.size)
    others = [line for line in rows_between(PAGE, TABLE) if not line.startswith(f"| {' | '.join(key)} |")]
    rule = "| --- " * HEAD.count(" | ") + "| --- |"
    write_between(PAGE, TABLE, "\n".join([HEAD, rule, *others, *table_lines(key, measured)]))


if __name__ == "__main__":
    main()
