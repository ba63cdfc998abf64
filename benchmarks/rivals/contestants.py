"""Who runs, by the name of the command line: a title, how it is drawn, and what it does with an instance.

Engines are imported where they are used, since HiGHS is a library of the benchmark alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from benchmarks.rivals.attempt import Attempt
from benchmarks.rivals.groundwork import problems_of
from drillplanner.solve.problem.year_to_plan import YearToPlan

#: Makes a contestant ready for an instance, with the rivals' limit in seconds; calling what it gives is timed.
MakeReady = Callable[[YearToPlan, float], Callable[[], Attempt]]


@dataclass(frozen=True)
class Contestant:
    """``marker``, ``line`` and ``shade`` are Matplotlib's, told apart without colour."""

    title: str
    make_ready: MakeReady
    marker: str
    line: str
    shade: str


def _ours(instance: YearToPlan, time_limit: float) -> Callable[[], Attempt]:
    from benchmarks.rivals.ours import attempt

    return partial(attempt, instance)


def _cpsat(instance: YearToPlan, time_limit: float) -> Callable[[], Attempt]:
    from benchmarks.rivals.cpsat_engine import CpSatEngine
    from benchmarks.rivals.single_model import attempt

    return partial(attempt, instance, problems_of(instance), CpSatEngine(), time_limit)


def _highs(instance: YearToPlan, time_limit: float) -> Callable[[], Attempt]:
    from benchmarks.rivals.highs_engine import HighsEngine
    from benchmarks.rivals.single_model import attempt

    return partial(attempt, instance, problems_of(instance), HighsEngine(), time_limit)


def _greedy(instance: YearToPlan, time_limit: float) -> Callable[[], Attempt]:
    from benchmarks.rivals.greedy import attempt

    return partial(attempt, instance, problems_of(instance))


#: The one that the others are compared with comes first.
CONTESTANTS: Mapping[str, Contestant] = {
    "ours": Contestant("drillplanner", _ours, "o", "-", "black"),
    "cpsat": Contestant("one CP-SAT model", _cpsat, "s", "--", "0.25"),
    "highs": Contestant("the same on HiGHS", _highs, "^", "-.", "0.4"),
    "greedy": Contestant("greedy rule", _greedy, "x", ":", "0.25"),
}
OURS = next(iter(CONTESTANTS))
