"""Live histories, print every disagreement with its seed, and keep the results; write them into the benchmarks."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks import small_budget
from benchmarks.simulated_status.district import planned_district
from benchmarks.simulated_status.life import History, Result
from benchmarks.simulated_status.table import write_section

#: Each state with its number of schools.
STATES = {"IL": 2, "MI": 1, "MN": 2, "NJ": 1, "NY": 1, "OH": 2, "OK": 1, "PA": 2, "TN": 1, "TX": 2}
BUDGET = 2.0


def histories(states: list[str], first: int, last: int, part_of_days: float, whole: int, file: Path) -> None:
    """Live the histories of these states from seed ``first`` on, in turn; add a line for each to the file.

    Those with a seed below ``whole`` are looked at every day, and others on a part of the days. Seeds that the
    file has already are left out: a run that was ended goes on where it was.
    """
    lived = {result["seed"] for result in _results(file)}
    small_budget.use(BUDGET)
    with tempfile.TemporaryDirectory() as place:
        districts = {state: planned_district(state, STATES[state], Path(place)) for state in states}
        order = list(STATES)
        for seed in range(first, last):
            state = order[seed % len(order)]
            if state not in districts or seed in lived:
                continue
            began = time.process_time()
            result = History(districts[state], seed, 1.0 if seed < whole else part_of_days).live()
            for sentence in result.disagreements:
                print(f"DISAGREEMENT {sentence}", file=sys.stderr, flush=True)
            seconds = round(time.process_time() - began, 1)
            with file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps({"seed": seed, "state": state, "seconds": seconds, **vars(result)}) + "\n")


def _results(file: Path) -> list[dict[str, Any]]:
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [json.loads(line) for line in lines]


def main() -> None:
    """Live the histories that the command line asks for, or write the section of the benchmarks from a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=20)
    parser.add_argument("--first", type=int, default=0, help="The first seed.")
    parser.add_argument("--days", type=float, default=0.04, help="The part of the days that are looked at.")
    parser.add_argument("--whole", type=int, default=20, help="Seeds below this are looked at every day.")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--file", type=Path, required=True, help="The file of results, one line a history.")
    parser.add_argument("--write", action="store_true", help="Live none: write the page from the file.")
    asked = parser.parse_args()
    if not asked.write:
        wanted = list(STATES)
        with ProcessPoolExecutor(asked.workers) as pool:
            running = [
                pool.submit(
                    histories,
                    wanted[number :: asked.workers],
                    asked.first,
                    asked.first + asked.histories,
                    asked.days,
                    asked.whole,
                    asked.file,
                )
                for number in range(asked.workers)
            ]
            for one in running:
                one.result()
    results = _results(asked.file)
    total = Result()
    for found in results:
        happened, checked, states = (Counter(found[name]) for name in ("happened", "checked", "states"))
        total.add(Result(happened, checked, states, found["disagreements"]))
    if asked.write:
        write_section(total, {found["state"] for found in results})
    for sentence in total.disagreements:
        print(f"DISAGREEMENT {sentence}")
    print(f"{len(results)} histories, {len(total.disagreements)} disagreements")


if __name__ == "__main__":
    main()
