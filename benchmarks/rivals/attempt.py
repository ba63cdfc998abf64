"""What a contestant gives: a plan, how good it says the plan is, and when it had what."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from drillplanner.model import Drill, Task


@dataclass(frozen=True)
class Attempt:
    """A contestant's answer to an instance. Seconds are of wall clock, from its start.

    ``drills`` is None where it found no plan, ``bound`` where it proves nothing about the cost. ``trace`` holds
    when it had a plan of how many points, ``first_plan`` when it had any; None and empty where it does not tell.
    """

    drills: tuple[Drill, ...] | None
    offers: tuple[Task, ...] = ()
    bound: int | None = None
    first_plan: float | None = None
    trace: tuple[tuple[float, int], ...] = ()
    note: str = ""


@dataclass
class Stopwatch:
    """Seconds since the start, and how many are left; no limit where it is None."""

    limit: float | None = None
    started: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        """Since the start."""
        return time.perf_counter() - self.started

    @property
    def left(self) -> float:
        """Until the limit."""
        return float("inf") if self.limit is None else self.limit - self.seconds
