"""Which files the checkers have read already: one line of JSON a reading, added as soon as it is there.

A run that is stopped goes on where it was, and files whose bytes did not change are not read again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from benchmarks.pdf_checkers import Reading, checkers, read_by_both, sha256_of

#: How many bytes have been read, of how many.
Progress = Callable[[int, int], None]


def recorded(record: Path) -> dict[str, Reading]:
    """The readings by the checkers of today, by the hash of the file.

    A line that cannot be read, such as the last of a run that was cut off, is left out: its file is read again.
    """
    found: dict[str, Reading] = {}
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
            found[reading.sha256] = reading
    return found


def read_all(
    paths: Iterable[Path], record: Path, processes: int, progress: Progress
) -> Iterator[tuple[Path, Reading]]:
    """Each file with what the checkers say of it, those on record first; each new reading is put on record.

    Without ``processes`` no more files are read than are on record.
    """
    known = recorded(record)
    hashes = {path: sha256_of(path) for path in paths}
    yield from ((path, known[one]) for path, one in hashes.items() if one in known)
    if not processes:
        return
    left = {path: one for path, one in hashes.items() if one not in known}
    first = {one: path for path, one in reversed(left.items())}  # of files with the same bytes one is read
    # Small files first: most of what is wrong with a page is then told long before a packet of 640 pages is read.
    chosen = sorted(first.values(), key=lambda path: (path.stat().st_size, path))
    sizes = [path.stat().st_size for path in chosen]
    copies: dict[str, list[Path]] = {}
    for path, one in left.items():
        copies.setdefault(one, []).append(path)
    record.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        pool = stack.enter_context(ProcessPoolExecutor(processes))
        stack.callback(pool.shutdown, wait=True, cancel_futures=True)
        file = stack.enter_context(record.open("a", encoding="utf-8"))
        if record.stat().st_size:
            file.write("\n")  # what was cut off ends here
        for done, (chosen_one, reading) in enumerate(zip(chosen, pool.map(read_by_both, chosen), strict=True)):
            file.write(json.dumps(asdict(reading)) + "\n")
            file.flush()
            progress(sum(sizes[: done + 1]), sum(sizes))
            # A file that was written anew while others were read has other bytes than its copies had.
            yield from ((path, reading) for path in copies.get(reading.sha256, [chosen_one]))
