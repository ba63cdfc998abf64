"""A sign of life while work without steps to count lasts: what is done, and for how many seconds."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: Work that ends sooner shows nothing.
_FIRST_SECONDS = 1.0
_SECONDS_BETWEEN = 0.5


@contextmanager
def waiting(what: str) -> Iterator[Callable[[], None]]:
    """Show ``what`` on a terminal's standard error from the second second on, and take it away at the end.

    Yield a function that takes it away at once, for a question in the middle of the work.
    """
    if not sys.stderr.isatty():
        yield lambda: None
        return
    ended = threading.Event()
    thread = threading.Thread(target=_show, args=(what, ended), name="drillplanner-waiting", daemon=True)
    thread.start()

    def stop() -> None:
        ended.set()
        thread.join()

    try:
        yield stop
    finally:
        stop()


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
