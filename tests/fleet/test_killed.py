"""Workers, a run, and a scheduler that are really killed: what is done stays, and the rest is done once."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from drillplanner import api
from drillplanner.fleet.crews import DaskWorkers, InThisProcess, Processes, TlsFiles
from drillplanner.fleet.result import Outcome
from drillplanner.fleet.run import FleetStoppedError
from tests.fleet.conftest import PlannedFleet
from tests.fleet.odd_workers import KILLED_ONCE, MARKER, VICTIM, faulty, killed, never_done
from tests.fleet.small_fleet import bytes_of, plan_fleet, results_of

TOP = Path(__file__).parents[2]
#: Seconds after which a test gives up waiting for what must come.
LONGEST = 120.0


@pytest.fixture
def marker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file by which a worker tells the test what it does."""
    path = tmp_path / "marker"
    monkeypatch.setenv(MARKER, str(path))
    return path


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + LONGEST
    while not is_so():
        assert time.monotonic() < until, f"waited in vain for {what}"
        time.sleep(0.05)


def stored(folder: Path) -> frozenset[str]:
    """Return the districts that have a result."""
    if not (folder / "records" / "drills.sqlite").exists():
        return frozenset()
    with api.fleet_results(folder) as results:
        return frozenset(row.folder for row in results.each_of("plan"))


def test_killed_workers_are_replaced_and_only_a_district_that_kills_three_times_is_parked(
    planned_fleet: PlannedFleet, fresh_fleet: Path, marker: Path
) -> None:
    outcome = plan_fleet(fresh_fleet, Processes(2), do=killed)
    entries = {entry.folder: entry for entry in outcome.entries}
    assert [name for name, entry in entries.items() if entry.is_parked] == [VICTIM]
    assert (entries[VICTIM].result.outcome, entries[VICTIM].tries) == (Outcome.CRASHED, 3)
    deaths = marker.read_text(encoding="utf-8").split()
    assert deaths.count(KILLED_ONCE) == 1
    assert deaths.count(VICTIM) in {3, 4}, "three times alone, and maybe once with others at work"
    ours, theirs = bytes_of(fresh_fleet), bytes_of(planned_fleet.folder)
    assert ours == {name: raw for name, raw in theirs.items() if not name.startswith(VICTIM)}
    results, wanted = results_of(outcome), results_of(planned_fleet.outcome)
    assert {**results, VICTIM: ""} == {**wanted, VICTIM: ""}
    again = plan_fleet(fresh_fleet, InThisProcess())
    assert again.worked_on == 0, "a parked district waits to be asked for"


def test_a_fault_of_the_program_at_one_district_is_kept_with_its_trace(fresh_fleet: Path) -> None:
    outcome = plan_fleet(fresh_fleet, InThisProcess(), do=faulty)
    entries = {entry.folder: entry for entry in outcome.entries}
    assert (entries[VICTIM].result.outcome, entries[VICTIM].tries) == (Outcome.CRASHED, 3)
    assert "ValueError" in entries[VICTIM].result.words
    assert entries["alpha"].result.outcome is Outcome.DONE
    mended = plan_fleet(fresh_fleet, InThisProcess(), again=True)
    assert mended.worked_on == 1
    assert {entry.folder: entry.result.outcome for entry in mended.entries}[VICTIM] is Outcome.DONE


def test_a_run_that_is_killed_goes_on_with_what_is_missing(
    planned_fleet: PlannedFleet, fresh_fleet: Path, marker: Path
) -> None:
    run = subprocess.Popen([sys.executable, "-m", "tests.fleet.hanging_run", str(fresh_fleet)], cwd=TOP)
    try:
        others = {"alpha", "conflict", "mistake"}
        wait_until(lambda: marker.exists() and stored(fresh_fleet) == others, "the others")
        workers = psutil.Process(run.pid).children(recursive=True)
    finally:
        run.kill()
        run.wait()
    # Workers whose run is gone end by themselves, also one in the middle of its work.
    _, alive = psutil.wait_procs(workers, timeout=LONGEST)
    assert alive == []
    assert bytes_of(fresh_fleet).keys() == {"alpha/plan/plan.json", "alpha/plan/schedule.csv"}
    resumed = plan_fleet(fresh_fleet, InThisProcess())
    assert resumed.worked_on == 1
    assert bytes_of(fresh_fleet) == bytes_of(planned_fleet.folder)
    assert results_of(resumed) == results_of(planned_fleet.outcome)


@contextmanager
def scheduler() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start a scheduler with workers; yield its address and its process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fleet.local_cluster"], cwd=TOP, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip(), process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_run_whose_scheduler_is_killed_says_how_to_go_on(
    planned_fleet: PlannedFleet, fresh_fleet: Path, marker: Path
) -> None:
    with scheduler() as (address, process):
        crew = DaskWorkers(address, TlsFiles(), patience=10)

        def kill() -> None:
            try:
                wait_until(lambda: marker.exists() and len(stored(fresh_fleet)) == 3, "the others")
            finally:
                process.kill()

        killer = threading.Thread(target=kill)
        killer.start()
        with pytest.raises(FleetStoppedError, match=r"3 of 4 districts are done and kept\. Run the same command"):
            plan_fleet(fresh_fleet, crew, do=never_done)
        killer.join()
    resumed = plan_fleet(fresh_fleet, InThisProcess())
    assert resumed.worked_on == 1
    assert bytes_of(fresh_fleet) == bytes_of(planned_fleet.folder)
    assert results_of(resumed) == results_of(planned_fleet.outcome)


def test_a_scheduler_that_does_not_answer_is_said_at_once() -> None:
    with pytest.raises(api.InputError, match="cannot be reached"):
        DaskWorkers("tcp://127.0.0.1:9", TlsFiles(), patience=1)
