"""Kill commands before one of their changes of the disk, and look at what the next command finds."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from benchmarks.attacks.count import LOST, MIXED, PARTS_LEFT, Count
from benchmarks.attacks.processes import ran
from benchmarks.attacks.turns import Turn
from benchmarks.attacks.workspace import WRITERS, content, year
from drillplanner.files.changes.workspace_lock import locked_workspace

_LOG, _RECORDED = "records/drill_log.csv", b"oak-fire-evacuation-on-2025-10-07"


def kills(base: Path, place: Path, turns: Iterable[Turn], count: Count) -> None:
    """Kill each command in turn: before its first change, its second, and so on to its last; then before any."""
    wanted: dict[int, list[dict[str, bytes]]] = {}
    next_step, changes = [0] * len(WRITERS), [0] * len(WRITERS)
    for turn, chance in turns:
        which = turn % len(WRITERS)
        arguments = WRITERS[which]
        if which not in wanted:
            whole = Path(shutil.copytree(base, place / "whole"))
            ran(arguments, whole)
            wanted[which] = [year(content(base)), year(content(whole))]
            shutil.rmtree(whole)
        step = chance.randrange(changes[which]) if changes[which] else next_step[which]
        folder = Path(shutil.copytree(base, place / "killed"))
        died = ran(arguments, folder, dies_at=step)
        if died.killed:
            next_step[which] = max(next_step[which], step + 1)
        else:
            changes[which] = max(1, step)
        what = f"{arguments[0]} killed at {step}"
        count.add(died, what)
        count.add(ran(("records", "verify", "DIR"), folder), f"records verify after {what}")
        with locked_workspace(folder, "attack"):
            after = content(folder)
        left = [name for name in after if name.endswith(".part") and "records/" not in name]
        if year(after) not in wanted[which]:
            count.find(MIXED, f"{what}: neither before nor after")
        if left:
            count.find(PARTS_LEFT, f"{what}: left {left[:2]}")
        if "Recorded" in died.text and _RECORDED not in after[_LOG]:
            count.find(LOST, f"{what}: answered and lost")
        shutil.rmtree(folder)
