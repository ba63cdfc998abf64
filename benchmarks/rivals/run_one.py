"""One contestant on one instance, in a process of its own.

``benchmarks.rivals`` starts it (``python -m benchmarks.rivals.run_one INSTANCE ...``) and makes the instance's
file.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from pathlib import Path

from benchmarks.rivals.contestants import CONTESTANTS
from benchmarks.rivals.judging import judge_attempt
from drillplanner.solve.problem.year_to_plan import YearToPlan

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]


def main(instance_file: str, contestant: str, time_limit: str, memory_limit: str, result_file: str) -> None:
    """Read the instance, run the contestant, judge its plan, and write the measurement."""
    instance: YearToPlan = pickle.loads(Path(instance_file).read_bytes())  # noqa: S301 - made by our own parent
    limit_memory(int(memory_limit))
    run = CONTESTANTS[contestant].make_ready(instance, float(time_limit))
    started, spent = time.perf_counter(), processor_seconds()
    attempt = run()
    found: dict[str, object] = {
        "seconds": round(time.perf_counter() - started, 2),
        "processor_seconds": round(processor_seconds() - spent, 2),
        "peak_megabytes": peak_megabytes(),
        "first_plan": attempt.first_plan,
        "trace": attempt.trace,
        "bound": attempt.bound,
        "note": attempt.note,
    }
    verdict = judge_attempt(instance, attempt)
    if verdict is not None:
        found |= {
            "drills": verdict.drills,
            "visits": verdict.visits,
            "cost": verdict.cost,
            "broken": verdict.broken,
            "breaches": verdict.breaches,
            "practices_broken": verdict.practices_broken,
        }
        if verdict.first_broken:
            found["note"] = f"{attempt.note}; {verdict.first_broken}"
    Path(result_file).write_text(json.dumps(found), encoding="utf-8")


def limit_memory(megabytes: int) -> None:
    """Limit the memory of this process, so that it fails and not the machine; 0 = no limit."""
    if resource is not None and megabytes:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024,) * 2)


def processor_seconds() -> float:
    """Return the processor seconds of this process and of its ended children."""
    if resource is None:
        return time.process_time()
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def peak_megabytes() -> int:
    """Return the peak memory of this process without its children; 0 if unknown."""
    if resource is None:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024))


if __name__ == "__main__":
    main(*sys.argv[1:])
