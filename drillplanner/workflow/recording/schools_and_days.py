"""The schools and the calendar of a workspace, kept from one entry of the drill log to the next.

Reading calendars in people's words takes most of the time of a short command. So what was read is kept beside the
log with the hash of every file that it was read from; if any of them changed, or drillplanner itself, all of it is
read again. The file can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import drillplanner
from drillplanner.files.atomic_write import write_text
from drillplanner.files.errors import InputError
from drillplanner.files.input_folder import Footprint, InputFolder
from drillplanner.files.reading.bounded import PLAN, read_file
from drillplanner.files.reading.json_text import parse_json
from drillplanner.model import SchoolsAndDays

KEPT_FILE = "records/.schools_and_days.json"
#: Rooms whose code and data say how files are read.
_READERS = ("files", "intake", "model")


@dataclass(frozen=True)
class ReadSchools:
    """The schools and the calendar of a workspace, and what to keep of them; empty if that is kept already.

    ``scenario_ids`` is None if the scenarios were not read.
    """

    schools_and_days: SchoolsAndDays
    to_keep: str = ""
    scenario_ids: tuple[str, ...] | None = None


def read_schools_and_days(folder: Path, with_scenarios: bool = False) -> ReadSchools:
    """Return the schools and the calendar of a workspace, as kept if nothing changed; bells may be left out.

    Raises InputError with every problem of the files that are read.
    """
    files = InputFolder(folder)
    if not with_scenarios and (kept := _kept(folder, files)) is not None:
        return ReadSchools(kept)
    # Imported here: the readers of calendars and tables load heavy libraries.
    from drillplanner.intake.workspace.reader import read_for_recording

    files = InputFolder(folder)
    workspace = read_for_recording(files, with_scenarios)
    if with_scenarios:
        return ReadSchools(workspace, scenario_ids=tuple(workspace.scenario_by_id))
    return ReadSchools(workspace, _to_keep(workspace, files))


def keep_schools_and_days(folder: Path, read: ReadSchools) -> None:
    """Keep what was read for the next entry, if it is not kept yet."""
    if not read.to_keep:
        return
    with suppress(InputError):
        # If it cannot be written, the next entry takes a little longer.
        write_text(folder / KEPT_FILE, read.to_keep)


def _to_keep(read_now: SchoolsAndDays, files: InputFolder) -> str:
    """Return the text to keep; empty if it would not be read back as it is."""
    read = SchoolsAndDays(
        district=read_now.district,
        campuses=read_now.campuses,
        calendar=read_now.calendar,
        left_out=read_now.left_out,
    )
    text = read.model_dump_json(exclude_defaults=True, by_alias=True)
    try:
        is_read_back = SchoolsAndDays.model_validate_json(text) == read
    except ValueError:
        is_read_back = False
    if not is_read_back:
        return ""
    of = {"program": _program(), "read_from": asdict(files.footprint()), "sha256": _sha256(text)}
    return json.dumps(of | {"read": text}) + "\n"


def _kept(folder: Path, files: InputFolder) -> SchoolsAndDays | None:
    """Return what is kept; None if nothing is, or if it was read from other files or by another drillplanner."""
    try:
        kept = parse_json(read_file(folder / KEPT_FILE, PLAN), KEPT_FILE)
        if not isinstance(kept, dict):
            return None
        text = str(kept["read"])
        footprint = Footprint(**kept["read_from"])
        if kept["program"] != _program() or kept["sha256"] != _sha256(text) or not files.has(footprint):
            return None
        return SchoolsAndDays.model_validate_json(text)
    except (InputError, ValueError, KeyError, TypeError, AttributeError):
        # Missing, or written by another version: everything is read again.
        return None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _program() -> str:
    """Return what tells this drillplanner from others: size and time of each file that says how files are read."""
    root = Path(drillplanner.__file__).parent
    shown = json.dumps([drillplanner.__version__, *(list(_stamps(root / room)) for room in _READERS)])
    return _sha256(shown)


def _stamps(folder: Path) -> Iterator[Mapping[str, Any]]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _stamps(Path(entry.path))
        elif entry.name.endswith((".py", ".yaml")):
            stat = entry.stat()
            yield {"name": entry.path, "size": stat.st_size, "time": stat.st_mtime_ns}
