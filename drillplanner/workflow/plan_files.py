"""The files of a plan in a workspace: ``plan/plan.json`` and ``plan/schedule.csv``."""

from __future__ import annotations

from pathlib import Path

from drillplanner.files.atomic_write import write_text
from drillplanner.files.errors import InputError, Problem
from drillplanner.model import Plan, Workspace

PLAN_FILE = Path("plan") / "plan.json"
SCHEDULE_FILE = Path("plan") / "schedule.csv"


def write_plan(folder: Path, plan: Plan, workspace: Workspace) -> None:
    """Write ``plan/plan.json`` and ``plan/schedule.csv``, which has the names of the workspace's schools."""
    from drillplanner.publish.tables.schedule import schedule_csv

    write_text(folder / PLAN_FILE, plan.model_dump_json(indent=1) + "\n")
    write_text(folder / SCHEDULE_FILE, schedule_csv(plan, workspace.campuses))


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

    path = folder / PLAN_FILE
    if not path.is_file():
        return None
    try:
        return Plan.model_validate_json(path.read_bytes())
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
