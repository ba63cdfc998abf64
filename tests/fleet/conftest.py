"""The small fleet, planned once by this process: what every other way must give too."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from drillplanner.fleet.crews import InThisProcess
from drillplanner.fleet.run import FleetOutcome
from tests.fleet.small_fleet import plan_fleet, write_fleet


@dataclass(frozen=True)
class PlannedFleet:
    """The folder with its plans, and the results. Tests must not change it; they copy it first."""

    folder: Path
    outcome: FleetOutcome

    def copy_to(self, place: Path) -> Path:
        """Return a copy, with plans and results."""
        return Path(shutil.copytree(self.folder, place))


@pytest.fixture(scope="session")
def planned_fleet(tmp_path_factory: pytest.TempPathFactory) -> PlannedFleet:
    """Return the small fleet, planned one district after another."""
    folder = write_fleet(tmp_path_factory.mktemp("fleet") / "state")
    return PlannedFleet(folder, plan_fleet(folder, InThisProcess()))


@pytest.fixture
def fresh_fleet(tmp_path: Path) -> Path:
    """Return the small fleet without plans."""
    return write_fleet(tmp_path / "state")
