"""How many rows of a terminal of 100 columns each command prints, first and with ``--all``, for three districts.

    python -m benchmarks.screens schools.csv=IL --save screens/

The list is any CSV table that ``drillplanner init`` reads; it is cut to each size. ``--save`` keeps the screens.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest.mock import patch

from drillplanner.cli import main as drillplanner

SIZES = (8, 45, 663)
YEAR = "2026-27"
COLUMNS = 100
#: Papers of hundreds of schools take many minutes and change no line of the screen but one, so these are left out.
PUBLISHED = "tables,report"


def commands(state: str, table: str) -> Iterator[tuple[str, ...]]:
    """Yield each command on a district of one size, in the order of a year."""
    yield ("init", "district", "--state", state, "--year", YEAR, "--campuses", table, "--yes")
    yield ("check", "district")
    yield ("plan", "district")
    yield ("audit", "district")
    yield ("explain", "district")
    yield ("publish", "district", "--only", PUBLISHED)
    yield ("replan", "district", "--as-of", "2027-01-11", "--close", "2027-01-12", "--cause", "severe_weather")


def printed_by(command: Sequence[str]) -> str:
    """Run a command in this process and return what it prints."""
    with patch.object(sys, "argv", ["drillplanner", *command]), contextlib.redirect_stdout(io.StringIO()) as out:
        try:
            drillplanner()
        except SystemExit as end:
            if end.code not in (0, 1, 4):
                raise
    return out.getvalue()


def rows_of(text: str) -> int:
    """Return the rows that a text takes on a terminal, which breaks long lines."""
    return sum(max(1, -(-len(line) // COLUMNS)) for line in text.splitlines())


def write_list(source: Path, schools: int, target: Path) -> None:
    """Write the first schools of the list."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows[: schools + 1])


def main() -> None:
    """Print a table of line counts; keep the screens where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("schools", help="A list of schools and the state whose law applies: schools.csv=IL")
    parser.add_argument("--save", type=Path, help="Keep the screens in this folder.")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="Numbers of schools, joined by commas.")
    options = parser.parse_args()
    source, _, state = options.schools.rpartition("=")
    table = Path(source).resolve()
    save = None if options.save is None else options.save.resolve()
    print("| command | schools | rows of the first screen | widest line | rows with --all |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory() as place:
            before = Path.cwd()
            os.chdir(place)
            try:
                write_list(table, size, Path("schools.csv"))
                for command in commands(state, "schools.csv"):
                    _measure(command, size, save)
            finally:
                os.chdir(before)


def _measure(command: tuple[str, ...], size: int, save: Path | None) -> None:
    first = printed_by(command)
    full = Path("district", "details", f"{command[0]}.txt").read_text(encoding="utf-8")
    widest = max(map(len, first.splitlines()))
    print(f"| {command[0]} | {size} | {rows_of(first)} | {widest} | {rows_of(full):,} |", flush=True)
    if save is not None:
        save.mkdir(parents=True, exist_ok=True)
        shown = f"$ drillplanner {' '.join(command)}\n{first}"
        (save / f"screens-{command[0]}-{size}.txt").write_text(shown, encoding="utf-8")


if __name__ == "__main__":
    main()
