"""The turns of an attack, shared out among processes.

The random choices of a turn depend on its number alone, so that any process can take it.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from benchmarks.attacks.count import Count

#: The number of a turn, and its random choices.
Turn = tuple[int, random.Random]
#: Takes turns in a folder of its own, and counts.
Attack = Callable[[Path, Iterator[Turn], Count], None]


@dataclass(frozen=True)
class Turns:
    """This many turns by so many processes, for some minutes at most."""

    number: int
    jobs: int
    minutes: float
    seed: int

    def taken(self, attack: Attack, place: Path, looked_for: tuple[str, ...]) -> Count:
        """Take the turns in folders below ``place``, and return what was counted in all."""
        work = partial(self._taken_by, attack, place, looked_for, time.monotonic() + 60 * self.minutes)
        with ProcessPoolExecutor(self.jobs, mp_context=get_context("fork")) as pool:
            return sum(pool.map(work, range(self.jobs)), Count(looked_for))

    def _taken_by(self, attack: Attack, place: Path, looked_for: tuple[str, ...], until: float, job: int) -> Count:
        count = Count(looked_for)
        folder = place / f"job-{job}"
        folder.mkdir()
        attack(folder, self._of(job, until, count), count)
        folder.rmdir()
        return count

    def _of(self, job: int, until: float, count: Count) -> Iterator[Turn]:
        """Yield every turn of a job until the time is over, and tell on the way what was found."""
        for taken, turn in enumerate(range(job, self.number, self.jobs), start=1):
            if time.monotonic() > until:
                return
            yield turn, random.Random(f"{self.seed} {turn}")  # noqa: S311 (which attack comes next, no secret)
            if taken % 100 == 0:
                print(f"  job {job}, {taken} turns: {count}", file=sys.stderr, flush=True)
