"""A fleet of four tiny districts in two states: two have plans, one a conflict, one a mistake (all invented)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from drillplanner.fleet.crews import Crew
from drillplanner.fleet.perform import perform
from drillplanner.fleet.result import FleetWork
from drillplanner.fleet.run import FleetOrder, FleetOutcome, run_fleet
from drillplanner.fleet.task import DistrictTask, TaskDone
from drillplanner.fleet.workspaces import fleet_of
from tests.intake.small_workspace import CALENDAR, CAMPUSES, DISTRICT, STAFF, write_workspace

#: A year of seven weeks, and a campus alone.
FILES = {
    "calendar.ics": CALENDAR.replace("20260618", "20251017").replace("20260619", "20251018").replace("\n", "\r\n"),
    "campuses.csv": "\n".join(CAMPUSES.splitlines()[:2]) + "\n",
    "staff.csv": "\n".join(STAFF.splitlines()[:2]) + "\n",
}
CLOSED = """practice: none
forbidden:
  - {from: 2025-09-02, to: 2025-09-30, campuses: [oak], reason: Building works}
"""
PLAN_FILES = ("plan/plan.json", "plan/schedule.csv")


def write_fleet(folder: Path) -> Path:
    """Write the workspaces, and a folder that is none."""
    write_workspace(folder / "alpha", FILES)
    write_workspace(folder / "bravo", {**FILES, "district.yaml": DISTRICT.replace("state: NJ", "state: TX")})
    write_workspace(folder / "conflict", {**FILES, "district.yaml": DISTRICT + CLOSED})
    write_workspace(folder / "mistake", {**FILES, "campuses.csv": FILES["campuses.csv"].replace("K-5", "K-55")})
    (folder / "maps").mkdir()
    return folder


def plan_fleet(
    folder: Path, crew: Crew, do: Callable[[DistrictTask], TaskDone] = perform, again: bool = False
) -> FleetOutcome:
    """Plan it."""
    return run_fleet(fleet_of(folder), FleetOrder(FleetWork.PLAN, again=again), crew, do=do)


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return the plans' files of all districts, by name."""
    return {
        f"{name}/{file}": (folder / name / file).read_bytes()
        for name in sorted(path.name for path in folder.iterdir())
        for file in PLAN_FILES
        if (folder / name / file).exists()
    }


def results_of(outcome: FleetOutcome) -> dict[str, str]:
    """Return the results as they are stored, by folder."""
    return {entry.folder: entry.result.model_dump_json() for entry in outcome.entries}
