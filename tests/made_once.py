"""Folders that take long to make: one worker process of a test run makes them, and all read them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

#: Seconds after which a folder that another process is making is given up.
LONGEST = 600


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder that ``make`` fills, in whichever process of the run asks for it first.

    Tests must not change it. Raises RuntimeError in the other processes if it could not be made.
    """
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    shared = factory.getbasetemp() if alone else factory.getbasetemp().parent
    place, finished, failed = (shared / f"{name}{ending}" for ending in ("", ".finished", ".failed"))
    try:
        place.mkdir()
    except FileExistsError:
        _wait_for(finished, failed)
        return place / name
    try:
        make(place / name)
    except BaseException as error:
        failed.write_text(repr(error), encoding="utf-8")
        raise
    finished.touch()
    return place / name


def _wait_for(finished: Path, failed: Path) -> None:
    until = time.monotonic() + LONGEST
    while not finished.exists():
        if failed.exists():
            raise RuntimeError(f"another process could not make it: {failed.read_text(encoding='utf-8')}")
        if time.monotonic() > until:
            raise RuntimeError(f"another process did not finish it in {LONGEST} seconds: {finished.stem}")
        time.sleep(0.1)
