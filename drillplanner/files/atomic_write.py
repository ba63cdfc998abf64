"""Writes a file whole or not at all.

A calendar program that fetches a half-written feed shows an empty calendar, and a plan cut in half by a
full disk is worse than none. So every file is written beside its place, forced to the disk and then
renamed over it, which a file system does in one step.
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

from drillplanner.files.errors import InputError, Problem

#: Files that are forced to the disk at once: waiting costs no processor.
_AT_ONCE = 16


def write_text(path: Path, text: str) -> None:
    """Write ``text`` as UTF-8, line ends exactly as given; otherwise like :func:`write_bytes`."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Make ``path`` hold ``data``, with parents made where they are missing.

    Until the last step the old file stays as it was; whoever reads sees the old bytes or the new ones.
    A file that was there keeps its permissions. Raises InputError where the place cannot be written.
    """
    write_pieces(path, (data,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Like :func:`write_bytes` for a file that need not stand in memory as a whole."""
    # The name does not grow with the target's, which may already be as long as a file system allows.
    beside = path.parent / f".drillplanner-{secrets.token_hex(8)}.part"
    try:
        with _naming_file(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            _written_beside(path, beside, pieces)
            beside.replace(path)
            _force_folder(path.parent)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def write_all(files: Sequence[tuple[Path, bytes]]) -> None:
    """Make each path hold its bytes, as :func:`write_bytes` does, and all of them much sooner than one by one.

    The new files are forced to the disk beside each other, which a disk does in few strokes, and are renamed only
    when every one of them is safe. A file that holds its bytes already is not touched. Raises InputError where a
    place cannot be written; no file is replaced then, unless the renaming itself fails.
    """
    changed = [(path, data) for path, data in files if not _has_same_bytes(path, data)]
    beside: dict[Path, Path] = {}
    try:
        for path, _ in changed:
            with _naming_file(path):
                path.parent.mkdir(parents=True, exist_ok=True)
            beside[path] = path.parent / f".drillplanner-{secrets.token_hex(8)}.part"
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            list(threads.map(lambda one: _written_beside(one[0], beside[one[0]], (one[1],)), changed))
        for path, part in beside.items():
            with _naming_file(path):
                part.replace(path)
        for folder in sorted({path.parent for path in beside}):
            with _naming_file(folder):
                _force_folder(folder)
    finally:
        for part in beside.values():
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def _has_same_bytes(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _written_beside(path: Path, beside: Path, pieces: Iterable[bytes]) -> None:
    with _naming_file(path):
        _write_and_force(beside, pieces)
        if path.is_file():
            beside.chmod(path.stat().st_mode & 0o7777)


@contextlib.contextmanager
def _naming_file(path: Path) -> Iterator[None]:
    """An error of the system becomes one that names the file."""
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


def _force_folder(folder: Path) -> None:
    """Make the rename last through a power cut, on systems where a folder can be opened for that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Gives a temporary folder to fill; at the end it gets the name ``folder``, after an error it is gone.

    Raises InputError where ``folder`` is there and not empty, is no folder, or cannot be written.
    """
    place = folder.resolve()
    _refuse_occupied(folder, place)
    home = next(one for one in (place, *place.parents) if one.exists())
    draft = home / f".{place.name}.{uuid.uuid4().hex[:8]}.partial"
    try:
        draft.mkdir()
        yield draft
        if place.exists():
            _move_entries(draft, place)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            draft.rename(place)
    except OSError as error:
        message = f"the folder cannot be written: {error.strerror or error}"
        raise InputError(Problem(str(folder), None, message)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _refuse_occupied(folder: Path, place: Path) -> None:
    allowed = "a new name, or an empty folder"
    if place.exists() and not place.is_dir():
        raise InputError(Problem(str(folder), None, "this is a file", allowed=allowed))
    if place.exists() and any(place.iterdir()):
        raise InputError(
            Problem(
                str(folder),
                None,
                "the folder is not empty, and nothing in it is overwritten",
                allowed=allowed,
                maybe="Maybe choose another name, or move away what is in it.",
            )
        )


def _move_entries(draft: Path, place: Path) -> None:
    entries = sorted(draft.iterdir())
    moved: list[Path] = []
    try:
        for entry in entries:
            moved.append(entry.rename(place / entry.name))
    except OSError:
        for entry in moved:
            entry.rename(draft / entry.name)
        raise
