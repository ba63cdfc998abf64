"""The answer of a contestant: a plan, its claimed bound, and when it had which plan.

All seconds are processor seconds of the contestant's process, so that they are the same beside other work.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field

from drillplanner.model import Drill, Task


@dataclass(frozen=True)
class Attempt:
    """A contestant's answer to an instance. Seconds are processor seconds from its start.

    ``drills`` is None if it found no plan, ``bound`` is None if it proves nothing about the cost. ``trace`` has
    the seconds and points of each plan, ``first_plan`` the seconds of the first; they are empty and None if
    unknown.
    """

    drills: tuple[Drill, ...] | None
    offers: tuple[Task, ...] = ()
    bound: int | None = None
    first_plan: float | None = None
    trace: tuple[tuple[float, int], ...] = ()
    note: str = ""


@dataclass
class Stopwatch:
    """Processor seconds of all threads of this process since the start, and until the limit (None = no limit)."""

    limit: float | None = None
    started: float = field(default_factory=time.process_time)

    @property
    def seconds(self) -> float:
        """Processor seconds since the start."""
        return time.process_time() - self.started

    @property
    def left(self) -> float:
        """Processor seconds until the limit."""
        return float("inf") if self.limit is None else self.limit - self.seconds


def announce_plan(seconds: float, points: int | None) -> None:
    """Print that there is a plan, with its points if they are known.

    The parent process can read this line even if this process is stopped before its end.
    """
    print(json.dumps([round(seconds, 2), points]), flush=True)


@dataclass(frozen=True)
class AnnouncedPlans:
    """The plans that a process announced before it ended; fields as in :class:`Attempt`."""

    first_plan: float | None
    trace: tuple[tuple[float, int], ...]


def announced_plans(output: str) -> AnnouncedPlans:
    """Return the plans announced in the lines of a process's output; an incomplete line is ignored."""
    announced: list[tuple[float, int | None]] = []
    for line in output.splitlines():
        if line.startswith("[") and line.endswith("]"):
            seconds, points = json.loads(line)
            announced.append((seconds, points))
    trace = tuple((seconds, points) for seconds, points in announced if points is not None)
    return AnnouncedPlans(announced[0][0] if announced else None, trace)
