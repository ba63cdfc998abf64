"""Attacks on a workspace: damaged files, kills, commands side by side, full and read-only disks.

Run ``python -m benchmarks.attacks``; ``--mutated 200 --kills 100`` make it shorter, and ``--only kills,mutated``
does some of it. The workspace has two invented schools. Each command runs in a process of its own, which is
forked, so that thousands of them take minutes; so it needs Linux, and ``--only disk`` root, for small disks of its
own. It counts tracebacks, processes that took over 30 s of processor time or hang, entries that were answered and
are lost, workspaces with the files of two years, changes by a command that ended with 2, and the most memory.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from drillplanner import api
from drillplanner.cli import main as drillplanner
from drillplanner.files.changes.workspace_lock import locked_workspace
from drillplanner.solve.solver import SolverSettings
from tests.intake.small_workspace import write_workspace

#: Seconds of processor time, and seconds in all on a busy computer, after which a command counts as hanging.
MOST_SECONDS, LONGEST_WAIT = 30, 300
MOST_MEGABYTES = 500
#: Ends of commands that the published interface knows.
EXIT_CODES = {0, 1, 2, 3, 4, 130}
AS_OF = "2026-01-12"
_KILLED = -signal.SIGKILL

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check", "DIR"),
    ("audit", "DIR"),
    ("audit", "DIR", "--schedule", "DIR/plan/schedule.csv"),
    ("charts", "DIR"),
    ("explain", "DIR"),
    ("record", "DIR", "Oak, fire, 10/7", "--by", "office", "--extra"),
    ("record", "DIR"),
    ("records", "verify", "DIR"),
    ("records", "export", "DIR"),
    ("replan", "DIR", "--as-of", AS_OF, "--close", "2026-02-03"),
    ("answer", "DIR", "has_aed=yes"),
    ("publish", "DIR", "--only", "tables,icalendar"),
    ("publish", "DIR", "--diff"),
    ("screen", "DIR/district.yaml"),
    ("plan", "DIR"),
)


@dataclass
class Count:
    """What was run, and what was found."""

    runs: int = 0
    codes: Counter[int] = field(default_factory=Counter)
    tracebacks: int = 0
    hangs: int = 0
    lost: int = 0
    half_years: int = 0
    written_with_2: int = 0
    most_megabytes: int = 0
    seen: Counter[str] = field(default_factory=Counter)

    def add(self, ran: Ran, what: str) -> None:
        """Count a run."""
        self.runs += 1
        self.codes[ran.code] += 1
        self.most_megabytes = max(self.most_megabytes, ran.megabytes)
        self.hangs += ran.hung
        if "Traceback" in ran.text or (ran.code not in EXIT_CODES and not ran.killed):
            self.tracebacks += 1
            last = next((line for line in reversed(ran.text.splitlines()) if line.strip()), "")
            self.seen[f"{what}: {ran.code}: {last[:160]}"] += 1

    def __str__(self) -> str:
        codes = ", ".join(f"{code}: {number}" for code, number in sorted(self.codes.items()))
        found = (
            f"{self.runs} runs ({codes}); tracebacks {self.tracebacks}, hangs {self.hangs}, lost {self.lost}, "
            f"half years {self.half_years}, written in spite of 2: {self.written_with_2}, "
            f"most memory {self.most_megabytes} MB"
        )
        return "\n".join([found, *(f"    {number} x {text}" for text, number in self.seen.most_common(12))])


@dataclass(frozen=True)
class Ran:
    """How a process ended."""

    code: int
    text: str
    megabytes: int
    hung: bool = False
    killed: bool = False


def forked(work: Callable[[], None], *, dies_at: int | None = None) -> tuple[int, Path]:
    """Run in a copy of this process, and return its id and the file of what it prints.

    It is killed before its ``dies_at``-th change of the disk.
    """
    handle, name = tempfile.mkstemp(prefix="attack-", suffix=".txt")
    child = os.fork()
    if child:
        os.close(handle)
        return child, Path(name)
    code = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            code = _exit_code(work, file, dies_at)
    finally:
        os._exit(code)


def _exit_code(work: Callable[[], None], file: TextIO, dies_at: int | None) -> int:
    """Run, print into the file, and return the exit code; 99 for an error that nobody caught."""
    with redirect_stdout(file), redirect_stderr(file):
        if dies_at is not None:
            sys.addaudithook(_deadly(dies_at))
        try:
            work()
        except SystemExit as leaving:
            return leaving.code if isinstance(leaving.code, int) else 1
        except BaseException:
            traceback.print_exc()
            return 99
    return 0


def _deadly(left: int) -> Callable[[str, tuple[object, ...]], None]:
    """Return a hook of the interpreter that kills it before a change of the disk."""

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if event in {"os.rename", "os.remove", "os.chmod", "os.mkdir"} or writes:
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1

    return hook


def ended(child: int, file: Path) -> Ran:
    """Wait for a process, and return how it ended."""
    until = time.monotonic() + LONGEST_WAIT
    hung = False
    while True:
        found, status, usage = os.wait4(child, os.WNOHANG)
        if found:
            break
        if time.monotonic() > until:
            hung = True
            os.kill(child, signal.SIGKILL)
        time.sleep(0.005)
    code = os.waitstatus_to_exitcode(status)
    text = file.read_text(encoding="utf-8", errors="replace")
    file.unlink()
    hung = hung or (code in {-signal.SIGXCPU, -signal.SIGKILL} and usage.ru_utime + usage.ru_stime >= MOST_SECONDS)
    return Ran(code, text, usage.ru_maxrss // 1024, hung, code == _KILLED and not hung)


def command(arguments: Sequence[str], folder: Path) -> Callable[[], None]:
    """Return a run of the command line in this process."""

    def run() -> None:
        sys.argv = ["drillplanner", *(word.replace("DIR", str(folder)) for word in arguments)]
        drillplanner()

    return run


def ran(arguments: Sequence[str], folder: Path, dies_at: int | None = None) -> Ran:
    """Run a command, and return how it ended."""
    return ended(*forked(command(arguments, folder), dies_at=dies_at))


def content(folder: Path) -> dict[str, bytes]:
    """Return the plain files of a workspace, without those that tell what a command printed."""
    return {
        name: path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
        if not (name := path.relative_to(folder).as_posix()).startswith("details/")
    }


def make_workspace(folder: Path) -> None:
    """Plan two schools, record a drill, and publish."""
    write_workspace(folder)

    def plan() -> None:
        prepared = api.prepare(folder)
        api.plan(prepared, SolverSettings())
        list(api.publish(api.prepare(folder), ("tables", "icalendar")))

    for step in (plan, command(("record", "DIR", "Elm, fire, 9/30", "--by", "office", "--extra"), folder)):
        made = ended(*forked(step))
        if made.code:
            raise SystemExit(f"the workspace cannot be made:\n{made.text}")


# ---- damaged files


def _cut(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def _flipped(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(chance.randint(1, 20)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _put_in(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw) + 1)
    odd = (
        b"\0",
        b"\x1b]0;owned\x07",
        "\u202e".encode(),
        b"\xff\xfe",
        b"[" * 200_000,
        b"=cmd|'/c calc'!A1",
        b"9" * 400,
    )
    return raw[:place] + chance.choice(odd) + raw[place:]


def _lines_mixed(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines + lines[:2])


BYTES: Mapping[str, Callable[[bytes, random.Random], bytes]] = {
    "cut": _cut,
    "flipped": _flipped,
    "put in": _put_in,
    "mixed": _lines_mixed,
    "empty": lambda raw, chance: b"",
    "deep": lambda raw, chance: b"[" * 200_000,
    "other type": lambda raw, chance: chance.choice((b"7\n", b"null\n", b'"x"\n', b"[]\n", b'{"a": 1}\n')),
}


def _to_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _to_device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def _to_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _to_loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def _to_link_out(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


def _huge(path: Path) -> None:
    os.truncate(path, 6_000_000_000)


def _gone(path: Path) -> None:
    path.unlink()


PLACES: Mapping[str, Callable[[Path], None]] = {
    "pipe": _to_pipe,
    "device": _to_device,
    "folder": _to_folder,
    "loop": _to_loop,
    "link out": _to_link_out,
    "huge": _huge,
    "gone": _gone,
}


def mutated(base: Path, place: Path, number: int, chance: random.Random) -> Count:
    """Damage a file of a workspace, and run a command on it; ``number`` times."""
    count = Count()
    names = [name for name in content(base) if not name.startswith("out/calendars")]
    for _ in range(number):
        folder = Path(shutil.copytree(base, place / "mutated"))
        name, kind = chance.choice(names), chance.choice((*BYTES, *PLACES))
        path = folder / name
        if kind in BYTES:
            path.write_bytes(BYTES[kind](path.read_bytes(), chance))
        else:
            PLACES[kind](path)
        before = {} if kind == "huge" else content(folder)
        arguments = chance.choice(COMMANDS)
        done = ran(arguments, folder)
        count.add(done, f"{arguments[0]} with {name}: {kind}")
        if done.code == 2 and kind != "huge" and content(folder) != before:
            changed = {name for name, raw in content(folder).items() if before.get(name) != raw}
            count.written_with_2 += 1
            count.seen[f"{arguments[0]} with {name}: {kind}: 2, and changed {sorted(changed)[:3]}"] += 1
        shutil.rmtree(folder)
    return count


# ---- kills

_WRITERS: tuple[tuple[str, ...], ...] = (
    ("replan", "DIR", "--as-of", AS_OF, "--close", "2026-02-03"),
    ("plan", "DIR", "--seed", "1"),
    ("answer", "DIR", "has_aed=yes"),
    ("publish", "DIR", "--only", "tables,icalendar"),
    ("record", "DIR", "Oak, fire, 10/7", "--by", "office", "--extra"),
)
#: What belongs to one year, and changes together.
_YEAR = ("plan/plan.json", "plan/schedule.csv", "closures.csv", "campuses.csv")


def kills(base: Path, place: Path, number: int, chance: random.Random) -> Count:
    """Kill commands before one of their changes of the disk, and look at what the next command finds."""
    count = Count()
    for arguments in _WRITERS:
        whole = Path(shutil.copytree(base, place / "whole"))
        ran(arguments, whole)
        wanted = [_year(base), _year(whole)]
        shutil.rmtree(whole)
        step, done = 0, 0
        while done < number // len(_WRITERS):
            folder = Path(shutil.copytree(base, place / "killed"))
            died = ran(arguments, folder, dies_at=step)
            count.add(died, f"{arguments[0]} killed at {step}")
            count.add(ran(("records", "verify", "DIR"), folder), f"after {arguments[0]} killed at {step}")
            with locked_workspace(folder, "attack"):
                left = [name for name in content(folder) if name.endswith(".part") and "records/" not in name]
            if _year(folder) not in wanted or left:
                count.half_years += 1
                count.seen[f"{arguments[0]} killed at {step}: half, left {left[:2]}"] += 1
            shutil.rmtree(folder)
            done += 1
            step = step + 1 if died.killed else chance.randrange(max(1, step))
    return count


def _year(folder: Path) -> dict[str, bytes]:
    found = content(folder)
    return {name: found.get(name, b"") for name in _YEAR}


# ---- side by side


def side_by_side(base: Path, place: Path, records: int, replans: int) -> Count:
    """Record and update the plan at the same moment, and count what was answered and is not there."""
    count = Count()
    folder = Path(shutil.copytree(base, place / "crowded"))
    days = [f"2026-03-{day:02d}" for day in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13)][:replans]

    def started(name: str, *words: str) -> tuple[str, int, Path]:
        return name, *forked(command(words, folder))

    running = [started(day, "replan", "DIR", "--as-of", AS_OF, "--close", day) for day in days]
    names = [f"office-{number}" for number in range(records)]
    running += [
        started(name, "record", "DIR", f"Oak, fire, {9 + number // 20}/{3 + number % 20}", "--by", name, "--extra")
        for number, name in enumerate(names)
    ]
    answered = []
    for name, child, file in running:
        done = ended(child, file)
        count.add(done, f"side by side {name}")
        if done.code == 0:
            answered.append(name)
        elif done.code == 2:
            count.seen[f"{name.partition('-')[0]}: refused: {done.text.splitlines()[0][:120]}"] += 1
    closures = (folder / "closures.csv").read_text(encoding="utf-8")
    log = (folder / "records" / "drill_log.csv").read_text(encoding="utf-8")
    # Whole cells: "office-1" is a part of "office-10".
    kept = set(re.split(r"[,\r\n]+", closures + log))
    count.lost = sum(name not in kept for name in answered)
    count.add(ran(("audit", "DIR"), folder), "audit after side by side")
    count.add(ran(("records", "verify", "DIR"), folder), "verify after side by side")
    shutil.rmtree(folder)
    return count


# ---- disks


@contextmanager
def small_disk(place: Path, kilobytes: int) -> Iterator[Path]:
    """Mount a disk in memory of this size for the block."""
    point = place / "disk"
    point.mkdir()
    subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", point], check=True)  # noqa: S603
    try:
        yield point
    finally:
        subprocess.run(["/bin/umount", "-l", point], check=True)  # noqa: S603
        point.rmdir()


def disks(base: Path, place: Path, number: int, chance: random.Random) -> Count:
    """Run commands on full disks with some bytes left, and on a read-only one."""
    count = Count()
    used = sum(len(raw) for raw in content(base).values()) // 1024 + 4 * len(content(base)) + 400
    for turn in range(number):
        arguments = _WRITERS[turn % len(_WRITERS)]
        with small_disk(place, used + 2000) as disk:
            folder = Path(shutil.copytree(base, disk / "district"))
            is_read_only = turn % 4 == 3
            if is_read_only:
                subprocess.run(["/bin/mount", "-o", "remount,ro", disk], check=True)  # noqa: S603
            else:
                _fill(disk / "ballast", chance.choice((0, 4096, 16384, 65536, chance.randrange(400_000))))
            before = content(folder)
            done = ran(arguments, folder)
            state = "read-only" if is_read_only else "full"
            count.add(done, f"{arguments[0]} on a disk that is {state}")
            after = content(folder)
            if done.code == 2 and _year(folder) != {name: before.get(name, b"") for name in _YEAR}:
                count.half_years += 1
                count.seen[f"{arguments[0]} on a disk that is {state}: 2, and another year"] += 1
            if done.code == 2 and any(name.endswith(".part") for name in after):
                count.written_with_2 += 1
    return count


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the attacks, print the counts, and return 1 if anything was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutated", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--records", type=int, default=50)
    parser.add_argument("--replans", type=int, default=10)
    parser.add_argument("--disks", type=int, default=100)
    parser.add_argument("--only", default="side,kills,disk,mutated")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    chance = random.Random(given.seed)  # noqa: S311  (which attack comes next, no secret)
    found = False
    with tempfile.TemporaryDirectory(prefix="attacks-") as name:
        place = Path(name)
        base = place / "base"
        make_workspace(base)
        attacks: Mapping[str, Callable[[], Count]] = {
            "side": lambda: side_by_side(base, place, given.records, given.replans),
            "kills": lambda: kills(base, place, given.kills, chance),
            "disk": lambda: disks(base, place, given.disks, chance),
            "mutated": lambda: mutated(base, place, given.mutated, chance),
        }
        for attack in given.only.split(","):
            count = attacks[attack]()
            print(f"{attack}: {count}", flush=True)
            bad = (count.tracebacks, count.hangs, count.lost, count.half_years, count.written_with_2)
            found = found or any(bad) or count.most_megabytes > MOST_MEGABYTES
    return int(found)


if __name__ == "__main__":
    sys.exit(main())
