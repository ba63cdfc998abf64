"""Processor seconds of ``drillplanner plan`` for one campus, compared with importing OR-Tools alone.

Run ``python -m benchmarks.one_campus``. It takes one campus of the bundled example under the law of some states,
runs ``drillplanner plan`` and a bare ``import ortools.sat.python.cp_model`` in turn, prints a Markdown table of
the lowest processor seconds of each, and writes it into docs/benchmarks.md. No test depends on these figures.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.page import PAGE, write_between
from drillplanner import api
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.accept.accept import accept
from drillplanner.workflow.example import copy_example
from drillplanner.workflow.plan_files import write_plan

TIMES = 5
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
    process = subprocess.Popen(  # noqa: S603 (our own command)
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, env=environment
    )
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
    runs = [
        json.loads(subprocess.run(command, capture_output=True, check=True).stdout)  # noqa: S603 (ourselves)
        for _ in range(TIMES)
    ]
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


def main() -> None:
    """Measure each district, print the table, and write it into the page."""
    if sys.argv[1:2] == ["--stages"]:
        print(json.dumps(stages(Path(sys.argv[2]))))
        return
    lines = [HEAD, "| --- " * 2 + "| ---: " * 8 + "|"]
    with tempfile.TemporaryDirectory() as bytecode:
        for district in DISTRICTS:
            lines.append(measure(district, Path(bytecode)))
            print(lines[-1], flush=True)
    write_between(PAGE, "one campus", "\n".join(lines))


if __name__ == "__main__":
    main()
