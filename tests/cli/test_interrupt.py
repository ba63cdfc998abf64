"""Ctrl-C in a real process, at each step of the search."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.cli.interrupt import interruptible
from drillplanner.files.errors import OutOfTimeError
from drillplanner.progress import Interruption
from drillplanner.solve.solver import SolverSettings
from tests.command_line import run
from tests.marked_command import MARK

TOP = Path(__file__).parents[2]
# Windows sends Ctrl-C to all processes of a console, this one included, or to none of a separate process group
# (GenerateConsoleCtrlEvent). tests/solve tests on every system what happens after the signal.
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no way to press Ctrl-C for one process")


@dataclass(frozen=True)
class FinishedProcess:
    """Exit code and output of the process, and how many seconds after the last Ctrl-C it process."""

    code: int
    out: str
    err: str
    seconds: float


def run_and_interrupt(step: str, *arguments: object, times: int = 1) -> FinishedProcess:
    """Run a command and press Ctrl-C ``times`` times once ``step`` of its search has begun."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.marked_command", step, *map(str, arguments)],
        cwd=TOP,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        lines = []
        for line in process.stderr:
            lines.append(line)
            if MARK in line:
                break
        assert lines, "the process wrote nothing"
        assert MARK in lines[-1], "".join(lines)
        for number in range(times):
            time.sleep(0.5 if number else 0.2)
            process.send_signal(signal.SIGINT)
        pressed_at = time.perf_counter()
        out, err = process.communicate(timeout=120)
        return FinishedProcess(process.returncode, out, "".join(lines) + err, time.perf_counter() - pressed_at)
    finally:
        process.kill()


@pytest.fixture
def folder(planned_example: Path, tmp_path: Path) -> Path:
    """Return a copy of the planned example that the test may change."""
    return Path(shutil.copytree(planned_example, tmp_path / "district"))


@POSIX
def test_the_best_plan_found_so_far_is_written_with_its_bound(folder: Path) -> None:
    shutil.rmtree(folder / "plan")
    process = run_and_interrupt("whole", "plan", folder, "--format", "json")
    assert process.code == 0, process.err
    document = json.loads(process.out)
    assert document["status"] == "feasible"
    assert document["interrupted"] is True
    assert document["ran_out_of_time"] is False
    assert document["bound"] < document["objective"]
    assert document["violated"] == 0
    assert "Stopping with the best plan found so far. Press Ctrl-C again to leave without it." in process.err
    assert "The search was interrupted: this is the best plan found so far." in process.err
    assert "The search was interrupted; a better plan may exist." in document["warnings"]
    plan = api.read_plan(folder)
    assert plan.ended_early == "interrupted"
    assert (folder / "plan" / "schedule.csv").is_file()
    assert not api.audit(api.prepare(folder)).violated


@POSIX
def test_without_a_complete_plan_the_former_plan_stays(folder: Path) -> None:
    before = (folder / "plan" / "plan.json").read_bytes()
    process = run_and_interrupt("alone", "plan", folder, "--seed", 1, "--format", "json")
    assert process.code == 1, process.err
    document = json.loads(process.out)
    assert document["status"] == "unknown"
    assert document["interrupted"] is True
    assert "Interrupted before a whole plan was found. Nothing was written" in process.err
    assert "Traceback" not in process.err
    assert (folder / "plan" / "plan.json").read_bytes() == before


@POSIX
def test_a_second_ctrl_c_ends_the_process_at_once(folder: Path) -> None:
    before = (folder / "plan" / "plan.json").read_bytes()
    process = run_and_interrupt("deaf", "plan", folder, times=2)
    assert process.code == 130
    assert process.seconds < 10
    assert "Stopped." in process.err
    assert "Traceback" not in process.err
    assert (folder / "plan" / "plan.json").read_bytes() == before


def test_an_interruption_stops_only_the_running_search() -> None:
    interruption = Interruption()
    stopped = []
    with interruption.stopping_with(lambda: stopped.append("first")):
        interruption.request()
    with interruption.stopping_with(lambda: stopped.append("second")):
        interruption.stop_running()
    interruption.stop_running()
    assert stopped == ["first", "second"]
    assert interruption.is_requested


def test_the_first_ctrl_c_is_a_request_and_the_second_raises_except_while_files_are_written() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interruptible() as keyboard:
        signal.raise_signal(signal.SIGINT)
        assert keyboard.is_requested
        with keyboard.uninterrupted():
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_an_error_of_the_search_is_raised() -> None:
    def broken() -> None:
        raise OutOfTimeError("no time")

    with interruptible() as keyboard, pytest.raises(OutOfTimeError, match="no time"):
        keyboard.run(broken)


@pytest.mark.parametrize("command", [("plan",), ("replan", "--as-of", "2026-01-12", "--close", "2026-01-26")])
def test_a_search_without_time_says_so_and_changes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    before = (folder / "plan" / "plan.json").read_bytes()
    effort = SolverSettings.effort
    monkeypatch.setattr(
        SolverSettings,
        "effort",
        lambda settings, campuses: effort(SolverSettings(settings.seed, time_limit=0.0), campuses),
    )
    ran = run(capsys, command[0], folder, *command[1:], "--time-limit", 1, "--format", "json")
    assert ran.code == 1
    document = json.loads(ran.out)
    assert document["status"] == "unknown"
    assert (document["ran_out_of_time"], document["interrupted"]) == (True, False)
    assert "--time-limit" in ran.err
    assert (folder / "plan" / "plan.json").read_bytes() == before
