"""One contestant on one instance, in a process of its own: ``python -m benchmarks.rivals.one INSTANCE ...``.

Started by ``benchmarks.rivals``, which made the instance's file.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from pathlib import Path

from benchmarks.rivals.contestants import CONTESTANTS
from benchmarks.rivals.judging import judged
from drillplanner.solve.problem.year_to_plan import YearToPlan

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]


def main(instance_file: str, contestant: str, time_limit: str, memory_limit: str, result_file: str) -> None:
    """Read the instance, run the contestant, judge its plan and write what was measured."""
    instance: YearToPlan = pickle.loads(Path(instance_file).read_bytes())  # noqa: S301 - made by our own parent
    limit_memory(int(memory_limit))
    run = CONTESTANTS[contestant].make_ready(instance, float(time_limit))
    started, spent = time.perf_counter(), user_seconds()
    attempt = run()
    found: dict[str, object] = {
        "seconds": round(time.perf_counter() - started, 2),
        "user_seconds": round(user_seconds() - spent, 2),
        "peak_megabytes": peak_megabytes(),
        "first_plan": attempt.first_plan,
        "trace": attempt.trace,
        "bound": attempt.bound,
        "note": attempt.note,
    }
    verdict = judged(instance, attempt)
    if verdict is not None:
        found |= {
            "drills": verdict.drills,
            "visits": verdict.visits,
            "cost": verdict.cost,
            "broken": verdict.broken,
            "breaches": verdict.breaches,
        }
        if verdict.first_broken:
            found["note"] = f"{attempt.note}; {verdict.first_broken}"
    Path(result_file).write_text(json.dumps(found), encoding="utf-8")


def limit_memory(megabytes: int) -> None:
    """Let the process fail, not the machine, where it wants more; 0 is no limit."""
    if resource is not None and megabytes:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024,) * 2)


def user_seconds() -> float:
    """Spent in user mode by this process and by its children that have ended."""
    if resource is None:
        return time.process_time()
    return sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def peak_megabytes() -> int:
    """The most that this process held by itself; 0 where the system does not tell."""
    if resource is None:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024))


if __name__ == "__main__":
    main(*sys.argv[1:])
