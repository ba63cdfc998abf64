"""Files that were made elsewhere, written into the workspace they were made for."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath

from drillplanner.files.changes.journal import write_together
from drillplanner.files.changes.workspace_lock import locked_workspace
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import PLAN, read_file_if_any
from drillplanner.files.reading.json_text import parse_json
from drillplanner.workflow.bundle.workspace_files import read_bundle
from drillplanner.workflow.plan_files import PLAN_FILE

#: The only folders in which work done elsewhere may write.
_WRITTEN = ("plan", "out")


def is_updated_during_the_year(folder: Path) -> bool:
    """Check whether the plan in the workspace is an update, made by ``replan``, which a new plan would undo.

    A plan of another version of drillplanner is asked as well. Raises InputError: the file is damaged, so that it
    may be an update.
    """
    name = PLAN_FILE.as_posix()
    raw = read_file_if_any(folder / PLAN_FILE, PLAN, name)
    if raw is None:
        return False
    try:
        plan = parse_json(raw, name)
    except InputError:
        plan = None
    if not isinstance(plan, dict):
        raise InputError(Problem(name, None, _DAMAGED, maybe=_DAMAGED_HINT))
    return plan.get("repair") is not None


_DAMAGED = "this plan is damaged. It may be one that was updated during the year (replan), so it is not replaced"
_DAMAGED_HINT = "Put the file back from a backup; or, to plan the whole year again, delete it."


def write_back(
    folder: Path,
    whole: str,
    files: Mapping[str, bytes],
    removed: Iterable[str] = (),
    with_plan: bool = False,
    with_published: bool = False,
) -> bool:
    """Write files that were made of the bundle with this digest (``Bundle.whole``); all of them change, or none.

    Return False, and write nothing, if the workspace has changed since: what was made of it no longer fits.
    ``removed`` are files of an earlier plan that go.

    Raises InputError: a file cannot be written, or would be outside the folders of plans and papers.
    """
    for name in (*files, *removed):
        _refuse_foreign(name)
    with locked_workspace(folder, "drillplanner fleet"):
        if read_bundle(folder, with_plan, with_published).whole != whole:
            return False
        write_together(folder, files)
        for name in removed:
            with contextlib.suppress(OSError):  # somebody has it open, or it is gone: the list no longer names it
                (folder / name).unlink()
                (folder / name).parent.rmdir()  # a folder that is not empty stays
    return True


def _refuse_foreign(name: str) -> None:
    parts = PurePosixPath(name).parts
    is_inside = len(parts) > 1 and parts[0] in _WRITTEN and ".." not in parts and "\\" not in name
    if not is_inside or PureWindowsPath(name).anchor or "\0" in name:
        message = "a worker returned a file that belongs neither to a plan nor to what is published"
        raise InputError(Problem(name, None, message, allowed="a file in plan/ or out/"))
