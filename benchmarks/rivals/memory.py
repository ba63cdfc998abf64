"""The peak memory of a process and its children together, sampled twice a second."""

from __future__ import annotations

import threading
from collections import defaultdict
from pathlib import Path

_PROC = Path("/proc")
SAMPLE_SECONDS = 0.5


class MemoryWatch:
    """Samples a process while it runs. ``peak_megabytes`` stays 0 if the system has no /proc."""

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
        while not self._done.wait(SAMPLE_SECONDS):
            self.peak_megabytes = max(self.peak_megabytes, megabytes_of_family(self._process_id))


def megabytes_of_family(process_id: int) -> int:
    """Return the memory of the process and its descendants, shared pages counted once; 0 if unknown."""
    children: dict[int, list[int]] = defaultdict(list)
    for path in _PROC.glob("[0-9]*/stat"):
        try:
            # The name of the program is in parentheses and may contain spaces.
            after_name = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        children[int(after_name[1])].append(int(path.parent.name))
    family, kilobytes = [process_id], 0
    while family:
        member = family.pop()
        family += children[member]
        kilobytes += _kilobytes(member)
    return round(kilobytes / 1024)


def _kilobytes(process_id: int) -> int:
    try:
        lines = (_PROC / str(process_id) / "smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
