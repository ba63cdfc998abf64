"""A sign of life while work lasts: what is done, and for how many seconds.

A terminal shows it in one line that changes. A pipe or a log file gets a line every half minute.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drillplanner.progress import Progress

#: Work that ends sooner shows nothing on a terminal.
_FIRST_SECONDS = 1.0
_SECONDS_BETWEEN = 0.5
#: A log of an hour holds 120 lines, and no one who reads along takes the program for dead.
_SECONDS_BETWEEN_LINES = 30.0


@contextmanager
def waiting(what: str) -> Iterator[Callable[[], None]]:
    """Show ``what`` on a terminal's standard error from the second second on, and take it away at the end.

    Yield a function that takes it away at once, for a question in the middle of the work.
    """
    if sys.stderr.isatty():
        with _at_once(lambda ended: _show(what, ended)) as stop:
            yield stop
    else:
        with _at_once(lambda ended: _write_lines(lambda: what, ended)) as stop:
            yield stop


@contextmanager
def progress_lines() -> Iterator[Progress]:
    """Yield a progress function whose latest step is a line on standard error every half minute."""
    steps = ["Working"]

    def remember(stage: str, done: int, total: int) -> None:
        steps[:] = [f"{stage}: {done} of {total}"]

    with _at_once(lambda ended: _write_lines(lambda: steps[0], ended)):
        yield remember


@contextmanager
def _at_once(shown: Callable[[threading.Event], None]) -> Iterator[Callable[[], None]]:
    """Run ``shown`` in a thread until the end of the block, or until the function is called that this yields."""
    ended = threading.Event()
    thread = threading.Thread(target=shown, args=(ended,), name="drillplanner-waiting", daemon=True)
    thread.start()

    def stop() -> None:
        ended.set()
        thread.join()

    try:
        yield stop
    finally:
        stop()


def _write_lines(step: Callable[[], str], ended: threading.Event) -> None:
    began = time.monotonic()
    while not ended.wait(_SECONDS_BETWEEN_LINES):
        sys.stderr.write(f"{step()} (after {time.monotonic() - began:.0f} s)\n")
        sys.stderr.flush()


def _show(what: str, ended: threading.Event) -> None:
    began, seconds, shown = time.monotonic(), _FIRST_SECONDS, ""
    while not ended.wait(seconds):
        text = f"{what}: {time.monotonic() - began:.0f} s"
        sys.stderr.write(f"\r{text.ljust(len(shown))}")
        sys.stderr.flush()
        shown, seconds = text, _SECONDS_BETWEEN
    if shown:
        sys.stderr.write(f"\r{' ' * len(shown)}\r")
        sys.stderr.flush()
