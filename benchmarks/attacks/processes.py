"""Commands that run in processes of their own, and how they end.

Most are forked from a process that has loaded the program, so that thousands of them take minutes.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.db import connections

from drillplanner.cli import main as drillplanner

#: Seconds of processor time, and seconds in all on a busy computer, after which a command counts as hanging.
MOST_SECONDS, LONGEST_WAIT = 30, 300


@dataclass(frozen=True)
class Ran:
    """How a process ended."""

    code: int
    text: str
    megabytes: int
    hung: bool = False

    @property
    def killed(self) -> bool:
        """Whether it was killed by the attack, not because it hung."""
        return self.code == -signal.SIGKILL and not self.hung


#: Runs a command on a workspace.
Run = Callable[[Sequence[str], Path], Ran]


def forked(work: Callable[[], None], *, dies_at: int | None = None) -> tuple[int, Path]:
    """Run in a copy of this process, and return its id and the file of what it prints.

    It is killed before its ``dies_at``-th change of the disk.
    """
    handle, name = tempfile.mkstemp(prefix="attack-", suffix=".txt")
    child = os.fork()
    if child:
        os.close(handle)
        return child, Path(name)
    code = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
        # Line by line, so that what was answered before a kill is known.
        with os.fdopen(handle, "w", buffering=1, encoding="utf-8", errors="replace") as file:
            code = _exit_code(work, file, dies_at)
        # As at the end of any process: where the last connection is closed, SQLite removes its working files.
        gc.collect()
        if settings.configured:
            connections.close_all()
    finally:
        os._exit(code)


def _exit_code(work: Callable[[], None], file: TextIO, dies_at: int | None) -> int:
    """Run, print into the file, and return the exit code; 99 for an error that nobody caught."""
    with redirect_stdout(file), redirect_stderr(file):
        if dies_at is not None:
            sys.addaudithook(_deadly(dies_at))
        try:
            work()
        except SystemExit as leaving:
            return leaving.code if isinstance(leaving.code, int) else 1
        except BaseException:
            traceback.print_exc()
            return 99
    return 0


def _deadly(left: int) -> Callable[[str, tuple[object, ...]], None]:
    """Return a hook of the interpreter that kills it before a change of the disk."""

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if event in {"os.rename", "os.remove", "os.chmod", "os.mkdir"} or writes:
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1

    return hook


def ended(child: int, file: Path) -> Ran:
    """Wait for a process, and return how it ended."""
    until = time.monotonic() + LONGEST_WAIT
    hung = False
    while True:
        found, status, usage = os.wait4(child, os.WNOHANG)
        if found:
            break
        if time.monotonic() > until:
            hung = True
            os.kill(child, signal.SIGKILL)
        time.sleep(0.005)
    code = os.waitstatus_to_exitcode(status)
    text = file.read_text(encoding="utf-8", errors="replace")
    file.unlink()
    hung = hung or (code in {-signal.SIGXCPU, -signal.SIGKILL} and usage.ru_utime + usage.ru_stime >= MOST_SECONDS)
    return Ran(code, text, usage.ru_maxrss // 1024, hung)


def command(arguments: Sequence[str], folder: Path) -> Callable[[], None]:
    """Return a run of the command line in this process."""

    def run() -> None:
        sys.argv = ["drillplanner", *(word.replace("DIR", str(folder)) for word in arguments)]
        drillplanner()

    return run


def ran(arguments: Sequence[str], folder: Path, dies_at: int | None = None) -> Ran:
    """Run a command in a copy of this process, and return how it ended."""
    return ended(*forked(command(arguments, folder), dies_at=dies_at))


def started(arguments: Sequence[str], folder: Path) -> Ran:
    """Run a command as people do, in a process that begins with nothing."""
    handle, name = tempfile.mkstemp(prefix="attack-", suffix=".txt")
    words = [word.replace("DIR", str(folder)) for word in arguments]
    with os.fdopen(handle, "wb") as file:
        child = subprocess.Popen([sys.executable, "-m", "drillplanner", *words], stdout=file, stderr=file)
    done = ended(child.pid, Path(name))
    child.returncode = done.code
    return done
