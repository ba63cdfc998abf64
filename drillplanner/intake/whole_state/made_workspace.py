"""What ``fleet init`` made of a district, kept in its workspace as ``fleet_init.json``.

By it a second run knows the district although its folder was renamed, whether its rows or its calendar have
changed since, and whether a person has changed the workspace, which then stays as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from pydantic import Field, ValidationError

from drillplanner.files.atomic_write import write_text
from drillplanner.files.errors import InputError
from drillplanner.files.reading.bounded import read_file, read_file_if_any
from drillplanner.model import Frozen, LeftOutSchool

RECORD = "fleet_init.json"
#: What commands write into a workspace: it is no change by a person, and stays with a workspace that is made
#: again, so that calendars that people subscribe to are updated and not replaced.
WRITTEN_BY_COMMANDS = ("plan", "out", "details", "ask.md")


class MadeWorkspace(Frozen):
    """The record of one workspace: whose it is, what it was made from, and what ``init`` would have said of it.

    ``made_from`` is the SHA-256 of the directory's rows, the calendar, and the options. ``files`` are those of the
    files that were written, by name. ``guesses`` are as in ``district.yaml``.
    """

    leaid: str
    district: str
    made_from: str
    files: dict[str, str] = Field(default_factory=dict)
    calendar: str = ""
    schools: int
    left_out: tuple[LeftOutSchool, ...] = ()
    guesses: dict[str, str] = Field(default_factory=dict)
    understood: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    not_placed: tuple[str, ...] = ()

    def is_untouched(self, folder: Path) -> bool:
        """Check whether the folder holds the files that were written as they were written, and no other of people.

        What was recorded of drills is a change; a plan and what was published are none.
        """
        return set(_files_in(folder)) == set(self.files) and hashes_of(folder) == self.files


def hashes_of(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file that ``init`` and people write into a workspace, by name."""
    return {name: hashlib.sha256(read_file(path)).hexdigest() for name, path in _files_in(folder).items()}


def _files_in(folder: Path) -> dict[str, Path]:
    return {
        path.relative_to(folder).as_posix(): path
        for top in sorted(folder.iterdir())
        if top.name not in (RECORD, *WRITTEN_BY_COMMANDS) and not top.name.startswith(".")
        for path in sorted(top.rglob("*") if top.is_dir() else (top,))
        if path.is_file()
    }


def write_record(folder: Path, record: MadeWorkspace) -> None:
    """Write the record into a workspace."""
    write_text(folder / RECORD, record.model_dump_json(indent=1) + "\n")


def read_record(folder: Path) -> MadeWorkspace | None:
    """Return the record of a workspace; None if it has none, or one that cannot be read."""
    with suppress(InputError, ValidationError):
        raw = read_file_if_any(folder / RECORD)
        return None if raw is None else MadeWorkspace.model_validate_json(raw)
    return None


def records_in(folder: Path) -> Mapping[str, Path]:
    """Return the workspaces of a state's folder that ``fleet init`` has made, by LEAID."""
    if not folder.is_dir():
        return {}
    folders = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    records = ((path, read_record(path)) for path in folders)
    return {record.leaid: path for path, record in records if record is not None}
