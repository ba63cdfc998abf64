"""The contestants by their names on the command line: title, marks in the picture, and how each runs.

Engines are imported where they are used, because HiGHS is installed for the benchmark only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from benchmarks.rivals.attempt import Attempt
from benchmarks.rivals.groundwork import problems_of
from drillplanner.solve.problem.year_to_plan import YearToPlan

#: Prepares a contestant for an instance, with the rivals' limit in processor seconds. Only the returned call is
#: timed.
MakeReady = Callable[[YearToPlan, float], Callable[[], Attempt]]


@dataclass(frozen=True)
class Contestant:
    """A contestant. ``marker``, ``line``, and ``shade`` are Matplotlib's and differ without color.

    ``is_limited`` if it searches until the limit that it is given; the others end by themselves.
    """

    title: str
    make_ready: MakeReady
    marker: str
    line: str
    shade: str
    is_limited: bool = False


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


#: The first is the one with which the others are compared.
CONTESTANTS: Mapping[str, Contestant] = {
    "ours": Contestant("drillplanner", _ours, "o", "-", "black"),
    "cpsat": Contestant("one CP-SAT model", _cpsat, "s", "--", "0.25", is_limited=True),
    "highs": Contestant("the same on HiGHS", _highs, "^", "-.", "0.4", is_limited=True),
    "greedy": Contestant("greedy rule", _greedy, "x", ":", "0.25"),
}
OURS = next(iter(CONTESTANTS))
