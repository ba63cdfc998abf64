"""Ctrl-C in a real process, and the same told to the search itself at each of its steps."""

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
# Windows sends Ctrl-C to all processes of a console, the tests' own among them, and to none of a group of its own
# (GenerateConsoleCtrlEvent). What happens after the signal is tested on every system in solve/test_interrupted.py.
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no way to press Ctrl-C for one process")


@dataclass(frozen=True)
class Ended:
    """What the process ended with, what it said, and how many seconds after the last Ctrl-C it ended."""

    code: int
    out: str
    err: str
    seconds: float


def pressed(step: str, *arguments: object, times: int = 1) -> Ended:
    """The command, with Ctrl-C pressed so often once the step of its search has begun."""
    process = subprocess.Popen(  # noqa: S603 (our own command)
        [sys.executable, "-m", "tests.marked_command", step, *map(str, arguments)],
        cwd=TOP,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        said = []
        for line in process.stderr:
            said.append(line)
            if MARK in line:
                break
        assert said, "the process said nothing"
        assert MARK in said[-1], "".join(said)
        for number in range(times):
            time.sleep(0.5 if number else 0.2)
            process.send_signal(signal.SIGINT)
        at = time.perf_counter()
        out, err = process.communicate(timeout=120)
        return Ended(process.returncode, out, "".join(said) + err, time.perf_counter() - at)
    finally:
        process.kill()


@pytest.fixture
def place(planned_example: Path, tmp_path: Path) -> Path:
    """A copy of the example with its plan."""
    return Path(shutil.copytree(planned_example, tmp_path / "district"))


@POSIX
def test_the_best_plan_found_so_far_is_written_with_its_bound(place: Path) -> None:
    shutil.rmtree(place / "plan")
    ended = pressed("whole", "plan", place, "--format", "json")
    assert ended.code == 0, ended.err
    document = json.loads(ended.out)
    assert document["status"] == "feasible"
    assert document["interrupted"] is True
    assert document["ran_out_of_time"] is False
    assert document["bound"] < document["objective"]
    assert document["violated"] == 0
    assert "Stopping with the best plan found so far. Press Ctrl-C again to leave without it." in ended.err
    assert "The search was interrupted: this is the best plan found so far." in ended.err
    assert "The search was interrupted; a better plan may exist." in document["warnings"]
    made = api.read_plan(place)
    assert made.ended_early == "interrupted"
    assert (place / "plan" / "schedule.csv").is_file()
    assert not api.audit(api.prepare(place)).violated


@POSIX
def test_before_a_whole_plan_exists_the_former_one_stays(place: Path) -> None:
    before = (place / "plan" / "plan.json").read_bytes()
    ended = pressed("alone", "plan", place, "--seed", 1, "--format", "json")
    assert ended.code == 1, ended.err
    document = json.loads(ended.out)
    assert document["status"] == "unknown"
    assert document["interrupted"] is True
    assert "Interrupted before a whole plan was found. Nothing was written" in ended.err
    assert "Traceback" not in ended.err
    assert (place / "plan" / "plan.json").read_bytes() == before


@POSIX
def test_a_second_time_ends_at_once(place: Path) -> None:
    before = (place / "plan" / "plan.json").read_bytes()
    ended = pressed("deaf", "plan", place, times=2)
    assert ended.code == 130
    assert ended.seconds < 10
    assert "Stopped." in ended.err
    assert "Traceback" not in ended.err
    assert (place / "plan" / "plan.json").read_bytes() == before


def test_what_runs_is_stopped_and_what_has_ended_is_left_alone() -> None:
    interruption = Interruption()
    stopped = []
    with interruption.stopping_with(lambda: stopped.append("first")):
        interruption.request()
    with interruption.stopping_with(lambda: stopped.append("second")):
        interruption.stop_running()
    interruption.stop_running()
    assert stopped == ["first", "second"]
    assert interruption.is_requested


def test_the_first_press_is_a_mark_and_the_second_the_way_out_but_not_while_files_are_written() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interruptible() as keyboard:
        signal.raise_signal(signal.SIGINT)
        assert keyboard.is_requested
        with keyboard.uninterrupted():
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_an_error_of_the_search_comes_through() -> None:
    def broken() -> None:
        raise OutOfTimeError("no time")

    with interruptible() as keyboard, pytest.raises(OutOfTimeError, match="no time"):
        keyboard.run(broken)


@pytest.mark.parametrize("command", [("plan",), ("replan", "--as-of", "2026-01-12", "--close", "2026-01-26")])
def test_no_time_is_told_plainly_and_changes_nothing(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    before = (place / "plan" / "plan.json").read_bytes()
    effort = SolverSettings.effort
    monkeypatch.setattr(SolverSettings, "effort", lambda own: effort(SolverSettings(own.seed, time_limit=0.0)))
    ran = run(capsys, command[0], place, *command[1:], "--time-limit", 1, "--format", "json")
    assert ran.code == 1
    document = json.loads(ran.out)
    assert document["status"] == "unknown"
    assert (document["ran_out_of_time"], document["interrupted"]) == (True, False)
    assert "--time-limit" in ran.err
    assert (place / "plan" / "plan.json").read_bytes() == before
