"""Damage a file or folder of a workspace, and run a command on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from benchmarks.attacks.count import WRITTEN_OUTSIDE, WRITTEN_WITH_2, Count
from benchmarks.attacks.damage import BYTES, PLACES
from benchmarks.attacks.processes import Run
from benchmarks.attacks.turns import Turn
from benchmarks.attacks.workspace import COMMANDS, changed_names, content


def mutated(run: Run, base: Path, place: Path, turns: Iterable[Turn], count: Count) -> None:
    """Damage and run once in each turn. After exit code 2 every file must be as it was; outside, always."""
    names = [name for name in content(base) if not name.startswith("out/calendars")]
    folders = [path.relative_to(base).as_posix() for path in sorted(base.rglob("*/"))]
    for _, chance in turns:
        folder, outside = Path(shutil.copytree(base, place / "mutated")), place / "outside"
        outside.mkdir()
        kind = chance.choice((*BYTES, *PLACES))
        name = chance.choice(names if kind in BYTES else names + folders)
        if kind in BYTES:
            (folder / name).write_bytes(BYTES[kind]((folder / name).read_bytes(), chance))
        else:
            PLACES[kind](folder / name, outside)
        arguments = chance.choice(COMMANDS)
        what = f"{' '.join(arguments[:2])} with {name}: {kind}"
        # A file of 6 GB is not compared.
        before, before_outside = {} if kind == "huge" else content(folder), content(outside)
        done = run(arguments, folder)
        count.add(done, what)
        after = {} if kind == "huge" else content(folder)
        if done.code == 2 and (changed := changed_names(before, after)):
            count.find(WRITTEN_WITH_2, f"{what}: 2, and changed {changed[:3]}")
        if content(outside) != before_outside:
            count.find(WRITTEN_OUTSIDE, f"{what}: {done.code}, and written outside")
        shutil.rmtree(folder)
        shutil.rmtree(outside)
