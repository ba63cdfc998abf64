"""Processor seconds of ``drillplanner plan`` for one campus, compared with importing OR-Tools alone.

Run ``python -m benchmarks.one_campus``. It takes one campus of the bundled example under the law of some states,
runs ``drillplanner plan`` and a bare ``import ortools.sat.python.cp_model`` in turn, prints a Markdown table of
the lowest processor seconds of each, and writes it into docs/benchmarks.md. ``--laws`` compares the search by the
law alone with the search with good practice instead, for an elementary school under every law. No test depends on
these figures.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from benchmarks.instances import set_practice
from benchmarks.page import PAGE, write_between
from drillplanner import api
from drillplanner.law import bundled_states
from drillplanner.solve.problem.plans import Solution
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.accept.accept import accept
from drillplanner.workflow.example import copy_example
from drillplanner.workflow.plan_files import write_plan

TIMES = 5
#: The levels of good practice that are compared, and the processor seconds that one may take more than the other.
WITHOUT, LEVEL = "none", "baseline"
AIM = 0.3
#: How often a search is run that takes fewer seconds than this.
RUNS, SHORT = 2, 2.0
HEAD = (
    "| law | campus | drills | import alone | whole command | more than the import "
    "| loading | reading | search | judging, writing |"
)
#: The column of each table that names campuses.
_CAMPUS_COLUMNS = {"campuses.csv": "campus_id", "staff.csv": "campus_id", "events.csv": "campus_ids"}
IMPORT = ("-c", "import ortools.sat.python.cp_model")


@dataclass(frozen=True)
class District:
    """One campus of the bundled example, under the law of a state."""

    state: str
    campus: str
    level: str

    def write(self, folder: Path) -> Path:
        """Write the workspace without the other campuses, and return its folder."""
        copy_example(folder, self.state)
        (folder / "improvement.yaml").unlink()
        for table, column in _CAMPUS_COLUMNS.items():
            if (folder / table).exists():
                _cut(folder / table, column, self.campus)
        return folder


DISTRICTS = (
    District("NJ", "burnet-hill", "elementary"),
    District("NJ", "heritage", "middle"),
    District("NJ", "livingston-high", "high"),
    District("IL", "burnet-hill", "elementary"),
    District("CA", "heritage", "middle"),
    District("TX", "burnet-hill", "elementary"),
    District("PA", "burnet-hill", "elementary"),
    District("NY", "livingston-high", "high"),
    District("OH", "livingston-high", "high"),
)


def _cut(table: Path, column: str, campus: str) -> None:
    """Keep only the rows that concern the campus or all campuses."""
    with table.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    place, kept = head.index(column), []
    for row in rows:
        named = [campus_id for campus_id in row[place].split(";") if campus_id]
        if not named or campus in named:
            row[place] = campus if named else ""
            kept.append(row)
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *kept])


def _seconds(arguments: tuple[str, ...], bytecode: Path) -> float:
    """Return the processor seconds of Python with these arguments."""
    # As in an installed package: the first run leaves bytecode for the next ones.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(bytecode)
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"'{' '.join(arguments)}' ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def stages(folder: Path) -> dict[str, float]:
    """Return the processor seconds of reading, searching, and judging with writing, with libraries loaded."""
    settings = SolverSettings(workers=1)
    marks = [time.process_time()]
    prepared = api.prepare(folder)
    marks.append(time.process_time())
    solution = api.search(prepared, settings)
    marks.append(time.process_time())
    plan, _ = accept(prepared, solution, settings)
    write_plan(folder, plan, prepared.workspace)
    marks.append(time.process_time())
    read, searched, judged = (after - before for before, after in pairwise(marks))
    return {"reading": read, "search": searched, "judging": judged}


def _stages_apart(folder: Path) -> dict[str, float]:
    """Return the lowest seconds of each stage, each run in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.one_campus", "--stages", str(folder)]
    runs = [json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(TIMES)]
    return {stage: min(run[stage] for run in runs) for stage in runs[0]}


def measure(district: District, bytecode: Path) -> str:
    """Return a line of the table."""
    with tempfile.TemporaryDirectory() as place:
        folder = district.write(Path(place) / "district")
        command = ("-m", "drillplanner", "plan", str(folder))
        _seconds(command, bytecode)
        alone, whole = [], []
        for _ in range(TIMES):
            alone.append(_seconds(IMPORT, bytecode))
            whole.append(_seconds(command, bytecode))
        parts = _stages_apart(folder)
        drills = len(api.read_plan(folder).drills)
    more = min(whole) - min(alone)
    loading = more - sum(parts.values())
    return (
        f"| {district.state} | {district.level} | {drills} | {min(alone):.2f} | {min(whole):.2f} | {more:+.2f} "
        f"| {loading:.2f} | {parts['reading']:.2f} | {parts['search']:.2f} | {parts['judging']:.2f} |"
    )


class _Search(NamedTuple):
    """A search, with its processor seconds."""

    seconds: float
    solution: Solution


def _search(state: str, practice: str) -> _Search:
    """Return the search for an elementary school with this level of good practice; a short one's quicker run."""
    with tempfile.TemporaryDirectory() as place:
        folder = District(state, "burnet-hill", "elementary").write(Path(place) / "district")
        set_practice(folder / "district.yaml", practice)
        prepared = api.prepare(folder)
    searches: list[_Search] = []
    while not searches or (len(searches) < RUNS and searches[0].seconds < SHORT):
        begun = time.process_time()
        solution = api.search(prepared, SolverSettings(workers=1))
        searches.append(_Search(time.process_time() - begun, solution))
    return min(searches, key=lambda search: search.seconds)


def laws() -> Iterator[str]:
    """Yield the lines of the table of every law, and a sentence that sums it up."""
    yield (
        "| law | drills by law | search | drills with practice | search with practice | more "
        "| points beyond the bound | all practice kept |"
    )
    yield "| --- " + "| ---: " * 6 + "| --- |"
    more = {}
    for state in bundled_states():
        law, practice = _search(state, WITHOUT), _search(state, LEVEL)
        more[state] = practice.seconds - law.seconds
        found = practice.solution
        yield (
            f"| {state} | {len(law.solution.drills)} | {law.seconds:.2f} | {len(found.drills)} "
            f"| {practice.seconds:.2f} | {more[state]:+.2f} "
            f"| {found.cost - found.bound} | {'no' if found.breaches else 'yes'} |"
        )
    within = [state for state, seconds in more.items() if seconds <= AIM]
    beyond = ", ".join(f"{state} {more[state]:+.1f}" for state in more if state not in within)
    yield ""
    yield f"At most {AIM} s more under {len(within)} of {len(more)} laws; beyond: {beyond or 'none'}."


def main() -> None:
    """Measure each district, print the table, and write it into the page."""
    if sys.argv[1:2] == ["--stages"]:
        print(json.dumps(stages(Path(sys.argv[2]))))
        return
    if sys.argv[1:2] == ["--laws"]:
        table = []
        for line in laws():
            print(line, flush=True)
            table.append(line)
        write_between(PAGE, "one campus with practice", "\n".join(table))
        return
    lines = [HEAD, "| --- " * 2 + "| ---: " * 8 + "|"]
    with tempfile.TemporaryDirectory() as bytecode:
        for district in DISTRICTS:
            lines.append(measure(district, Path(bytecode)))
            print(lines[-1], flush=True)
    write_between(PAGE, "one campus", "\n".join(lines))


if __name__ == "__main__":
    main()
