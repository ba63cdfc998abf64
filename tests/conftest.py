"""The bundled example district, planned once for all tests that need it."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.example import copy_example


@pytest.fixture(scope="session")
def planned_example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the example with its plan. Tests must not change it; they copy it first."""
    folder = tmp_path_factory.mktemp("example") / "livingston"
    copy_example(folder)
    api.plan(api.prepare(folder), SolverSettings())
    return folder


@pytest.fixture(scope="session")
def example_with_calendars(planned_example: Path) -> Path:
    """Return the same folder with its calendars published."""
    list(api.publish(api.prepare(planned_example), ("icalendar",)))
    return planned_example
