"""Attack a workspace of two invented schools, and count what comes of it.

Run ``python -m benchmarks.attacks --page`` to write the counts into docs/attacks.md. ``--mutated 200 --kills 100``
make it shorter, ``--only kills,mutated`` does some of it, and ``--minutes 20`` ends each attack after that time.
It needs Linux, as processes are forked, and ``--only disk`` root, for small disks of its own.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.attacks.count import LOST, MIXED, PARTS_LEFT, WRITTEN_OUTSIDE, WRITTEN_WITH_2, Count
from benchmarks.attacks.disks import disks
from benchmarks.attacks.kills import kills
from benchmarks.attacks.mutated import mutated
from benchmarks.attacks.processes import ran, started
from benchmarks.attacks.side_by_side import side_by_side
from benchmarks.attacks.workspace import make_workspace
from benchmarks.page import write_between

PAGE = Path(__file__).parents[2] / "docs" / "attacks.md"
#: What each attack looks for in the files, in addition to tracebacks and hangs.
LOOKED_FOR = {
    "side": (LOST,),
    "disk": (MIXED, PARTS_LEFT),
    "started": (WRITTEN_WITH_2, WRITTEN_OUTSIDE),
    "mutated": (WRITTEN_WITH_2, WRITTEN_OUTSIDE),
    "kills": (LOST, MIXED, PARTS_LEFT),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the attacks, print the counts, and return 1 if anything was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--mutated", type=int, default=2000, help="damaged workspaces, by a fork of a loaded program"
    )
    parser.add_argument("--started", type=int, default=100, help="damaged workspaces, by a program that starts")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--records", type=int, default=50)
    parser.add_argument("--replans", type=int, default=10)
    parser.add_argument("--disks", type=int, default=100)
    parser.add_argument("--only", default="side,disk,started,mutated,kills")
    parser.add_argument("--minutes", type=float, default=1000.0, help="at most, for each attack")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--page", action="store_true", help="write the counts into docs/attacks.md")
    given = parser.parse_args(arguments)
    chance = random.Random(given.seed)  # noqa: S311  (which attack comes next, no secret)
    is_clean = True
    with tempfile.TemporaryDirectory(prefix="attacks-") as name:
        place = Path(name)
        base = place / "base"
        make_workspace(base)
        for attack in given.only.split(","):
            count = _attacked(attack, base, place, given, chance)
            print(f"{attack}: {count}", flush=True)
            is_clean = is_clean and count.is_clean
            if given.page:
                write_between(PAGE, attack, count.table)
    return int(not is_clean)


def _attacked(attack: str, base: Path, place: Path, given: argparse.Namespace, chance: random.Random) -> Count:
    """Run an attack, and return what was found."""
    count = Count(LOOKED_FOR[attack])

    def turns(number: int) -> Iterator[int]:
        return _turns(number, given.minutes, count)

    attacks: Mapping[str, Callable[[], None]] = {
        "side": lambda: side_by_side(base, place, given.records, given.replans, count),
        "disk": lambda: disks(base, place, turns(given.disks), chance, count),
        "started": lambda: mutated(base, place, turns(given.started), chance, started, count),
        "mutated": lambda: mutated(base, place, turns(given.mutated), chance, ran, count),
        "kills": lambda: kills(base, place, turns(given.kills), chance, count),
    }
    attacks[attack]()
    return count


def _turns(number: int, minutes: float, count: Count) -> Iterator[int]:
    """Count to the number or until the time is over, and tell on the way what was found."""
    until = time.monotonic() + 60 * minutes
    for turn in range(number):
        if time.monotonic() > until:
            return
        if turn % 100 == 99:
            print(f"  {turn + 1}: {count}", file=sys.stderr, flush=True)
        yield turn


if __name__ == "__main__":
    sys.exit(main())
