"""Ctrl-C: the first ends the search and keeps the best plan found so far, the second leaves at once.

Python runs what a signal asks for between two steps of the main thread, and a search in C++ is one step. So the
search runs in a thread of its own and the main thread waits for it, a tenth of a second at a time: on Windows no
longer wait would hear of the key.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

import click

from drillplanner.progress import Interruption

Result = TypeVar("Result")

_SECONDS = 0.1
_THREAD = "drillplanner-search"


class _Keyboard(Interruption):
    """Told by Ctrl-C."""

    def __init__(self) -> None:
        super().__init__()
        self._is_said = False
        self._is_whole = False

    def heard(self, number: int, frame: FrameType | None) -> None:
        """What the signal does: a mark the first time, the way out the second, but while files are written."""
        if self._is_told and not self._is_whole:
            raise KeyboardInterrupt
        self._is_told = True

    def run(self, search: Callable[[], Result]) -> Result:
        """What the search gives; it is stopped when the key is pressed."""
        found: list[Result] = []
        failed: list[BaseException] = []

        def work() -> None:
            try:
                found.append(search())
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=work, name=_THREAD, daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(_SECONDS)
            if self.is_requested and thread.is_alive():
                self._say()
                # A solver that was only about to begin has not heard the last time.
                self.stop_running()
        if failed:
            raise failed[0]
        return found[0]

    def _say(self) -> None:
        if not self._is_said:
            self._is_said = True
            told = "Stopping with the best plan found so far. Press Ctrl-C again to leave without it."
            click.echo(f"\n{told}", err=True)

    @contextmanager
    def uninterrupted(self) -> Iterator[None]:
        """What is done inside is done whole, whatever is pressed."""
        self._is_whole = True
        try:
            yield
        finally:
            self._is_whole = False


@contextmanager
def interruptible() -> Iterator[Interruption]:
    """An interruption that Ctrl-C tells while inside; in other threads than the main one nothing does."""
    if threading.current_thread() is not threading.main_thread():
        yield Interruption()
        return
    keyboard = _Keyboard()
    before = signal.signal(signal.SIGINT, keyboard.heard)
    try:
        yield keyboard
    finally:
        signal.signal(signal.SIGINT, before)


def leave_at_once(code: int) -> None:
    """End the process without waiting for a search that still runs; returns where none does."""
    if any(thread.name == _THREAD for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
