"""Attack a workspace of two invented schools, and count what comes of it.

Run ``python -m benchmarks.attacks --page`` to write the counts into docs/attacks.md. ``--jobs 2`` shares the turns
out among two processes. ``--mutated 200 --kills 100`` make it shorter, ``--only kills,mutated`` does some of it,
and ``--minutes 20`` ends each attack after that time. It needs Linux, as processes are forked, and ``--only disk``
root, for small disks of its own.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.attacks.count import LOST, MIXED, PARTS_LEFT, WRITTEN_OUTSIDE, WRITTEN_WITH_2, Count
from benchmarks.attacks.disks import disks
from benchmarks.attacks.kills import kills
from benchmarks.attacks.mutated import mutated
from benchmarks.attacks.processes import ran, started
from benchmarks.attacks.side_by_side import side_by_side
from benchmarks.attacks.turns import Attack, Turns
from benchmarks.attacks.workspace import make_workspace
from benchmarks.page import write_between

PAGE = Path(__file__).parents[2] / "docs" / "attacks.md"
#: What each attack looks for in the files, in addition to tracebacks and hangs.
LOOKED_FOR = {
    "side": (LOST,),
    "disk": (WRITTEN_WITH_2, MIXED, PARTS_LEFT),
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
    parser.add_argument("--kills", type=int, default=1010)
    parser.add_argument("--records", type=int, default=50)
    parser.add_argument("--replans", type=int, default=10)
    parser.add_argument("--disks", type=int, default=100)
    parser.add_argument("--only", default="side,disk,started,mutated,kills")
    parser.add_argument("--minutes", type=float, default=1000.0, help="at most, for each attack")
    parser.add_argument("--jobs", type=int, default=1, help="processes that share the turns of an attack")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--page", action="store_true", help="write the counts into docs/attacks.md")
    given = parser.parse_args(arguments)
    is_clean = True
    with tempfile.TemporaryDirectory(prefix="attacks-") as name:
        place = Path(name)
        base = place / "base"
        make_workspace(base)
        for attack in given.only.split(","):
            count = _attacked(attack, base, place, given)
            print(f"{attack}: {count}", flush=True)
            is_clean = is_clean and count.is_clean
            if given.page:
                write_between(PAGE, attack, count.table)
    return int(not is_clean)


def _attacked(attack: str, base: Path, place: Path, given: argparse.Namespace) -> Count:
    """Run an attack, and return what was found."""
    looked_for = LOOKED_FOR[attack]
    if attack == "side":
        count = Count(looked_for)
        side_by_side(base, place, given.records, given.replans, count)
        return count
    attacks: dict[str, tuple[Attack, int]] = {
        "disk": (partial(disks, base), given.disks),
        "started": (partial(mutated, started, base), given.started),
        "mutated": (partial(mutated, ran, base), given.mutated),
        "kills": (partial(kills, base), given.kills),
    }
    run, number = attacks[attack]
    return Turns(number, given.jobs, given.minutes, given.seed).taken(run, place, looked_for)


if __name__ == "__main__":
    sys.exit(main())
