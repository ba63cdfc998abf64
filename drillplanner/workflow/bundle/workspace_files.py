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
    with the same words. ``links_out`` are links that lead out of the workspace: elsewhere, such a link is refused
    with the same words. ``digest`` is the SHA-256 of what a result depends on (of the records, their head counts),
    and ``whole`` that of all, with the plan and what was published before.
    """

    files: Mapping[str, bytes]
    digest: str
    whole: str
    too_large: Mapping[str, int] = field(default_factory=dict)
    links_out: tuple[str, ...] = ()


def read_bundle(folder: Path, with_plan: bool = False, with_published: bool = False) -> Bundle:
    """Return the files of a workspace: what a plan is made of, the plan, and on request what was published.

    The plan that is there counts for ``whole``, and ``with_plan`` for ``digest`` too.

    Raises InputError: there is no such folder, a file or the records cannot be read, or there is too much.
    """
    InputFolder(folder)
    finish_if_interrupted(folder)
    given = _given_files(folder)
    too_large, links_out = given.too_large, given.links_out
    files = {**given.files, **_read(folder, _RECORD_FILES)}
    plan = _read(folder, _PLAN_FILES)
    published: dict[str, bytes] = {}
    if with_plan or with_published:
        files |= plan
    recorded = copy_of_records(folder)
    before = "\0".join(("" if recorded is None else recorded.head, *links_out))
    digest = _digest(files, too_large, before)
    if with_published:
        published = _read(folder, _published_files(folder))
    whole, files = _digest(plan | published, {}, digest), files | plan | published
    if recorded is not None:
        files[DATABASE_FILE] = recorded.database
    _require_few_bytes(folder, sum(map(len, files.values())))
    return Bundle(files, digest, whole, too_large, links_out)


def _require_few_bytes(folder: Path, size: int) -> None:
    if size > MOST_BYTES:
        message = f"the files of this workspace have {size:,} bytes together, or more"
        hint = "Move what is no file of the plan, such as pictures, out of the folder."
        raise InputError(Problem(folder.name, None, message, allowed=f"at most {MOST_BYTES:,}", maybe=hint))


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


def is_published_whole(folder: Path, bundle: Bundle) -> bool:
    """Check whether the workspace has every file that its list of published files names."""
    names = _published(bundle.files.get(MANIFEST_FILE))
    return bool(names) and all((folder / name).is_file() for name in names)


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
        for name in bundle.links_out:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(folder.parent)
        for name, size in bundle.too_large.items():
            write_bytes(folder / name, b"")
            os.truncate(folder / name, size)
        yield folder


@dataclass(frozen=True)
class _GivenFiles:
    """The files that people gave, the sizes of those that are too large, and links out of the folder."""

    files: Mapping[str, bytes]
    too_large: Mapping[str, int]
    links_out: tuple[str, ...]


def _given_files(folder: Path) -> _GivenFiles:
    files: dict[str, bytes] = {}
    too_large: dict[str, int] = {}
    links_out: list[str] = []
    inside, read = folder.resolve(), 0
    for path in _entries(folder, folder, frozenset({inside})):
        name = _name(path, folder)
        try:
            if not path.resolve().is_relative_to(inside):
                links_out.append(name)
                continue
            size = path.stat().st_size
        except (OSError, RuntimeError) as error:  # it is gone, or a link leads to itself
            raise _unreadable(name, error) from error
        if size > GIVEN.most_bytes:
            too_large[name] = size
            continue
        # Before the next file is read: what is too much together must not fill the memory first.
        _require_few_bytes(folder, read := read + size)
        files[name] = read_file(path, GIVEN, name)
    return _GivenFiles(files, too_large, tuple(links_out))


def _entries(place: Path, folder: Path, above: frozenset[Path]) -> Iterator[Path]:
    """Yield the plain files below a place of the workspace, and links that lead out of it.

    Links to folders of the workspace are followed, as by every command; ``above`` are the folders that lead here.
    """
    try:
        paths = sorted(place.iterdir())
    except OSError as error:
        raise _unreadable(_name(place, folder), error) from error
    for path in paths:
        if path.name.startswith(".") or (place == folder and path.name in _MADE):
            continue
        try:
            real = path.resolve()
        except (OSError, RuntimeError):
            continue  # a link that leads to itself is no file
        if not real.is_relative_to(folder.resolve()) or path.is_file():
            yield path
        elif path.is_dir() and real not in above:
            yield from _entries(path, folder, above | {real})


def _unreadable(name: str, error: OSError | RuntimeError) -> InputError:
    reason = getattr(error, "strerror", None) or error
    return InputError(Problem(name, None, f"cannot be read: {reason}"))


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
