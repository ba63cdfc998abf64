"""A pytest plugin that runs the tests once and then, for each mutant, in a forked child, the tests that reach it.

Loaded with ``-p benchmarks.mutants.trial`` inside a sown copy of the repository. The clean run tells which tests
reach which lines and how long they take, and leaves fixtures of the session made and modules loaded, so that a
mutant costs a fork and its tests: quickest first, up to the first that fails.
"""

from __future__ import annotations

import functools
import gc
import itertools
import json
import os
import resource
import select
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import coverage
import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings
from mutmut.mutation.trampoline import set_mutant_under_test

from benchmarks.mutants.sowing import Mutant, read_mutants

#: Where the mutants to try are (JSON), and where one line of JSON goes for each.
MUTANTS, RESULTS = "DRILLPLANNER_MUTANTS", "DRILLPLANNER_MUTANT_RESULTS"
#: The tests of a mutant end when their times without faults add up to this many seconds.
SECONDS = "DRILLPLANNER_MUTANT_SECONDS"
#: Processor time of a test with a fault: this many times the test's own time, and some seconds.
CPU_FACTOR, CPU_SECONDS = 5, 5
#: Wall-clock seconds of a child that waits for something that never comes. Generous: the machine may be busy.
WALL_FACTOR, WALL_SECONDS = 20, 240
#: Bytes of address space of a child: a fault may fill the memory.
ADDRESS_SPACE = 12 * 1024**3
_SURVIVED, _KILLED = 0, 1


@dataclass(frozen=True)
class CleanTest:
    """A test that passes without faults, and its seconds."""

    item: pytest.Item
    seconds: float


def pytest_sessionstart() -> None:
    """Draw the same random examples, without a limit of time."""
    # A failing example need not be made small, and a busy machine is no fault.
    settings.register_profile(
        "mutants",
        settings.get_profile("same examples"),
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
    )
    settings.load_profile("mutants")


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run everything once, then try the mutants."""
    mutants = read_mutants(Path(os.environ[MUTANTS]))
    tests, reached = _clean_run(session.items, {str(Path(mutant.file).absolute()) for mutant in mutants})
    gc.collect()
    _cached_functions()
    gc.freeze()
    with Path(os.environ[RESULTS]).open("a", encoding="utf-8") as out:
        for number, mutant in enumerate(mutants, start=1):
            lines = reached[str(Path(mutant.file).absolute())]
            names = {name for line in mutant.lines for name in lines.get(line, ())}
            asked = _quickest([tests[name] for name in names if name in tests], float(os.environ[SECONDS]))
            began = time.monotonic()
            outcome, by = _try_mutant(mutant, asked) if asked else ("not reached", "")
            row = {"name": mutant.name, "outcome": outcome, "by": by, "tests": len(asked)}
            out.write(json.dumps(row | {"seconds": round(time.monotonic() - began, 3)}) + "\n")
            out.flush()
            if number % 100 == 0:
                print(f"{number} of {len(mutants)} mutants tried", file=sys.__stderr__, flush=True)
    return True


def _quickest(tests: list[CleanTest], seconds: float) -> list[CleanTest]:
    """Return the quickest tests, as many as fit into the seconds, and at least one."""
    ordered = sorted(tests, key=lambda test: test.seconds)
    sums = itertools.accumulate(test.seconds for test in ordered)
    return [test for test, total in zip(ordered, sums, strict=True) if total <= seconds or test is ordered[0]]


def _clean_run(
    items: Sequence[pytest.Item], files: set[str]
) -> tuple[Mapping[str, CleanTest], Mapping[str, Mapping[int, list[str]]]]:
    """Return the tests that pass, and for each sown file the tests that reach each line."""
    measure = coverage.Coverage(data_file=None, include=sorted(files), config_file=False)
    tests = {}
    measure.start()
    for at, item in enumerate(items):
        measure.switch_context(item.nodeid)
        began = time.perf_counter()
        # The next item of the last is the first, so that fixtures of the session stay.
        reports = runtestprotocol(item, log=False, nextitem=items[(at + 1) % len(items)])
        if all(report.outcome != "failed" for report in reports):
            tests[item.nodeid] = CleanTest(item, time.perf_counter() - began)
        else:
            print(f"fails without a fault, not used: {item.nodeid}", file=sys.__stderr__)
            print(*(report.longreprtext[-2000:] for report in reports), file=sys.__stderr__)
    measure.stop()
    print(
        f"{len(tests)} tests, {sum(test.seconds for test in tests.values()):.0f} s",
        file=sys.__stderr__,
        flush=True,
    )
    data = measure.get_data()
    return tests, defaultdict(dict, {file: data.contexts_by_lineno(file) for file in data.measured_files()})


def _try_mutant(mutant: Mutant, tests: Sequence[CleanTest]) -> tuple[str, str]:
    """Return what became of the mutant, and the test that noticed it."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _be_mutant(mutant, tests, write)
    os.close(write)
    wall = WALL_SECONDS + WALL_FACTOR * sum(test.seconds for test in tests)
    ended, _, _ = select.select([read], [], [], wall)
    by = os.read(read, 100_000).decode() if ended else ""
    os.close(read)
    if not ended:
        os.killpg(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status in {-signal.SIGXCPU, -signal.SIGKILL}:
        return "timed out", by
    return ("survived", "") if status == _SURVIVED else ("killed", by)


def _be_mutant(mutant: Mutant, tests: Sequence[CleanTest], write: int) -> None:
    """Run the tests with the fault in this child process, and end it."""
    status, by = _KILLED, ""
    try:
        os.setpgid(0, 0)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        _clear_caches()
        set_mutant_under_test(mutant.name)
        failing = _first_failing(tests)
        status, by = (_SURVIVED, "") if failing is None else (_KILLED, failing)
    finally:
        os.write(write, by.encode())
        os._exit(status)


def _first_failing(tests: Sequence[CleanTest]) -> str | None:
    for at, test in enumerate(tests):
        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        soft = int(used + CPU_FACTOR * test.seconds + CPU_SECONDS) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
        following = tests[(at + 1) % len(tests)].item
        if any(report.outcome == "failed" for report in runtestprotocol(test.item, log=False, nextitem=following)):
            return test.item.nodeid
    return None


def _clear_caches() -> None:
    """Forget answers that functions of ours gave without the fault."""
    for function in _cached_functions():
        function.cache_clear()


@functools.cache
def _cached_functions() -> Iterable[functools._lru_cache_wrapper[object]]:
    return [
        value
        for value in gc.get_objects()
        if isinstance(value, functools._lru_cache_wrapper)
        and value.__module__.startswith("drillplanner.")
        and not value.__module__.startswith(
            "drillplanner.appropriateness.text.reader"
        )  # the model, read from its file
    ]
