"""What workers do in tests of kills: as ``perform``, but for one district.

A marker is a file next to the fleet, whose path is in the environment, since a task carries no path.
"""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace
from pathlib import Path

from drillplanner.fleet.perform import perform
from drillplanner.fleet.task import DistrictTask, TaskDone

MARKER = "DRILLPLANNER_TEST_MARKER"
VICTIM = "bravo"
KILLED_ONCE = "alpha"


def killed(task: DistrictTask) -> TaskDone:
    """Do the work, but die of one district each time, and of another once; the marker names each death."""
    marker = Path(os.environ[MARKER])
    deaths = marker.read_text(encoding="utf-8").split() if marker.exists() else []
    if task.folder == VICTIM or (task.folder == KILLED_ONCE and KILLED_ONCE not in deaths):
        with marker.open("a", encoding="utf-8") as told:
            told.write(f"{task.folder}\n")
        os.kill(os.getpid(), signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    return perform(task)


def never_done(task: DistrictTask) -> TaskDone:
    """Do the work, but never come to an end with one district, of which the marker tells."""
    if task.folder == VICTIM:
        Path(os.environ[MARKER]).touch()
        time.sleep(600)
    return perform(task)


def faulty(task: DistrictTask) -> TaskDone:
    """Do the work of one district with files that no program can write."""
    if task.folder == VICTIM:
        return perform(replace(task, bundle=replace(task.bundle, files={"a\0b": b""})))
    return perform(task)
