"""Districts of any size, for screens: many schools with the law of one state, and nothing given but a list."""

from __future__ import annotations

from pathlib import Path

from drillplanner.intake.new_workspace.initialize import initialize

_LEVELS = (("Elementary School", "K-5"), ("Middle School", "6-8"), ("High School", "9-12"))


def made_district(folder: Path, schools: int, state: str = "IL") -> Path:
    """Return the folder of a new workspace with so many invented schools."""
    table = folder.with_suffix(".csv")
    rows = [
        f"School {number} {kind} (invented),{grades}"
        for number in range(schools)
        for kind, grades in (_LEVELS[number % len(_LEVELS)],)
    ]
    table.write_text("\n".join(["name,grades", *rows, ""]), encoding="utf-8")
    initialize(folder, state, year="2026-27", campuses=table)
    return folder
