"""Several files of a workspace that change together or not at all, whenever the process dies.

No file system renames several files in one step, and Windows refuses to rename a folder in use, so a journal
decides: the new files are written beside the old ones, then the journal that names them is renamed into place.
From then on the change counts. The next command finishes it if this one dies before it is done. If a file cannot
be replaced, because a spreadsheet has it open, the old files are put back.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from drillplanner.files.atomic_write import force_folder, write_all, write_bytes
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import NOTE, PLAN, read_file, read_file_if_any

JOURNAL = ".drillplanner-journal.json"
_HINT = (
    "Close programs that have the file open, and run the command again. If this comes back, put the workspace "
    f"back from a backup, or delete {JOURNAL} and run 'drillplanner plan' again."
)


@dataclass(frozen=True)
class _Change:
    """A file that changes: its name in the workspace, and the names of its new and its old bytes beside it.

    ``old`` is empty if there was no file. ``sha256`` is of the new bytes, ``was`` of the old ones.
    """

    target: str
    new: str
    old: str
    sha256: str
    was: str


@dataclass(frozen=True)
class _Journal:
    """The file: what changes, and whether the new files are to be put in place, or the old ones back."""

    changes: tuple[_Change, ...]
    is_forward: bool


def write_together(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make each file of a workspace, by its name, hold its bytes; the caller holds the lock of the workspace.

    Files that a person may have open come first: if one cannot be replaced, the others were not touched yet.

    Raises InputError: a file cannot be written; then none has changed.
    """
    changes = [_change(folder, name, data) for name, data in files.items() if _bytes_of(folder / name) != data]
    by_name = {change.target: files[change.target] for change in changes}
    if len(changes) < 2:
        # One file is renamed in one step anyway.
        for name, data in by_name.items():
            write_bytes(folder / name, data)
        return
    # Written before it is needed: a full disk must not stop what undoes the change.
    backward = folder / f".drillplanner-{secrets.token_hex(8)}.back.part"
    try:
        _keep_old(folder, changes)
        write_all([(folder / change.new, by_name[change.target]) for change in changes])
        write_bytes(backward, _journal_text(changes, is_forward=False))
        write_bytes(folder / JOURNAL, _journal_text(changes, is_forward=True))
        try:
            _replace(folder, changes)
        except OSError as error:
            is_undone = _put_back(folder, changes, backward)
            raise InputError(_not_written(error, changes, is_undone)) from error
        with contextlib.suppress(OSError):  # the next command finds nothing left to do, and removes it
            (folder / JOURNAL).unlink()
    finally:
        with contextlib.suppress(OSError):  # the next command removes it
            backward.unlink(missing_ok=True)
        if not is_interrupted(folder):
            _remove_parts(folder, changes)


def is_interrupted(folder: Path) -> bool:
    """Check whether a process died, or is, in the middle of a change of several files."""
    return os.path.lexists(folder / JOURNAL)


def finish_interrupted(folder: Path) -> None:
    """Finish the change of a process that died in the middle of it; the caller holds the lock of the workspace.

    Raises InputError: it cannot be finished, with what to do.
    """
    raw = read_file_if_any(folder / JOURNAL, NOTE, JOURNAL)
    if raw is None:
        return
    journal = _read_journal(raw)
    changes = journal.changes
    try:
        if journal.is_forward:
            _finish(folder, changes)
        elif refused := _restore(folder, changes):
            raise refused[0]
        (folder / JOURNAL).unlink()
    except OSError as error:
        message = f"a command was stopped while it wrote, and that cannot be finished: {error.strerror or error}"
        raise InputError(Problem(_name_of(error, changes), None, message, maybe=_HINT)) from error
    _remove_parts(folder, changes)


def _change(folder: Path, name: str, data: bytes) -> _Change:
    now, place = _bytes_of(folder / name), PurePosixPath(name).parent
    key = secrets.token_hex(8)
    return _Change(
        target=name,
        new=(place / f".drillplanner-{key}.new.part").as_posix(),
        old="" if now is None else (place / f".drillplanner-{key}.old.part").as_posix(),
        sha256=_sha256(data),
        was="" if now is None else _sha256(now),
    )


def _keep_old(folder: Path, changes: Sequence[_Change]) -> None:
    """Copy the old files, and force the copies to the disk: after a power cut they may be what is put back."""
    for change in changes:
        if change.old:
            target, old = folder / change.target, folder / change.old
            try:
                with old.open("xb") as file:
                    file.write(read_file(target, PLAN, change.target))
                    file.flush()
                    os.fsync(file.fileno())
                shutil.copystat(target, old)
            except OSError as error:
                message = f"cannot be written: {error.strerror or error}"
                raise InputError(Problem(change.target, None, message)) from error


def _replace(folder: Path, changes: Sequence[_Change]) -> None:
    """Rename the new files over the old ones. Raises OSError."""
    for change in changes:
        if change.old:
            shutil.copymode(folder / change.old, folder / change.new)
        (folder / change.new).replace(folder / change.target)
    _force_folders(folder, changes)


def _put_back(folder: Path, changes: Sequence[_Change], backward: Path) -> bool:
    """Undo what was renamed, and return whether all is as it was; else it is left to the next command.

    The journal says so first: a process that dies here is undone, too.
    """
    try:
        backward.replace(folder / JOURNAL)
        if _restore(folder, changes):
            return False
        (folder / JOURNAL).unlink()
    except OSError:
        # The journal cannot be changed: whichever way it says is gone by the next command.
        return False
    return True


def _restore(folder: Path, changes: Sequence[_Change]) -> list[OSError]:
    """Put the old files back where the new ones are, and return why some cannot be; the others are put back.

    Raises InputError: something that is no file has the name of one.
    """
    refused: list[OSError] = []
    for change in changes:
        target = folder / change.target
        if _hash_of(target) != change.sha256:
            continue
        try:
            if change.old:
                (folder / change.old).replace(target)
            else:
                target.unlink()
        except OSError as error:
            refused.append(error)
    _force_folders(folder, changes)
    return refused


def _finish(folder: Path, changes: Sequence[_Change]) -> None:
    """Rename the new files that are not renamed yet. Raises OSError, and InputError: one is gone."""
    left = [change for change in changes if _hash_of(folder / change.target) != change.sha256]
    for change in left:
        if _hash_of(folder / change.new) != change.sha256:
            message = "a command was stopped while it wrote, and a file that it needs is gone or was changed"
            raise InputError(Problem(change.new, None, message, maybe=_HINT))
    for change in left:
        target = folder / change.target
        now = _hash_of(target)
        if now not in {None, change.was}:
            # Somebody has changed it since: that version is kept beside it.
            target.replace(target.with_name(f"{target.stem}-edited-{now[:8]}{target.suffix}"))
        (folder / change.new).replace(target)
    _force_folders(folder, changes)


def _force_folders(folder: Path, changes: Sequence[_Change]) -> None:
    for parent in sorted({(folder / change.target).parent for change in changes}):
        force_folder(parent)


def _remove_parts(folder: Path, changes: Sequence[_Change]) -> None:
    for change in changes:
        for name in filter(None, (change.new, change.old)):
            with contextlib.suppress(OSError):  # the next command tries again
                (folder / name).unlink(missing_ok=True)


def _journal_text(changes: Sequence[_Change], *, is_forward: bool) -> bytes:
    return json.dumps(asdict(_Journal(tuple(changes), is_forward)), indent=1).encode() + b"\n"


def _read_journal(raw: bytes) -> _Journal:
    # Imported here: nearly no command meets a journal.
    from pydantic import TypeAdapter, ValidationError

    try:
        journal = TypeAdapter(_Journal).validate_json(raw)
    except ValidationError as error:
        message = "this is no journal of a command that was stopped"
        raise InputError(Problem(JOURNAL, None, message, maybe=_HINT)) from error
    for change in journal.changes:
        for name in (change.target, change.new, change.old or change.new):
            if not _is_inside(name):
                message = "a name in this journal leads out of the workspace"
                raise InputError(Problem(JOURNAL, None, message, name, maybe=_HINT))
    return journal


def _is_inside(name: str) -> bool:
    parts = {*PurePosixPath(name).parts, *PureWindowsPath(name).parts}
    return bool(name) and "\0" not in name and ".." not in parts and not PureWindowsPath(name).anchor


def _not_written(error: OSError, changes: Sequence[_Change], is_undone: bool) -> Problem:
    what_now = "Nothing was changed" if is_undone else "The next command puts the other files in order first"
    message = f"cannot be written: {error.strerror or error}. {what_now}"
    hint = "If another program has the file open, close it there, and run the command again."
    return Problem(_name_of(error, changes), None, message, maybe=hint)


def _name_of(error: OSError, changes: Sequence[_Change]) -> str:
    """Return the file that an error is about: the last that is named, which is the target of a rename."""
    named = Path(str(error.filename2 or error.filename or "")).name
    return next((change.target for change in changes if Path(change.target).name == named), changes[0].target)


def _bytes_of(path: Path) -> bytes | None:
    return read_file_if_any(path, PLAN)


def _hash_of(path: Path) -> str | None:
    return None if not os.path.lexists(path) else _sha256(read_file(path, PLAN))


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
