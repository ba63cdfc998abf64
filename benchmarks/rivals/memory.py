"""The most memory that a process and its children hold together, looked at twice a second."""

from __future__ import annotations

import threading
from collections import defaultdict
from pathlib import Path

_PROC = Path("/proc")
LOOK_EVERY_SECONDS = 0.5


class MemoryWatch:
    """Watches a process while it runs. ``peak_megabytes`` stays 0 where the system has no /proc."""

    def __init__(self, process_id: int) -> None:
        self.peak_megabytes = 0
        self._process_id = process_id
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(LOOK_EVERY_SECONDS):
            self.peak_megabytes = max(self.peak_megabytes, megabytes_of_family(self._process_id))


def megabytes_of_family(process_id: int) -> int:
    """What the process and its descendants hold now, shared pages counted once; 0 where it cannot be told."""
    children: dict[int, list[int]] = defaultdict(list)
    for path in _PROC.glob("[0-9]*/stat"):
        try:
            # The name of the program stands in brackets and may hold spaces.
            after_name = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        children[int(after_name[1])].append(int(path.parent.name))
    family, found = [process_id], 0
    while family:
        one = family.pop()
        family += children[one]
        found += _kilobytes(one)
    return round(found / 1024)


def _kilobytes(process_id: int) -> int:
    try:
        lines = (_PROC / str(process_id) / "smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
