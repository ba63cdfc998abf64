"""Progress of long work, and the request to end it early."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

#: Called with what is being done, how many are done, and how many there are.
Progress = Callable[[str, int, int], None]


def silent(stage: str, done: int, total: int) -> None:
    """Report progress to no one."""


Result = TypeVar("Result")


class Interruption:
    """Told once, from any thread; what runs then is stopped, and whoever asks before going on hears of it.

    It never is where nobody holds on to it. ``drillplanner/cli/interrupt.py`` tells it of Ctrl-C.
    """

    def __init__(self) -> None:
        self._is_told = False
        self._stops: dict[int, Callable[[], None]] = {}
        self._lock = threading.Lock()

    @property
    def is_requested(self) -> bool:
        """Whether the search is to end."""
        return self._is_told

    def request(self) -> None:
        """End the search."""
        self._is_told = True
        self.stop_running()

    def stop_running(self) -> None:
        """Stop all that runs; again and again where something may just have been about to begin."""
        with self._lock:
            stops = tuple(self._stops.values())
        for stop in stops:
            stop()

    @contextmanager
    def stopping_with(self, stop: Callable[[], None]) -> Iterator[None]:
        """What runs inside is ended by ``stop``, which any thread may call."""
        key = id(stop)
        with self._lock:
            self._stops[key] = stop
        try:
            yield
        finally:
            with self._lock:
                del self._stops[key]

    def run(self, search: Callable[[], Result]) -> Result:
        """What the search gives."""
        return search()

    @contextmanager
    def uninterrupted(self) -> Iterator[None]:
        """What is done inside is done whole, such as writing files that belong together."""
        yield
