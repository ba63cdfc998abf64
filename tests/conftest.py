"""Districts that are planned once for all tests that need them, and which random examples are tried."""

from __future__ import annotations

import contextlib
import importlib
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from drillplanner import api
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.example import copy_example
from tests.intake.small_workspace import write_workspace
from tests.made_once import made_once

# The same examples in each run, so that a red test is due to the change under test. `make explore` tries new ones.
# No test is timed: a computer may be busy with something else.
_UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same examples", _UNTIMED, derandomize=True)
settings.register_profile("new examples", _UNTIMED, derandomize=False, print_blob=True)
settings.load_profile("same examples")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Import this process's share of the test modules first, so that their asserts are rewritten once for all.

    pytest keeps the rewritten modules, but in a fresh clone all processes collect the same files at the same time,
    and each would rewrite them all. A module that cannot be imported is reported when it is collected.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    number = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
    processes = int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    root = session.config.rootpath
    folders = [root / argument for argument in session.config.args]
    files = sorted(file for folder in folders for file in folder.rglob("test_*.py"))
    for file in files[number::processes]:
        with contextlib.suppress(Exception, pytest.skip.Exception):
            importlib.import_module(".".join(file.relative_to(root).with_suffix("").parts))


@pytest.fixture(scope="session")
def planned_example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the example with its plan. Tests must not change it; they copy it first."""
    return made_once(tmp_path_factory, "livingston", _plan_example)


@pytest.fixture(scope="session")
def example_with_calendars(planned_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the same with its calendars published."""

    def publish_calendars(folder: Path) -> None:
        shutil.copytree(planned_example, folder)
        list(api.publish(api.prepare(folder), ("icalendar",)))

    return made_once(tmp_path_factory, "livingston-with-calendars", publish_calendars)


@pytest.fixture(scope="session")
def planned_pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the small workspace, two schools, with its plan. Tests must not change it; they copy it first."""

    def plan_pair(folder: Path) -> None:
        api.plan(api.prepare(write_workspace(folder)), SolverSettings())

    return made_once(tmp_path_factory, "two-schools", plan_pair)


def _plan_example(folder: Path) -> None:
    copy_example(folder)
    api.plan(api.prepare(folder), SolverSettings())
