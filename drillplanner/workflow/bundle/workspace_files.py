"""The files of a workspace as bytes by name, and a workspace made of them elsewhere.

A bundle holds all that work on a district depends on, so that no path travels. Papers, screens, and attachments
stay where they are. What was recorded travels as a database of its own, wherever it is kept.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from drillplanner.files.atomic_write import write_bytes
from drillplanner.files.changes.workspace_lock import finish_if_interrupted
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder
from drillplanner.files.reading.bounded import (
    GIVEN,
    LOG,
    PAPER,
    PLAN,
    PUBLISHED,
    FileKind,
    read_file,
    read_file_if_any,
)
from drillplanner.files.reading.json_text import parse_json
from drillplanner.publish.calendars.files import FOLDER as CALENDARS
from drillplanner.publish.calendars.revisions.store import REVISIONS_FILE
from drillplanner.publish.core.manifest import FILE as MANIFEST
from drillplanner.records import LOG_FILE
from drillplanner.store.place import DATABASE_FILE, kept_in_folder
from drillplanner.workflow.bundle.recorded import copy_of_records
from drillplanner.workflow.kept_records.csv_view import STATE_FILE
from drillplanner.workflow.plan_files import PLAN_FILE, SCHEDULE_FILE

#: Folders that hold what was made, and what is read of them only where it matters.
_MADE = ("plan", "out", "details", "records")
_PLAN_FILES = {PLAN_FILE.as_posix(): PLAN, SCHEDULE_FILE.as_posix(): PLAN}
_RECORD_FILES = {LOG_FILE: LOG, STATE_FILE: GIVEN}
#: The list of published files, by its name in a workspace.
MANIFEST_FILE = f"out/{MANIFEST}"
#: The most bytes of one workspace: that of 663 schools has 12 million.
MOST_BYTES = 400_000_000


@dataclass(frozen=True)
class Bundle:
    """The files of a workspace by name.

    ``too_large`` are the sizes of files above the limit: elsewhere, a file of that size without content is refused
    with the same words. ``digest`` is the SHA-256 of what a result depends on (of the records, their head counts),
    and ``whole`` that of all, with what was published before.
    """

    files: Mapping[str, bytes]
    digest: str
    whole: str
    too_large: Mapping[str, int] = field(default_factory=dict)


def read_bundle(folder: Path, with_plan: bool = False, with_published: bool = False) -> Bundle:
    """Return the files of a workspace: what a plan is made of, and on request the plan, and what was published.

    Raises InputError: there is no such folder, a file or the records cannot be read, or there is too much.
    """
    InputFolder(folder)
    finish_if_interrupted(folder)
    files, too_large = _given_files(folder)
    files |= _read(folder, _RECORD_FILES | (_PLAN_FILES if with_plan or with_published else {}))
    recorded = copy_of_records(folder)
    digest = whole = _digest(files, too_large, "" if recorded is None else recorded.head)
    if with_published:
        published = _read(folder, _published_files(folder))
        whole, files = _digest(published, {}, digest), files | published
    if recorded is not None:
        files[DATABASE_FILE] = recorded.database
    if (size := sum(map(len, files.values()))) > MOST_BYTES:
        message = f"the files of this workspace have {size:,} bytes together"
        hint = "Move what is no file of the plan, such as pictures, out of the folder."
        raise InputError(Problem(folder.name, None, message, allowed=f"at most {MOST_BYTES:,}", maybe=hint))
    return Bundle(files, digest, whole, too_large)


def _read(folder: Path, kinds: Mapping[str, FileKind]) -> dict[str, bytes]:
    found = ((name, read_file_if_any(folder / name, kind, name)) for name, kind in kinds.items())
    return {name: raw for name, raw in found if raw is not None}


def _published_files(folder: Path) -> dict[str, FileKind]:
    """Return the files that say what was published: the record, or without it the calendars themselves."""
    record, calendars = folder / REVISIONS_FILE, folder / "out" / CALENDARS
    places = [record] if record.exists() else sorted(calendars.rglob("*.ics"))
    return {MANIFEST_FILE: PUBLISHED} | {_name(path, folder): PUBLISHED for path in places}


@dataclass(frozen=True)
class MadeFiles:
    """Files that work on a bundle made, by name, and the names of those of an earlier plan that go."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    removed: tuple[str, ...] = ()


def made_files(folder: Path, bundle: Bundle) -> MadeFiles:
    """Return what differs in ``plan/`` and ``out/`` of an unpacked bundle from what it came with.

    Raises InputError: a file cannot be read.
    """
    files = {
        name: raw
        for place in (folder / "plan", folder / "out")
        for path in sorted(place.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
        for name, raw in ((_name(path, folder), read_file(path, PAPER)),)
        if bundle.files.get(name) != raw
    }
    before, after = (_published(raw.get(MANIFEST_FILE)) for raw in (bundle.files, files))
    return MadeFiles(files, tuple(sorted(before - after)) if after else ())


def _published(manifest: bytes | None) -> frozenset[str]:
    """Return the files that a list of published files names; none if it cannot be read."""
    if manifest is None:
        return frozenset()
    try:
        lists = parse_json(manifest, MANIFEST)
    except InputError:
        return frozenset()
    of_outputs = lists.values() if isinstance(lists, dict) else ()
    return frozenset(f"out/{name}" for names in of_outputs if isinstance(names, list) for name in names)


@contextmanager
def unpacked(bundle: Bundle) -> Iterator[Path]:
    """Make a workspace of the bundle in a temporary folder for the block; its records are in the folder."""
    with tempfile.TemporaryDirectory(prefix="drillplanner-") as place, kept_in_folder():
        folder = Path(place).resolve() / "workspace"
        folder.mkdir()
        for name, raw in bundle.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
        for name, size in bundle.too_large.items():
            write_bytes(folder / name, b"")
            os.truncate(folder / name, size)
        yield folder


def _given_files(folder: Path) -> tuple[dict[str, bytes], dict[str, int]]:
    """Return the files that people gave, and the sizes of those that are too large to be read."""
    files: dict[str, bytes] = {}
    too_large: dict[str, int] = {}
    inside = folder.resolve()
    for path in _plain_files(folder):
        if not path.resolve().is_relative_to(inside):
            continue  # a link out of the workspace, which no command follows
        name, size = _name(path, folder), path.stat().st_size
        if size > GIVEN.most_bytes:
            too_large[name] = size
        else:
            files[name] = read_file(path, GIVEN, name)
    return files, too_large


def _plain_files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        place = Path(parent)
        made = _MADE if place == folder else ()
        folders[:] = sorted(name for name in folders if name not in made and not name.startswith("."))
        yield from (
            path for name in sorted(names) if not name.startswith(".") and (path := place / name).is_file()
        )


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _digest(files: Mapping[str, bytes], too_large: Mapping[str, int], before: str) -> str:
    """Return the SHA-256 of names, sizes, and bytes, after a text that counts as well."""
    total = hashlib.sha256(f"{before}\0".encode())
    for name in sorted({*files, *too_large}):
        raw = files.get(name, b"")
        size = too_large.get(name, len(raw))
        total.update(f"{name}\0{size}\0".encode("utf-8", "surrogateescape"))
        total.update(raw)
    return total.hexdigest()
