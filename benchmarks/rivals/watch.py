"""Ends a search by a condition: engines have limits of the wall clock alone, which other work takes from them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: Whether a search should end, with what it has.
IsOver = Callable[[], bool]

#: How often the condition is asked, in seconds of the wall clock.
ASK_EVERY = 0.1


@contextmanager
def stopped_when(is_over: IsOver, stop: Callable[[], object]) -> Iterator[None]:
    """Call ``stop`` from another thread while the block runs and the search is over."""
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(ASK_EVERY):
            if is_over():
                stop()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()
