"""Ctrl-C: the first ends the search and keeps the best plan found so far, the second leaves at once.

Python handles a signal between two steps of the main thread, and a search in C++ is one step. So the search runs
in a thread of its own, and the main thread waits for it, a tenth of a second at a time: on Windows a longer wait
would not notice the key.
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
    """An interruption that Ctrl-C requests."""

    def __init__(self) -> None:
        super().__init__()
        self._is_announced = False
        self._is_writing = False

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        """Handle the signal: mark it the first time, leave the second time, except while files are written."""
        if self._is_requested and not self._is_writing:
            raise KeyboardInterrupt
        self._is_requested = True

    def run(self, search: Callable[[], Result]) -> Result:
        """Return the result of the search; it is stopped when the key is pressed."""
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
                # A solver that was only about to begin has missed the last stop.
                self.stop_running()
        if failed:
            raise failed[0]
        return found[0]

    def _say(self) -> None:
        if not self._is_announced:
            self._is_announced = True
            message = "Stopping with the best plan found so far. Press Ctrl-C again to leave without it."
            click.echo(f"\n{message}", err=True)

    @contextmanager
    def uninterrupted(self) -> Iterator[None]:
        """Finish what is done inside, whatever key is pressed."""
        self._is_writing = True
        try:
            yield
        finally:
            self._is_writing = False


@contextmanager
def interruptible() -> Iterator[Interruption]:
    """Yield an interruption that Ctrl-C requests; outside the main thread nothing requests it."""
    if threading.current_thread() is not threading.main_thread():
        yield Interruption()
        return
    keyboard = _Keyboard()
    before = signal.signal(signal.SIGINT, keyboard.on_signal)
    try:
        yield keyboard
    finally:
        signal.signal(signal.SIGINT, before)


def leave_at_once(code: int) -> None:
    """End the process without waiting for a search that still runs; returns where none does."""
    if any(thread.name.startswith(_THREAD) for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
