"""Commands on disks that are full, nearly full, or read-only. Mounting them in memory needs Linux and root."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.attacks.count import MIXED, PARTS_LEFT, WRITTEN_WITH_2, Count
from benchmarks.attacks.processes import ran
from benchmarks.attacks.turns import Turn
from benchmarks.attacks.workspace import WRITERS, changed_names, content, year

_RECORDS = "records/drills.sqlite"
#: SQLite's own files, which hold no record once it has given up.
_WORKING_FILES = (f"{_RECORDS}-shm", f"{_RECORDS}-wal")


def disks(base: Path, place: Path, turns: Iterable[Turn], count: Count) -> None:
    """Run the commands that write in turn: thrice on a full disk with some bytes left, then on a read-only one."""
    used = sum(len(raw) for raw in content(base).values()) // 1024 + 4 * len(content(base)) + 400
    for turn, chance in turns:
        arguments = WRITERS[turn % len(WRITERS)]
        state = "read-only" if turn % 4 == 3 else "full"
        with _small_disk(place, used + 2000) as disk:
            folder = Path(shutil.copytree(base, disk / "district"))
            if state == "read-only":
                subprocess.run(["/bin/mount", "-o", "remount,ro", disk], check=True)
            else:
                _fill(disk / "ballast", chance.choice((0, 4096, 16384, 65536, chance.randrange(400_000))))
            before = content(folder)
            done = ran(arguments, folder)
            after = content(folder)
        what = f"{arguments[0]} on a disk that is {state}"
        count.add(done, what)
        if done.code == 2 and year(after) != year(before):
            count.find(MIXED, f"{what}: 2, and another plan")
        if done.code == 2 and any(name.endswith(".part") for name in after):
            count.find(PARTS_LEFT, f"{what}: 2, and a part of a file left")
        changed = [name for name in changed_names(before, after) if not name.startswith(_WORKING_FILES)]
        if done.code == 2 and changed:
            count.find(WRITTEN_WITH_2, f"{what}: 2, and changed {changed[:3]}")


@contextmanager
def _small_disk(place: Path, kilobytes: int) -> Iterator[Path]:
    """Mount a disk in memory of this size for the block."""
    point = place / "disk"
    point.mkdir()
    subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", point], check=True)
    try:
        yield point
    finally:
        subprocess.run(["/bin/umount", "-l", point], check=True)
        point.rmdir()


def _fill(file: Path, left: int) -> None:
    """Fill a disk except for some bytes."""
    free = os.statvfs(file.parent)
    wanted = max(0, free.f_bavail * free.f_frsize - left)
    with file.open("wb") as stream:
        written = 0
        try:
            while written < wanted:
                written += stream.write(b"x" * min(65536, wanted - written))
                stream.flush()
        except OSError:
            return
