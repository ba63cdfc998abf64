"""Record of the files that the PDF checkers have read: one line of JSON for each, written at once.

A stopped run continues where it was, and files whose bytes did not change are not read again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from benchmarks.pdf_checkers import Reading, checkers, read_by_both, sha256_of

#: Called with the number of bytes that have been read, and the total.
Progress = Callable[[int, int], None]


def recorded_readings(record: Path) -> dict[str, Reading]:
    """Return the recorded readings by the checkers' current versions, by the hash of the file.

    A line that cannot be read, such as the last line of a stopped run, is skipped: its file is read again.
    """
    readings: dict[str, Reading] = {}
    for line in record.read_text(encoding="utf-8").splitlines() if record.is_file() else ():
        try:
            entry = json.loads(line)
            reading = Reading(
                entry["sha256"],
                entry["checkers"],
                entry["pages"],
                tuple(entry["errors"]),
                tuple((str(name), int(times)) for name, times in entry["remarks"]),
            )
        except (ValueError, KeyError, TypeError):
            continue
        if reading.checkers == checkers():
            readings[reading.sha256] = reading
    return readings


def read_all(
    paths: Iterable[Path], record: Path, processes: int, progress: Progress
) -> Iterator[tuple[Path, Reading]]:
    """Yield each file with its reading, recorded ones first; record each new reading.

    With 0 ``processes``, no new files are read.
    """
    known = recorded_readings(record)
    hashes = {path: sha256_of(path) for path in paths}
    yield from ((path, known[digest]) for path, digest in hashes.items() if digest in known)
    if not processes:
        return
    unread = {path: digest for path, digest in hashes.items() if digest not in known}
    # Of files with the same bytes only the first is read.
    first = {digest: path for path, digest in reversed(unread.items())}
    # Small files first: they show most faults of a page long before a packet of 640 pages has been read.
    chosen = sorted(first.values(), key=lambda path: (path.stat().st_size, path))
    sizes = [path.stat().st_size for path in chosen]
    copies: dict[str, list[Path]] = {}
    for path, digest in unread.items():
        copies.setdefault(digest, []).append(path)
    record.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        pool = stack.enter_context(ProcessPoolExecutor(processes))
        stack.callback(pool.shutdown, wait=True, cancel_futures=True)
        file = stack.enter_context(record.open("a", encoding="utf-8"))
        if record.stat().st_size:
            file.write("\n")  # ends a line that a stopped run left incomplete
        for done, (chosen_path, reading) in enumerate(zip(chosen, pool.map(read_by_both, chosen), strict=True)):
            file.write(json.dumps(asdict(reading)) + "\n")
            file.flush()
            progress(sum(sizes[: done + 1]), sum(sizes))
            # A file that was rewritten during the run has other bytes than its former copies.
            yield from ((path, reading) for path in copies.get(reading.sha256, [chosen_path]))
