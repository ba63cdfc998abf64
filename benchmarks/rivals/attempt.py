"""What a contestant gives: a plan, how good it says the plan is, and when it had what."""

from __future__ import annotations

import json
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


def say(seconds: float, points: int | None) -> None:
    """Say aloud that there is a plan, of so many points where they are known.

    Whoever started this process hears it even where the process is stopped before its end.
    """
    print(json.dumps([round(seconds, 2), points]), flush=True)


@dataclass(frozen=True)
class Heard:
    """What a process said of its plans before it ended; as in :class:`Attempt`."""

    first_plan: float | None
    trace: tuple[tuple[float, int], ...]


def heard_in(output: str) -> Heard:
    """What was said in the lines of a process's output; a line that was cut off is left aside."""
    said: list[tuple[float, int | None]] = []
    for line in output.splitlines():
        if line.startswith("[") and line.endswith("]"):
            seconds, points = json.loads(line)
            said.append((seconds, points))
    trace = tuple((seconds, points) for seconds, points in said if points is not None)
    return Heard(said[0][0] if said else None, trace)
