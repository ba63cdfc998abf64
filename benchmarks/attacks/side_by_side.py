"""Many commands at the same moment."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

from benchmarks.attacks.count import LOST, Count
from benchmarks.attacks.processes import command, ended, forked, ran
from benchmarks.attacks.workspace import AS_OF, content

_CLOSED = {date(2025, 10, 13), date(2025, 11, 11), date(2025, 11, 27), date(2025, 11, 28)}


def side_by_side(base: Path, place: Path, records: int, replans: int, count: Count) -> None:
    """Record and update the plan at the same moment, and count what was answered and is not there."""
    folder = Path(shutil.copytree(base, place / "crowded"))

    def begun(name: str, *words: str) -> tuple[str, int, Path]:
        return name, *forked(command(words, folder))

    running = [
        begun(f"{day}", "replan", "DIR", "--as-of", AS_OF, "--close", f"{day}")
        for day in _school_days(date(2026, 3, 2), replans)
    ]
    for number, day in enumerate(_school_days(date(2025, 9, 3), records)):
        name = f"office-{number}"
        running.append(begun(name, "record", "DIR", f"Oak, fire, {day:%m/%d}", "--by", name, "--extra"))
    answered = []
    for name, child, file in running:
        done = ended(child, file)
        count.add(done, f"side by side {name}")
        if done.code == 0:
            answered.append(name)
        elif done.code == 2:
            count.seen[f"{name}: refused: {done.text.splitlines()[0][:120]}"] += 1
    # Whole cells: "office-1" is a part of "office-10".
    files = content(folder)
    kept = set(re.split(r"[,\r\n]+", (files["closures.csv"] + files["records/drill_log.csv"]).decode()))
    for name in answered:
        if name not in kept:
            count.find(LOST, f"{name}: answered and lost")
    count.add(ran(("audit", "DIR"), folder), "audit after side by side")
    count.add(ran(("records", "verify", "DIR"), folder), "records verify after side by side")
    shutil.rmtree(folder)


def _school_days(first: date, number: int) -> list[date]:
    days = (first + timedelta(days) for days in range(7 * number))
    return [day for day in days if day.weekday() < 5 and day not in _CLOSED][:number]
