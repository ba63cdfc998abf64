"""Files and folders that are written whole or not at all.

A calendar program that fetches a half-written feed shows an empty calendar, and a plan cut off by a full disk is
worse than none. So every file is written under a temporary name in its folder, forced to the disk, and then
renamed over the old file, which a file system does in one step.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import uuid
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import FileKind, read_file

#: Number of files forced to the disk at the same time; the threads only wait, so they cost no processor time.
_AT_ONCE = 16


def write_text(path: Path, text: str) -> None:
    """Write ``text`` as UTF-8, line ends exactly as given; otherwise like :func:`write_bytes`.

    Half of a character, as in the name of a file whose bytes are no text, is written as its number.
    """
    write_bytes(path, text.encode("utf-8", "backslashreplace"))


def write_bytes(path: Path, data: bytes) -> None:
    """Make ``path`` hold ``data``; create missing parent folders.

    Until the last step the old file stays unchanged, so a reader sees either the old bytes or the new ones. An
    existing file keeps its permissions.

    Raises InputError: the file cannot be written.
    """
    write_pieces(path, (data,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file from pieces, like :func:`write_bytes`, without holding all of it in memory."""
    # The temporary name has a fixed length: the target's name may already be as long as a file system allows.
    part = path.parent / f".drillplanner-{secrets.token_hex(8)}.part"
    try:
        with _input_errors_for(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_part(path, part, pieces)
            part.replace(path)
            force_folder(path.parent)
    finally:
        with contextlib.suppress(OSError):  # the error of the write counts; the next command removes the part
            part.unlink(missing_ok=True)


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """Open a file to write for the ``with`` block; it becomes ``path`` at its end, but not after an error.

    Raises InputError: the file cannot be written.
    """
    part = path.parent / f".drillplanner-{secrets.token_hex(8)}.part"
    try:
        with _input_errors_for(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            force_folder(path.parent)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def move_all(moves: Sequence[tuple[Path, Path]]) -> None:
    """Give files that were written whole other names on the same disk, over the files that have them now.

    Raises InputError: a file cannot be replaced, for example because another program has it open.
    """
    for source, target in moves:
        with _input_errors_for(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)
    for folder in sorted({target.parent for _, target in moves}):
        force_folder(folder)


def write_all(files: Sequence[tuple[Path, bytes]]) -> None:
    """Make each path hold its bytes, like :func:`write_bytes`, but much faster than one file at a time.

    The new files are forced to the disk together, and renamed only when every one of them is safe. A file that
    already holds its bytes is not touched.

    Raises InputError: a file cannot be written; then no file is replaced, unless a rename itself fails.
    """
    changed = [(path, data) for path, data in files if not _has_same_bytes(path, data)]
    part_by_path: dict[Path, Path] = {}
    try:
        for path, _ in changed:
            with _input_errors_for(path):
                path.parent.mkdir(parents=True, exist_ok=True)
            part_by_path[path] = path.parent / f".drillplanner-{secrets.token_hex(8)}.part"
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            list(threads.map(lambda item: _write_part(item[0], part_by_path[item[0]], (item[1],)), changed))
        for path, part in part_by_path.items():
            with _input_errors_for(path):
                part.replace(path)
        for folder in sorted({path.parent for path in part_by_path}):
            with _input_errors_for(folder):
                force_folder(folder)
    finally:
        for part in part_by_path.values():
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def _has_same_bytes(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and read_file(path, FileKind(len(data))) == data
    except (OSError, InputError):
        return False


def _write_part(path: Path, part: Path, pieces: Iterable[bytes]) -> None:
    with _input_errors_for(path):
        _write_and_force(part, pieces)
        if path.is_file():
            part.chmod(path.stat().st_mode & 0o7777)


@contextlib.contextmanager
def _input_errors_for(path: Path) -> Iterator[None]:
    """Turn an error of the system into an InputError that names the file."""
    try:
        yield
    except OSError as error:
        raise InputError(Problem(str(path), None, f"cannot be written: {error.strerror or error}")) from error


def _write_and_force(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("xb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def force_folder(folder: Path) -> None:
    """Make the rename survive a power cut, on systems that can open a folder for that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Yield a temporary folder to fill; it becomes ``folder`` at the end, and is removed after an error.

    Raises InputError: ``folder`` is not empty, is not a folder, or cannot be written.
    """
    target = folder.resolve()
    _refuse_occupied(folder, target)
    existing_parent = next(parent for parent in (target, *target.parents) if parent.exists())
    draft = existing_parent / f".{target.name}.{uuid.uuid4().hex[:8]}.partial"
    try:
        draft.mkdir()
        yield draft
        if target.exists():
            _move_entries(draft, target)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            draft.rename(target)
    except OSError as error:
        message = f"the folder cannot be written: {error.strerror or error}"
        raise InputError(Problem(str(folder), None, message)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _refuse_occupied(folder: Path, target: Path) -> None:
    allowed = "a new name, or an empty folder"
    if target.exists() and not target.is_dir():
        raise InputError(Problem(str(folder), None, "this is a file", allowed=allowed))
    if target.exists() and any(target.iterdir()):
        raise InputError(
            Problem(
                str(folder),
                None,
                "the folder is not empty, and nothing in it is overwritten",
                allowed=allowed,
                maybe="Maybe choose another name, or move away what is in it.",
            )
        )


def _move_entries(draft: Path, target: Path) -> None:
    entries = sorted(draft.iterdir())
    moved: list[Path] = []
    try:
        for entry in entries:
            moved.append(entry.rename(target / entry.name))
    except OSError:
        for entry in moved:
            entry.rename(draft / entry.name)
        raise
