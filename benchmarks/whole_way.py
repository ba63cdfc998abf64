"""Time and memory of planning the bundled example, and larger districts made of its campuses.

Run ``python -m benchmarks.whole_way [CAMPUSES...]`` (default: 9 50 200). It prints a Markdown table with one
line for each size and writes it into docs/benchmarks.md. A larger district is invented: it repeats the example's
campuses and raises the agencies' visits a day in proportion. No test depends on these figures.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.page import PAGE, write_between
from drillplanner import api
from drillplanner.model import Campus, Workspace
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.solve.solver import SolverSettings, solve
from drillplanner.workflow.prepare import developmental_limits

HEAD = "| campuses | drills | seconds | ms a campus | peak MB | cost | bound | gap |"


def grown(workspace: Workspace, campuses: int) -> Workspace:
    """Return the example district with this number of campuses."""
    made: list[Campus] = []
    for number in range(campuses):
        campus = workspace.campuses[number % len(workspace.campuses)]
        made.append(campus.model_copy(update={"campus_id": f"campus-{number:04d}", "name": f"Campus {number}"}))
    factor = -(-campuses // len(workspace.campuses))
    agencies = tuple(
        agency.model_copy(
            update={"visits_per_day": agency.visits_per_day * factor, "crews": agency.crews * factor}
        )
        for agency in workspace.district.agencies
    )
    district = workspace.district.model_copy(update={"agencies": agencies})
    return workspace.model_copy(update={"campuses": tuple(made), "district": district})


def measure(campuses: int) -> str:
    """Return a line of the table, measured in this process."""
    from drillplanner.law import derive_duties, stand_ins_at
    from drillplanner.workflow.example import copy_example

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "example"
        copy_example(folder)
        prepared = api.prepare(folder)
    workspace = grown(prepared.workspace, campuses)
    duties = derive_duties(prepared.law, workspace)
    started = time.perf_counter()
    stand_ins = {campus.campus_id: stand_ins_at(prepared.law, workspace, campus) for campus in workspace.campuses}
    year = YearToPlan(workspace, duties, prepared.screenings, stand_ins, developmental_limits(workspace))
    solution = solve(year, SolverSettings(), api.silent)
    seconds = time.perf_counter() - started
    gap = (solution.cost - solution.bound) / max(1, solution.cost)
    return (
        f"| {campuses} | {len(solution.drills)} | {seconds:.1f} | {1000 * seconds / campuses:.0f} | "
        f"{_peak_megabytes()} | {solution.cost} | {solution.bound} | {gap:.2%} |"
    )


def _peak_megabytes() -> str:
    try:
        import resource
    except ImportError:  # not on Windows
        return "?"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return str(round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024)))


def main() -> None:
    """Measure each size in a process of its own, so that peak memory is of that size only."""
    sizes = sys.argv[1:] or ["9", "50", "200"]
    if len(sizes) == 2 and sizes[0] == "--one":
        print(measure(int(sizes[1])))
        return
    lines = [HEAD, "| --- " * HEAD.count(" | ") + "| --- |"]
    print("\n".join(lines), flush=True)
    for size in sizes:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.whole_way", "--one", size],
            capture_output=True,
            text=True,
            check=True,
        )
        lines.append(done.stdout.strip())
        print(lines[-1], flush=True)
    write_between(PAGE, "whole way", "\n".join(lines))


if __name__ == "__main__":
    main()
