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
    """A request to end a search, made once from any thread; running work is stopped, later work not begun.

    ``drillplanner/cli/interrupt.py`` makes the request on Ctrl-C. A request does not reach other processes: what
    is sent to one has an interruption of its own there, requested if it was so when it was sent.
    """

    def __init__(self) -> None:
        self._is_requested = False
        self._stops: dict[int, Callable[[], None]] = {}
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[Callable[[bool], Interruption], tuple[bool]]:
        """Return how another process makes its own: the lock and the running work stay here."""
        return _in_another_process, (self._is_requested,)

    @property
    def is_requested(self) -> bool:
        """Whether the search should end."""
        return self._is_requested

    def request(self) -> None:
        """Request the end of the search, and stop running work."""
        self._is_requested = True
        self.stop_running()

    def stop_running(self) -> None:
        """Stop all running work; call it repeatedly if work may just be starting."""
        with self._lock:
            stops = tuple(self._stops.values())
        for stop in stops:
            stop()

    @contextmanager
    def stopping_with(self, stop: Callable[[], None]) -> Iterator[None]:
        """Let a request call ``stop`` while the block runs."""
        key = id(stop)
        with self._lock:
            self._stops[key] = stop
        try:
            yield
        finally:
            with self._lock:
                del self._stops[key]

    def run(self, search: Callable[[], Result]) -> Result:
        """Run the search and return its result."""
        return search()

    @contextmanager
    def uninterrupted(self) -> Iterator[None]:
        """Run the block without interruption, for example to write files that belong together."""
        yield


def _in_another_process(is_requested: bool) -> Interruption:
    interruption = Interruption()
    if is_requested:
        interruption.request()
    return interruption
