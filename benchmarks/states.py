"""Seconds, cost, and bound of one campus's year under the law of every state.

Run ``python -m benchmarks.states``. It takes an elementary and a high school of the bundled example, each as a
district of its own, under the law of each state, prints a Markdown table, and writes it into docs/benchmarks.md.
If states are named (``python -m benchmarks.states TN NJ``), only these are measured and nothing is written.
Seconds are processor seconds of the search alone. A search is stopped after a minute of wall clock time. No test
depends on these figures.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.one_campus import District
from benchmarks.page import PAGE, write_between
from drillplanner import api
from drillplanner.files.errors import InfeasibleError, OutOfTimeError
from drillplanner.law import bundled_states
from drillplanner.solve.solver import SolverSettings

MINUTE = 60.0
CAMPUSES = (("burnet-hill", "elementary"), ("livingston-high", "high"))
COLUMNS_PER_SCHOOL = ("drills", "s", "cost", "bound")


@dataclass(frozen=True)
class Measured:
    """The seconds of one campus's search, and its drills, cost, and bound; None if no plan was found in time."""

    seconds: float
    drills: int | None = None
    cost: int | None = None
    bound: int | None = None

    @property
    def cells(self) -> str:
        """The campus's cells of a line; a bound below the cost is bold."""
        if self.cost is None:
            return f"none | {self.seconds:.1f} | – | –"
        bound = str(self.bound) if self.bound == self.cost else f"**{self.bound}**"
        return f"{self.drills} | {self.seconds:.1f} | {self.cost} | {bound}"


def measure(district: District) -> Measured:
    """Measure the search for this campus, limited to a minute."""
    with tempfile.TemporaryDirectory() as place:
        prepared = api.prepare(district.write(Path(place) / "district"))
    settings = SolverSettings(workers=1, time_limit=MINUTE)
    started = time.process_time()
    try:
        found = api.search(prepared, settings)
    except (InfeasibleError, OutOfTimeError):
        return Measured(time.process_time() - started)
    return Measured(time.process_time() - started, len(found.drills), found.cost, found.bound)


def main() -> None:
    """Measure each state and print the table; if no states are named, write it into the page."""
    named = sys.argv[1:]
    columns = [f"{level} {column}" for _, level in CAMPUSES for column in COLUMNS_PER_SCHOOL]
    lines = [f"| law | {' | '.join(columns)} |", "| --- " + "| ---: " * len(columns) + "|"]
    print("\n".join(lines), flush=True)
    for state in named or bundled_states():
        schools = [measure(District(state, campus, level)) for campus, level in CAMPUSES]
        lines.append(f"| {state} | {' | '.join(school.cells for school in schools)} |")
        print(lines[-1], flush=True)
    if not named:
        write_between(PAGE, "states", "\n".join(lines))


if __name__ == "__main__":
    main()
