"""The files of a plan in a workspace: ``plan/plan.json`` and ``plan/schedule.csv``."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.files.changes.journal import write_together
from drillplanner.files.changes.workspace_lock import locked_workspace
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import PLAN, read_file_if_any

if TYPE_CHECKING:
    from drillplanner.model import Plan, Workspace

PLAN_FILE = Path("plan") / "plan.json"
SCHEDULE_FILE = Path("plan") / "schedule.csv"


def write_plan(folder: Path, plan: Plan, workspace: Workspace, more: Mapping[str, bytes] | None = None) -> None:
    """Write ``plan/plan.json`` and ``plan/schedule.csv``, which has the names of the workspace's schools.

    ``more`` holds the bytes of files, by name, that belong to the plan. All of them change, or none.

    Raises InputError: a file cannot be written; nothing has changed then.
    """
    with locked_workspace(folder, "plan"):
        write_together(folder, plan_file_bytes(plan, workspace, more))


def plan_file_bytes(plan: Plan, workspace: Workspace, more: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Return the bytes of a plan's files by name, in the order in which they are written."""
    from drillplanner.publish.tables.schedule import schedule_csv

    # What people may have open in a spreadsheet comes first: if it cannot be replaced, nothing has changed yet.
    return {
        SCHEDULE_FILE.as_posix(): schedule_csv(plan, workspace.campuses).encode(),
        **(more or {}),
        PLAN_FILE.as_posix(): plan.model_dump_json(indent=1).encode() + b"\n",
    }


def plan_digest(folder: Path) -> str:
    """Return the SHA-256 of the plan's file, or "" if there is none. Raises InputError: it cannot be read."""
    raw = read_file_if_any(folder / PLAN_FILE, PLAN, PLAN_FILE.as_posix())
    return "" if raw is None else hashlib.sha256(raw).hexdigest()


def read_plan(folder: Path) -> Plan:
    """Return the plan that was written last.

    Raises InputError if there is none or the file cannot be read.
    """
    plan = read_plan_if_any(folder)
    if plan is None:
        raise InputError(
            Problem(
                PLAN_FILE.as_posix(), None, "there is no plan yet", maybe="Maybe run 'drillplanner plan' first."
            )
        )
    return plan


def read_plan_if_any(folder: Path) -> Plan | None:
    """Return the plan that was written last, or None if the workspace has none yet.

    Raises InputError if the file cannot be read.
    """
    from pydantic import ValidationError

    from drillplanner.model import Plan

    raw = read_file_if_any(folder / PLAN_FILE, PLAN, PLAN_FILE.as_posix())
    if raw is None:
        return None
    try:
        return Plan.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise InputError(
            Problem(
                PLAN_FILE.as_posix(),
                None,
                f"this is not a plan of this version: {where} {first['msg']}",
                maybe="Maybe it was edited by hand; run 'drillplanner plan' again.",
            )
        ) from error
