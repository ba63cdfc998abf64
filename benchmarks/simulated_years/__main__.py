"""Simulate years and print what happened, and every breach with the seed that makes the year again."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks import small_budget
from benchmarks.simulated_years.coordinator import Coordinator, YearResult
from benchmarks.simulated_years.district import write_district

#: Processor seconds from which a year is named as slow.
SLOW = 15


def simulate(seed: int, state: str | None = None) -> YearResult:
    """Return what happened in the year of this seed: the same each time."""
    rng = random.Random(seed)  # noqa: S311 (a game, no secret)
    result = YearResult(seed)
    with tempfile.TemporaryDirectory() as place:
        district = write_district(Path(place) / "district", rng, state)
        result.state = district.state
        Coordinator(district, rng, result).live()
    return result


def main() -> None:
    """Simulate the years that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--first", type=int, default=0, help="The seed of the first year.")
    parser.add_argument("--state", help="Only this state.")
    parser.add_argument("--budget", type=float, default=2.0, help="Deterministic seconds of a search.")
    asked = parser.parse_args()
    small_budget.use(asked.budget)
    happened: Counter[str] = Counter()
    states: set[str] = set()
    started, breaches = time.perf_counter(), 0
    for seed in range(asked.first, asked.first + asked.years):
        began = time.process_time()
        result = simulate(seed, asked.state)
        happened += result.happened
        states.add(result.state)
        breaches += len(result.breaches)
        for sentence in result.breaches:
            print(f"BREACH seed {seed} {result.state}: {sentence}", flush=True)
        seconds = time.process_time() - began
        if seconds > SLOW:
            print(f"slow: seed {seed} {result.state}: {seconds:.0f} s", flush=True)
        if happened["years"] % 25 == 0:
            done = f"{happened['years']} years, {happened['replans']} updates, {breaches} breaches"
            print(done, file=sys.stderr, flush=True)
    print("\n| what happened | times |\n| --- | ---: |")
    for name, number in sorted(happened.items()):
        print(f"| {name} | {number} |")
    print(f"| states | {len(states)} |\n| breaches | {breaches} |")
    seconds, used = time.perf_counter() - started, time.process_time()
    print(f"\n{seconds:.0f} s; {used / max(1, asked.years):.1f} processor seconds a year")


if __name__ == "__main__":
    main()
