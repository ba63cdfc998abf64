"""Make an invented state, and measure ``fleet init`` on it.

    python -m benchmarks.synthetic_state FOLDER --state TX --districts 1000

FOLDER gets ``nces/`` (directories), ``calendars/``, and ``districts/`` (the fleet, with bells and agencies of some
districts added). ``--rows 100000`` fills the directory of schools up to that many rows with schools elsewhere.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from benchmarks.synthetic_state.calendars import write_calendars
from benchmarks.synthetic_state.details import add_details
from benchmarks.synthetic_state.directory import (
    CHARACTERISTICS_FILE,
    DISTRICTS_FILE,
    SCHOOLS_FILE,
    invented_districts,
    write_directories,
)

_KIBIBYTES = 1024
SCHOOLS_A_DISTRICT = 9
SEED = 20261201


def make_state(folder: Path, state: str, districts: int, schools: int, rows: int = 0, seed: int = SEED) -> Path:
    """Make the directories, the calendars, and the workspaces of an invented state; return the fleet's folder.

    Print seconds and memory of ``fleet init``. The same arguments give the same files.
    """
    chance = Random(f"{seed} {state} {districts} {schools}")  # noqa: S311  (no secret: an invented state)
    invented = tuple(invented_districts(districts, schools, chance))
    written = sum(len(district.schools) for district in invented)
    write_directories(folder / "nces", state, invented, max(0, rows - written))
    calendars = write_calendars(folder / "calendars", state, invented, chance)
    open_schools = sum(
        school.status[1] == "Open" and school.virtual == "NOTVIRTUAL"
        for district in invented
        for school in district.schools
    )
    print(f"{state}, invented: {districts:,} districts, {open_schools:,} schools to plan, {calendars:,} calendars")
    fleet = folder / "districts"
    _fleet_init(folder, state, fleet)
    for workspace in sorted(path for path in fleet.iterdir() if path.is_dir()):
        add_details(workspace, chance)
    return fleet


def _fleet_init(folder: Path, state: str, fleet: Path) -> None:
    nces = folder / "nces"
    started = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [
            *(sys.executable, "-m", "drillplanner", "fleet", "init", str(fleet), "--state", state),
            *("--nces", str(nces / DISTRICTS_FILE), "--nces-schools", str(nces / SCHOOLS_FILE)),
            *("--nces-schools", str(nces / CHARACTERISTICS_FILE), "--calendars", str(folder / "calendars")),
            *("--year", "2026-27"),
        ],
        check=True,
    )
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    memory = used.ru_maxrss * _KIBIBYTES / 1e6
    seconds = time.perf_counter() - started
    print(f"fleet init: {seconds:.1f} s, {processor:.1f} s of processor, at most {memory:.0f} MB")


def main() -> None:
    """Read the options and make the state."""
    parser = argparse.ArgumentParser(description="Make an invented state and measure fleet init on it.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--state", default="TX")
    parser.add_argument("--districts", type=int, default=1000)
    parser.add_argument("--schools", type=int, help=f"by default {SCHOOLS_A_DISTRICT} for each district")
    parser.add_argument(
        "--rows", type=int, default=0, help="rows of the directory of schools, other states included"
    )
    options = parser.parse_args()
    schools = options.schools or SCHOOLS_A_DISTRICT * options.districts
    make_state(options.folder, options.state, options.districts, schools, options.rows)


if __name__ == "__main__":
    main()
