"""Time of replanning the bundled example after closures.

Run ``python -m benchmarks.repair``. It plans the example, closes days that have drills, prints a Markdown table
with one line for each closure, and writes it into docs/benchmarks.md. No test depends on these figures.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unittest.mock import patch

from benchmarks.page import PAGE, write_between
from drillplanner import api
from drillplanner.model import DayKind, Plan, Workspace
from drillplanner.solve.repair import same_day
from drillplanner.solve.repair.fewest_moves import RepairedPlan
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.example import copy_example
from drillplanner.workflow.replan import replan

HEAD = "| closed | campuses hit | drills moved | at least (proven) | search s | its CPU s | whole command s |"


@dataclass(frozen=True)
class Closure:
    """A closure: school days from the busiest day of a month on, at all campuses or at one.

    The plan is updated as of the first of the month.
    """

    description: str
    month: date
    days: int
    at_one_campus: bool = False

    def options(self, made: Plan, workspace: Workspace) -> list[str]:
        """Return the options of ``drillplanner replan``."""
        year, month = self.month.year, self.month.month
        drills_by_day = Counter(
            drill.date for drill in made.drills if (drill.date.year, drill.date.month) == (year, month)
        )
        first = min(drills_by_day, key=lambda day: (-drills_by_day[day], day))
        open_days = [day.date for day in workspace.calendar.days if day.kind is not DayKind.CLOSED]
        closed = [on for on in open_days if on >= first][: self.days]
        campus = next(drill.campus_id for drill in made.drills if drill.date == first)
        where = f":{campus}" if self.at_one_campus else ""
        closures = [word for on in closed for word in ("--close", f"{on}{where}")]
        return ["--as-of", self.month.isoformat(), *closures]


CLOSURES = (
    Closure("a day in October", date(2025, 10, 1), 1),
    Closure("a day in January", date(2026, 1, 1), 1),
    Closure("a day in February at one campus", date(2026, 2, 1), 1, at_one_campus=True),
    Closure("five days in December", date(2025, 12, 1), 5),
    Closure("ten days in March", date(2026, 3, 1), 10),
)


def measure(closure: Closure, planned: Path) -> str:
    """Return a line of the table: the search in this process, the whole command in one of its own."""
    workspace = api.prepare(planned).workspace
    options = closure.options(api.read_plan(planned), workspace)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(planned, Path(place) / "district"))
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "drillplanner", "replan", str(folder), *options],
            capture_output=True,
            check=True,
        )
        whole = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(planned, Path(place) / "district"))
        seconds, processor, repaired = _searched(folder, options)
    return (
        f"| {closure.description} | {len(repaired.solved)} | {repaired.moved} | {repaired.moved_at_least} "
        f"| {seconds:.2f} | {processor:.2f} | {whole:.1f} |"
    )


def _searched(folder: Path, options: list[str]) -> tuple[float, float, RepairedPlan]:
    """Return the seconds and processor seconds of the search, and its result."""
    closed = [text.partition(":") for text in options[3::2]]
    request = api.ReplanRequest(
        as_of=date.fromisoformat(options[1]),
        closed=tuple((date.fromisoformat(on), campus or None) for on, _, campus in closed),
    )
    measured: list[tuple[float, float, RepairedPlan]] = []
    search: Callable[..., RepairedPlan] = same_day.repair_same_day

    def timed(*arguments: object) -> RepairedPlan:
        started, used = time.perf_counter(), time.process_time()
        found = search(*arguments)
        measured.append((time.perf_counter() - started, time.process_time() - used, found))
        return found

    with patch.object(same_day, "repair_same_day", timed):
        replan.replan(folder, request, SolverSettings())
    return measured[0]


def main() -> None:
    """Plan the example once, then measure each closure on a copy of it."""
    lines = [HEAD, "| --- " * (HEAD.count(" | ") + 1) + "|"]
    print("\n".join(lines), flush=True)
    with tempfile.TemporaryDirectory() as place:
        planned = Path(place) / "planned"
        copy_example(planned)
        api.plan(api.prepare(planned), SolverSettings())
        for closure in CLOSURES:
            lines.append(measure(closure, planned))
            print(lines[-1], flush=True)
    write_between(PAGE, "repair", "\n".join(lines))


if __name__ == "__main__":
    main()
