"""Seconds, cost and bound of one campus's year under the law of every state.

Run ``python -m benchmarks.states``; it takes an elementary and a high school of the bundled example, each as a
district of its own, under each law that the program has, prints a Markdown table and writes it into
docs/benchmarks.md. With states (``python -m benchmarks.states TN NJ``) only these are measured and nothing is
written. Seconds are the processor's, of the search alone; a search that takes longer than a minute by the clock
is cut short. No test depends on these figures.
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
OF_ONE = ("drills", "s", "cost", "bound")


@dataclass(frozen=True)
class Measured:
    """One campus: its drills, the seconds of the search, cost and bound; None where no plan was found in time."""

    seconds: float
    drills: int | None = None
    cost: int | None = None
    bound: int | None = None

    @property
    def cells(self) -> str:
        """The campus's part of a line; a bound below the cost stands out."""
        if self.cost is None:
            return f"none | {self.seconds:.1f} | – | –"
        bound = str(self.bound) if self.bound == self.cost else f"**{self.bound}**"
        return f"{self.drills} | {self.seconds:.1f} | {self.cost} | {bound}"


def measure(district: District) -> Measured:
    """The search for this one campus, with a minute's limit."""
    with tempfile.TemporaryDirectory() as place:
        prepared = api.prepare(district.written(Path(place) / "district"))
    settings = SolverSettings(workers=1, time_limit=MINUTE)
    started = time.process_time()
    try:
        found = api.search(prepared, settings)
    except (InfeasibleError, OutOfTimeError):
        return Measured(time.process_time() - started)
    return Measured(time.process_time() - started, len(found.drills), found.cost, found.bound)


def main() -> None:
    """Measure each state, print the table and, where no states are named, write it into the page."""
    named = sys.argv[1:]
    words = [f"{of} {word}" for _, of in CAMPUSES for word in OF_ONE]
    lines = [f"| law | {' | '.join(words)} |", "| --- " + "| ---: " * len(words) + "|"]
    print("\n".join(lines), flush=True)
    for state in named or bundled_states():
        found = [measure(District(state, campus, of)) for campus, of in CAMPUSES]
        lines.append(f"| {state} | {' | '.join(one.cells for one in found)} |")
        print(lines[-1], flush=True)
    if not named:
        write_between(PAGE, "states", "\n".join(lines))


if __name__ == "__main__":
    main()
